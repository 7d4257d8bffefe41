"""The extension as a file, and the process that answers: without LibreOffice."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from smartxl.addin.libreoffice import (
    ExtensionSettings,
    add_extension,
    build_extension,
    remove_extension,
    write_extension,
)
from smartxl.addin.libreoffice.extension import internal_name
from smartxl.addin.libreoffice.server import answers
from smartxl.addin.libreoffice.typelib import UnoMethod, type_library
from smartxl.errors import ProjectError
from smartxl_udfs.modules import declared_functions

DECLARED = declared_functions()
SETTINGS = ExtensionSettings(Path("C:/Program Files/py'x/python.exe"), "zh", "0.1", {})


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(build_extension(SETTINGS))) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_same_settings_give_the_same_bytes() -> None:
    assert build_extension(SETTINGS) == build_extension(SETTINGS)


def test_the_manifest_names_the_parts() -> None:
    found = parts()
    listed = etree.fromstring(found["META-INF/manifest.xml"])
    named = {value for entry in listed for key, value in entry.attrib.items() if key.endswith("full-path")}
    assert named == found.keys() - {"META-INF/manifest.xml", "description.xml"}
    for name, content in found.items():
        if name.endswith(("xml", "xcu")):
            etree.fromstring(content)


def test_the_component_is_python_with_the_settings() -> None:
    source = parts()["component.py"].decode()
    compile(source, "component.py", "exec")
    line = next(line for line in source.splitlines() if line.startswith("SETTINGS: Any = "))
    found = eval(line.removeprefix("SETTINGS: Any = "), {"json": json})  # noqa: S307  (our own line)
    assert found["interpreter"] == "C:/Program Files/py'x/python.exe"
    assert found["methods"].keys() == {internal_name(name) for name in DECLARED}
    assert found["asking"] == ["SX_TRACE"]


def test_every_function_has_a_name_that_uno_takes() -> None:
    names = {internal_name(name) for name in DECLARED}
    assert len(names) == len(DECLARED)
    assert all(name.isalnum() and name.startswith("sx") for name in names)
    assert internal_name("SX_AHP_CR") == "sxAhpCr"


def test_the_type_library_is_what_unoidl_write_makes() -> None:
    """But for its comment and for repeated texts, which that program writes once: the places are counted from the start."""
    made = type_library("org.smartxl.XFunctions", [UnoMethod("sxRank", "any", (("scores", "any"),))])
    assert made.startswith(b"UNOIDL\xff\0")
    root, count = int.from_bytes(made[8:12], "little"), int.from_bytes(made[12:16], "little")
    assert count == 1

    def entry(place: int) -> tuple[bytes, int]:
        name = int.from_bytes(made[place : place + 4], "little")
        return made[name : made.index(0, name)], int.from_bytes(made[place + 4 : place + 8], "little")

    path, place = [], root
    while True:
        name, payload = entry(place)
        path.append(name)
        if made[payload] != 0:
            break
        assert int.from_bytes(made[payload + 1 : payload + 5], "little") == 1
        place = payload + 5
    assert path == [b"org", b"smartxl", b"XFunctions"]
    body = b"\x05\1\0\0\0\x1b\0\0\0com.sun.star.uno.XInterface" + bytes(8) + b"\1\0\0\0"
    method = b"\6\0\0\0sxRank\3\0\0\0any\1\0\0\0\0\6\0\0\0scores\3\0\0\0any\0\0\0\0"
    assert made[payload : payload + len(body + method)] == body + method


def test_calls_are_answered_line_by_line() -> None:
    lines = [
        json.dumps(["SX_RANK", [[[70.0], [None], [90.0]], None, None], None]),
        json.dumps(["SX_WEIGHTED", [[[1.0, 0.0]], [[1.0, 2.0]], None, None], None]),
        json.dumps(["SX_WEIGHTED", [[[1.0, None]], [[1.0, 2.0]], None, "zero"], None]),
        json.dumps(["SX_RANK", [[["#N/A"]]], None]),
        json.dumps(["SX_NONE", [], None]),
        "no json",
        json.dumps(7),
    ]
    found = [json.loads(answer) for answer in answers(lines)]
    assert found == [[[2.0], [""], [1.0]], [[0.33]], [[0.33]], [["#N/A"]], *([[["#NAME?"]]] * 3)]


def test_the_workbook_that_calls_is_told(tmp_path: Path) -> None:
    """The document's address, or its sheet xlwings.conf; a document on another machine lies in no folder."""
    here, elsewhere = (tmp_path / "城 市" / "book.ods").as_uri(), "file://server/share/book.ods"
    unsaved, named = ["", []], [here, [["smartxl_project", "不在"], ["", ""], ["x", 1.0]]]
    lines = [
        json.dumps(["SX_TRACE", ["", ""], book])
        for book in ([here, []], [elsewhere, []], unsaved, named, None)
    ]
    found = [json.loads(answer)[0][0] for answer in answers(lines)]
    assert ["找不到项目" in each for each in found] == [True, True, True, False, True]
    assert "“不在”不是项目文件夹" in found[3]


def test_a_file_is_written(tmp_path: Path) -> None:
    path = write_extension(tmp_path / "smartxl.oxt", "en")
    assert zipfile.is_zipfile(path)


def test_a_refusal_says_how_it_is_done_by_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("smartxl.addin.libreoffice.install.find_unopkg", lambda: None)
    with pytest.raises(ProjectError, match=r"--write smartxl\.oxt"):
        add_extension(tmp_path / "smartxl.oxt")


@pytest.mark.skipif(os.name == "nt", reason="a program of two lines for a shell")
def test_what_the_program_says_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "unopkg"
    program.write_text("#!/bin/sh\necho 'ERROR: in use' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr("smartxl.addin.libreoffice.install.find_unopkg", lambda: program)
    with pytest.raises(ProjectError, match="ERROR: in use"):
        remove_extension()
