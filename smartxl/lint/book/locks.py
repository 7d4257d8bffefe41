"""Locks and protection, where somebody has set them but for a part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from smartxl.lint.catalogue import remark
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.remark import Remark
from smartxl.text import Text
from smartxl.xlsx.sheetnotes import truth

__all__ = [
    "locked_inputs",
    "open_structure",
    "protection_options",
    "unlocked_formulas",
    "unprotected_sheets",
]

_SECRETS = frozenset({"password", "algorithmName", "hashValue", "saltValue", "spinCount"})
_FEW = 3


def unlocked_formulas(book: LintBook) -> Iterator[Remark]:
    """Formulas on a protected sheet that can be typed over, where most of its formulas cannot."""
    for sheet in _protected(book):
        cells = [(cell.row, cell.column) for cell in sheet.formulas]
        unlocked = [place for place in cells if not _is_locked(book, sheet, place)]
        if unlocked and 2 * len(unlocked) < len(cells):
            for place in unlocked:
                yield remark("SXL208", sheet.name, [(*place, *place)], excerpt=sheet.formula(*place))


def locked_inputs(book: LintBook) -> Iterator[Remark]:
    """Cells on a protected sheet that have a validation and no formula, and are locked although most of their like are not."""
    for sheet in _protected(book):
        rows, columns = sheet.size
        places = {
            (row, column)
            for validation in sheet.settings.validations
            if validation.kind != "none"
            for top, left, bottom, right in validation.spans
            for row in range(top, min(bottom, rows) + 1)
            for column in range(left, min(right, columns) + 1)
        }
        inputs = sorted(place for place in places if not sheet.formula(*place))
        locked = [place for place in inputs if _is_locked(book, sheet, place)]
        if locked and 2 * len(locked) < len(inputs):
            yield remark("SXL209", sheet.name, [(*place, *place) for place in locked])


def unprotected_sheets(book: LintBook) -> Iterator[Remark]:
    """Sheets with unlocked cells and locked formulas that are not protected, where most of their like are."""
    alike = [sheet for sheet in book.sheets.values() if _is_to_be_protected(book, sheet)]
    left_open = [sheet for sheet in alike if not _is_protected(sheet)]
    if left_open and 2 * len(left_open) <= len(alike):
        for sheet in left_open:
            yield remark("SXL210", sheet.name)


def protection_options(book: LintBook) -> Iterator[Remark]:
    """Protected sheets that allow something else than most, or that have no password where the others have one."""
    sheets = list(_protected(book))
    if len(sheets) < _FEW:
        return
    options = {sheet.name: _options(sheet) for sheet in sheets}
    (usual, times), *_ = Counter(options.values()).most_common(1)
    if 4 * times < 3 * len(sheets):
        return
    for name, own in options.items():
        if own != usual:
            differing = ", ".join(sorted({key for key, _ in own ^ usual}))
            what = Text(
                f"保护设置与其他工作表不同：{differing}",
                f"protected otherwise than the other sheets: {differing}",
            )
            yield remark("SXL211", name, (), what)


def open_structure(book: LintBook) -> Iterator[Remark]:
    """A book with protected sheets that can be deleted, renamed and moved."""
    if any(_protected(book)) and not truth(book.settings.structure.get("lockStructure")):
        yield remark("SXL212", "")


def _protected(book: LintBook) -> Iterator[LintSheet]:
    return (sheet for sheet in book.sheets.values() if _is_protected(sheet))


def _is_protected(sheet: LintSheet) -> bool:
    return truth(sheet.settings.protection.get("sheet"))


def _is_to_be_protected(book: LintBook, sheet: LintSheet) -> bool:
    """Whether a sheet has formulas, most of them locked, and cells that were unlocked for typing."""
    if sheet.raw.hidden or not sheet.formulas:
        return False
    locked = sum(_is_locked(book, sheet, (cell.row, cell.column)) for cell in sheet.formulas)
    typed = (place for place in sheet.settings.styles if not sheet.formula(*place))
    return 2 * locked > len(sheet.formulas) and any(not _is_locked(book, sheet, place) for place in typed)


def _is_locked(book: LintBook, sheet: LintSheet, place: tuple[int, int]) -> bool:
    return book.settings.look(sheet.settings.style_at(place)).locked


def _options(sheet: LintSheet) -> frozenset[tuple[str, str]]:
    written = {(key, value) for key, value in sheet.settings.protection.items() if key not in _SECRETS}
    has_password = bool(_SECRETS & sheet.settings.protection.keys())
    return frozenset({*written, ("password", str(has_password))})
