"""Which formats a command was asked for, beside its screen; writing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from smartxl import __version__
from smartxl.cli.misuse import Misuse
from smartxl.cli.present.annotations.github import github_lines
from smartxl.cli.present.annotations.junit import junit
from smartxl.cli.present.annotations.sarif import sarif
from smartxl.project.outputs import write_whole
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from smartxl.cli.console import Screen
    from smartxl.cli.present.annotations.annotation import AnnotatedFile

__all__ = ["AnnotationReports"]


@dataclass(frozen=True, slots=True)
class AnnotationReports:
    """What `--sarif FILE`, `--junit FILE` and `--github` asked of a command."""

    command: str
    sarif: Path | None
    junit: Path | None
    github: bool

    @classmethod
    def asked(
        cls, command: str, sarif: Path | None, junit: Path | None, *, github: bool, as_json: bool
    ) -> AnnotationReports:
        """What was asked for. Raises Misuse where two formats are to go to the standard output."""
        if github and as_json:
            raise Misuse(Text("--github 与 --json 只能用一个", "--github and --json: give one of them"))
        return cls(command, sarif, junit, github)

    def write(self, files: Sequence[AnnotatedFile], lang: Lang) -> None:
        """Writes the files, whole or not at all, before anything is shown: who reads the screen may stop reading.

        Raises ProjectError.
        """
        if self.sarif is not None:
            write_whole(self.sarif, sarif(files, self.command, lang, __version__))
        if self.junit is not None:
            write_whole(self.junit, junit(files, self.command, lang))

    def tell(self, files: Sequence[AnnotatedFile], screen: Screen) -> None:
        """Names the files that were written, and prints the lines for GitHub."""
        for path in filter(None, (self.sarif, self.junit)):
            screen.say(f"已写出 {path}", f"Wrote {path}")
        if self.github:
            for line in github_lines(files, screen.lang):
                click.echo(line)
