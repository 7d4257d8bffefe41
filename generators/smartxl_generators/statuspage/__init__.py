"""The state of a round as one self-contained page of HTML."""

from smartxl_generators.statuspage.page import status_page
from smartxl_generators.statuspage.view import RoundView

__all__ = ["RoundView", "status_page"]
