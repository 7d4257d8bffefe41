"""Writes an authoring workbook: a guide, then one sheet for each part of a definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from smartxl.cells import Area, area, text_literal
from smartxl.define.authoring import AuthoringRow, AuthoringSheet
from smartxl.define.authoring.columns import LEVEL, AuthoringColumn, framework_shape
from smartxl.define.authoring.words import WORDS
from smartxl.model.answers import Answer, Field, State
from smartxl.model.plan import Check, Content, InputCell, PlainFormula, PlannedRow, SheetPlan
from smartxl.model.scores import ScoreTable
from smartxl.model.sheetdesign import Look, SheetDesign
from smartxl.text import Lang, lines_of, number_text
from smartxl_generators.authoring import looks
from smartxl_generators.authoring.checks import LiveTree, lookup, weight_check
from smartxl_generators.authoring.guide import guide_sheet
from smartxl_generators.authoring.lists import ListSheetBuilder
from smartxl_generators.authoring.placing import (
    FIRST,
    HEAD_ROW,
    INTRO_ROW,
    TITLE_ROW,
    AuthoringPlace,
    placed_sheets,
)
from smartxl_generators.authoring.settings import with_usual
from smartxl_generators.authoring.tablechecks import TableChecks
from smartxl_generators.ooxml.archive import archive
from smartxl_generators.ooxml.book import BookWriter
from smartxl_generators.ooxml.contents import BookContents
from smartxl_generators.ooxml.prototype import Prototype
from smartxl_templates import wording

__all__ = ["write_authoring"]

_LINE, _MARGIN, _LEAST, _TALLEST = 14.0, 5.0, 20.0, 300.0
_TEXT_FORMAT = "@"
_AS_TEXT = frozenset((
    "code", "parent", "scale", "classes", "units", "below:code", "unit", "leaf", "item_code", "class", "contact", "place",
    "item", "group", "moved_from", "params",
))  # fmt: skip
_WIDTHS = {
    "code": 11, "weight": 8, "measure": 11, "rule": 16, "scale": 12, "check": 14, "classes": 13, "units": 16, "combine": 12,
    "direction": 10, "missing": 10, "source": 24, "evidence": 24, "parent": 9, "element": 12, "provenance": 16, "name": 22,
    "params": 34, "formula": 20, "shown": 20, "below:code": 9, "below:name": 26, "below:unit": 10, "below:meaning": 30,
    "title": 20, "below:label": 20, "below:points": 9, "below:guidance": 36, "place": 12, "item": 26, "value": 38,
    "english": 34, "help": 40, "item_name": 34, "kind": 12, "audience": 12, "class": 13, "contact": 22, "name_en": 26,
    "aliases": 20, "what": 40, "who": 20, "says": 34, "when": 30, "from": 10, "share": 12, "file": 20, "item_name_en": 30,
}  # fmt: skip
_CENTRED = frozenset((
    "code", "weight", "measure", "scale", "parent", "element", "direction", "missing", "below:code", "below:unit.zh",
    "below:unit.en", "below:min", "below:max", "below:low", "below:high", "below:points", "share", "from", "points", "class",
    "unit", "leaf", "item_code", "specific", "spare", "digits", "after", "day", "kind",
))  # fmt: skip
_TOLERANCE = 1e-6
_LEVEL_WIDTH, _CLASS_WIDTH, _WIDTH, _CHECK_WIDTH = 20.0, 12.0, 10.0, 12.0


def write_authoring(grids: Sequence[AuthoringSheet], lang: Lang, moment: datetime) -> bytes:
    """The workbook as bytes; its dates are `moment`. The same arguments give the same bytes."""
    words = wording(lang)
    grids = [with_usual(grid, lang) if grid.sheet == "settings" else grid for grid in grids]
    sheets = placed_sheets(grids, lang)
    book = _AuthoringPlanner(sheets, lang, words)
    plans = [
        guide_sheet(_title(grids, lang), sheets, lang, words),
        *(book.planned(s) for s in sheets.values()),
    ]
    contents = BookContents((*plans, book.lists.sheet()), words["authoring.title"], lang)
    writer = BookWriter(Prototype.of(looks.looks_of()), contents, ScoreTable({}), book.answers)
    return archive(writer.parts(moment))


def _title(grids: Sequence[AuthoringSheet], lang: Lang) -> str:
    """The title of the framework."""
    wanted = WORDS["place", "framework"].get(lang), WORDS["key", "title"].get(lang)
    for grid in grids:
        for row in grid.rows if grid.sheet == "settings" else ():
            if (row.cells.get("place"), row.cells.get("item")) == wanted:
                zh, en = row.cells.get("value"), row.cells.get("english")
                return str((en if lang == "en" else zh) or zh or "")
    return ""


class _AuthoringPlanner:
    """Plans the sheets; `answers` is what stands in their cells with lists and limits."""

    def __init__(self, sheets: Mapping[str, AuthoringPlace], lang: Lang, words: Mapping[str, str]) -> None:
        self._lang: Lang = lang
        self._sheets, self._words = sheets, words
        self.lists = ListSheetBuilder(sheets, lang)
        self.answers: dict[tuple[str, str], Answer] = {}
        adjusting = _adjusts(sheets["settings"].grid, lang)
        self._tree = LiveTree(sheets["tree"], self._say, sheets.get("classes"), adjusting)
        self._tree.weights = sheets.get("weights")
        self._tables = TableChecks(sheets, self._say)

    def _say(self, key: str) -> str:
        return self._words[f"authoring.{key}"]

    def planned(self, sheet: AuthoringPlace) -> SheetPlan:
        """A sheet: title, how it is, headings, rows."""
        widths = dict(self._widths(sheet))
        rows = [*self._top(sheet), *(self._row(sheet, n) for n in range(sheet.last - FIRST + 1))]
        looks_of = {row.row: self._looks(sheet, row.row) for row in rows}
        heights = {row.row: _height(sheet, row, widths) for row in rows}
        heights[TITLE_ROW], heights[INTRO_ROW], heights[HEAD_ROW] = 30.0, 20.0, 32.0
        hidden = tuple(sheet.place(f"#{name}") for name in sheet.helpers)
        flagged = tuple(self._flagged(sheet))
        design = SheetDesign(
            looks_of,
            widths,
            heights,
            tuple((row, 1, sheet.width) for row in (TITLE_ROW, INTRO_ROW) if sheet.width > 1),
            hidden_columns=hidden,
            repeated=(HEAD_ROW, HEAD_ROW),
            flagged=flagged,
        )
        beyond = max(sheet.levels, 2 if sheet.kind == "settings" else 1) + 1
        reach = area(HEAD_ROW, 1, sheet.last, sheet.width)
        return SheetPlan(
            sheet.name, "", tuple(rows), frozen=(FIRST, beyond), filter_range=reach, design=design
        )

    def _top(self, sheet: AuthoringPlace) -> Iterator[PlannedRow]:
        yield PlannedRow(TITLE_ROW, 0, {1: sheet.name})
        told = self._words[f"authoring.of_{sheet.kind}"]
        yield PlannedRow(INTRO_ROW, 0, {1: self._state(sheet, told)})
        heads: dict[int, Content] = {n: c.word.get(self._lang) for n, c in enumerate(sheet.columns, 1)}
        if sheet.checked:
            heads[sheet.width] = WORDS["head", "table.check"].get(self._lang)
        heads |= {sheet.place(f"#{name}"): f"#{name}" for name in sheet.helpers}
        yield PlannedRow(HEAD_ROW, 0, heads)

    def _state(self, sheet: AuthoringPlace, told: str) -> Content:
        """What the sheet holds, and how many of its rows are to be corrected."""
        if sheet.kind == "classes":
            return self._shares(sheet, told)
        places = tuple(self._flagged(sheet))
        if not places:
            return told
        reach = area(places[0].first_row, places[0].first_column, places[0].last_row, places[0].last_column)
        wrong_rows = sum(
            self._check_shown(sheet, n) not in {"", self._say("good")} for n in range(sheet.last - FIRST + 1)
        )
        before, after = self._say("state_bad").split("{count}")
        counted = f'SUMPRODUCT(({reach}<>"")*({reach}<>"✓"))'
        shown = f"{before}{wrong_rows}{after}" if wrong_rows else self._say("state_good")
        return PlainFormula(
            f'="{told}　"&IF({counted}=0,"{self._say("state_good")}","{before}"&{counted}&"{after}")',
            f"{told}　{shown}",
        )

    def _shares(self, sheet: AuthoringPlace, told: str) -> PlainFormula:
        """What the shares of the classes sum to."""
        before, wrong = text_literal(f"{told}　{self._say('share_sum')}"), self._say("share_wrong")
        total = sum(c for row in sheet.grid.rows if isinstance(c := row.cells.get("share"), float))
        summed = f"SUM({sheet.here('share')})"
        formula = f'={before}&ROUND({summed},6)&IF(ABS({summed}-100)>0.000001,{text_literal(wrong)}," ✓")'
        shown = f"{told}　{self._say('share_sum')}{number_text(round(total, 6))}"
        return PlainFormula(formula, shown + (wrong if abs(total - 100) > _TOLERANCE else " ✓"))

    def _check_shown(self, sheet: AuthoringPlace, number: int) -> str:
        content = self._calculated(sheet, "check", number)
        return str(content.shown) if isinstance(content, PlainFormula) else ""

    def _flagged(self, sheet: AuthoringPlace) -> Iterator[Area]:
        place = sheet.place("check") or (sheet.width if sheet.checked else 0)
        if place:
            yield Area(sheet.name, FIRST, place, sheet.last, place)

    def _row(self, sheet: AuthoringPlace, number: int) -> PlannedRow:
        row = FIRST + number
        own = sheet.grid.rows[number] if number < len(sheet.grid.rows) else AuthoringRow({})
        cells: dict[int, Content] = {}
        for place, column in enumerate(sheet.columns, 1):
            content = self._content(sheet, column, own, number)
            if content is not None:
                cells[place] = content
        if sheet.checked:
            cells[sheet.width] = self._tables.of(sheet, number)
        for name in sheet.helpers:
            content = self._calculated(sheet, f"#{name}", number)
            if content is not None:
                cells[sheet.place(f"#{name}")] = content
        return PlannedRow(row, 0, cells)

    def _content(
        self, sheet: AuthoringPlace, column: AuthoringColumn, own: AuthoringRow, number: int
    ) -> Content | None:
        if column.shown and sheet.kind != "settings":
            return self._calculated(sheet, column.key, number)
        cell = own.cells.get(column.id)
        check = self._check(sheet, column, own)
        if check is None:
            return cell
        key = f"{sheet.kind}|{column.id}|{number}"
        if cell is not None:
            self.answers["", key] = Answer("", key, State.VALUE, None, {Field.VALUE: cell})
        return InputCell(key, Field.VALUE, check)

    def _check(self, sheet: AuthoringPlace, column: AuthoringColumn, own: AuthoringRow) -> Check | None:
        if sheet.kind != "settings":
            return self.lists.check(sheet.kind, column)
        shape = own.shape if column.key == "value" else None
        return self.lists.of_shape(shape, "") if shape is not None else None

    def _calculated(self, sheet: AuthoringPlace, name: str, number: int) -> PlainFormula | None:
        if sheet.kind == "tree":
            return self._tree.helper(number, name[1:]) if name.startswith("#") else self._tree.check(number)
        if name == "shown":
            return lookup(self._tree, sheet, number)
        if sheet.kind == "weights":
            return weight_check(self._tree, sheet, number, helper=name == "#parent")
        return self._tables.of(sheet, number) if sheet.checked else None

    def _looks(self, sheet: AuthoringPlace, row: int) -> Mapping[int, Look]:
        if row == TITLE_ROW:
            return dict.fromkeys(range(1, sheet.width + 1), looks.TITLE)
        if row == INTRO_ROW:
            return dict.fromkeys(range(1, sheet.width + 1), looks.INTRO)
        grey = {n for n, column in enumerate(sheet.columns, 1) if column.shown} | (
            {sheet.width} if sheet.checked else set()
        )
        if row == HEAD_ROW:
            return {n: looks.SHOWN_HEAD if n in grey else looks.HEAD for n in range(1, sheet.width + 1)}
        plain = _row_look(sheet, row - FIRST)
        found = {n: looks.SHOWN if n in grey else plain for n in range(1, sheet.width + 1)}
        for place, column in enumerate(sheet.columns, 1):
            if place not in grey and _is_text(sheet, column, row - FIRST):
                found[place] = Look(plain.sheet, plain.text, _TEXT_FORMAT)
            if place not in grey and column.id in _CENTRED:
                found[place] = looks.centred(found[place])
        return found

    def _widths(self, sheet: AuthoringPlace) -> Iterator[tuple[int, float]]:
        for place, column in enumerate(sheet.columns, 1):
            if column.key.startswith(LEVEL):
                yield place, _LEVEL_WIDTH
            elif column.key.startswith("class:"):
                yield place, _CLASS_WIDTH
            else:
                yield place, float(_WIDTHS.get(column.key, _WIDTH))
        if sheet.checked:
            yield sheet.width, _CHECK_WIDTH


def _adjusts(settings: AuthoringSheet, lang: Lang) -> bool:
    """Whether the weights at the top need not sum to 100: points, or nodes of the pipeline."""
    pipeline = framework_shape().properties["conventions"].words["pipeline"].get(lang)
    total = framework_shape().properties["conventions"].words["total"].get(lang)
    rows = [str(row.cells.get("item")) for row in settings.rows if row.cells.get("value") is not None]
    plain = {f"{framework_shape().words['conventions'].get(lang)}·{word}" for word in (total,)}
    return any(pipeline in row or row in plain for row in rows)


def _is_text(sheet: AuthoringPlace, column: AuthoringColumn, number: int) -> bool:
    if sheet.kind == "settings" and column.key == "value":
        rows = sheet.grid.rows
        return number >= len(rows) or not isinstance(rows[number].cells.get("value"), float)
    return column.id in _AS_TEXT


def _row_look(sheet: AuthoringPlace, number: int) -> Look:
    rows = sheet.grid.rows
    if number >= len(rows):
        return looks.TEXT
    row = rows[number]
    if sheet.kind == "tree":
        deeper = number + 1 < len(rows) and rows[number + 1].depth > row.depth
        return looks.TEXT if not deeper else looks.TOP if row.depth == 1 else looks.GROUP
    return looks.FIRST_OF if sheet.kind in {"rules", "scales"} and row.depth == 1 else looks.TEXT


def _height(sheet: AuthoringPlace, row: PlannedRow, widths: Mapping[int, float]) -> float:
    """As high as its longest text takes."""
    if row.row < FIRST or row.row - FIRST >= len(sheet.grid.rows):
        return _LEAST
    own = sheet.grid.rows[row.row - FIRST].cells
    lines = [
        lines_of(str(cell), widths[place] - 2)
        for place, column in enumerate(sheet.columns, 1)
        if isinstance(cell := own.get(column.id), str)
    ]
    return min(max(_LEAST, _LINE * max(lines, default=1) + _MARGIN), _TALLEST)
