"""Workbooks of Excel 97 to 2003 (.xls, also .et of WPS) as sheets, for moving answers. Their formulas are read as results."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from smartxl.cells import Area
from smartxl.findings import FindingCode
from smartxl.xlsx.appearance import Appearance, shifted
from smartxl.xlsx.book import ObjectKind, Place, RawSheet, SheetObject
from smartxl.xlsx.cellvalues import CellValue, typed_number
from smartxl.xlsx.gate import Budget, FileRefused, megabytes, refused, unlocked
from smartxl.xlsx.numberformat import NumberFormat, kind_of_format
from smartxl.xlsx.styles import Colour, alike, seen_format

__all__ = ["read_xls"]

_BYTES = 16 * 2**20  # it has 65,536 rows at most, so that size is all that there is to limit
_OWN_FORMATS = 164  # from this number on formats are the file's own
_TEXT, _NUMBER, _DATE, _TRUTH, _ERROR = 1, 2, 3, 4, 5
_SHIFTS = {1: "superscript", 2: "subscript"}
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_SOLID = 1


def read_xls(
    content: bytes, budget: Budget, passwords: Iterable[str] = ()
) -> tuple[tuple[RawSheet, ...], Mapping[str, tuple[SheetObject, ...]]]:
    """The sheets in order, and by their names the comments on them.

    Raises FileRefused for what is too large or damaged, or has a password that is not given.
    """
    if len(content) > _BYTES:
        raise refused(FindingCode.TOO_BIG, megabytes(len(content)), megabytes(_BYTES))
    book = _opened(content, passwords)
    try:
        looks = _XlsLooks(book)
        sheets = [_SheetCells(book, sheet, looks, budget) for sheet in book.sheets()]
        objects = {sheet.sheet.name: found for sheet in sheets if (found := sheet.comments())}
        return tuple(sheet.read() for sheet in sheets), objects
    except (FileRefused, MemoryError):
        raise
    except Exception as error:  # of any kind: the library does not expect damage
        raise refused(FindingCode.DAMAGED, type(error).__name__) from error


def _opened(content: bytes, passwords: Iterable[str]) -> Any:  # noqa: ANN401  (xlrd has no types)
    import xlrd  # needed for few files

    def load(plain: bytes) -> Any:  # noqa: ANN401
        with open(os.devnull, "w") as silent:  # noqa: PTH123
            return xlrd.open_workbook(
                file_contents=plain, formatting_info=True, ragged_rows=True, logfile=silent
            )

    try:
        return load(content)
    except MemoryError:
        raise
    except Exception as error:
        if "encrypted" not in str(error):
            raise refused(FindingCode.DAMAGED, type(error).__name__) from error
    plain = unlocked(content, passwords)
    try:
        return load(plain)
    except MemoryError:
        raise
    except Exception as error:
        raise refused(FindingCode.DAMAGED, type(error).__name__) from error


class _XlsLooks:
    """What the cell formats of a workbook show, by their numbers."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401
        self._book = book
        self.kinds: dict[int, str] = {}
        self._formats: dict[int, NumberFormat | None] = {}
        self._grounds: dict[int, Colour | None] = {}
        for number, look in enumerate(book.xf_list):
            key = look.format_key
            code = book.format_map[key].format_str if key >= _OWN_FORMATS and key in book.format_map else ""
            self.kinds[number] = kind_of_format(str(key), code)
            self._formats[number] = seen_format(str(key), code, self.kinds[number])
            self._grounds[number] = self._ground(look.background)

    def _ground(self, background: Any) -> Colour | None:  # noqa: ANN401
        """The colour behind the text; None for patterns, on which any text is seen."""
        if background is None or not background.fill_pattern:
            return _WHITE
        colour = self._book.colour_map.get(background.pattern_colour_index) or _WHITE
        return colour if background.fill_pattern == _SOLID else None

    def of(self, style: int) -> Appearance | None:
        """The look of a whole cell; None where it says nothing else than the value."""
        font, shown = self._font(style), self._formats.get(style)
        unseen = self._unseen(font, style) or (shown is not None and shown.is_white)
        look = Appearance(shown, _SHIFTS.get(font.escapement, ""), bool(font.struck_out), unseen)
        return None if look == Appearance() else look

    def text(self, style: int, text: str, runs: Sequence[tuple[int, int]]) -> tuple[str, Appearance | None]:
        """A text as it is seen, and its look; `runs` are places in it from which on another font holds."""
        if not runs:
            return text, self.of(style)
        starts = [(0, self._font(style)), *((at, self._book.font_list[font]) for at, font in runs)]
        ends = [*(at for at, _ in starts[1:]), len(text)]
        pieces = [(text[at:end], font) for (at, font), end in zip(starts, ends, strict=True)]
        gone = [bool(font.struck_out) or self._unseen(font, style) for _, font in pieces]
        shown = "".join(shifted(piece, _SHIFTS.get(font.escapement, "")) for piece, font in pieces)
        if not any(piece.strip() for (piece, _), is_gone in zip(pieces, gone, strict=True) if is_gone):
            return shown, None
        left = "".join(piece for (piece, _), is_gone in zip(pieces, gone, strict=True) if not is_gone)
        struck = any(font.struck_out for piece, font in pieces if piece)
        return shown, Appearance(struck=bool(struck), unseen=not struck, left=left)

    def _font(self, style: int) -> Any:  # noqa: ANN401
        return self._book.font_list[self._book.xf_list[style].font_index]

    def _unseen(self, font: Any, style: int) -> bool:  # noqa: ANN401
        colour = self._book.colour_map.get(font.colour_index) or _BLACK
        return alike(colour, self._grounds.get(style, _WHITE))


