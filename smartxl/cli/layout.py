"""How help is laid out: lines folded by the width that a terminal gives them, where a Chinese character takes two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import combining, east_asian_width

import click

from smartxl.cli.spoken import spoken

__all__ = ["HelpLayout", "columns_of", "folded"]

_NOT_FIRST = "，。；：、！？）》”’…％,.;:!?)]}"
_NOT_LAST = "（《“‘([{"
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
_PIECES = re.compile(
    rf" +|[{re.escape(_NOT_LAST)}]*(?:{_WIDE}|(?:(?!{_WIDE})[^ ])+)[{re.escape(_NOT_FIRST)}]*|[^ ]"
)
_LEAST = 10  # columns for the second of two columns
_WITHIN = 30  # columns for the first


def columns_of(text: str) -> int:
    """How many columns of a terminal a line takes."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def folded(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` columns: broken at blanks and between Chinese characters, no sign alone at an end."""
    line, used = "", 0
    for piece in _PIECES.findall(text):
        takes = columns_of(piece)
        if used + takes > width and line.strip():
            yield line.rstrip()
            line, used = "", 0
            if piece.isspace():
                continue
        line, used = line + piece, used + takes
    if line.strip():
        yield line.rstrip()


class HelpLayout(click.HelpFormatter):
    """click's formatter, which counts characters where columns are meant."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage; what does not fit stands below its arguments."""
        begins = f"{prefix or ''}{prog} "
        indent = columns_of(begins)
        lines = [*folded(args, max(self.width - indent, _LEAST))] or [""]
        self.write(f"{begins}{lines[0]}".rstrip() + "\n")
        self._below(lines[1:], indent)

    def write_heading(self, heading: str) -> None:
        """A heading with the colon of its language."""
        self.write(f"{'':>{self.current_indent}}{heading}{'：' if spoken() == 'zh' else ':'}\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, divided by blank lines."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            for line in paragraph.split("\n"):
                self._below(folded(line, self.width - self.current_indent), self.current_indent)

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = _WITHIN,
        col_spacing: int = 2,
    ) -> None:
        """Names with what is said of each beside them, or below a name that is long."""
        listed = list(rows)
        widest = min(max((columns_of(name) for name, _ in listed), default=0), col_max)
        start = self.current_indent + widest + col_spacing
        for name, told in listed:
            lines = [*folded(told, max(self.width - start, _LEAST))]
            self.write(f"{'':>{self.current_indent}}{name}")
            if lines and columns_of(name) <= widest:
                self.write(" " * (widest - columns_of(name) + col_spacing) + lines.pop(0))
            self.write("\n")
            self._below(lines, start)

    def _below(self, lines: Iterable[str], indent: int) -> None:
        for line in lines:
            self.write(f"{'':>{indent}}{line}\n")
