"""The live checks beside units and items: formulas, each with the value that it has in the file as it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from smartxl.cells import a1, text_literal
from smartxl.define.authoring.columns import LEVEL
from smartxl.model.plan import PlainFormula
from smartxl_generators.authoring.placing import FIRST, AuthoringPlace, cell_text

__all__ = ["TableChecks"]

Say = Callable[[str], str]


@dataclass
class TableChecks:
    """The checks of units and items, beside their rows."""

    sheets: Mapping[str, AuthoringPlace]
    say: Say

    @cached_property
    def _units(self) -> Mapping[str, int]:
        return Counter(text.casefold() for text in _texts(self.sheets["roster"], "code"))

    @cached_property
    def _classes(self) -> set[str]:
        return {text for name in ("code", "name.zh") for text in _texts(self.sheets["classes"], name)}

    @cached_property
    def _asked(self) -> set[str]:
        roster, classes = self.sheets["roster"], self.sheets["classes"]
        return {
            *_texts(roster, "code"),
            *_texts(roster, "name"),
            *(f"@{code}" for code in _texts(classes, "code")),
        }

    @cached_property
    def _indicators(self) -> set[str]:
        tree = self.sheets["tree"]
        names = {cell_text(tree, n, f"{LEVEL}{row.depth}") for n, row in enumerate(tree.grid.rows)}
        return names | set(_texts(tree, "code"))

    def of(self, sheet: AuthoringPlace, number: int) -> PlainFormula:
        """Of a unit whether its code is unique and its class known; of an item whether unit and indicator are."""
        return self._unit(sheet, number) if sheet.kind == "roster" else self._item(sheet, number)

    def _unit(self, sheet: AuthoringPlace, number: int) -> PlainFormula:
        say = self.say
        code, own = (a1(FIRST + number, sheet.place(name), "c") for name in ("code", "class"))
        known = _known(own, self.sheets["classes"], ("code", "name.zh"))
        formula = (
            f'=IF({code}="","",IF(SUMPRODUCT(({sheet.here("code")}={code})*1)>1,{text_literal(say("code_twice"))},'
            f"IF({known},{text_literal(say('good'))},{text_literal(say('no_such_class'))})))"
        )
        text = cell_text(sheet, number)
        if not text:
            return PlainFormula(formula, "")
        if self._units[text.casefold()] > 1:
            return PlainFormula(formula, say("code_twice"))
        return PlainFormula(
            formula, say("good" if cell_text(sheet, number, "class") in self._classes else "no_such_class")
        )

    def _item(self, sheet: AuthoringPlace, number: int) -> PlainFormula:
        say = self.say
        unit, leaf = (a1(FIRST + number, sheet.place(name), "c") for name in ("unit", "leaf"))
        marked = f'SUMPRODUCT(("@"&{self.sheets["classes"].range("code")}={unit})*1)>0'
        units = f"OR({_known(unit, self.sheets['roster'], ('code', 'name'))},{marked})"
        leaves = _known(leaf, self.sheets["tree"], ("code", "#name"))
        formula = (
            f'=IF({unit}&{leaf}="","",IF({units},IF({leaves},{text_literal(say("good"))},{text_literal(say("no_such_code"))}),'
            f"{text_literal(say('no_such_unit'))}))"
        )
        if number >= len(sheet.grid.rows):
            return PlainFormula(formula, "")
        if cell_text(sheet, number, "unit") not in self._asked:
            return PlainFormula(formula, say("no_such_unit"))
        return PlainFormula(
            formula, say("good" if cell_text(sheet, number, "leaf") in self._indicators else "no_such_code")
        )


def _known(cell: str, sheet: AuthoringPlace, columns: Sequence[str]) -> str:
    found = [f"ISNUMBER(MATCH({cell},{sheet.range(column)},0))" for column in columns]
    return f"OR({','.join(found)})"


def _texts(sheet: AuthoringPlace, column: str) -> list[str]:
    return [text for n in range(len(sheet.grid.rows)) if (text := cell_text(sheet, n, column))]
