"""Frames into the tables of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.errors import UnknownName
from smartxl.recalc.planes import Ref
from smartxl.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from smartxl.bookmodel.addresses import AddressBook

__all__ = ["table_cells"]


def table_cells(
    addresses: AddressBook, name: str, frame: pd.DataFrame
) -> Iterator[tuple[Ref, Sequence[Sequence[object]]]]:
    """The column of the sheet, and its values, for each column of a frame. Raises UnknownName."""
    table = addresses.table(name)
    body = table.body(addresses.book)
    where = f"{addresses.file} {name}"
    places = {column.strip().casefold(): table.left + index for index, column in enumerate(table.columns)}
    for column in frame.columns:
        left = places.get(str(column).strip().casefold())
        if left is None:
            raise _unknown(str(column), table.columns, where)
        yield Ref(body.sheet, body.top, left, body.bottom, left), [[each] for each in frame[column]]


def _unknown(column: str, known: Sequence[str], where: str) -> UnknownName:
    near = get_close_matches(column, known, n=1)
    listed = ", ".join(known)
    what = Text(f"表没有列 {column}", f"the table has no column {column}")
    guess = Text(f"是不是 {near[0]}？", f"did you mean {near[0]}? ") if near else Text("")
    return UnknownName(where, what, guess + Text(f"有的是：{listed}", f"there are: {listed}"))
