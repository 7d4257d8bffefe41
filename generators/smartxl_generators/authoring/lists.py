"""What the cells of an authoring workbook may hold: drop-down lists, numbers, and the hint at each of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from smartxl.cells import Area
from smartxl.define.authoring.columns import AuthoringColumn
from smartxl.define.authoring.shape import SchemaShape
from smartxl.define.authoring.words import WORDS
from smartxl.model.plan import Check, CheckKind, Content, PlannedRow, SheetPlan
from smartxl.text import Lang, shorten
from smartxl_generators.authoring.placing import AuthoringPlace

__all__ = ["ListSheetBuilder", "help_of"]

_LISTS = "_lists"
_LONGEST = 250
_REFERENCES = {
    ("tree", "scale"): ("scales", "code"),
    ("rules", "code"): ("tree", "code"),
    ("weights", "code"): ("tree", "code"),
    ("roster", "class"): ("classes", "code"),
}
"""Columns whose cells name something of another sheet."""


class ListSheetBuilder:
    """The checks of all columns, and the hidden sheet with their lists."""

    def __init__(self, sheets: Mapping[str, AuthoringPlace], lang: Lang) -> None:
        self._lang: Lang = lang
        self._sheets = sheets
        self._lists: dict[tuple[str, ...], int] = {}
        self._checks: dict[tuple[object, ...], Check] = {}

    def check(self, sheet: str, column: AuthoringColumn) -> Check | None:
        """What the cells of a column may hold, None for anything."""
        hint = help_of(sheet, column.id, self._lang, column.slot.shape if column.slot else None)
        if (sheet, column.id) in _REFERENCES:
            other, name = _REFERENCES[sheet, column.id]
            return self._kept(Check(CheckKind.LIST, (), self._sheets[other].source(name), prompt=hint))
        return self.of_shape(column.slot.shape, hint) if column.slot else None

    def of_shape(self, shape: SchemaShape, hint: str) -> Check | None:
        """The same by the schema."""
        kinds = shape.kinds - {"null"}
        if shape.answers and not kinds & {"array", "object", "number", "integer"}:
            return self._list(tuple(word.get(self._lang) for word in shape.answers.values()), hint)
        if kinds and kinds <= {"number", "integer"}:
            return self._kept(
                Check(CheckKind.NUMBER, minimum=shape.bounds[0], maximum=shape.bounds[1], prompt=hint)
            )
        return None

    def _list(self, options: tuple[str, ...], hint: str) -> Check:
        column = self._lists.setdefault(options, len(self._lists) + 1)
        return self._kept(
            Check(CheckKind.LIST, options, Area(_LISTS, 1, column, len(options), column), prompt=hint)
        )

    def _kept(self, check: Check) -> Check:
        """One object for equal checks, so that the file says each once."""
        return self._checks.setdefault(
            (check.kind, check.source, check.minimum, check.maximum, check.prompt), check
        )

    def sheet(self) -> SheetPlan:
        """The hidden sheet."""
        cells: dict[int, dict[int, Content]] = {}
        for options, column in self._lists.items():
            for row, option in enumerate(options, 1):
                cells.setdefault(row, {})[column] = option
        rows = tuple(PlannedRow(row, 0, contents) for row, contents in sorted(cells.items()))
        return SheetPlan(_LISTS, "", rows, hidden=True)


@cache
def _helps() -> Mapping[str, str]:
    return {key: text.zh for key, text in WORDS.of("help").items()}


def help_of(sheet: str, column: str, lang: Lang, shape: SchemaShape | None) -> str:
    """What is said of a column in one sentence, "" for nothing."""
    key = "tree.level" if column.startswith("level:") else f"{sheet}.{column}"
    if lang == "zh":
        return shorten(_helps().get(key, ""), _LONGEST)
    return shorten(shape.help, _LONGEST) if shape and key in _helps() else ""
