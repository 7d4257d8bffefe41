"""What every sheet of one workbook is planned with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from smartxl.cells import text_literal
from smartxl.model.answers import ABOUT_DATA
from smartxl.model.combination import UNROUNDED
from smartxl.model.definition import Definition, Unit
from smartxl.model.edition import Edition
from smartxl.model.framework import Node
from smartxl.model.layout import Layout, SheetLayout
from smartxl.model.plan import Content
from smartxl.planning.lists import Lists
from smartxl.planning.place import SheetBuilder
from smartxl.planning.shared import Shared
from smartxl.sheetnames import unit_sheet_names
from smartxl.stamp import Stamp
from smartxl.text import Lang

__all__ = ["Context", "PreviousAnswers"]

_SHOWN_DIGITS = 4
_ABOUT_DATA = {"sampling": "input", "paper": "box"}
"""Template sheets with columns for what is told about numbers, and how their placeholders begin."""
_ELEMENT = "node.element"
"""A column of this alone is not there where no node has a SMART element."""
_ROWS_OF_ELEMENTS = frozenset({"element", "elements"})


@dataclass(frozen=True)
class PreviousAnswers:
    """What a unit answered last time: `name` of that round, `answers` by row key as they are shown; `digest` is that of all
    answers that are filled in, "" where none is."""

    name: str
    answers: Mapping[str, str | float]
    digest: str = ""


@dataclass(frozen=True)
class Context:
    """Definition, template and words of one workbook, and what it shares with others.

    `last` is what the unit answered last time, in a form that shows it. `contested`: the form has a column for what the
    unit contests. `lean`: only what reading the form needs, its texts and where something is computed; inputs and formulas
    are left out of the rows.
    """

    definition: Definition
    layout: Layout
    words: Mapping[str, str]
    lang: Lang
    shared: Shared
    stamp: Stamp
    last: PreviousAnswers | None = None
    contested: bool = False
    lean: bool = False

    @property
    def lists(self) -> Lists:
        """Where every list stands."""
        return self.shared.lists

    @cached_property
    def edition(self) -> Edition:
        """Which edition the workbook is."""
        return Edition(self.stamp.edition)

    @property
    def has_elements(self) -> bool:
        """Whether the workbook has places for SMART elements: those of before had, whatever the definition."""
        return self.definition.has_elements or not self.stamp.generation

    def builder(self, template: str, **groups: tuple[str, ...]) -> SheetBuilder:
        """Starts a sheet that follows a template sheet."""
        if groups:
            return self._builder(template, groups)
        key = ("builder", template, id(self.layout), id(self.words), self.edition, self.last is not None)
        about = (*key, self.contested, self.lean, self.has_elements)
        made = self.shared.once(about, lambda: (self._builder(template, {}), self.layout))
        return made[0].blank()  # beside it the layout, whose identity is in use

    def _builder(self, template: str, groups: Mapping[str, tuple[str, ...]]) -> SheetBuilder:
        if template == "sampling":
            optional = {"previous": self.last is not None, "appeal": self.contested}
            groups = {**{name: ("",) if there else () for name, there in optional.items()}, **groups}
        if kind := _ABOUT_DATA.get(template):
            asked = self.definition.asks
            groups = {**{f"{kind}.{f}": ("",) if f in asked else () for f in ABOUT_DATA}, **groups}
        without = "input." if self.lean else ""
        keys, layout = not self.edition.printed, self.layout
        if not self.has_elements:
            layout, groups = _without_elements(layout, template), {_ELEMENT: (), **groups}
        return SheetBuilder(
            layout, template, self.words, groups, keys=keys, without=without, kept=self.shared.rows
        )

    def leaves(self, unit: Unit) -> tuple[Node, ...]:
        """The indicators that a unit is asked, in the order of the framework's leaves."""
        found = self._leaves.get(unit.code)
        if found is None:
            found = self._leaves[unit.code] = tuple(self.definition.leaves(unit))
        return found

    @cached_property
    def _leaves(self) -> dict[str, tuple[Node, ...]]:
        return {}

    def literal(self, word: str) -> str:
        """A word as a string in a formula."""
        return text_literal(self.words[word])

    @property
    def mark(self) -> str:
        """What stands for "does not apply" in place of a score, as a string in a formula; "" where it makes no difference."""
        return self.literal("label.no_score") if self.definition.framework.reason_matters else ""

    @property
    def mark_word(self) -> str:
        """The same as it is shown."""
        return self.words["label.no_score"] if self.definition.framework.reason_matters else ""

    def ungraded_word(self, *codes: str) -> str:
        """What units see in place of a score below the coverage floor, "" where none of these nodes withholds one."""
        withholds = any(map(self.definition.framework.withholds, codes))
        return self.words["label.ungraded"] if withholds else ""

    def ungraded(self, *codes: str) -> str:
        """The same as a string in a formula."""
        return text_literal(word) if (word := self.ungraded_word(*codes)) else ""

    def digits(self, code: str) -> int:
        """Decimals of the score of a node or `ROOT`."""
        return self.definition.framework.digits(code)

    @staticmethod
    def score_format(digits: int) -> str:
        """The number format that shows just these decimals, or some of a score that is not rounded."""
        shown = _SHOWN_DIGITS if digits >= UNROUNDED else digits
        return "0." + "0" * shown if shown else "0"

    @cached_property
    def sheet_names(self) -> Mapping[str, str]:
        """Unit code → the name of its sheet in a city workbook."""
        return unit_sheet_names([(u.code, u.name.get(self.lang)) for u in self.definition.roster.units])

    def general(self) -> Mapping[str, Content]:
        """Placeholders that every sheet may use."""
        return self._general

    @cached_property
    def _general(self) -> Mapping[str, Content]:
        round_, framework = self.definition.round, self.definition.framework
        return {
            "city.name": round_.city.get(self.lang),
            "round.title": round_.title.get(self.lang),
            "round.name": round_.name,
            "round.start": round_.start.isoformat(),
            "round.due": round_.due.isoformat(),
            "round.organiser": round_.organiser.get(self.lang),
            "round.contact": round_.contact,
            "framework.title": framework.title.get(self.lang),
            "framework.version": framework.version,
            "stamp.code": self.stamp.check_code,
            "stamp.identity": f"{round_.id} / {round_.name} / r{round_.revision} / {self.stamp.short}",
        }

    def of_unit(self, unit: Unit) -> dict[str, Content]:
        """Placeholders of a sheet that belongs to one unit."""
        name = unit.name.get(self.lang)
        unit_class = self.definition.framework.unit_class(unit.unit_class).name.get(self.lang)
        return {
            "unit.name": name,
            "unit.code": unit.code,
            "unit.contact": unit.contact,
            "unit.class": unit_class,
        }

    def stage_names(self) -> tuple[str, ...]:
        """The stages in words."""
        return tuple(name.get(self.lang) for name in self.definition.framework.conventions.stages.names)


def _without_elements(layout: Layout, template: str) -> Layout:
    """The layout with one of its sheets without the rows that tell of SMART elements."""
    sheet = layout.sheets.get(template)
    return replace(layout, sheets={**layout.sheets, template: _plainer(sheet)}) if sheet else layout


@lru_cache(maxsize=64)
def _plainer(sheet: SheetLayout) -> SheetLayout:
    """Made once: grids are cached by their sheets."""
    return sheet.without(_ROWS_OF_ELEMENTS)
