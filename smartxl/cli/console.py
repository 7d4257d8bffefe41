"""What the user sees: words in their language, a progress bar on stderr, tables on stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Console

from smartxl.text import Lang, printable

if TYPE_CHECKING:
    from smartxl.project.progress import Progress

__all__ = ["Screen"]


_PAUSE = 0.1  # seconds between two drawings of a bar whose steps take long
_BESIDE = 3  # characters around a column: two blanks and a line
_PIPE_WIDTH = 160  # a table that goes to a file must not be folded to an imagined terminal


def _console(*, stderr: bool) -> Console:
    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(stderr=stderr, highlight=False, soft_wrap=True, width=None if terminal else _PIPE_WIDTH)


@dataclass
class Screen:
    """Speaks one language. Progress and remarks go to stderr, results to stdout."""

    lang: Lang
    quiet: bool = False
    out: Console = field(default_factory=lambda: _console(stderr=False))
    err: Console = field(default_factory=lambda: _console(stderr=True))

    def words(self, zh: str, en: str) -> str:
        """The words in the user's language."""
        return zh if self.lang == "zh" else en

    def say(self, zh: str, en: str) -> None:
        """A remark on what is being done."""
        if not self.quiet:
            self.err.print(printable(self.words(zh, en)), markup=False)

    def show(self, text: str) -> None:
        """A line of the result."""
        self.out.print(printable(text), markup=False)

    @contextmanager
    def progress(self, zh: str, en: str) -> Iterator[Progress]:
        """A progress bar with the rate and a remark; quiet when stderr is not a terminal.

        It is drawn when it has moved, by no thread of its own: beside one, processes could not share what is in memory.
        """
        from rich import progress as bars

        columns = (
            bars.TextColumn("{task.description}"),
            bars.BarColumn(),
            bars.MofNCompleteColumn(),
            bars.TimeElapsedColumn(),
            bars.TextColumn("{task.fields[remark]}", markup=False),
        )
        hidden = self.quiet or not sys.stderr.isatty()
        with bars.Progress(
            *columns, console=self.err, disable=hidden, transient=True, auto_refresh=False
        ) as bar:
            task = bar.add_task(self.words(zh, en), total=None, remark="")
            begun = drawn = monotonic()

            def move(done: int, total: int, remark: str) -> None:
                nonlocal drawn
                rate = done / max(monotonic() - begun, 1e-3)
                told = self.words(f"{rate:.0f} 个/秒", f"{rate:.0f}/s")
                if remark:
                    told += self.words("，", ", ") + remark
                draws = monotonic() - drawn >= _PAUSE or done == total
                drawn = monotonic() if draws else drawn
                bar.update(task, completed=done, total=total, remark=told, refresh=draws)

            yield move

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: frozenset[int] = frozenset()
    ) -> None:
        """A table; `numbers` are the columns to align to the right."""
        from rich.cells import cell_len
        from rich.table import Table
        from rich.text import Text as Cell

        table = Table(show_edge=False, header_style="bold")
        for index, head in enumerate(heads):
            table.add_column(head, justify="right" if index in numbers else "left", overflow="fold")
        cells = [[printable(cell) for cell in row] for row in rows]
        columns = list(zip(heads, *cells, strict=True))
        wide = sum(max(map(cell_len, column)) + _BESIDE for column in columns)
        if cells and wide <= self.out.width and not any("\n" in cell for row in cells for cell in row):
            # Nothing is folded. Each cell is laid out by itself, which takes long: so all rows are one, of many lines.
            cells = [["\n".join(column[1:]) for column in columns]]
        for row in cells:
            table.add_row(*map(Cell, row))
        self.out.print(table)
