"""Examples of the commands: what can be typed as it stands, and what it does; the end of each --help, and docs/commands.md."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from smartxl.text import Text

__all__ = ["CommandExample", "examples_of"]

_CATALOGUE = Path(__file__).with_name("examples.csv")


@dataclass(frozen=True, slots=True)
class CommandExample:
    """A line to type, with names as readers of either language would give them, and what it does."""

    line: Text
    told: Text


def examples_of(command: str) -> tuple[CommandExample, ...]:
    """The examples of a command by its whole name without the program's, such as `weights ask`; none where it has none."""
    return tuple(
        CommandExample(Text(row["line_zh"], row["line_en"]), Text(row["zh"], row["en"]))
        for row in _catalogue()
        if row["command"] == command
    )


@cache
def _catalogue() -> tuple[dict[str, str], ...]:
    with _CATALOGUE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
