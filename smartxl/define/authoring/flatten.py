"""From the trees of both YAML files and the rows of both tables to the rows of an authoring workbook.

What no sheet of its own has a place for stands on the sheet of settings, its path and its value in a row: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from smartxl.define.authoring.columns import (
    LEVEL,
    RECORDS,
    AuthoringColumn,
    assessment_shape,
    class_column,
    columns_of,
    framework_shape,
    level_column,
    record_shape,
)
from smartxl.define.authoring.inline import CellSlot, encode
from smartxl.define.authoring.shape import SchemaShape
from smartxl.define.authoring.words import WORDS, key_word
from smartxl.define.yamlfile import Place, Tree
from smartxl.filenames import FRAMEWORK
from smartxl.text import Lang, Text

__all__ = ["BETWEEN", "AuthoringRow", "AuthoringSheet", "Cell", "flatten", "path_words"]

Cell = str | float | None
BETWEEN = "·"
"""What stands between the parts of a path."""
_LEAST_LEVELS = 3
_ROW_BY_ROW = 2  # the depth of a path from which a mapping may stand in one cell


@dataclass(frozen=True, slots=True)
class AuthoringRow:
    """One row: column id → cell; `depth` is the level of a node, from 1, `shape` what a setting may be."""

    cells: Mapping[str, Cell]
    depth: int = 0
    shape: SchemaShape | None = None


@dataclass(frozen=True, slots=True)
class AuthoringSheet:
    """One sheet: its columns in order and its rows."""

    sheet: str
    columns: tuple[AuthoringColumn, ...]
    rows: tuple[AuthoringRow, ...]


@dataclass
class _FlatDefinition:
    """What is collected."""

    lang: Lang
    rows: dict[str, list[AuthoringRow]] = field(default_factory=dict)
    settings: dict[str, list[AuthoringRow]] = field(default_factory=dict)
    classes: dict[str, Text] = field(default_factory=dict)

    def add(self, sheet: str, cells: Mapping[str, Cell], depth: int = 0) -> None:
        self.rows.setdefault(sheet, []).append(AuthoringRow(cells, depth))


def flatten(
    framework: Tree,
    assessment: Tree,
    roster: Iterable[Mapping[str, str]],
    catalogue: Iterable[Mapping[str, str]],
    lang: Lang,
) -> tuple[AuthoringSheet, ...]:
    """The sheets of a definition, in their order; `roster` and `catalogue` are rows by the names of their columns.

    The trees are what `read_yaml` gives: all numbers are texts.
    """
    flat = _FlatDefinition(lang)
    own, round_ = _mapping(framework), _mapping(assessment)
    _file(flat, "assessment", assessment_shape(), _without_reference(round_, own))
    _file(
        flat, "framework", framework_shape(), {k: v for k, v in own.items() if k not in {"nodes", "scales"}}
    )
    _scales(flat, own.get("scales"))
    _nodes(flat, own.get("nodes"), "", 1)
    for sheet, rows in (("roster", roster), ("items", catalogue)):
        known = columns_of(sheet)
        for row in rows:
            flat.add(sheet, {key: _number(key, text) for key, text in row.items() if text and key in known})
    settings = [row for place in sorted(flat.settings, key=_place_order) for row in flat.settings[place]]
    flat.rows["settings"] = settings
    return tuple(_grids(flat))


def _grids(flat: _FlatDefinition) -> Iterator[AuthoringSheet]:
    for sheet in WORDS.of("sheet"):
        if sheet == "guide":
            continue
        rows = tuple(flat.rows.get(sheet, ()))
        known = list(columns_of(sheet).values())
        if sheet == "tree":
            deepest = max((row.depth for row in rows), default=0)
            levels = [level_column(n) for n in range(1, max(deepest, _LEAST_LEVELS) + 1)]
            known = [*levels, *(c for c in known if not c.key.startswith(LEVEL))]
        if sheet == "weights":
            own = [class_column(code, name) for code, name in _called_apart(flat.classes).items()]
            known = [*known[:2], *own, *known[2:]]
        yield AuthoringSheet(sheet, tuple(known), rows)


def _called_apart(classes: Mapping[str, Text]) -> Mapping[str, Text]:
    """The names of the classes; their codes where two have one name."""
    names = [name.zh for name in classes.values()]
    return {c: name if names.count(name.zh) == 1 and name.zh else Text(c, c) for c, name in classes.items()}


def _place_order(place: str) -> int:
    return {"assessment": 0, "framework": 1}.get(place, 2)


def _mapping(tree: Tree) -> dict[str, Tree]:
    return tree if isinstance(tree, dict) else {}


def _without_reference(assessment: Mapping[str, Tree], framework: Mapping[str, Tree]) -> dict[str, Tree]:
    """The reference to the framework says nothing where both are one file."""
    said = assessment.get("framework")
    told = {"file": FRAMEWORK, "code": framework.get("code"), "version": framework.get("version")}
    return {key: value for key, value in assessment.items() if key != "framework" or said != told}


def _number(key: str, text: str) -> Cell:
    """Weights and points of the tables are numbers, all else is text."""
    if key in {"weight", "points"}:
        try:
            value = float(text)
        except ValueError:
            return text
        return value if text == f"{value:.15g}" else text
    return text


def _file(flat: _FlatDefinition, place: str, shape: SchemaShape, tree: Mapping[str, Tree]) -> None:
    """The settings of a file, and its lists that have sheets."""
    own = {at: sheet for sheet, (file, at) in RECORDS.items() if file == place}
    for key, value in tree.items():
        below = shape.at(key)
        _settle(flat, place, below, value, (key,), own)


def _settle(
    flat: _FlatDefinition,
    place: str,
    shape: SchemaShape | None,
    tree: Tree,
    path: Place,
    lists: Mapping[Place, str],
) -> None:
    """Rows of settings for a value; what `lists` names goes to its sheet."""
    if tree is None:
        return
    if path in lists and isinstance(tree, list) and tree and all(isinstance(t, dict) and t for t in tree):
        _records(flat, lists[path], place, path, tree)
        return
    holds_list = any(path == at[: len(path)] for at in lists)
    if _is_bilingual(shape, tree):
        _setting(flat, place, path, dict(zip(("value", "english"), _both(tree), strict=True)))
        return
    cell = None
    if shape and (not isinstance(tree, dict) or not tree or (len(path) >= _ROW_BY_ROW and not holds_list)):
        cell = encode(CellSlot(shape), tree, flat.lang)
    if cell is not None or not isinstance(tree, list | dict):
        _setting(flat, place, path, {"value": str(tree) if cell is None else cell})
        return
    if not tree:
        empty = WORDS["mark", "empty_list" if tree == [] else "empty_mapping"].get(flat.lang)
        _setting(flat, place, path, {"value": empty})
        return
    parts = list(enumerate(tree)) if isinstance(tree, list) else list(tree.items())
    for part, below in parts:
        _settle(flat, place, shape.at(part) if shape else None, below, (*path, part), lists)


def _setting(flat: _FlatDefinition, place: str, path: Place, cells: Mapping[str, Cell]) -> None:
    files = {"assessment": assessment_shape(), "framework": framework_shape()}
    where = WORDS["place", place].get(flat.lang) if place in files else place
    shape = files.get(place, record_shape("tree"))
    item = BETWEEN.join(path_words(shape, path, flat.lang))
    row = AuthoringRow({"place": where, "item": item, **cells}, shape=shape.within(path))
    flat.settings.setdefault(place, []).append(row)


def path_words(shape: SchemaShape, path: Place, lang: Lang) -> Iterator[str]:
    """The words of a path in one language, an index as the number of the entry."""
    here: SchemaShape | None = shape
    for part in path:
        if isinstance(part, int):
            yield str(part + 1)
        elif here and part in here.properties:
            yield here.words[part].get(lang)
        elif here and part in here.keys:
            yield key_word("", part).get(lang)
        else:
            yield part
        here = here.at(part) if here else None


def _is_bilingual(shape: SchemaShape | None, tree: Tree) -> bool:
    return (
        shape is not None
        and shape.is_bilingual
        and isinstance(tree, dict)
        and set(tree) <= {"zh", "en"}
        and any(tree.values())
        and all(isinstance(value, str) and value for value in tree.values() if value is not None)
    )


def _both(tree: Tree) -> tuple[Cell, Cell]:
    texts = _mapping(tree)
    zh, en = texts.get("zh"), texts.get("en")
    return (zh if isinstance(zh, str) else None, en if isinstance(en, str) else None)


def _records(flat: _FlatDefinition, sheet: str, place: str, path: Place, entries: Sequence[Tree]) -> None:
    """One row for each entry of a list."""
    for number, entry in enumerate(entries):
        cells, rest = _cells(record_shape(sheet), _mapping(entry), flat.lang)
        flat.add(sheet, cells)
        for at, value in rest:
            _settle_rest(flat, place, (*path, number), record_shape(sheet), at, value)
        if sheet == "classes":
            code = cells.get("code")
            flat.classes[str(code)] = Text(str(cells.get("name.zh") or ""), str(cells.get("name.en") or ""))


def _settle_rest(
    flat: _FlatDefinition, place: str, path: Place, shape: SchemaShape, key: str, value: Tree
) -> None:
    _settle(flat, place, shape.at(key), value, (*path, key), {})


def _cells(
    shape: SchemaShape,
    entry: Mapping[str, Tree],
    lang: Lang,
    keys: Sequence[str] | None = None,
    rule: str = "",
) -> tuple[dict[str, Cell], list[tuple[str, Tree]]]:
    """The cells of a mapping by column, and what no cell can hold."""
    cells: dict[str, Cell] = {}
    rest: list[tuple[str, Tree]] = []
    for key, value in entry.items():
        below = shape.at(key)
        if value is None:
            continue
        if below is None or key not in shape.properties or (keys is not None and key not in keys):
            rest.append((key, value))
        elif _is_bilingual(below, value):
            zh, en = _both(value)
            cells |= {f"{key}.zh": zh, f"{key}.en": en}
        elif (cell := encode(CellSlot(below, rule=rule if key == "params" else ""), value, lang)) is not None:
            cells[key] = cell
        else:
            rest.append((key, value))
    return cells, rest


def _scales(flat: _FlatDefinition, tree: Tree) -> None:
    """A row for each choice; the first has the scale's own code and title."""
    whole = framework_shape().within(("scales", ""))
    if tree is not None and not isinstance(tree, dict):
        _setting(flat, "framework", ("scales",), {"value": str(tree)})
        return
    for code, scale in _mapping(tree).items():
        entry, options = _mapping(scale), _mapping(scale).get("options")
        own, rest = _cells(whole, entry, flat.lang, ("title",)) if whole else ({}, [])
        listed = options if isinstance(options, list) else []
        head: dict[str, Cell] = {"code": code, **own}
        for number, option in enumerate(listed or [{}]):
            cells, left = _cells(record_shape("scales"), _mapping(option), flat.lang)
            flat.add(
                "scales",
                (head if not number else {}) | {f"below:{k}": v for k, v in cells.items()},
                1 if not number else 2,
            )
            for key, value in left:
                path = ("scales", code, "options", number)
                _settle_rest(flat, "framework", path, record_shape("scales"), key, value)
        for key, value in rest:
            if key != "options" and whole:
                _settle_rest(flat, "framework", ("scales", code), whole, key, value)


