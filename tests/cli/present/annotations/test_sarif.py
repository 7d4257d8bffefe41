"""SARIF 2.1.0 as its schema wants it, with cells as logical locations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.cli.present.annotations.annotation import AnnotatedFile, AnnotationLevel
from smartxl.cli.present.annotations.sarif import sarif
from tests.cli.present.annotations.samples import OTHER, RULE, annotation, file_of, sarif_schema


def log_of(*files: AnnotatedFile, lang: str = "en") -> dict[str, Any]:
    log: dict[str, Any] = json.loads(sarif(files, "verify", "en" if lang == "en" else "zh", "1.2.3"))
    sarif_schema().validate(log)
    return log


def test_a_result_has_its_cell_as_logical_location_and_its_file_as_uri() -> None:
    (result,) = log_of(file_of(annotation("数据/错 的%.xlsx")))["runs"][0]["results"]
    (location,) = result["locations"]
    assert location["logicalLocations"] == [
        {"fullyQualifiedName": "Sheet!D9", "name": "D9", "kind": "cell"},
    ]
    artifact = location["physicalLocation"]["artifactLocation"]
    assert artifact == {
        "uri": "%E6%95%B0%E6%8D%AE/%E9%94%99%20%E7%9A%84%25.xlsx",
        "uriBaseId": "%SRCROOT%",
    }
    assert result["message"]["text"] == "Sheet!D9: 5 ≠ 6 → recalculate and save"
    assert (result["ruleId"], result["level"]) == (RULE.code, "error")


@pytest.mark.parametrize(
    ("sheet", "area", "name", "kind"),
    [
        pytest.param("Sheet", "D9", "Sheet!D9", "cell", id="plain"),
        pytest.param("销售", "D9:D40", "销售!D9:D40", "area", id="chinese"),
        pytest.param("My sheet", "D9", "'My sheet'!D9", "cell", id="blank"),
        pytest.param("it's", "D9", "'it''s'!D9", "cell", id="apostrophe"),
        pytest.param("Q1", "D9", "'Q1'!D9", "cell", id="like-a-cell"),
        pytest.param("R1C1", "D9", "'R1C1'!D9", "cell", id="like-another-cell"),
        pytest.param("2024", "D9", "'2024'!D9", "cell", id="number"),
        pytest.param("销售", "", "销售", "sheet", id="sheet"),
    ],
)
def test_places_are_written_as_excel_writes_them(sheet: str, area: str, name: str, kind: str) -> None:
    (result,) = log_of(file_of(annotation(sheet=sheet, area=area)))["runs"][0]["results"]
    (logical,) = result["locations"][0]["logicalLocations"]
    assert (logical["fullyQualifiedName"], logical["kind"]) == (name, kind)


def test_several_areas_are_several_places() -> None:
    (result,) = log_of(file_of(annotation(area="D9:D40, F3, …")))["runs"][0]["results"]
    (location,) = result["locations"]
    assert [each["fullyQualifiedName"] for each in location["logicalLocations"]] == [
        "Sheet!D9:D40",
        "Sheet!F3",
    ]
    assert result["message"]["text"].startswith("Sheet!D9:D40, F3, …: ")


def test_rules_have_help_in_both_languages_and_results_refer_to_them() -> None:
    files = [
        file_of(annotation("a.xlsx")),
        file_of(annotation("b.xlsx", rule=OTHER, level=AnnotationLevel.NOTE), path="b.xlsx"),
    ]
    run = log_of(*files)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [RULE.code, OTHER.code]
    assert rules[0]["help"]["text"] == "重算后保存\n\nrecalculate and save"
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [RULE.code, OTHER.code]
    assert rules[1]["defaultConfiguration"]["level"] == "note"


def test_the_language_of_messages_is_the_readers() -> None:
    run = log_of(file_of(annotation()), lang="zh")["runs"][0]
    assert run["language"] == "zh-CN"
    assert run["automationDetails"] == {"id": "smartxl-verify/"}
    assert run["results"][0]["message"]["text"] == "Sheet!D9：5 ≠ 6 → 重算后保存"


def test_a_line_of_a_text_file_is_a_region() -> None:
    (result,) = log_of(file_of(annotation("town/framework.yaml", "", sheet="", line=12)))["runs"][0][
        "results"
    ]
    (location,) = result["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 12}
    assert "logicalLocations" not in location


def test_a_file_outside_of_the_working_folder_is_named_whole(tmp_path: Path) -> None:
    (result,) = log_of(file_of(annotation(str(tmp_path / "外.xlsx"))))["runs"][0]["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"].startswith("file:///")
    assert artifact["uri"].endswith("%E5%A4%96.xlsx")
    assert "uriBaseId" not in artifact


def test_a_file_that_was_not_checked_makes_the_run_unsuccessful() -> None:
    assert log_of(file_of())["runs"][0]["invocations"] == [{"executionSuccessful": True}]
    run = log_of(file_of(annotation(refusal=True)))["runs"][0]
    assert run["invocations"] == [{"executionSuccessful": False}]


@given(
    text=st.text(max_size=40), sheet=st.text(min_size=1, max_size=10), path=st.text(min_size=1, max_size=10)
)
def test_any_text_makes_a_valid_log(text: str, sheet: str, path: str) -> None:
    log_of(file_of(annotation(path.replace("\0", ""), what=text, sheet=sheet, label=text)))
