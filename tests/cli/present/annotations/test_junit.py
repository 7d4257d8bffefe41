"""JUnit XML as the xUnit plugin of Jenkins reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from smartxl.cli.present.annotations.annotation import AnnotatedFile, AnnotationLevel
from smartxl.cli.present.annotations.junit import junit
from tests.cli.present.annotations.samples import OTHER, RULE, annotation, file_of, junit_schema

NOTE = AnnotationLevel.NOTE


def document(*files: AnnotatedFile) -> etree._Element:
    root = etree.fromstring(junit(files, "verify", "en"))
    junit_schema().assertValid(root)
    return root


def test_each_file_is_a_suite_and_each_rule_a_test() -> None:
    root = document(file_of(annotation()), file_of(path="数据/好.xlsx"))
    assert [suite.get("name") for suite in root] == ["a.xlsx", "数据/好.xlsx"]
    assert [case.get("name") for case in root[1]] == [
        f"{RULE.code} looks for: another value",
        f"{OTHER.code} looks for: not recalculated",
    ]
    assert root[1][0].get("classname") == "verify.数据/好_xlsx"
    assert (root.get("tests"), root.get("failures"), root.get("errors"), root.get("time")) == (
        "4",
        "1",
        "0",
        "0.500",
    )


def test_a_test_fails_with_all_that_was_found_and_what_to_do_once() -> None:
    (suite,) = document(file_of(annotation(), annotation(area="D10", what="7 ≠ 8")))
    (failure,) = suite[0]
    assert failure.tag == "failure"
    assert failure.get("message") == "Sheet!D9: 5 ≠ 6 → recalculate and save (2 places)"
    assert failure.text == "Sheet!D9: 5 ≠ 6\nSheet!D10: 7 ≠ 8\n→ recalculate and save"
    assert len(suite[1]) == 0


@pytest.mark.parametrize(
    ("levels", "tag", "counts"),
    [
        pytest.param([], None, ("0", "0", "0"), id="nothing"),
        pytest.param(["note"], "skipped", ("0", "0", "1"), id="note"),
        pytest.param(["warning"], "failure", ("1", "0", "0"), id="warning"),
        pytest.param(["note", "error"], "failure", ("1", "0", "0"), id="note-and-error"),
    ],
)
def test_notes_alone_do_not_fail(levels: list[str], tag: str | None, counts: tuple[str, ...]) -> None:
    (suite,) = document(file_of(*(annotation(level=AnnotationLevel(level)) for level in levels)))
    assert [child.tag for child in suite[0]] == ([tag] if tag else [])
    assert tuple(suite.get(name) for name in ("failures", "errors", "skipped")) == counts


def test_a_file_that_was_not_checked_is_an_error_and_no_test_of_it_passes() -> None:
    (suite,) = document(file_of(annotation(refusal=True)))
    assert [case[0].tag for case in suite] == ["error"]
    assert suite.get("errors") == "1"


def test_lines_and_other_files_are_named_in_the_text() -> None:
    told = [annotation("town/framework.yaml", "", sheet="", line=12), annotation("town/roster.xlsx")]
    (suite,) = document(file_of(*told, path="town"))
    assert suite[0][0].text == (
        "town/framework.yaml:12: 5 ≠ 6\ntown/roster.xlsx: Sheet!D9: 5 ≠ 6\n→ recalculate and save"
    )


@given(
    text=st.text(max_size=40), sheet=st.text(min_size=1, max_size=10), path=st.text(min_size=1, max_size=10)
)
def test_any_text_makes_a_valid_document(text: str, sheet: str, path: str) -> None:
    path = path.replace("\0", "")
    document(file_of(annotation(path, what=text, sheet=sheet), path=path))
