"""--help: commands by the phase of a round, examples that can be typed, lines that fit a terminal, in both languages."""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import click
import pytest

from smartxl.cli.commandlist import COMMANDS, Phase
from smartxl.cli.examples import CommandExample, examples_of
from smartxl.cli.layout import columns_of, folded
from smartxl.cli.main import main
from smartxl.text import LANGUAGES, Lang
from tests.cli.conftest import Run

CATALOGUE = Path(__file__).parents[2] / "smartxl" / "cli" / "examples.csv"


def named(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """All commands and groups by their whole names."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*above, name)), command
        if isinstance(command, click.Group):
            yield from named(command, (*above, name))


ALL = dict(named(main))
EXAMPLES = [
    pytest.param(name, example, id=f"{name} {number}")
    for name in ALL
    for number, example in enumerate(examples_of(name), 1)
]


def typed(line: str) -> list[str]:
    """What a shell makes of an example, without the program and what goes into a file."""
    program, *words = takewhile(lambda word: not word.startswith(">"), shlex.split(line))
    assert program == "smartxl"
    return words


def test_every_command_has_a_few_examples() -> None:
    assert {name: len(examples_of(name)) for name in ALL if not 1 <= len(examples_of(name)) <= 4} == {}


def test_every_example_is_of_a_command() -> None:
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["command"] for row in rows if row["command"] not in ALL] == []
    assert all(row["line_zh"] and row["zh"] and row["en"] for row in rows)
    assert all((row["line_en"] or row["line_zh"]).isascii() for row in rows)


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_example_is_understood(
    run: Run, name: str, example: CommandExample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-city-2025").mkdir()
    for book in ("方案.xlsx", "definition.xlsx"):
        (tmp_path / book).touch()
    for other, command in ALL.items():
        if not isinstance(command, click.Group):
            monkeypatch.setattr(command, "callback", lambda other=other, **_: called.append(other))
    for lang in LANGUAGES:
        run(*typed(example.line.get(lang)))
    assert len(called) == 2
    assert all(f"{each} ".startswith(f"{name} ") for each in called)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["", *ALL])
def test_help_fits_a_terminal_and_ends_with_examples(run: Run, name: str, lang: Lang) -> None:
    lines = run("--lang", lang, *name.split(), "--help").output.splitlines()
    assert [line for line in lines if columns_of(line) > 80] == []
    examples = examples_of(name)
    told = [word for each in examples for word in (each.line.get(lang), each.told.get(lang))]
    assert [line.strip() for line in lines[len(lines) - len(told) :]] == told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_commands_stand_by_the_phase_of_a_round(run: Run, lang: Lang) -> None:
    told = run("--lang", lang, "--help").output
    headings = re.findall(r"^(\S[^:：\n]*)[:：]$", told, re.MULTILINE)
    assert headings[1:] == [phase.told.get(lang) for phase in Phase]
    assert re.findall(r"^  ([a-z][a-z-]*)  +", told, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("weights", ["ask", "collect", "set"]),
        ("survey", ["ask", "collect", "forms"]),
        ("campaign", ["init", "build", "fill", "collect"]),
    ],
)
def test_commands_of_a_group_stand_in_the_order_of_their_use(name: str, order: list[str]) -> None:
    group = ALL[name]
    assert isinstance(group, click.Group)
    assert group.list_commands(click.Context(group))[: len(order)] == order


FOLDED = {
    "blanks": ("aa bb cc", 5, ["aa bb", "cc"]),
    "characters": ("一二三四", 4, ["一二", "三四"]),
    "no sign first": ("一二，三", 4, ["一", "二，", "三"]),
    "no bracket last": ("一（二）三", 6, ["一", "（二）", "三"]),
    "a name is whole": ("见 smartxl", 8, ["见", "smartxl"]),
    "too long": ("smartxl.frameworks", 8, ["smartxl.frameworks"]),
    "nothing": ("", 8, []),
}


@pytest.mark.parametrize("name", FOLDED)
def test_a_text_is_folded_by_columns(name: str) -> None:
    text, width, lines = FOLDED[name]
    assert list(folded(text, width)) == lines
