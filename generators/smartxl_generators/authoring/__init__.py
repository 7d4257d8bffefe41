"""The authoring workbook as a file: a definition in sheets that people fill in, with lists to choose from and live checks.

In: what `smartxl.define.authoring.flatten` gives. Out: the bytes of an .xlsx. Start reading at `writer.write_authoring`;
`with_numbers` changes numbers in one that somebody keeps.
"""

from smartxl_generators.authoring.numbers import NumberCells, with_numbers
from smartxl_generators.authoring.writer import write_authoring

__all__ = ["NumberCells", "with_numbers", "write_authoring"]
