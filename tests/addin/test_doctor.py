"""Each fault that keeps the functions out of Excel, and none on a machine where all is in order."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from smartxl.addin import OfficeMachine, examine
from smartxl.addin.doctor import AddinFaultKind, probe
from smartxl.addin.machine import CondaEnvironment

Change = Callable[[OfficeMachine], OfficeMachine]


def fine(_: Path) -> None:
    """A Python that can import the functions."""


@pytest.fixture
def machine(tmp_path: Path) -> OfficeMachine:
    """Windows with Excel and xlwings, all in order."""
    python = tmp_path / "py" / "python.exe"
    startup, package, conf = tmp_path / "XLSTART", tmp_path / "xlwings", tmp_path / "xlwings.conf"
    for path in (
        python,
        startup / "xlwings.xlam",
        package / "addin" / "xlwings.xlam",
        tmp_path / "xlwings64-0.37.8.dll",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"1")
    conf.write_text(
        f'"INTERPRETER_WIN","{python}"\n"UDF MODULES","smartxl_udfs;smartxl.project.worksheet"\n', "gbk"
    )
    return OfficeMachine(
        True, python, 64, conf, "gbk", startup, package, "0.37.8", tmp_path, excel_bits=64, trusts_vba=True
    )


def settings(machine: OfficeMachine, *lines: str) -> OfficeMachine:
    machine.config_file.write_text("\n".join(lines), "gbk")
    return machine


MODULES = '"UDF MODULES","smartxl_udfs;smartxl.project.worksheet"'
CONDA = CondaEnvironment(Path("C:/conda"), "city")


def other_addin(machine: OfficeMachine) -> OfficeMachine:
    assert machine.startup
    (machine.startup / "xlwings.xlam").write_bytes(b"0")
    return machine


FAULTS: dict[str, tuple[Change, AddinFaultKind]] = {
    "not-windows": (lambda m: replace(m, is_windows=False), AddinFaultKind.STOPS),
    "no-xlwings": (lambda m: replace(m, xlwings=None), AddinFaultKind.STOPS),
    "module-not-named": (lambda m: settings(m, '"UDF MODULES","mine"'), AddinFaultKind.STOPS),
    "no-interpreter": (lambda m: settings(m, MODULES), AddinFaultKind.STOPS),
    "interpreter-missing": (
        lambda m: settings(m, MODULES, '"INTERPRETER_WIN","C:/no.exe"'),
        AddinFaultKind.STOPS,
    ),
    "other-python": (lambda m: replace(m, interpreter=Path("C:/other.exe")), AddinFaultKind.WARNS),
    "conda-half": (lambda m: settings(m, MODULES, '"CONDA PATH","C:/conda"'), AddinFaultKind.STOPS),
    "conda-and-interpreter": (
        lambda m: replace(
            settings(m, MODULES, '"CONDA PATH","C:/conda"', '"CONDA ENV","city"', '"INTERPRETER_WIN","x"'),
            conda=CONDA,
        ),
        AddinFaultKind.WARNS,
    ),
    "no-addin": (lambda m: replace(m, startup=m.config_file.parent / "none"), AddinFaultKind.STOPS),
    "other-addin": (other_addin, AddinFaultKind.STOPS),
    "no-trust": (lambda m: replace(m, trusts_vba=False), AddinFaultKind.STOPS),
    "no-library": (lambda m: replace(m, excel_bits=32), AddinFaultKind.STOPS),
}


def test_all_in_order(machine: OfficeMachine) -> None:
    assert examine(machine, fine) == ()


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found_alone(code: str, machine: OfficeMachine) -> None:
    change, kind = FAULTS[code]
    (fault,) = examine(change(machine), fine)
    assert (fault.code, fault.kind) == (code, kind)
    assert all(text.zh and text.en for text in (fault.what, fault.remedy))


def test_another_system_is_led_to_the_ways_that_work_there(machine: OfficeMachine) -> None:
    (fault,) = examine(replace(machine, is_windows=False), fine)
    for command in ("smartxl addin libreoffice", "smartxl addin office --url"):
        assert command in fault.remedy.zh
        assert command in fault.remedy.en


def test_conda_of_another_name(machine: OfficeMachine) -> None:
    named = settings(machine, MODULES, '"CONDA PATH","C:/conda"', '"CONDA ENV","base"')
    (fault,) = examine(replace(named, conda=CONDA), fine)
    assert fault.code == "other-python"
    assert (
        examine(
            replace(settings(machine, MODULES, '"CONDA PATH","C:/conda"', '"CONDA ENV","city"'), conda=CONDA)
        )
        == ()
    )


def test_a_file_that_cannot_be_read(machine: OfficeMachine) -> None:
    machine.config_file.write_bytes(b"\xff\xfe")
    assert [fault.code for fault in examine(machine, fine)] == ["config-unreadable"]


def test_a_path_with_chinese_is_told_of(machine: OfficeMachine, tmp_path: Path) -> None:
    python = tmp_path / "环境" / "python.exe"
    python.parent.mkdir()
    python.touch()
    named = settings(replace(machine, interpreter=python), MODULES, f'"INTERPRETER_WIN","{python}"')
    assert [fault.code for fault in examine(named, fine)] == ["path-not-ascii"]


def test_a_python_that_cannot_import_the_functions(machine: OfficeMachine) -> None:
    (fault,) = examine(machine, lambda _: "ModuleNotFoundError: No module named 'smartxl_udfs'")
    assert fault.code == "not-importable"
    assert "smartxl_udfs" in fault.what.zh


@pytest.mark.slow
def test_the_functions_are_really_imported(tmp_path: Path) -> None:
    assert probe(Path(sys.executable)) is None
    assert probe(tmp_path / "no.exe")
