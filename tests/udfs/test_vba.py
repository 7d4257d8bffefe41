"""The VBA that is written without Excel is what xlwings writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl_udfs.modules import UDF_MODULES, declared_functions
from smartxl_udfs.vba import vba_functions, vba_module

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("module", UDF_MODULES)
def test_the_functions_are_those_that_import_functions_writes(module: str) -> None:
    assert vba_functions(module).strip() == (GOLDEN / f"{module}.bas").read_text(encoding="ascii").strip()


def test_the_module_has_all_of_them() -> None:
    source = vba_module()
    assert source.isascii()
    assert source.count("\r\n") == source.count("\n")
    assert [name for name in declared_functions() if f"Function {name}(" not in source] == []
