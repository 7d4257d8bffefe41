"""The first sheet of an authoring workbook: how to fill it in, its sheets, and the rules with their parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from smartxl.cells import Cell
from smartxl.define.authoring.words import WORDS, answer_word, parameter_words, rule_word
from smartxl.model.framework import Measure
from smartxl.model.plan import Content, Link, PlannedRow, SheetPlan
from smartxl.model.sheetdesign import Look, SheetDesign
from smartxl.rules import PEER_RULES, RULES, rules_of
from smartxl.text import Lang, lines_of
from smartxl_generators.authoring import looks
from smartxl_generators.authoring.placing import HEAD_ROW, AuthoringPlace

__all__ = ["guide_sheet"]

_WIDTHS = {1: 22.0, 2: 16.0, 3: 34.0, 4: 66.0}
_LAST = 4
_LINE, _MARGIN = 15.0, 6.0


class _Guide:
    def __init__(self) -> None:
        self.rows: list[PlannedRow] = []
        self.looks: dict[int, Mapping[int, Look]] = {}
        self.heights: dict[int, float] = {}
        self.merges: list[tuple[int, int, int]] = []

    def across(self, text: str, look: Look, first: int = 1, height: float = 0.0) -> None:
        row = len(self.rows) + 1
        self.rows.append(PlannedRow(row, 0, {first: text}))
        self.looks[row] = dict.fromkeys(range(first, _LAST + 1), look)
        self.merges.append((row, first, _LAST))
        room = sum(_WIDTHS.values()) - 3
        self.heights[row] = max(height, _LINE * lines_of(text, room) + _MARGIN)

    def row(self, cells: Iterable[Content], look: Look) -> None:
        row = len(self.rows) + 1
        contents = dict(enumerate(cells, 1))
        self.rows.append(PlannedRow(row, 0, contents))
        self.looks[row] = dict.fromkeys(range(1, _LAST + 1), look)
        texts = {n: c.text if isinstance(c, Link) else str(c) for n, c in contents.items()}
        self.heights[row] = _LINE * max(lines_of(text, _WIDTHS[n] - 2) for n, text in texts.items()) + _MARGIN

    def wide_row(self, first: Content, text: str, look: Look) -> None:
        row = len(self.rows) + 1
        self.rows.append(PlannedRow(row, 0, {1: first, 2: text}))
        self.looks[row] = dict.fromkeys(range(1, _LAST + 1), look)
        self.merges.append((row, 2, _LAST))
        room = sum(width for column, width in _WIDTHS.items() if column > 1) - 2
        self.heights[row] = _LINE * lines_of(text, room) + _MARGIN


def guide_sheet(
    title: str, sheets: Mapping[str, AuthoringPlace], lang: Lang, words: Mapping[str, str]
) -> SheetPlan:
    """The sheet; `title` is that of the definition."""
    guide = _Guide()
    guide.across(
        f"{title}　{words['authoring.title']}" if title else words["authoring.title"], looks.TITLE, height=34
    )
    guide.across(words["authoring.how"], looks.HEADING)
    for key in sorted(key for key in words if key.startswith("authoring.step")):
        guide.across(words[key], looks.TEXT)
    guide.across(words["authoring.sheets"], looks.HEADING)
    guide.wide_row(words["authoring.sheet"], words["authoring.holds"], looks.HEAD)
    for kind, sheet in sheets.items():
        link = Link(sheet.name, Cell(sheet.name, HEAD_ROW, 1))
        guide.wide_row(link, words[f"authoring.of_{kind}"], looks.TEXT)
    guide.across(words["authoring.rules"], looks.HEADING)
    guide.row((words[f"authoring.{key}"] for key in ("rule", "rule_code", "measures", "params")), looks.HEAD)
    between = "、" if lang == "zh" else ", "
    for rule in (*RULES, *PEER_RULES):
        measures = [answer_word("Measure", m.value).get(lang) for m in Measure if rule in rules_of(m)]
        params = [word.get(lang) for word in parameter_words(rule).values()] if rule != "own" else []
        cells = (rule_word(rule).get(lang), rule, between.join(measures), between.join(params))
        guide.row(cells, looks.TEXT)
    design = SheetDesign(guide.looks, _WIDTHS, guide.heights, tuple(guide.merges), portrait=False)
    return SheetPlan(WORDS["sheet", "guide"].get(lang), "", tuple(guide.rows), design=design)
