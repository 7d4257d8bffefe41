"""The rows of the sheet of settings: a part of the definition, a path in it, a value. They are put into the trees."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.define.authoring.columns import assessment_shape, framework_shape, record_shape
from smartxl.define.authoring.inline import CellSlot
from smartxl.define.authoring.records import MarkedTree, Told, plain_cell
from smartxl.define.authoring.words import WORDS, key_word, match, spellings
from smartxl.define.yamlfile import Place, Tree, ValueMark
from smartxl.text import Text, fold, plain

if TYPE_CHECKING:
    from smartxl.define.authoring.shape import SchemaShape
    from smartxl.define.authoring.sheets import AuthoringTable, SheetEntry

__all__ = ["put_settings"]

_BETWEEN = re.compile(r"\s*[·•・>＞›]\s*")
_FILES = ("assessment", "framework")


@dataclass(frozen=True)
class _SettingPlace:
    """Where a row leads: the path, and what stands there."""

    path: Place
    shape: SchemaShape


def put_settings(
    told: Told,
    tables: Sequence[AuthoringTable],
    files: Mapping[str, MarkedTree],
    nodes: Mapping[str, MarkedTree],
) -> None:
    """Puts every row into the tree it belongs to: `files` by name, `nodes` by code."""
    taken: dict[tuple[str, Place], ValueMark] = {}
    for table in tables:
        place = "assessment"
        for entry in table.entries:
            place = _place(told, entry, place, nodes)
            if not place or ("value" not in entry.cells and "english" not in entry.cells):
                continue
            found = _path(told, entry, _shape(place))
            if found is None:
                continue
            first = taken.setdefault((place, found.path), entry.mark("item"))
            if first.line != entry.number or first.sheet != entry.sheet:
                what = Text(f"此项已写在第 {first.line} 行", f"row {first.line} says this already")
                told.say(entry.mark("item"), what, Text("删除其中一行", "delete one of the two rows"))
                continue
            tree = _value(told, entry, found, nodes.get(place))
            if tree is not None:
                holder = files[place] if place in _FILES else nodes[place]
                _put(holder, found.path, tree, entry)


def _shape(place: str) -> SchemaShape:
    if place == "assessment":
        return assessment_shape()
    return framework_shape() if place == "framework" else record_shape("tree")


def _place(told: Told, entry: SheetEntry, above: str, nodes: Mapping[str, MarkedTree]) -> str:
    """What a row is about: a file or a node; that of the row above where it does not say; "" with a problem."""
    text = plain(entry.text("place"))
    if not text:
        return above
    if text in nodes:
        return text
    words = {name: WORDS["place", name] for name in _FILES}
    bare = fold(text).strip("()")
    for name, word in words.items():
        if bare in {fold(word.zh).strip("()"), fold(word.en).strip("()"), name}:
            return name
    near = get_close_matches(text, [*nodes, *(w.zh for w in words.values())], n=1)
    what = Text(
        f"“{text}”不是指标代码，也不是（本轮）、（体系）",
        f"{text!r} is no indicator, nor (round) or (framework)",
    )
    remedy = Text(
        (f"是否为“{near[0]}”？" if near else "") + "写（本轮）、（体系）或指标的代码",
        (f"did you mean {near[0]!r}? " if near else "")
        + "write (round), (framework) or the code of an indicator",
    )
    told.say(entry.mark("place"), what, remedy)
    return ""


def _path(told: Told, entry: SheetEntry, shape: SchemaShape) -> _SettingPlace | None:
    path: list[str | int] = []
    here = shape
    parts = [part for part in _BETWEEN.split(entry.text("item")) if part]
    if not parts:
        what = Text("没有写项目名称", "the row names no item")
        told.say(
            entry.mark("item"), what, Text("写上项目名称，或清空此行", "name the item, or clear the row")
        )
        return None
    for part in parts:
        key = _part(here, part)
        below = here.at(key) if key is not None else None
        if key is None or below is None:
            _unknown(told, entry, here, part)
            return None
        path.append(key)
        here = below
    return _SettingPlace(tuple(path), here)


def _part(shape: SchemaShape, text: str) -> str | int | None:
    if shape.items and plain(text).isdecimal():
        return max(int(plain(text)) - 1, 0)
    if shape.properties and (key := match(text, shape.words)) is not None:
        return key
    if shape.keys:
        return match(text, {key: key_word("", key) for key in shape.keys})
    return text if shape.values else None


def _unknown(told: Told, entry: SheetEntry, shape: SchemaShape, part: str) -> None:
    words = shape.words or {key: key_word("", key) for key in shape.keys}
    known = {spelling: word for code, word in words.items() for spelling in spellings(code, word)}
    near = get_close_matches(part, known, n=1, cutoff=0.4)
    guess = known[near[0]] if near else None
    listed = list(words.values())
    what = Text(f"不认识项目“{part}”", f"unknown item {part!r}")
    remedy = Text(
        (f"是否为“{guess.zh}”？" if guess else "") + "此处可用：" + "、".join(w.zh for w in listed),
        (f"did you mean {guess.en!r}? " if guess else "") + "known here: " + ", ".join(w.en for w in listed),
    )
    told.say(entry.mark("item"), what, remedy)


def _value(told: Told, entry: SheetEntry, found: _SettingPlace, node: MarkedTree | None) -> Tree:
    value, english = entry.cells.get("value", ""), plain_cell(entry.cells.get("english", ""))
    if found.shape.is_bilingual:
        texts: dict[str, Tree] = {"zh": plain_cell(value), "en": english}
        return {lang: text for lang, text in texts.items() if text}
    if english:
        what = Text("此项没有英文", "this item has no English text")
        told.say(entry.mark("english"), what, Text("清空英文一格", "clear the cell"))
    rule = node.tree.get("rule") if node and found.path == ("params",) else None
    percent = found.path[0] == "weight"
    slot = CellSlot(found.shape, percent=percent, rule=rule if isinstance(rule, str) else "")
    return told.decoded(slot, value, entry.mark("value"))


def _put(holder: MarkedTree, path: Place, tree: Tree, entry: SheetEntry) -> None:
    """Sets a value deep in a tree, and makes what it stands in."""
    mark = entry.mark("value" if "value" in entry.cells else "english")
    at: Tree = holder.tree
    for part, following in itertools.pairwise(path):
        at = _inside(at, part, [] if isinstance(following, int) else {})
    _inside(at, path[-1], tree, replace_it=True)
    holder.below = dict(_marked(ValueMark(0, holder.below), path, mark).below)


def _inside(at: Tree, part: str | int, new: Tree, *, replace_it: bool = False) -> Tree:
    """What stands at a key or an index; `new` where nothing does, or in its place."""
    if isinstance(at, dict):
        key = str(part)
        if replace_it or not isinstance(at.get(key), dict | list):
            at[key] = new
        return at[key]
    if isinstance(at, list) and isinstance(part, int):
        if part >= len(at):
            at.append(new)
            return at[-1]
        if replace_it or not isinstance(at[part], dict | list):
            at[part] = new
        return at[part]
    return new


def _marked(known: ValueMark, path: Place, mark: ValueMark) -> ValueMark:
    """The places with one more."""
    first, rest = path[0], path[1:]
    there = known.below.get(first)
    if not rest:
        return replace(known, below={**known.below, first: mark})
    inner = _marked(there or replace(mark, below={}), rest, mark)
    return replace(known, below={**known.below, first: inner})
