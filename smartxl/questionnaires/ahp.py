"""The AHP questionnaire of one expert: a sheet of pairs for every node, with weights and consistency as they are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartxl.cells import Area, Cell
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.model.plan import Content, SheetPlan, WorkbookPlan
from smartxl.questionnaires.ahp_page import BranchPage, Facts, plan_page
from smartxl.questionnaires.ahp_sums import Sums
from smartxl.questionnaires.branches import Branch, Respondent, refuse_large, stamp_for, title_of
from smartxl.questionnaires.front import FrontLine, plan_front
from smartxl.questionnaires.page import hidden_sheet, questionnaire
from smartxl.questionnaires.scale import THRESHOLDS, Option, options
from smartxl.sheetnames import unit_sheet_names
from smartxl.text import Lang

__all__ = ["AHP", "RandomTable", "asked_of", "plan_ahp"]

AHP = "ahp"
"""The edition in the stamp of an AHP questionnaire."""

_LISTS, _SUMS = "_lists", "_sums"


@dataclass(frozen=True, slots=True)
class RandomTable:
    """The table of random indices that CI is divided by: its name, RI for 1, 2, 3, … keys, and the limit of CR."""

    name: str
    values: tuple[float, ...]
    limit: float = 0.1


def asked_of(asked: Sequence[Branch]) -> list[object]:
    """What an AHP or Delphi questionnaire asks, for its digest: nodes with their children and names."""
    return [[b.key, b.name.zh, [[c.code, c.name.zh, c.name.en] for c in b.children]] for b in asked]


def plan_ahp(
    definition: Definition,
    asked: Sequence[Branch],
    expert: Respondent,
    lang: Lang,
    words: Mapping[str, str],
    table: RandomTable,
) -> WorkbookPlan:
    """The workbook of one expert. Raises SmartxlError for a node with more children than can be compared in pairs."""
    refuse_large(asked)
    stamp = stamp_for(definition, AHP, expert.code, lang, asked_of(asked))
    names = _sheet_names(asked, lang, words, len(definition.framework.classes))
    scale = options(words)
    facts = Facts(words, lang, scale, _area(len(scale), 1), _area(len(scale), 2), _area(len(scale), 3))
    planned: list[BranchPage] = []
    sums: dict[int, Mapping[int, Content]] = {}
    top = 1
    for branch in asked:
        page, helper = plan_page(branch, names[branch.key], facts, table.name, table.values, table.limit, top)
        sums |= _labelled(helper, branch)
        top = helper.bottom + 2
        planned.append(page)
    city = definition.round.city.get(lang)
    lines = [_front_line(page, lang, words) for page in planned]
    front = plan_front(definition, stamp, expert, lang, words, "ahp", words["ahp.title"], lines)
    sheets = (front, *(page.sheet for page in planned), _lists(scale), hidden_sheet(_SUMS, sums))
    name = words["ahp.file"].format(code=expert.code, name=expert.name, city=city)
    return questionnaire(stamp, sheets, words["ahp.title"], name, protect=definition.round.protect)


def _sheet_names(
    asked: Sequence[Branch], lang: Lang, words: Mapping[str, str], classes: int
) -> dict[str, str]:
    """Branch → the name of its sheet; the other sheets' names are taken first."""
    taken = [("", words["questionnaire.front"]), ("", _LISTS), ("", _SUMS)]
    return unit_sheet_names([*taken, *((b.key, title_of(b, lang, classes)) for b in asked)])


def _area(rows: int, column: int) -> Area:
    return Area(_LISTS, 1, column, rows, column)


def _lists(scale: tuple[Option, ...]) -> SheetPlan:
    cells: dict[int, dict[int, Content]] = {
        row: {1: option.label, 2: option.value, 3: option.degree} for row, option in enumerate(scale, 1)
    }
    for row, value in enumerate(THRESHOLDS, 1):
        cells[row][4] = value
    return hidden_sheet(_LISTS, cells)


def _labelled(helper: Sums, branch: Branch) -> dict[int, Mapping[int, Content]]:
    """The helper cells with the branch they belong to in their first column."""
    return {**helper.cells, helper.top: {1: branch.key, **helper.cells[helper.top]}}


def _front_line(page: BranchPage, lang: Lang, words: Mapping[str, str]) -> FrontLine:
    name = page.branch.name.get(lang)
    title = name if page.branch.node == ROOT else f"{page.branch.node} {name}"
    return FrontLine(
        title,
        page.branch.class_names.get(lang),
        Cell(page.sheet.name, 2, 2),
        page.done,
        page.total,
        page.told,
        words["ahp.progress"].format(done=0, total=page.total, missing=page.total),
    )