def _nodes(flat: _FlatDefinition, tree: Tree, parent: str, depth: int) -> None:
    """A row for each node, above those of its children."""
    shape = record_shape("tree")
    keys = tuple(column.key for column in columns_of("tree").values() if column.key not in {"parent", "name"})
    for node in tree if isinstance(tree, list) else ():
        entry = _mapping(node)
        code = str(entry.get("code") or "")
        own = {k: v for k, v in entry.items() if k not in {"name", "children", "inputs", "params", "formula"}}
        weight = own.pop("weight") if isinstance(own.get("weight"), dict) else None
        cells, rest = _cells(shape, own, flat.lang, keys)
        zh, en = _both(entry.get("name"))
        flat.add("tree", {f"{LEVEL}{depth}": zh, "name.en": en, "parent": parent or None, **cells}, depth)
        _weights(flat, code, weight)
        _rules(flat, code, entry)
        for key, value in rest:
            _settle(flat, code, shape.at(key), value, (key,), {})
        _nodes(flat, entry.get("children"), code, depth + 1)


def _weights(flat: _FlatDefinition, code: str, weight: Tree) -> None:
    """The weights of a node that differ by class."""
    given = _mapping(weight)
    if not given:
        return
    slot = columns_of("tree")["weight"].slot
    cells: dict[str, Cell] = {"code": code}
    for name, value in given.items():
        cell = encode(CellSlot(slot.shape), value, flat.lang) if slot and isinstance(value, str) else None
        if name in flat.classes and cell is not None:
            cells[f"class:{name}"] = cell
        elif value is not None:
            _setting(flat, code, ("weight", name), {"value": str(value)})
    if len(cells) > 1:
        flat.add("weights", cells)


def _rules(flat: _FlatDefinition, code: str, entry: Mapping[str, Tree]) -> None:
    """Parameters and formula of an indicator with its first number, then the other numbers it asks for."""
    shape, inputs = record_shape("tree"), entry.get("inputs")
    rule = entry.get("rule")
    own = {key: entry[key] for key in ("params", "formula") if entry.get(key) is not None}
    head, rest = _cells(shape, own, flat.lang, rule=rule if isinstance(rule, str) else "")
    listed = inputs if isinstance(inputs, list) else []
    if inputs == []:
        rest.append(("inputs", inputs))
    for number, item in enumerate(listed or ([{}] if head else [])):
        cells, left = _cells(record_shape("rules"), _mapping(item), flat.lang)
        first: dict[str, Cell] = {"code": code, **(head if not number else {})}
        flat.add("rules", first | {f"below:{k}": v for k, v in cells.items()}, 1 if not number else 2)
        for key, value in left:
            _settle_rest(flat, code, ("inputs", number), record_shape("rules"), key, value)
    for key, value in rest:
        _settle(flat, code, shape.at(key), value, (key,), {})
