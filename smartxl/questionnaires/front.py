"""The first sheet of a weight questionnaire: who is asked, how to fill it in, what it contains, how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.questionnaires.page import CellLook, Jump, PageBuilder, PageFormula, QuestionnaireSheet
from smartxl.questionnaires.scale import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smartxl.model.definition import Definition
    from smartxl.questionnaires.branches import Respondent
    from smartxl.stamp import Stamp
    from smartxl.text import Lang

__all__ = ["FrontLine", "plan_front"]

_WIDTHS = {1: 4, 2: 20, 3: 42, 4: 16, 5: 52}
_FIRST, _LAST = 2, 5


@dataclass(frozen=True, slots=True)
class FrontLine:
    """One part of the questionnaire: what it asks for, for whom, where; the references of how many answers it has and of
    what it says of itself, which is `blank` while nothing is answered."""

    title: str
    classes: str
    target: Cell
    done: str
    total: int
    told: str
    blank: str


def plan_front(
    definition: Definition,
    stamp: Stamp,
    respondent: Respondent,
    lang: Lang,
    words: Mapping[str, str],
    kind: str,
    title: str,
    lines: Sequence[FrontLine],
) -> QuestionnaireSheet:
    """The front sheet; `kind` is the section of the wording with this questionnaire's steps."""
    build = PageBuilder(words["questionnaire.front"], _WIDTHS)
    round_ = definition.round
    build.across(2, _FIRST, _LAST, round_.title.get(lang), CellLook.COVER_TITLE, lines=3)
    build.across(3, _FIRST, _LAST, title, CellLook.COVER_SUBTITLE, lines=2)
    identity = (
        ("respondent", respondent.name),
        ("round", round_.name),
        ("due", round_.due.isoformat()),
        ("organiser", round_.organiser.get(lang)),
        ("contact", round_.contact),
        ("code", stamp.check_code),
    )
    row = 5
    for word, text in identity:
        build.put(row, _FIRST, words[f"questionnaire.{word}"], CellLook.LABEL)
        build.across(row, _FIRST + 1, _LAST, text, CellLook.VALUE)
        row += 1
    row += 1
    build.across(row, _FIRST, _LAST, words["questionnaire.how"], CellLook.HEADING)
    steps = [key for key in words if key.startswith(f"{kind}.step")]
    for offset, key in enumerate(sorted(steps), 1):
        build.across(row + offset, _FIRST, _LAST, words[key], CellLook.STEP)
    _write_contents(build, row + len(steps) + 2, words, lines)
    return QuestionnaireSheet(
        build.name, build.cells, build.widths, build.heights, tuple(build.merges), scale=85
    )


def _write_contents(
    build: PageBuilder, row: int, words: Mapping[str, str], lines: Sequence[FrontLine]
) -> None:
    for column, head in enumerate(("sheet", "asks_for", "progress", "told"), _FIRST):
        build.put(row, column, words[f"questionnaire.{head}"], CellLook.HEAD)
    for offset, line in enumerate(lines, 1):
        here = row + offset
        build.put(here, _FIRST, Jump(line.target.sheet, line.target), CellLook.TEXT)
        name = line.title + (f"\n{line.classes}" if line.classes else "")
        build.put(here, _FIRST + 1, name, CellLook.TEXT)
        slots = {"done": line.done, "total": str(line.total)}
        blank = words["questionnaire.of"].format(done=0, total=line.total)
        formula = PageFormula("=" + joined(words["questionnaire.of"], slots), blank)
        build.put(here, _FIRST + 2, formula, CellLook.CENTRE)
        build.put(here, _LAST, PageFormula(f"={line.told}", line.blank), CellLook.TEXT)
        build.grow(here, 2)
