"""`NAME.expect.yaml`: what is expected of a workbook, written beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Discriminator, Field, Tag, model_validator

from smartxl.define.entries import Line, YamlModel
from smartxl.define.parse import parse
from smartxl.define.yamlfile import read_yaml
from smartxl.errors import DefinitionError, Problem
from smartxl.testing.cases import CaseInput, ExpectCase, Expected, Within
from smartxl.testing.typed import meant
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.define.parse import Parsed
    from smartxl.define.yamlfile import Place

__all__ = ["ExpectFile", "read_cases"]

Typed = str | None


def _kind(value: object) -> str:
    return (
        "mapping"
        if isinstance(value, dict | YamlModel)
        else "rows"
        if isinstance(value, list | tuple)
        else "one"
    )


class PlainEntry(YamlModel):
    """A text that would be taken for a number, a day or a truth otherwise."""

    text: str = Field(description='the text as it stands, such as "007"')


class ExpectedEntry(YamlModel):
    """What a cell is to show, other than the plain value."""

    value: Typed = Field(default=None, description="the value, as it would be written alone")
    text: str | None = Field(default=None, description='the text as it stands, such as "007"')
    tolerance: float | None = Field(default=None, ge=0, description="how far a number may lie off, as 0.01")
    min: float | None = Field(default=None, description="the smallest number that is right")
    max: float | None = Field(default=None, description="the largest number that is right")

    @property
    def within(self) -> Within | None:
        """The limits, None where there are none."""
        limits = {"low": self.min, "high": self.max}
        given = {name: limit for name, limit in limits.items() if limit is not None}
        return Within(**given) if given else None


Rows = tuple[tuple[Typed, ...] | Typed, ...]
InputValue = Annotated[
    Annotated[Typed, Tag("one")] | Annotated[Rows, Tag("rows")] | Annotated[PlainEntry, Tag("mapping")],
    Discriminator(_kind),
]
ExpectedValue = Annotated[
    Annotated[Typed, Tag("one")] | Annotated[Rows, Tag("rows")] | Annotated[ExpectedEntry, Tag("mapping")],
    Discriminator(_kind),
]
Tables = dict[str, tuple[dict[str, Typed], ...]]


class CaseEntry(YamlModel):
    """One case: what is put in, and what is to come out."""

    id: Line | None = Field(default=None, description="the name of the case, in the list of tests")
    inputs: dict[str, InputValue] = Field(
        default={}, description="cells, names or areas, and what is put into them"
    )
    tables: Tables = Field(
        default={}, description="tables of the workbook, and their rows by the names of columns"
    )
    expect: dict[str, ExpectedValue] = Field(
        default={}, description="cells, names or areas, and what they are to show"
    )
    tolerance: float | None = Field(
        default=None, ge=0, description="how far numbers of this case may lie off, as 0.01"
    )


class ExpectFile(YamlModel):
    """What is expected of a workbook: cases, or one case that stands at the top."""

    workbook: Line | None = Field(
        default=None,
        description="the workbook, from the folder of this file; by default the one of the same name",
    )
    inputs: dict[str, InputValue] = Field(default={}, description="what is put into cells in every case")
    tables: Tables = Field(default={}, description="rows of tables in every case")
    expect: dict[str, ExpectedValue] = Field(default={}, description="what cells are to show in every case")
    tolerance: float | None = Field(
        default=None, ge=0, description="how far numbers may lie off, as 0.01; by default 1e-9"
    )
    override: bool = Field(default=False, description="true: inputs may take the place of formulas")
    cases: tuple[CaseEntry, ...] = Field(default=(), description="the cases, a test each")

    @model_validator(mode="after")
    def _expects_something(self) -> ExpectFile:
        if not self.expect and not any(case.expect for case in self.cases):
            raise ValueError("expects nothing: write `expect:` with cells and what they are to show")
        return self


def read_cases(path: Path) -> tuple[Path, tuple[ExpectCase, ...]]:
    """The workbook that a file is about, and the cases. Raises DefinitionError with all its problems, each with its line."""
    parsed = parse(read_yaml(path, path.name), ExpectFile)
    file = parsed.model
    if parsed.problems or file is None:
        raise DefinitionError(parsed.problems)
    book = path.parent / (file.workbook or _same_name(path))
    problems = [*_names_twice(parsed, file), *_without_expectation(parsed, file)]
    if not book.is_file():
        what = Text(f"没有工作簿 {book.name}", f"there is no workbook {book.name}")
        remedy = Text("在这里写 workbook: 路径", "write workbook: PATH here, or put it beside this file")
        problems.append(parsed.source.problem(("workbook",), what, remedy))
    if problems:
        raise DefinitionError(tuple(problems))
    return book, tuple(_cases(parsed, file))


def _same_name(path: Path) -> str:
    stem = path.name.partition(".expect.")[0]
    return next(
        (name for end in (".xlsx", ".xlsm") if (path.parent / (name := stem + end)).is_file()), f"{stem}.xlsx"
    )


def _names_twice(parsed: Parsed[ExpectFile], file: ExpectFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, case in enumerate(file.cases):
        if case.id in seen:
            what = Text(f"用例 {case.id} 出现两次", f"the case {case.id} stands here again")
            yield parsed.source.problem(
                ("cases", index, "id"), what, Text("另起名称", "give it another name")
            )
        if case.id:
            seen.add(case.id)


def _without_expectation(parsed: Parsed[ExpectFile], file: ExpectFile) -> Iterator[Problem]:
    for index, case in enumerate(file.cases):
        if not case.expect and not file.expect:
            what = Text("用例没有写应得什么", "the case expects nothing")
            remedy = Text("写 expect: 单元格和应得的值", "write expect: with cells and what they are to show")
            yield parsed.source.problem(("cases", index), what, remedy)


def _cases(parsed: Parsed[ExpectFile], file: ExpectFile) -> Iterator[ExpectCase]:
    top = CaseEntry(inputs=file.inputs, tables=file.tables, expect=file.expect, tolerance=file.tolerance)
    written: Sequence[tuple[Place, CaseEntry]] = [
        (("cases", index), case) for index, case in enumerate(file.cases)
    ] or [((), CaseEntry(id="expect"))]
    for number, (place, case) in enumerate(written, start=1):
        both = [((), top), (place, case)] if place else [((), top)]
        inputs = {given.address: given for at, entry in both for given in _given(parsed, at, entry)}
        expected = {
            each.address: each
            for at, entry in both
            for each in _expected(parsed, at, entry, case.tolerance or file.tolerance)
        }
        yield ExpectCase(
            case.id or f"case {number}",
            parsed.source.line(place),
            tuple(inputs.values()),
            tuple(expected.values()),
            {name: _rows_of(rows) for name, rows in {**file.tables, **case.tables}.items()},
            file.override,
        )


def _rows_of(rows: Sequence[Mapping[str, Typed]]) -> Sequence[Mapping[str, object]]:
    return [{column: meant(value) for column, value in row.items()} for row in rows]


def _given(parsed: Parsed[ExpectFile], place: Place, case: CaseEntry) -> Iterator[CaseInput]:
    for address, entry in case.inputs.items():
        values = entry.text if isinstance(entry, PlainEntry) else _values(entry)
        yield CaseInput(address, values, parsed.source.place((*place, "inputs", address)).where)


def _expected(
    parsed: Parsed[ExpectFile], place: Place, case: CaseEntry, tolerance: float | None
) -> Iterator[Expected]:
    for address, entry in case.expect.items():
        spot = parsed.source.place((*place, "expect", address)).where
        if not isinstance(entry, ExpectedEntry):
            yield Expected(address, _values(entry), spot, tolerance)
            continue
        values = entry.within or (entry.text if entry.text is not None else meant(entry.value))
        yield Expected(address, values, spot, tolerance if entry.tolerance is None else entry.tolerance)


def _values(entry: Typed | Rows) -> object:
    """A value, or rows of them; a list of single values stays one, and is taken by the area's shape."""
    if not isinstance(entry, tuple):
        return meant(entry)
    return [[meant(each) for each in row] if isinstance(row, tuple) else meant(row) for row in entry]
