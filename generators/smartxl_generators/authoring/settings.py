"""The settings that people usually write: they have a row each, blank where nothing is said, and every row says what it is."""

from __future__ import annotations

from dataclasses import replace

from smartxl.define.authoring import AuthoringRow, AuthoringSheet
from smartxl.define.authoring.columns import assessment_shape, framework_shape
from smartxl.define.authoring.flatten import path_words
from smartxl.define.authoring.words import WORDS
from smartxl.text import Lang
from smartxl_generators.authoring.lists import help_of

__all__ = ["with_usual"]

_ASSESSMENT = (
    "id", "round", "revision", "title", "city", "start", "due", "languages", "organiser", "contact", "options·protect",
    "options·evidence_rows",
)  # fmt: skip
_FRAMEWORK = (
    "code", "version", "title", "provenance", "conventions·digits", "conventions·stages·boundary", "conventions·ranking",
    "conventions·peers", "conventions·total", "conventions·unanswered", "conventions·coverage_floor",
)  # fmt: skip


def with_usual(grid: AuthoringSheet, lang: Lang) -> AuthoringSheet:
    """The sheet of settings with rows for all usual ones, in their order, and the others behind them."""
    left = list(grid.rows)
    rows: list[AuthoringRow] = []
    for place, paths in (("assessment", _ASSESSMENT), ("framework", _FRAMEWORK)):
        shape = assessment_shape() if place == "assessment" else framework_shape()
        where = WORDS["place", place].get(lang)
        for path in paths:
            parts = tuple(path.split("·"))
            below = shape.within(parts)
            item = "·".join(path_words(shape, parts, lang))
            said = help_of("settings", path, lang, below)
            mine = [row for row in left if row.cells.get("place") == where and _is_of(row, item)]
            left = [row for row in left if row not in mine]
            blank = AuthoringRow({"place": where, "item": item, "help": said}, shape=below)
            rows += [replace(row, cells={**row.cells, "help": said}) for row in mine] or [blank]
        rest = [row for row in left if row.cells.get("place") == where]
        rows += rest
        left = [row for row in left if row not in rest]
    return replace(grid, rows=(*rows, *left))


def _is_of(row: AuthoringRow, item: str) -> bool:
    own = str(row.cells.get("item"))
    return own == item or own.startswith(f"{item}·")
