"""Packages that import late name each public name three times, and each time the same."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

from smartxl.latenames import late_names

ROOT = Path(__file__).parent.parent
PACKAGES = {
    path.parent: ast.parse(text)
    for folder in ("smartxl", "generators", "udfs")
    for path in sorted((ROOT / folder).rglob("__init__.py"))
    if "= late_names(" in (text := path.read_text("utf-8"))
}


def module_of(folder: Path) -> str:
    return ".".join(folder.relative_to(ROOT).parts).removeprefix("generators.").removeprefix("udfs.")


@pytest.mark.parametrize(("folder", "tree"), [pytest.param(*e, id=module_of(e[0])) for e in PACKAGES.items()])
def test_types_and_homes_agree(folder: Path, tree: ast.Module) -> None:
    package = module_of(folder)
    typed = {
        (node.module, alias.name)
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    call = next(
        node.value for node in tree.body if isinstance(node, ast.Assign) and "late_names" in ast.dump(node)
    )
    assert isinstance(call, ast.Call)
    homes = ast.literal_eval(call.args[1])
    assert typed == {(f"{package}.{home}", name) for home, names in homes.items() for name in names.split()}
    public = import_module(package)
    assert {name for _, name in typed} <= set(public.__all__)
    assert all(getattr(public, name) is not None for name in public.__all__)
    assert not {path.stem for path in folder.iterdir()} & {name for _, name in typed}


def test_a_name_is_kept_where_it_was_asked_for_and_an_unknown_one_is_told() -> None:
    late = late_names("smartxl.rules", {"faults": "RuleFault"})
    assert late("RuleFault") is import_module("smartxl.rules").RuleFault
    with pytest.raises(AttributeError, match=r"'smartxl.rules' has no attribute 'nothing'"):
        late("nothing")
