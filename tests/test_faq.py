"""docs/faq.md and docs/coming-from.md name commands, options and settings that exist."""

from __future__ import annotations

import re

import click
import pytest

from smartxl.cli.main import main
from smartxl.define.authoring.words import WORDS, setting_name
from tests.pages import texts

PAGES = ("faq.md", "coming-from.md", "respondents.md")
CONVENTIONS = (
    *("digits", "unanswered", "coverage_floor", "total", "ranking", "stages.boundary"),
    *("combine", "missing", "combine.unscored"),
)


@pytest.mark.parametrize("name", PAGES)
def test_commands_and_options_exist(name: str) -> None:
    found = [line for text in texts(name).values() for line in re.findall(r"`smartxl ([a-z][^`]*)`", text)]
    assert found or name == "respondents.md"
    for line in found:
        command: click.Command | None = main
        words = line.split()
        while isinstance(command, click.Group) and words and re.fullmatch(r"[a-z-]+", words[0]):
            if command.get_command(click.Context(command), words[0]) is None:
                break
            command = command.get_command(click.Context(command), words.pop(0))
        assert command is not main, line
        assert isinstance(command, click.Command)
        known = {option for each in command.params for option in each.opts}
        known |= {
            o for sub in getattr(command, "commands", {}).values() for each in sub.params for o in each.opts
        }
        assert {word for word in words if word.startswith("-")} <= known, line


def test_settings_are_called_as_the_workbook_calls_them() -> None:
    zh, en = (texts("faq.md")[lang] for lang in ("zh", "en"))
    known = {setting_name(f"conventions.{key}", "zh") for key in CONVENTIONS}
    for said in re.findall(r"“(计分约定·[^”]+)”", zh):
        assert said in known, said
    assert all(word.zh in zh for word in (WORDS["key", "units"], WORDS["key", "classes"]))
    known_en = {setting_name(f"conventions.{key}", "en") for key in CONVENTIONS}
    for said in re.findall(r"Conventions·[A-Z][a-z ]*(?:·[A-Z][a-z]+)*", en):
        assert any(said.startswith(name) for name in known_en), said
