"""The columns of every sheet: they follow the schema, so that a key added to it has its column at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from smartxl.define.authoring.inline import CellSlot
from smartxl.define.authoring.shape import SchemaShape, shape_of
from smartxl.define.authoring.words import head_word, key_word
from smartxl.define.framework_schema import FrameworkFile
from smartxl.define.heads import ITEM_COLUMNS, ROSTER_COLUMNS
from smartxl.define.schema import AssessmentFile
from smartxl.define.yamlfile import Place
from smartxl.text import Text, fold

__all__ = [
    "CODE",
    "LEVEL",
    "LEVELS",
    "RECORDS",
    "AuthoringColumn",
    "assessment_shape",
    "class_column",
    "columns_of",
    "field_columns",
    "find_column",
    "framework_shape",
    "level_column",
    "record_shape",
]

LEVELS = 9
"""So many columns of names the sheet of indicators may have."""
LEVEL, CODE = "level:", "code"
_NUMERALS = "一二三四五六七八九"
_NOT_IN_TREE = frozenset({"name", "children", "inputs", "params", "formula", "checks", "heads", "sharing"})
_PERCENT = frozenset({("NodeEntry", "weight"), ("ClassEntry", "share")})
_FIRST_IN_TREE = ("code", "weight", "measure", "rule", "scale")

RECORDS: Mapping[str, tuple[str, Place]] = {
    "classes": ("framework", ("classes",)),
    "stages": ("framework", ("conventions", "stages", "bands")),
    "milestones": ("assessment", ("milestones",)),
    "events": ("assessment", ("plan", "events")),
    "rewards": ("assessment", ("rewards",)),
    "signatures": ("assessment", ("signatures",)),
    "scenarios": ("assessment", ("scenarios",)),
    "variations": ("assessment", ("robustness", "vary")),
}
"""Sheets with one entry of a list in each row: sheet → the file and where its list is."""


@dataclass(frozen=True)
class AuthoringColumn:
    """A column: its key, its heading, the language of a text in two, what its cells hold (None: a plain text).

    What is only `shown` is calculated by the workbook, and not read.
    """

    key: str
    word: Text
    part: str = ""
    slot: CellSlot | None = None
    shown: bool = False

    @property
    def id(self) -> str:
        """What tells it from the others of its sheet."""
        return f"{self.key}.{self.part}" if self.part else self.key


@cache
def _file(name: str) -> SchemaShape:
    return shape_of(AssessmentFile if name == "assessment" else FrameworkFile)


def assessment_shape() -> SchemaShape:
    """The shape of assessment.yaml."""
    return _file("assessment")


def framework_shape() -> SchemaShape:
    """The shape of framework.yaml."""
    return _file("framework")


@cache
def record_shape(sheet: str) -> SchemaShape:
    """What a row of a sheet is."""
    if sheet in RECORDS:
        file, place = RECORDS[sheet]
        found = _file(file).within((*place, 0))
    else:
        places: Mapping[str, Place] = {
            "tree": ("nodes", 0),
            "rules": ("nodes", 0, "inputs", 0),
            "scales": ("scales", "", "options", 0),
        }
        found = _file("framework").within(places[sheet])
    if found is None:
        raise KeyError(sheet)
    return found


def field_columns(shape: SchemaShape, keys: Sequence[str] | None = None) -> Iterator[AuthoringColumn]:
    """A column for each key of a mapping, two for a text in two languages."""
    for key in shape.properties if keys is None else keys:
        below, word = shape.properties[key], key_word(shape.model, key)
        if below.is_bilingual:
            yield AuthoringColumn(key, word, "zh")
            yield AuthoringColumn(key, Text(f"{word.zh}（英文）", f"{word.en} (English)"), "en")
        else:
            yield AuthoringColumn(key, word, slot=CellSlot(below, percent=(shape.model, key) in _PERCENT))


def level_column(number: int) -> AuthoringColumn:
    """The column of the names of a level, from 1."""
    word = head_word("tree", "level")
    return AuthoringColumn(
        f"{LEVEL}{number}", Text(f"{_NUMERALS[number - 1]}{word.zh}", f"{word.en} {number}")
    )


def class_column(code: str, name: Text) -> AuthoringColumn:
    """The column of the weights for a class, called by its name."""
    slot = columns_of("tree")["weight"].slot
    return AuthoringColumn(f"class:{code}", name, slot=slot)


@cache
def columns_of(sheet: str) -> Mapping[str, AuthoringColumn]:
    """All columns that a sheet may have, by their ids, in their order; without those of classes."""
    return {column.id: column for column in _columns(sheet)}


def _columns(sheet: str) -> Iterator[AuthoringColumn]:
    if sheet == "settings":
        yield from _named(sheet, ("place", "item", "value", "english"))
        yield AuthoringColumn("help", head_word(sheet, "help"), shown=True)
    elif sheet == "tree":
        yield from _tree_columns()
    elif sheet == "rules":
        yield from _named(sheet, (CODE,))
        yield AuthoringColumn("shown", head_word(sheet, "shown"), shown=True)
        yield from field_columns(record_shape("tree"), ("params", "formula"))
        yield from (_below(column) for column in field_columns(record_shape(sheet)))
    elif sheet == "scales":
        yield from _named(sheet, (CODE,))
        scale = framework_shape().within(("scales", ""))
        if scale is not None:
            yield from field_columns(scale, ("title",))
        yield from (_below(column) for column in field_columns(record_shape(sheet)))
    elif sheet == "weights":
        yield from _named(sheet, (CODE,))
        yield AuthoringColumn("shown", head_word(sheet, "shown"), shown=True)
        yield AuthoringColumn("check", head_word(sheet, "check"), shown=True)
    elif sheet in {"roster", "items"}:
        table = ROSTER_COLUMNS if sheet == "roster" else ITEM_COLUMNS
        for each in table.columns:
            yield AuthoringColumn(each.name, Text(each.heads[0], each.name))
        if sheet == "items":
            yield from _named(sheet, ("file",))
    else:
        yield from field_columns(record_shape(sheet))


def _tree_columns() -> Iterator[AuthoringColumn]:
    shape = record_shape("tree")
    yield from (level_column(number) for number in range(1, LEVELS + 1))
    yield from field_columns(shape, _FIRST_IN_TREE)
    yield AuthoringColumn("check", head_word("tree", "check"), shown=True)
    rest = [key for key in shape.properties if key not in _NOT_IN_TREE and key not in _FIRST_IN_TREE]
    yield from field_columns(shape, rest)
    yield AuthoringColumn("parent", head_word("tree", "parent"))
    yield AuthoringColumn("name", head_word("tree", "english"), "en")


def _named(sheet: str, keys: Sequence[str]) -> Iterator[AuthoringColumn]:
    for key in keys:
        yield AuthoringColumn(key, head_word(sheet, key))


def _below(column: AuthoringColumn) -> AuthoringColumn:
    """A column of what there are several of in one entry."""
    return AuthoringColumn(f"below:{column.key}", column.word, column.part, column.slot)


def find_column(sheet: str, heading: str, classes: Mapping[str, Text]) -> AuthoringColumn | None:
    """The column with a heading in either language, or called by its key; on the sheet of weights also a class."""
    wanted = fold(heading).replace(" ", "")
    found = _by_heading(sheet).get(wanted)
    if found is None and sheet == "weights":
        for code, name in classes.items():
            if wanted in {fold(each).replace(" ", "") for each in (code, name.zh, name.en)}:
                return class_column(code, name)
    return found


@cache
def _by_heading(sheet: str) -> Mapping[str, AuthoringColumn]:
    found: dict[str, AuthoringColumn] = {}
    columns = columns_of(sheet).values()
    for column in columns:
        for spelling in (column.word.zh, column.word.en):
            found.setdefault(fold(spelling).replace(" ", ""), column)
    for column in columns:
        found.setdefault(column.id.removeprefix("below:").casefold(), column)
    return found
