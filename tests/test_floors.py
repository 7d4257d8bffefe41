"""Imports only go down the floors of docs/architecture.md, and rooms on one floor do not see each other."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = {
    "smartxl": ROOT / "smartxl",
    "smartxl_generators": ROOT / "generators" / "smartxl_generators",
    "smartxl_udfs": ROOT / "udfs" / "smartxl_udfs",
    "smartxl_templates": ROOT / "workbook_templates" / "smartxl_templates",
}
FLOORS = {
    "smartxl.__main__": 10,
    "smartxl.cli": 9,
    "smartxl.testing": 9,
    "smartxl.campaign": 8,
    "smartxl.doctor": 8,
    "smartxl.project": 7,
    "smartxl.addin": 7,
    "smartxl_generators": 6,
    "smartxl_udfs": 6,
    "smartxl.collecting": 5,
    "smartxl.carryover": 5,
    "smartxl.questionnaires": 5,
    "smartxl.scheme": 5,
    "smartxl.reading": 4,
    "smartxl.ledger": 4,
    "smartxl.verify": 4,
    "smartxl.precedents": 4,
    "smartxl.bookdiff": 4,
    "smartxl.planning": 4,
    "smartxl.define": 4,
    "smartxl.scoring": 4,
    "smartxl.diagnosis": 4,
    "smartxl.simulate": 4,
    "smartxl.lint": 4,
    "smartxl.bookmodel": 4,
    "smartxl.recalc": 3,
    "smartxl.rules": 3,
    "smartxl.typed": 3,
    "smartxl.xlsx": 2,
    "smartxl.model": 1,
    "smartxl.executors": 1,
    "smartxl.findings": 1,
    "smartxl.stamp": 0,
    "smartxl.errors": 0,
    "smartxl.filenames": 0,
    "smartxl.cells": 0,
    "smartxl.text": 0,
    "smartxl.placeholders": 0,
    "smartxl.sheetnames": 0,
    "smartxl.processes": 0,
    "smartxl.garbage": 0,
    "smartxl.latenames": 0,
    "smartxl_templates": 0,
}
# The small modules of the ground floor are one floor's furniture, not rooms: they may use each other.
GROUND, MODEL = 0, 1


def room_of(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] != "smartxl":
        return parts[0] if parts[0] in FLOORS else None
    return ".".join(parts[:2]) if len(parts) > 1 else None


def modules() -> Iterator[tuple[str, Path]]:
    for package, folder in SOURCES.items():
        for path in sorted(folder.rglob("*.py")):
            dotted = ".".join((package, *path.relative_to(folder).with_suffix("").parts))
            yield dotted.removesuffix(".__init__"), path


@cache
def statements(path: Path) -> tuple[ast.Import | ast.ImportFrom | ast.ClassDef, ...]:
    """The imports and classes of a module, wherever they stand in it."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return tuple(node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom | ast.ClassDef))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in statements(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def allowed(room: str, target: str) -> bool:
    if room == target:
        return True
    if FLOORS[room] in {GROUND, MODEL}:
        return FLOORS[target] <= FLOORS[room]
    return FLOORS[target] < FLOORS[room]


def violations(module: str, path: Path) -> list[str]:
    room = room_of(module)
    assert room is not None or module == "smartxl", (
        f"{module} has no floor: add its room to FLOORS and to the docs"
    )
    found = []
    for line, name in imports(path):
        target = room_of(name)
        if room and target and not allowed(room, target):
            found.append(
                f"{path}:{line} {room} (floor {FLOORS[room]}) imports {target} (floor {FLOORS[target]})"
            )
    return found


@pytest.mark.parametrize(("module", "path"), [pytest.param(*m, id=m[0]) for m in modules()])
def test_imports_go_down(module: str, path: Path) -> None:
    assert violations(module, path) == []


def test_an_import_upwards_is_seen(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from smartxl.scoring import score\nimport smartxl.cli.main\n", "utf-8")
    assert len(violations("smartxl.planning.wrong", wrong)) == 2


def test_every_room_exists_and_has_a_floor() -> None:
    rooms = {room_of(module) for module, _ in modules()} - {None}
    assert rooms == set(FLOORS)


def test_no_module_is_longer_than_400_lines() -> None:
    long = [module for module, path in modules() if path.read_text("utf-8").count("\n") > 400]
    assert long == []


def imported_modules(path: Path, known: Collection[str]) -> set[str]:
    """The modules of ours that a module imports, those under TYPE_CHECKING too; a name of a package is its `__init__`."""
    found = set()
    for node in statements(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            members = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {member if member in known else node.module for member in members}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & set(known)


def circles(graph: Mapping[str, Collection[str]]) -> list[set[str]]:
    """Groups of modules each of which is reached from each other one by imports."""
    reached: dict[str, set[str]] = {}
    for module in graph:
        seen: set[str] = set()
        todo = list(graph[module])
        while todo:
            current = todo.pop()
            if current not in seen:
                seen.add(current)
                todo += graph[current]
        reached[module] = seen
    groups = {frozenset(m for m in reached[module] if module in reached[m]) for module in graph}
    return sorted((set(group) for group in groups if group), key=sorted)


def test_no_modules_import_each_other_in_a_circle() -> None:
    paths = dict(modules())
    graph = {module: imported_modules(path, paths) - {module} for module, path in paths.items()}
    assert circles(graph) == []


def test_a_circle_is_seen() -> None:
    graph = {"a": ["b"], "b": ["c"], "c": ["b"], "d": ["a"]}
    assert circles(graph) == [{"b", "c"}]


def test_a_class_name_stands_in_one_module() -> None:
    """One noun for one thing: who reads a name in a message or a call finds one class of it."""
    homes: dict[str, list[str]] = {}
    for module, path in modules():
        for node in statements(path):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name.lstrip("_"), []).append(module)
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}
