"""Every rule about the book says something of a workbook that has it, and nothing of one that comes near."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from smartxl.lint import LINT_RULES, LintBook, LintReport, RuleChoice, lint_book
from smartxl.lint.book.links import is_external
from smartxl.xlsx.faults import FaultKind, package_faults
from smartxl.xlsx.saved import open_saved
from tests.lint.book.cases import CASES, BookCase, L, LintedBook, S
from tests.xlsx.faults.books import Book
from tests.xlsx.faults.cases import CASES as FAULTS
from tests.xlsx.faults.cases import FaultCase

_ALL = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


@pytest.fixture
def told(lint: Callable[..., LintReport]) -> Callable[[LintedBook, str], LintReport]:
    """What one rule says of a workbook."""

    def asked(book: LintedBook, code: str) -> LintReport:
        return lint({S: book.data, L: book.lists}, code, edit=book.edit, replaced=book.replaced)

    return asked


@_ALL
def test_said_where_it_is(case: BookCase, told: Callable[[LintedBook, str], LintReport]) -> None:
    report = told(case.bad, case.code)
    found = [f"{each.sheet}!{each.area}" if each.area else each.sheet for each in report.remarks]
    assert found == [case.where]
    (remark,) = report.remarks
    assert case.words in remark.what.en
    assert remark.what.zh != remark.what.en


@_ALL
def test_nothing_is_said_of_what_comes_near(
    case: BookCase, told: Callable[[LintedBook, str], LintReport]
) -> None:
    assert told(case.good, case.code).remarks == ()


def test_every_rule_about_the_book_has_a_case() -> None:
    assert {case.code for case in CASES.values()} == {
        code for code in LINT_RULES if code < "SXL3" and code > "SXL2"
    }


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_of_the_package_is_an_error(case: FaultCase) -> None:
    raw = open_saved(Book().content(), "book.xlsx")
    book = LintBook(raw, faults=package_faults(case.bad.content(), "book.xlsx"))
    (remark, *_) = lint_book(book, RuleChoice(("SXL3",))).remarks
    assert remark.severity == "error"
    assert LINT_RULES[remark.code].name == f"package-{case.kind.value}"


def test_every_kind_of_fault_is_a_rule() -> None:
    assert {rule.name for code, rule in LINT_RULES.items() if code >= "SXL3"} == {
        f"package-{kind.value}" for kind in FaultKind
    }


@pytest.mark.parametrize(
    ("formula", "outside"),
    [
        ("=[1]Sheet1!A1", True),
        ("='[1]My sheet'!$A$1+2", True),
        ("=SUM('C:\\x\\[prices.xlsx]Sheet1'!A:A)", True),
        ("=[1]!Rate", True),
        ("=[0]!Rate", False),
        ("=Table1[2020]", False),
        ("=Table1[[#This Row],[1]]*Lists!A1", False),
        ('="[1]Sheet1!A1"', False),
        ("='a[b'!A1", False),
    ],
)
def test_what_refers_to_another_workbook(formula: str, outside: bool) -> None:
    assert is_external(formula) == outside
