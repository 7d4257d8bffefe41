"""Every command speaks one language: its help, what it says of wrong arguments and of wrong files, and what it prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from smartxl.cli.main import main
from smartxl.cli.misuse import fault_of
from smartxl.cli.told import ToldArgument, ToldCommand, ToldOption
from smartxl.text import LANGUAGES, Lang
from tests.languages import foreign

Run = Callable[..., Result]


def _commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    yield path, group
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(_commands(main))


def _mixed(told: str, lang: Lang, *, without: str = "") -> list[tuple[str, str]]:
    """The lines that hold the other language; `without` is the folder of the project, whose name says nothing."""
    lines = told.replace(without, "PROJECT").splitlines() if without else told.splitlines()
    return [(found, line) for line in lines if (found := foreign(line, lang))]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_is_told_in_one_language(run: Run, path: tuple[str, ...]) -> None:
    told = {lang: run("--lang", lang, *path, "--help").output for lang in LANGUAGES}
    for lang in LANGUAGES:
        assert _mixed(told[lang], lang) == []
    assert told["zh"].startswith("用法：")
    assert told["en"].startswith("Usage: ")


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_commands_are_declared_with_both_languages(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    assert isinstance(command, ToldCommand)
    assert command.told.zh
    assert command.told.en
    for parameter in command.params:
        assert isinstance(parameter, ToldOption | ToldArgument), parameter.name
    if not isinstance(command, click.Group):
        assert "lang" in {name.lstrip("-") for param in command.params for name in param.opts}


WRONG = {
    "no such command": (["frobnicate"], "没有命令“frobnicate”"),
    "nearly a command": (["chek", "{project}"], "是不是 check"),
    "no such command of a group": (["weights", "make"], "没有命令“make”"),
    "no such option": (["check", "{project}", "--jason"], "没有选项 --jason。是不是 --json"),
    "no argument": (["check"], "缺少参数 项目"),
    "no option": (["choose", "{project}", "a.xlsx"], "缺少选项 --why"),
    "no option of several choices": (["weights", "ask", "{project}"], "缺少选项 --method，可选：ahp, delphi"),
    "too many arguments": (["check", "{project}", "more", "yet"], "多余的参数：more yet"),
    "no value": (["check", "{project}", "--lang"], "选项 --lang 后面缺少值"),
    "a value for a flag": (["check", "{project}", "--json=yes"], "选项 --json 后面不带值"),
    "none of the choices": (["check", "{project}", "--lang", "fr"], "“fr”不在可选之列：zh, en"),
    "no choice of an argument": (["mark", "{project}", "GA", "lost"], "不在可选之列：returned, accepted"),
    "no whole number": (["fill", "{project}", "--seed", "x"], "--seed 的值不能用：“x”不是整数"),
    "a number out of range": (["build", "{project}", "--jobs", "0"], "--jobs 的值不能用：“0”不在 1 … 之内"),
    "no number": (["status", "{project}", "--wrong-share", "x"], "“x”不是数"),
    "no day": (["return", "{project}", "--until", "soon"], "“soon”不是日期"),
    "no such folder": (["collect", "{project}", "--last", "nowhere"], "“nowhere”不存在"),
    "a file for a folder": (["check", "{project}/roster.csv"], "是文件，这里要文件夹"),
    "a folder for a file": (["status", "{project}", "--html", "{project}"], "是文件夹，这里要文件"),
    "unknown format": (["report", "{project}", "--format", "odt"], "“odt”不在可选之列"),
    "options that exclude each other": (
        ["init", "{project}2", "--blank", "--framework", "eu-2007"],
        "只能选一个",
    ),
    "prefill of another edition": (
        ["build", "{project}", "--edition", "print", "--prefill", "x"],
        "--edition unit",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_arguments_are_told_in_one_language(run: Run, project: Path, name: str) -> None:
    arguments, words = WRONG[name]
    typed = [argument.format(project=project) for argument in arguments]
    told = {lang: run("--lang", lang, *typed, code=2).output for lang in LANGUAGES}
    assert words in told["zh"]
    for lang in LANGUAGES:
        assert _mixed(told[lang], lang, without=str(project)) == []


def test_a_folder_that_may_not_be_read_is_not_told_as_one_of_another_kind(tmp_path: Path) -> None:
    told = fault_of(click.Path(file_okay=False), tmp_path)  # which is there and a folder
    assert (told.zh, told.en) == ("不能读取", "cannot be read")


REFUSED = {
    "no project": ["check", "{project}/catalogue"],
    "no folder": ["check", "{project}/nowhere"],
    "no unit": ["score", "{project}", "--unit", "X9"],
    "no node": ["score", "{project}", "--trace", "Z9"],
    "no file to collect": ["collect", "{project}", "nowhere"],
    "no old form": ["fresh", "{project}/none.xlsx"],
    "no scores yet": ["report", "{project}"],
    "nothing to verify": ["verify", "{project}/roster.csv"],
    "no module": ["init", "{project}2", "--with", "nothing"],
    "no framework": ["init", "{project}2", "--framework", "nothing"],
    "a folder that is not empty": ["init", "{project}"],
    "no experts": ["weights", "ask", "{project}", "--method", "ahp"],
    "no table of weights": ["weights", "set", "{project}", "none.csv"],
    "no questionnaires": ["weights", "collect", "{project}"],
    "no template": ["template", "check", "{project}/none.xlsx"],
    "no file to choose": ["choose", "{project}", "none.xlsx", "--why", "x"],
    "no files to compare": ["compare", "{project}", "a.xlsx", "b.xlsx"],
    "no tasks yet": ["tasks", "collect", "{project}"],
    "no survey yet": ["survey", "forms", "{project}"],
    "no moment": ["score", "{project}", "--as-of", "yesterday"],
    "no last round": ["build", "{project}", "--prefill", "{project}/catalogue"],
    "itself as the last round": ["report", "{project}", "--last", "{project}"],
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_done_is_told_in_one_language(run: Run, project: Path, name: str) -> None:
    typed = [argument.format(project=project) for argument in REFUSED[name]]
    for lang in LANGUAGES:
        told = run("--lang", lang, *typed, code=None)
        assert told.exit_code != 0 or name == "no tasks yet", told.output
        assert _mixed(told.output, lang, without=str(project)) == []


BROKEN = {
    "weights": ("framework.yaml", "weight: 30", "weight: 31"),
    "unknown key": ("framework.yaml", "measure: kpi", "mesure: kpi"),
    "broken syntax": ("framework.yaml", "digits: 2", "digits: [2"),
    "tab": ("framework.yaml", "  digits: 2", "\tdigits: 2"),
    "rule": ("framework.yaml", "thresholds: [0, 4, 10]", "thresholds: [0, 4, 4]"),
    "wrong day": ("assessment.yaml", "due: 2026-10-31", "due: 31.10.2026"),
    "no such day": ("assessment.yaml", "due: 2026-10-31", "due: 2026-10-32"),
    "unknown language": ("assessment.yaml", "[zh, en]", "[zh, fr]"),
    "no list": ("assessment.yaml", "languages: [zh, en]", "languages: zh"),
    "missing": ("assessment.yaml", "start: 2026-09-01\n", ""),
    "class": ("roster.csv", "GA,市公安局,Public Security,dep", "GA,市公安局,Public Security,deps"),
    "column": ("roster.csv", "name_en", "nmae_en"),
    "quotation": ("roster.csv", "GA,市公安局", 'GA,"市"公安局'),
    "item": ("catalogue/01.csv", "GA,A1,001", "GB,A1,001"),
    "code": ("catalogue/01.csv", "GA,A1,002", "GA,A1,001"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_definition_is_told_in_one_language(run: Run, project: Path, name: str) -> None:
    file, old, new = BROKEN[name]
    path = project / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    for lang in LANGUAGES:
        told = run("check", project, "--lang", lang, code=2).stderr
        assert _mixed(told, lang, without=str(project)) == []
        refusal = json.loads(run("check", project, "--lang", lang, "--json", code=2).stdout)
        for problem in refusal["problems"]:
            assert foreign(problem["what"], lang) == foreign(problem["remedy"], lang) == ""
            assert problem["what"] in told


RUNS = (
    ["frameworks"],
    ["frameworks", "miit-2012"],
    ["check", "{project}"],
    ["build", "{project}"],
    ["fill", "{project}"],
    ["collect", "{project}"],
    ["status", "{project}"],
    ["findings", "{project}"],
    ["history", "{project}"],
    ["score", "{project}"],
    ["score", "{project}", "--trace", "A", "--unit", "GA"],
    ["appeals", "{project}"],
    ["mark", "{project}", "GA", "returned", "--why", "x"],
    ["return", "{project}", "--until", "2099-01-01"],
    ["report", "{project}"],
    ["tasks", "{project}"],
    ["template", "export", "{project}"],
    ["template", "check", "{project}"],
    ["survey", "ask", "{project}"],
    ["diff", "{project}", "{project}"],
)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_round_is_told_in_one_language(run: Run, project: Path, lang: Lang) -> None:
    catalogue = project / "catalogue" / "01.csv"
    head, *rows = catalogue.read_text("utf-8").splitlines()
    named = (f"{row},Item {number}" for number, row in enumerate(rows, 1))
    catalogue.write_text("\n".join((f"{head},item_name_en", *named)) + "\n", "utf-8")
    for arguments in RUNS:
        told = run("--lang", lang, *(argument.format(project=project) for argument in arguments), code=None)
        assert told.exit_code in {0, 1}, (arguments, told.output)
        assert _mixed(told.output, lang, without=str(project)) == [], arguments


def test_the_variable_changes_words_and_not_what_is_written(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTXL_LANG", "en")
    told = run("template", "export", project).output + run("build", project).output
    assert _mixed(told, "en", without=str(project)) == []
    assert [path.name for path in project.glob("workbooks/*/GA-*")] == ["GA-市公安局-采样表.xlsx"]


def test_the_language_before_the_command_is_that_of_the_command(run: Run, project: Path) -> None:
    run("--lang", "en", "build", project)
    assert [path.name for path in project.glob("workbooks/*/GA-*")] == ["GA-Public_Security-sampling.xlsx"]
