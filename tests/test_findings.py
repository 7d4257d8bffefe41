"""The catalogue of findings: complete in both languages, grouped without losing any."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.cells import a1
from smartxl.findings import CATALOGUE, Counts, Finding, FindingCode, Severity, count, group

SLOTS = {"unit", "sheet", "cell", "item", "found", "expected", "file"}
CODES = list(FindingCode)


def slots(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_catalogue_has_every_code_and_no_other() -> None:
    assert list(CATALOGUE) == CODES


@pytest.mark.parametrize("code", CODES)
def test_words_exist_in_both_languages_with_the_same_slots(code: FindingCode) -> None:
    kind = CATALOGUE[code]
    for text in (kind.message, kind.remedy):
        assert text.zh
        assert text.en
        assert text.zh != text.en
        assert slots(text.zh) == slots(text.en) <= SLOTS


@pytest.mark.parametrize("code", CODES)
def test_message_fills_in_what_it_needs(code: FindingCode) -> None:
    values = {name: f"<{name}>" for name in SLOTS}
    finding = Finding(code=code, **values)
    for lang in ("zh", "en"):
        text = finding.message(lang) + finding.remedy(lang)
        assert "{" not in text
        assert all(f"<{name}>" in text for name in slots(CATALOGUE[code].message.get(lang)))


def test_message_leaves_braces_of_a_respondent_alone() -> None:
    finding = Finding(FindingCode.NOT_A_NUMBER, item="{found}", found="{0} 个")
    assert finding.message("zh") == "“{found}”填写的“{0} 个”不是数字"


def test_every_severity_is_used_and_has_words() -> None:
    assert {kind.severity for kind in CATALOGUE.values()} == set(Severity)
    assert {severity.label.zh for severity in Severity} == {"必须修改", "修改或说明", "提示", "已代为处理"}


def at(row: int, column: int = 7, code: FindingCode = FindingCode.NOT_IN_LIST, **more: str) -> Finding:
    return Finding(code, "GAJ", "采样表", a1(row, column), f"事项{row}", found="x", **more)


def test_neighbours_are_shown_as_a_range_with_their_number() -> None:
    (found,) = group([at(row) for row in (*range(12, 41), 42)])
    assert found.cells == "G12:G40, G42"
    assert found.place("zh") == "采样表 G12:G40, G42，共 30 个单元格"
    assert found.place("en") == "采样表 G12:G40, G42, 30 cells"
    assert found.message("en").endswith("(and 29 more like it)")


def test_a_single_finding_speaks_for_itself() -> None:
    (found,) = group([at(12)])
    assert (found.place("zh"), found.message("zh")) == ("采样表 G12", at(12).message("zh"))


@pytest.mark.parametrize(
    "other",
    [
        at(13, column=8),
        at(13, code=FindingCode.NOT_A_NUMBER),
        at(13, expected="是、否"),
        Finding(FindingCode.NOT_IN_LIST, "GAJ", "别的表", "G13", found="x"),
        Finding(FindingCode.NOT_IN_LIST, "GAJ", "采样表", "G13", found="x", file="b.xlsx"),
    ],
    ids=["column", "code", "expected", "sheet", "file"],
)
def test_what_differs_stands_apart(other: Finding) -> None:
    assert len(group([at(12), other])) == 2


def test_findings_without_a_cell_are_counted_too() -> None:
    missing = [Finding(FindingCode.ROW_MISSING, "GAJ", "采样表", item=str(i)) for i in range(3)]
    (found,) = group(missing)
    assert (found.place("zh"), len(found.findings)) == ("采样表", 3)


def test_counts_by_severity() -> None:
    found = [at(1), at(2), at(3, code=FindingCode.CLEANED), at(4, code=FindingCode.FORMULA)]
    assert count(found) == Counts(must_fix=2, fix_or_explain=0, note=1, fixed=1)
    assert count(found).total == 4


findings = st.builds(
    at,
    st.integers(1, 60),
    st.integers(1, 3),
    st.sampled_from(CODES),
)


@pytest.mark.slow
@given(st.lists(findings))
def test_grouping_keeps_every_finding(found: list[Finding]) -> None:
    groups = group(found)
    assert sorted(map(repr, found)) == sorted(repr(f) for g in groups for f in g.findings)
    assert sum(count(g.findings).total for g in groups) == count(found).total
