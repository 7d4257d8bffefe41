"""The first sheet of a weight questionnaire: who is asked, how to fill it in, what it contains, how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cells import Cell
from smartxl.model.plan import Link, PlainFormula
from smartxl.questionnaires import looks
from smartxl.questionnaires.page import PageBuilder
from smartxl.questionnaires.scale import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smartxl.model.definition import Definition
    from smartxl.model.plan import SheetPlan
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
) -> SheetPlan:
    """The front sheet; `kind` is the section of the wording with this questionnaire's steps."""
    build = PageBuilder(words["questionnaire.front"], _WIDTHS)
    round_ = definition.round
    build.across(2, _FIRST, _LAST, round_.title.get(lang), looks.COVER_TITLE, lines=3)
    build.across(3, _FIRST, _LAST, title, looks.COVER_SUBTITLE, lines=2)
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
        build.put(row, _FIRST, words[f"questionnaire.{word}"], looks.LABEL)
        build.across(row, _FIRST + 1, _LAST, text, looks.VALUE)
        row += 1
    row += 1
    build.across(row, _FIRST, _LAST, words["questionnaire.how"], looks.HEADING)
    steps = [key for key in words if key.startswith(f"{kind}.step")]
    for offset, key in enumerate(sorted(steps), 1):
        build.across(row + offset, _FIRST, _LAST, words[key], looks.STEP)
    _write_contents(build, row + len(steps) + 2, words, lines)
    return build.sheet()


def _write_contents(
    build: PageBuilder, row: int, words: Mapping[str, str], lines: Sequence[FrontLine]
) -> None:
    for column, head in enumerate(("sheet", "asks_for", "progress", "told"), _FIRST):
        build.put(row, column, words[f"questionnaire.{head}"], looks.HEAD)
    for offset, line in enumerate(lines, 1):
        here = row + offset
        build.put(here, _FIRST, Link(line.target.sheet, line.target), looks.TEXT)
        name = line.title + (f"\n{line.classes}" if line.classes else "")
        build.put(here, _FIRST + 1, name, looks.TEXT)
        slots = {"done": line.done, "total": str(line.total)}
        blank = words["questionnaire.of"].format(done=0, total=line.total)
        formula = PlainFormula("=" + joined(words["questionnaire.of"], slots), blank)
        build.put(here, _FIRST + 2, formula, looks.CENTRE)
        build.put(here, _LAST, PlainFormula(f"={line.told}", line.blank), looks.TEXT)
        build.grow(here, 2)
