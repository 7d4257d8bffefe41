"""xlwings.conf: what is written into it, what stays, and that it can be taken out again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.addin import OfficeMachine, install, uninstall
from smartxl.addin.conf import XlwingsConf, modules_of
from smartxl.addin.machine import CondaEnvironment, this_machine
from smartxl.errors import ProjectError


@pytest.fixture
def machine(tmp_path: Path) -> OfficeMachine:
    """Windows with Chinese as the language of programs: GBK."""
    return OfficeMachine(True, Path("C:/py/python.exe"), 64, tmp_path / ".xlwings" / "xlwings.conf", "gbk")


def lines(machine: OfficeMachine) -> list[str]:
    return machine.config_file.read_text("gbk").splitlines()


def test_a_machine_without_settings(machine: OfficeMachine) -> None:
    written = install(machine)
    assert lines(machine) == [
        '"INTERPRETER_WIN","C:/py/python.exe"',
        '"UDF MODULES","smartxl_udfs;smartxl.project.worksheet"',
    ]
    assert written.changed == {
        "INTERPRETER_WIN": "C:/py/python.exe",
        "UDF MODULES": "smartxl_udfs;smartxl.project.worksheet",
    }
    assert install(machine).changed == {}


BEFORE = (
    '"PYTHONPATH","D:\\模型"\n# 说明\n"interpreter_win","C:\\old\\python.exe"\n"UDF MODULES","mine; other"\n'
)


def test_what_is_there_stays_and_comes_back(machine: OfficeMachine) -> None:
    machine.config_file.parent.mkdir()
    machine.config_file.write_text(BEFORE, "gbk")
    install(machine)
    assert lines(machine) == [
        '"PYTHONPATH","D:\\模型"',
        "# 说明",
        '"INTERPRETER_WIN","C:/py/python.exe"',
        '"UDF MODULES","mine;other;smartxl_udfs;smartxl.project.worksheet"',
    ]
    install(replace(machine, interpreter=Path("C:/py2/python.exe")))
    done = uninstall(machine)
    assert done.restored == ("INTERPRETER_WIN", "UDF MODULES")
    assert lines(machine) == [
        line.replace("interpreter_win", "INTERPRETER_WIN") for line in BEFORE.splitlines()
    ]
    assert uninstall(machine).restored == ()


def test_what_was_changed_since_stays(machine: OfficeMachine) -> None:
    install(machine)
    conf = XlwingsConf.read(machine.config_file, "gbk")
    conf.set("INTERPRETER_WIN", "C:/mine/python.exe")
    conf.set("UDF MODULES", "smartxl_udfs;mine")
    conf.write(machine.config_file, "gbk")
    done = uninstall(machine)
    assert (done.restored, done.kept) == (("UDF MODULES",), ("INTERPRETER_WIN",))
    assert lines(machine) == ['"INTERPRETER_WIN","C:/mine/python.exe"', '"UDF MODULES","mine"']


def test_an_environment_of_conda_takes_the_place_of_an_interpreter(machine: OfficeMachine) -> None:
    install(machine)
    install(replace(machine, conda=CondaEnvironment(Path("C:/conda"), "评估")))
    assert lines(machine) == [
        '"UDF MODULES","smartxl_udfs;smartxl.project.worksheet"',
        '"CONDA PATH","C:/conda"',
        '"CONDA ENV","评估"',
    ]
    uninstall(machine)
    assert lines(machine) == []


def test_a_path_that_vba_could_not_read_is_refused(machine: OfficeMachine) -> None:
    odd = replace(machine, encoding="cp1252", interpreter=Path("C:/用户/python.exe"))
    with pytest.raises(ProjectError, match="英文字母"):
        install(odd)
    assert not odd.config_file.exists()


def test_a_file_in_another_encoding_is_refused_and_stays(machine: OfficeMachine) -> None:
    machine.config_file.parent.mkdir()
    machine.config_file.write_bytes(b'"PYTHONPATH","\xff\xfe\x00"')
    with pytest.raises(ProjectError, match="ANSI"):
        install(machine)
    assert machine.config_file.read_bytes().endswith(b'\x00"')


NAMES = st.sampled_from(["A", "B", "UDF MODULES", "INTERPRETER_WIN"])
VALUES = st.text(
    st.characters(codec="ascii", exclude_characters='"\r\n', categories=["L", "N", "P"]), max_size=9
)


@given(st.dictionaries(NAMES, VALUES), NAMES, st.none() | VALUES)
def test_a_setting_is_set_and_no_other(settings: dict[str, str], name: str, value: str | None) -> None:
    conf = XlwingsConf(tuple(f'"{key}","{each}"' for key, each in settings.items()))
    conf.set(name, value)
    expected = (
        {**settings, name: value} if value is not None else {k: v for k, v in settings.items() if k != name}
    )
    assert conf.values == expected


def test_modules_are_separated_by_semicolons() -> None:
    assert modules_of(" a;b ;; c") == ["a", "b", "c"]


def test_this_machine_has_a_python() -> None:
    machine = this_machine()
    assert machine.interpreter.is_file()
    assert machine.xlwings
