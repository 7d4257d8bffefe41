"""The state of a round as one self-contained page of HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.latenames import late_names

if TYPE_CHECKING:
    from smartxl_generators.statuspage.page import status_page
    from smartxl_generators.statuspage.view import RoundView

__all__ = ["RoundView", "status_page"]

__getattr__ = late_names(
    __name__,
    {
        "page": "status_page",
        "view": "RoundView",
    },
)
