"""Runs a case: the inputs put in, the workbook calculated, what differs told with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from smartxl.bookmodel import BookValues
from smartxl.bookmodel.addresses import spelt
from smartxl.bookmodel.results import shown_text
from smartxl.errors import BookError, SmartxlError
from smartxl.recalc.planes import Ref
from smartxl.testing.cases import ExpectCase, Expected, Within
from smartxl.text import Lang, Text, both, shorten

if TYPE_CHECKING:
    from smartxl.bookmodel import BookModel, Precedent

__all__ = ["CaseRefused", "CaseRun", "prepared", "told_differences"]

_LONGEST, _FEW, _READ, _SHOWN, _TRACED = 120, 20, 12, 6, 100
_DIGITS = 15
Model = TypeVar("Model", bound="BookModel")


class CaseRefused(Exception):
    """A case cannot be run; `errors` has every reason."""

    def __init__(self, errors: Sequence[SmartxlError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(error.said("en") for error in errors))


@dataclass(frozen=True, slots=True)
class _Compared:
    """What is expected, and what was got there."""

    expected: Expected
    ref: Ref
    got: object


@dataclass(frozen=True)
class CaseRun:
    """A case that was calculated: what is expected beside what was got."""

    case: ExpectCase
    values: BookValues
    found: tuple[_Compared, ...]


def prepared(model: BookModel, case: ExpectCase) -> CaseRun:
    """Puts a case into a workbook and calculates it. Raises CaseRefused: an address that is not there, a formula in the place
    of an input, a cell that cannot be computed."""
    errors: list[SmartxlError] = []
    filled = _filled(model, case, errors)
    values = filled.calculate()
    found = []
    for expected in case.expected:
        try:
            found.append(_wanted(values, expected))
        except SmartxlError as error:
            errors.append(_at(error, expected.spot))
    if errors:
        raise CaseRefused(errors)
    return CaseRun(case, values, tuple(found))


def _filled(model: Model, case: ExpectCase, errors: list[SmartxlError]) -> Model:
    for name, rows in case.tables.items():
        try:
            model = model.set_table(name, pd.DataFrame([dict(row) for row in rows]), override=case.override)
        except SmartxlError as error:
            errors.append(error)
    for given in case.inputs:
        try:
            model = model.set(given.address, given.values, override=case.override)
        except SmartxlError as error:
            errors.append(_at(error, given.spot))
    return model


def _wanted(values: BookValues, expected: Expected) -> _Compared:
    ref = values.addresses.find(expected.address)
    rows = _shaped(expected, ref)
    day = values.days
    as_cells = [[each if isinstance(each, Within) else day(each) for each in row] for row in rows]
    meant = Expected(expected.address, as_cells, expected.spot, expected.tolerance)
    got = values[expected.address]
    return _Compared(meant, ref, [[got]] if ref.is_cell else got)


def _shaped(expected: Expected, ref: Ref) -> list[list[object]]:
    """The expected values as rows of an area. Raises BookError where they are not as many."""
    values = expected.values if isinstance(expected.values, list) else [expected.values]
    if ref.rows == 1 and not any(isinstance(each, list) for each in values):
        values = [values]
    rows = [each if isinstance(each, list) else [each] for each in values]
    if len(rows) == ref.rows and all(len(row) == ref.columns for row in rows):
        return rows
    size = f"{ref.rows} × {ref.columns}"
    what = Text(
        f"这里有 {size} 个单元格，应得的值不是这么多",
        f"it has {size} cells, and as many values are not expected",
    )
    raise BookError(
        expected.address, what, Text("按行写，每行一个列表", "write rows of values, a list for each row")
    )


def _at(error: SmartxlError, spot: str) -> SmartxlError:
    """An error, and the line that asked for it."""
    where = both(f"{spot} → ") + error.where
    return SmartxlError(where, error.what, error.remedy)


def told_differences(run: CaseRun, lang: Lang) -> str:
    """What is not as expected, cell by cell, with the formula and what it reads; "" where all is.

    Cells that follow from others that differ come last, without theirs.
    """
    found = {cell: line for wanted in run.found for cell, line in _differences(wanted)}
    roots = {cell: run.values.following_from(cell, found.keys() - {cell}) for cell in [*found][:_TRACED]}
    causes = [cell for cell in found if not roots.get(cell)]
    told = [
        "\n".join([found[cell].get(lang), *_where_from(run.values, cell, lang)]) for cell in causes[:_FEW]
    ]
    follow = [cell for cell in found if roots.get(cell)]
    for cell in follow[:_FEW]:
        told.append((found[cell] + _follows([root for root in roots[cell] if root in causes])).get(lang))
    more = len(found) - len(causes[:_FEW]) - len(follow[:_FEW])
    return "\n".join([*told, *([Text(f"另有 {more} 个", f"{more} more").get(lang)] if more else [])])


def _follows(roots: Sequence[str]) -> Text:
    listed = ", ".join(roots[:3])
    return Text(f"，它依赖 {listed}", f": it depends on {listed}")


def _differences(wanted: _Compared) -> Iterator[tuple[str, Text]]:
    """The cells that are not as expected, and what is said of each."""
    expected, ref = wanted.expected, wanted.ref
    for down, across, meant, got in expected.differing(wanted.got):
        row, column = ref.top + down, ref.left + across
        cell = spelt(Ref(ref.sheet, row, column, row, column))
        spot = f" ({expected.spot.removesuffix(cell).strip()})"
        yield (
            cell,
            Text(
                f"{cell}：应为 {_value(meant)}，得到 {_value(got)}{_off(meant, got, 'zh')}{spot}",
                f"{cell}: expected {_value(meant)}, got {_value(got)}{_off(meant, got, 'en')}{spot}",
            ),
        )


def _off(meant: object, got: object, lang: Lang) -> str:
    if isinstance(meant, float) and isinstance(got, float):
        size = f"{abs(meant - got):.6g}"
        return Text(f"（差 {size}）", f" (off by {size})").get(lang)
    return ""


def _where_from(values: BookValues, cell: str, lang: Lang) -> Iterator[str]:
    """The formula of a cell and what it reads, indented."""
    formula = values.formula(cell)
    if formula is None:
        yield "    " + Text("输入，没有公式", "an input, without a formula").get(lang)
        return
    yield f"    {shorten(formula, _LONGEST)}"
    reads = values.precedents(cell)
    for each in reads[:_READ]:
        mark = Text("（本例所设）", " (set by this case)").get(lang) if values.is_set(each.address) else ""
        yield f"      {each.address} = {_read(each)}{mark}"
    if len(reads) > _READ:
        yield f"      … {len(reads) - _READ}"


def _read(precedent: Precedent) -> str:
    if not isinstance(precedent.value, list):
        return _value(precedent.value)
    flat = [_value(each) for row in precedent.value for each in row]
    more = f", … ({len(flat)})" if len(flat) > _SHOWN else ""
    return f"[{', '.join(flat[:_SHOWN])}{more}]"


def _value(value: object) -> str:
    if isinstance(value, int | float | str | bool) or value is None:
        return shorten(shown_text(float(value) if type(value) is int else value, _DIGITS), _LONGEST)
    return str(value)