class _SheetCells:
    """The cells of one sheet."""

    def __init__(self, book: Any, sheet: Any, looks: _XlsLooks, budget: Budget) -> None:  # noqa: ANN401
        if sheet.nrows > budget.rows or sheet.ncols > budget.columns:
            limit = f"{budget.rows} × {budget.columns}"
            raise refused(FindingCode.TOO_BIG, f"{sheet.nrows} × {sheet.ncols}", limit)
        self.sheet, self._looks, self._from_1904 = sheet, looks, bool(book.datemode)
        self._errors: dict[Place, str] = {}
        self._appearances: dict[Place, Appearance] = {}

    def read(self) -> RawSheet:
        """The sheet: values, errors, merges, looks, and what is hidden."""
        sheet = self.sheet
        rows = tuple(tuple(self._row(row)) for row in range(sheet.nrows))
        merged = tuple(
            Area(sheet.name, top + 1, left + 1, below, right)
            for top, below, left, right in sheet.merged_cells
        )
        return RawSheet(
            sheet.name,
            rows,
            self._errors,
            {},
            merged,
            appearances=self._appearances,
            hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if _hides(info)),
            hidden_columns=frozenset(
                column + 1 for column, info in sheet.colinfo_map.items() if info.hidden or not info.width
            ),
            hidden=bool(sheet.visibility),
        )

    def comments(self) -> tuple[SheetObject, ...]:
        """The comments on cells."""
        return tuple(
            SheetObject(ObjectKind.COMMENT, (row + 1, column + 1), (row + 1, column + 1), note.text)
            for (row, column), note in sorted(self.sheet.cell_note_map.items())
        )

    def _row(self, row: int) -> list[CellValue]:
        values: list[CellValue] = []
        for column, cell in enumerate(self.sheet.row(row)):
            value, look = self._cell(row, column, cell)
            values.append(value)
            link = self.sheet.hyperlink_map.get((row, column))
            if link is not None and link.url_or_path:
                look = _linked(look, link.url_or_path)
            if look is not None and value != "":
                self._appearances[row + 1, column + 1] = look
        return values

    def _cell(self, row: int, column: int, cell: Any) -> tuple[CellValue, Appearance | None]:  # noqa: ANN401
        style = cell.xf_index
        if cell.ctype in {_NUMBER, _DATE}:
            kind = self._looks.kinds.get(style, "")
            return typed_number(cell.value, kind, from_1904=self._from_1904), self._looks.of(style)
        if cell.ctype == _TEXT:
            return self._looks.text(
                style, cell.value, self.sheet.rich_text_runlist_map.get((row, column), ())
            )
        if cell.ctype == _TRUTH:
            return bool(cell.value), self._looks.of(style)
        if cell.ctype == _ERROR:
            from xlrd import error_text_from_code

            self._errors[row + 1, column + 1] = error_text_from_code.get(cell.value, "#N/A")
        return "", None


def _hides(info: Any) -> bool:  # noqa: ANN401
    return bool(info.hidden) or (not info.has_default_height and not info.height)


def _linked(look: Appearance | None, link: object) -> Appearance:
    text = link.decode("utf-8", "replace") if isinstance(link, bytes) else str(link)
    return replace(look or Appearance(), link=text)
