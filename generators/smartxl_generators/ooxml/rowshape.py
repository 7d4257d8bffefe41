"""A row as pieces of XML."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl_generators.ooxml.looks import ROW, LookCell, height_of

__all__ = ["RowShape", "row_start"]


@dataclass(frozen=True, slots=True, eq=False)
class RowShape:
    """A row as pieces of XML, with `ROW` for its number: those that every row of the shape has, and empty ones to fill.

    `texts` and `others` say which pieces are filled, with which look and from what kind of content. `inputs` are the
    columns of its input cells; `wrapped` the texts that may take several lines: column, room, how many characters surely
    fit, and how high a line is; `merges` its merged areas, `height` that of the template's row (None without a template).
    """

    pieces: tuple[str, ...]
    texts: tuple[tuple[int, LookCell], ...]
    others: tuple[tuple[int, LookCell, type], ...]
    inputs: tuple[int, ...]
    wrapped: tuple[tuple[int, float, int, float], ...]
    merges: tuple[str, ...]
    height: float | None
    hidden: bool
    grows: bool

    def start(self, text: float) -> str:
        """The row's tag, high enough for a text. A row that someone types into follows what is typed: its height is not
        fixed."""
        return row_start(self.height, text, grows=self.grows, hidden=self.hidden)


def row_start(height: float | None, text: float, *, grows: bool, hidden: bool) -> str:
    """The tag of a row, high enough for a `text` of several lines."""
    fixed = "" if grows else ' customHeight="1"'
    size = "" if height is None else f' ht="{height_of(height, text):.10g}"{fixed}'
    unseen = ' hidden="1"' if hidden else ""
    return f'<row r="{ROW}"{size}{unseen}>'
