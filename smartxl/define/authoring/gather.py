"""From the tables of a workbook to the trees of both YAML files, with the cell of every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.define.authoring.columns import CODE, RECORDS
from smartxl.define.authoring.records import MarkedTree, Told
from smartxl.define.authoring.settings import put_settings
from smartxl.define.authoring.tree import read_nodes, to_tree, tops
from smartxl.define.authoring.words import WORDS
from smartxl.define.yamlfile import Place, Tree, ValueMark, YamlFile
from smartxl.filenames import FRAMEWORK
from smartxl.text import Text, plain

if TYPE_CHECKING:
    from smartxl.define.authoring.columns import AuthoringColumn
    from smartxl.define.authoring.sheets import AuthoringTable, SheetEntry

__all__ = ["gather"]

_BELOW = "below:"


def gather(told: Told, tables: Sequence[AuthoringTable]) -> tuple[YamlFile, YamlFile]:
    """assessment.yaml and framework.yaml, as the workbook says them; problems are added to `told`."""
    by_kind: dict[str, list[AuthoringTable]] = {kind: [] for kind in WORDS.of("sheet")}
    for table in tables:
        by_kind[table.kind].append(table)
    files = {
        "assessment": MarkedTree(_top(by_kind["settings"])),
        "framework": MarkedTree(_top(by_kind["tree"])),
    }
    for kind, (file, place) in RECORDS.items():
        _records(told, by_kind[kind], files[file], place)
    _scales(told, by_kind["scales"], files["framework"])
    nodes = read_nodes(told, by_kind["tree"])
    own: dict[str, MarkedTree] = {}
    for node in nodes:
        own.setdefault(node.code, node.own)
    _rules(told, by_kind["rules"], own)
    _weights(told, by_kind["weights"], own)
    put_settings(told, by_kind["settings"], files, own)
    _reference(files)
    framework = files["framework"]
    trees, marks = to_tree(tops(nodes))
    if trees:
        framework.tree["nodes"] = trees
        framework.below["nodes"] = replace(framework.mark, below=marks)
    made = (YamlFile(told.file, each.tree, each.marked(), ()) for each in files.values())
    return next(made), next(made)


def _top(tables: Sequence[AuthoringTable]) -> ValueMark:
    """Where something stands that is nowhere: at the headings of the sheet that it belongs to."""
    return ValueMark(tables[0].head, {}, tables[0].sheet, "A") if tables else ValueMark(1)


def _records(told: Told, tables: Sequence[AuthoringTable], file: MarkedTree, place: Place) -> None:
    """The rows of a sheet as the list at a place."""
    listed: list[Tree] = []
    marks: dict[str | int, ValueMark] = {}
    for entry, columns in _rows(tables):
        own = MarkedTree(entry.mark())
        own.take(told, entry, columns)
        marks[len(listed)] = own.marked()
        listed.append(own.tree)
    if not listed:
        return
    tree, below = file.tree, file.below
    top = _top(tables)
    *holders, last = map(str, place)
    for part in holders:
        inner = tree.setdefault(part, {})
        tree = inner if isinstance(inner, dict) else {}
        known = below.get(part, replace(top, below={}))
        inside = dict(known.below)
        below[part] = replace(known, below=inside)
        below = inside
    tree[last] = listed
    below[last] = replace(top, below=marks)


def _rows(tables: Sequence[AuthoringTable]) -> Iterator[tuple[SheetEntry, tuple[AuthoringColumn, ...]]]:
    for table in tables:
        columns = tuple(column for column in table.columns.values() if not column.shown)
        for entry in table.entries:
            yield entry, columns


def _groups(
    told: Told, tables: Sequence[AuthoringTable]
) -> Iterator[tuple[str, SheetEntry, Sequence[tuple[SheetEntry, tuple[AuthoringColumn, ...]]]]]:
    """Code, the row that begins it, its rows: a row without a code goes on with the one above."""
    groups: dict[str, list[tuple[SheetEntry, tuple[AuthoringColumn, ...]]]] = {}
    first: dict[str, SheetEntry] = {}
    for table in tables:
        code = ""
        for entry in table.entries:
            columns = tuple(column for column in table.columns.values() if not column.shown)
            code = plain(entry.text(CODE)) or code
            if not code:
                what = Text("此行没有代码，上面也没有", "the row has no code, nor is there one above")
                told.say(entry.mark(CODE), what, Text("填上代码", "fill in the code"))
                continue
            first.setdefault(code, entry)
            groups.setdefault(code, []).append((entry, columns))
    for code, rows in groups.items():
        yield code, first[code], rows


def _taken(
    told: Told,
    rows: Sequence[tuple[SheetEntry, tuple[AuthoringColumn, ...]]],
    own: MarkedTree,
    rule: str = "",
) -> tuple[list[Tree], dict[str | int, ValueMark]]:
    """What the rows say of the whole goes into `own`; given is what each says of one of its parts."""
    listed: list[Tree] = []
    marks: dict[str | int, ValueMark] = {}
    for entry, columns in rows:
        mine = [column for column in columns if column.key != CODE and not column.key.startswith(_BELOW)]
        own.take(told, entry, [c for c in mine if c.id in entry.cells or c.key not in own.below], rule=rule)
        parts = [column for column in columns if column.key.startswith(_BELOW)]
        if any(column.id in entry.cells for column in parts):
            part = MarkedTree(entry.mark())
            part.take(told, entry, parts, _BELOW)
            marks[len(listed)] = part.marked()
            listed.append(part.tree)
    return listed, marks


def _scales(told: Told, tables: Sequence[AuthoringTable], framework: MarkedTree) -> None:
    scales: dict[str, Tree] = {}
    below: dict[str | int, ValueMark] = {}
    for code, entry, rows in _groups(told, tables):
        own = MarkedTree(entry.mark(CODE))
        options, marks = _taken(told, rows, own)
        own.tree["options"], own.below["options"] = (
            options,
            replace(entry.mark(f"{_BELOW}label.zh"), below=marks),
        )
        scales[code], below[code] = own.tree, own.marked()
    if scales:
        framework.tree["scales"] = scales
        framework.below["scales"] = replace(_top(tables), below=below)


def _rules(told: Told, tables: Sequence[AuthoringTable], nodes: Mapping[str, MarkedTree]) -> None:
    for code, entry, rows in _groups(told, tables):
        node = nodes.get(code)
        if node is None:
            _no_node(told, entry, code, nodes)
            continue
        rule = node.tree.get("rule")
        inputs, marks = _taken(told, rows, node, rule if isinstance(rule, str) else "")
        if inputs:
            node.tree["inputs"] = inputs
            node.below["inputs"] = replace(entry.mark(CODE), below=marks)


def _no_node(told: Told, entry: SheetEntry, code: str, nodes: Mapping[str, MarkedTree]) -> None:
    near = get_close_matches(code, nodes, n=1)
    sheet = WORDS["sheet", "tree"]
    what = Text(f"“{sheet.zh}”中没有代码为“{code}”的指标", f"the sheet {sheet.en} has no indicator {code!r}")
    remedy = Text(
        (f"是否为“{near[0]}”？" if near else "") + "改正代码，或删除此行",
        (f"did you mean {near[0]!r}? " if near else "") + "correct the code, or delete the row",
    )
    told.say(entry.mark(CODE), what, remedy)


def _weights(told: Told, tables: Sequence[AuthoringTable], nodes: Mapping[str, MarkedTree]) -> None:
    """Weights that differ by class."""
    seen: dict[str, SheetEntry] = {}
    for entry, columns in _rows(tables):
        code = plain(entry.text(CODE))
        node = nodes.get(code)
        classes = [column for column in columns if column.key != CODE]
        if not any(column.id in entry.cells for column in classes):
            continue
        if node is None:
            _no_node(told, entry, code, nodes)
            continue
        if code in seen or "weight" in node.tree:
            where = seen.get(code)
            there = f"{where.sheet} {where.number}" if where else WORDS["sheet", "tree"].zh
            what = Text(f"“{code}”的权重已写在“{there}”", f"the weight of {code!r} is in {there} already")
            told.say(entry.mark(CODE), what, Text("只在一处填写权重", "give it in one place only"))
            continue
        seen[code] = entry
        own = MarkedTree(entry.mark(CODE))
        own.take(told, entry, [c for c in classes if c.id in entry.cells], "class:")
        node.tree["weight"] = own.tree
        node.below["weight"] = own.marked()


def _reference(files: Mapping[str, MarkedTree]) -> None:
    """The round's reference to the framework, which is in the same file."""
    assessment, framework = files["assessment"], files["framework"]
    said = assessment.tree.get("framework")
    keys: tuple[str, ...] = ("code", "version")
    own = {key: framework.tree[key] for key in keys if key in framework.tree}
    whole: dict[str, Tree] = {"file": FRAMEWORK, **own, **(said if isinstance(said, dict) else {})}
    assessment.tree["framework"] = whole
    known = assessment.below.get("framework", assessment.mark)
    marks: dict[str | int, ValueMark] = {key: framework.below[key] for key in own if key in framework.below}
    assessment.below["framework"] = replace(known, below={**marks, **known.below})
