"""From a plan to a file."""

from smartxl_generators.template import Template
from smartxl_generators.workbook import write

__all__ = ["Template", "write"]
