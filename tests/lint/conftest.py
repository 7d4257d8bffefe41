"""Small workbooks, written with openpyxl and linted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

import pytest
from openpyxl import Workbook

from smartxl.lint import LintBook, LintReport, ProgramProfile, RuleChoice, Switch, lint_book
from smartxl.xlsx.saved import open_saved

if TYPE_CHECKING:
    from smartxl.lint import Remark

    Content = Mapping[str, Mapping[str, object]]
    Edit = Callable[[Workbook], object]


class Lint(Protocol):
    """Lints cells (address → what is typed there) of a sheet, or several sheets by name."""

    def __call__(
        self,
        content: Mapping[str, object] | Content,
        *codes: str,
        edit: Edit | None = None,
        profile: ProgramProfile | None = None,
        switches: tuple[Switch, ...] = (),
        replaced: Mapping[bytes, bytes] | None = None,
    ) -> LintReport:
        """`edit` is given the workbook before it is saved, `replaced` are bytes of its sheets that become others."""
        ...


def written(content: Mapping[str, object] | Content, edit: Edit | None = None) -> bytes:
    """The bytes of a workbook; what is not said by sheets stands on one called 表."""
    book = Workbook()
    del book["Sheet"]
    by_sheet = content if all(isinstance(each, Mapping) for each in content.values()) else {"表": content}
    for name, cells in by_sheet.items():
        sheet = book.create_sheet(name)
        assert isinstance(cells, Mapping)
        for address, value in cells.items():
            sheet[address] = value
    if edit:
        edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(content: bytes, replaced: Mapping[bytes, bytes]) -> bytes:
    """The same workbook with other bytes in its sheets, for what openpyxl does not write."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            for before, after in replaced.items() if "/worksheets/" in name else ():
                data = data.replace(before, after)
            new.writestr(name, data)
    return out.getvalue()


def places(report: LintReport) -> list[tuple[str, str]]:
    """Code and area of each remark."""
    return [(each.code, each.area) for each in report.remarks]


def only(report: LintReport) -> Remark:
    """The one remark."""
    (found,) = report.remarks
    return found


@pytest.fixture(scope="session")
def lint() -> Lint:
    """The rules named, or all, over a workbook."""

    def linted(
        content: Mapping[str, object] | Content,
        *codes: str,
        edit: Edit | None = None,
        profile: ProgramProfile | None = None,
        switches: tuple[Switch, ...] = (),
        replaced: Mapping[bytes, bytes] | None = None,
    ) -> LintReport:
        raw = open_saved(changed(written(content, edit), replaced or {}), "book.xlsx")
        return lint_book(LintBook(raw, profile), RuleChoice(codes), switches)

    return linted
