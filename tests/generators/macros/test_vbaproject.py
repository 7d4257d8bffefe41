"""VBA projects without Excel: compression, container, and xlwings' own project taken apart and put together again."""

from __future__ import annotations

import io
import zipfile
from importlib.util import find_spec
from pathlib import Path

import olefile
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smartxl_generators.macros import ModuleKind, VbaModule, VbaProject
from smartxl_generators.macros.compound import compound_file
from smartxl_generators.macros.ovba import compressed, decompressed

LINES = st.lists(
    st.sampled_from(["Sub A()\r\n", "End Sub\r\n", "    x = 1\r\n", "'", "\r\n" * 40, "äß€"]), max_size=900
)


@given(LINES)
def test_a_text_comes_back(lines: list[str]) -> None:
    source = "".join(lines).encode("cp1252")
    assert decompressed(compressed(source)) == source


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 8192, 20_000])
def test_a_text_of_many_chunks_comes_back(size: int) -> None:
    source = (b"Function F(x)\r\n    F = x\r\nEnd Function\r\n" * 600)[:size]
    assert decompressed(compressed(source)) == source
    assert len(compressed(source)) < max(size, 8)


def test_the_example_of_the_standard() -> None:
    """[MS-OVBA] 3.2.3: the highest compression."""
    packed = bytes.fromhex("01 03 B0 02 61 45 00")
    assert decompressed(packed) == b"a" * 73
    assert compressed(b"a" * 73) == packed


def test_the_other_example_of_the_standard() -> None:
    """[MS-OVBA] 3.2.2: text with some repetition."""
    packed = bytes.fromhex(
        "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06 71 02 70 04"
        "10 72 73 74 75 76 10 77 78 79 7A 00 3C"
    )
    assert decompressed(packed) == b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"


@given(st.dictionaries(st.text("abcXYZ_1", min_size=1, max_size=9), st.binary(max_size=9000), max_size=12))
def test_a_container_is_read_by_olefile(streams: dict[str, bytes]) -> None:
    paths = {f"VBA/{name}": content for name, content in streams.items()} | {"PROJECT": b"x" * 5000}
    assume(len({path.upper() for path in paths}) == len(paths))  # names differ by more than their case
    with olefile.OleFileIO(io.BytesIO(compound_file(paths)), raise_defects=olefile.DEFECT_INCORRECT) as file:
        assert {"/".join(each): file.openstream(each).read() for each in file.listdir()} == paths


def own_project() -> VbaProject:
    """What the installed xlwings brings."""
    spec = find_spec("xlwings")
    assert spec
    assert spec.origin
    with zipfile.ZipFile(Path(spec.origin).with_name("quickstart_standalone.xlsm")) as book:
        return VbaProject.read(book.read("xl/vbaProject.bin"))


def test_xlwings_project_comes_back_with_other_modules() -> None:
    project = own_project()
    names = {module.name for module in project.modules}
    assert {"ThisWorkbook", "Sheet1", "xlwings", "Dictionary"} <= names
    own = VbaModule("SmartXL", ModuleKind.MODULE, 'Attribute VB_Name = "SmartXL"\r\nSub A()\r\nEnd Sub\r\n')
    changed = project.with_modules([*project.modules, own])
    again = VbaProject.read(changed.content())
    assert again.modules == changed.modules
    assert again.head == project.head
    assert "Module=SmartXL" in again.settings


def test_what_is_no_project_is_refused() -> None:
    with pytest.raises((ValueError, OSError)):
        VbaProject.read(b"PK")
    with pytest.raises(ValueError, match="container"):
        decompressed(b"")
