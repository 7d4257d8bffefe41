"""States and rules in Chinese: every word that the English ones have, and nothing else changed."""

from __future__ import annotations

import pytest

from smartxl.xlsx.rulewords import validation_words
from smartxl.xlsx.settings import SavedValidation
from smartxl.xlsx.statewords import conditions_in_chinese, state_in_chinese, validation_in_chinese


def _no_area(source: str) -> None:
    return None


@pytest.mark.parametrize(
    ("kind", "operator", "operands", "blank", "style", "insists", "told"),
    [
        pytest.param("whole", "between", ("1", "99"), False, "stop", True, "整数 介于 1 99，不许为空", id="whole"),
        pytest.param("decimal", "lessThan", ("=$A$1", ""), True, "stop", True, "小数 小于 A1", id="decimal"),
        pytest.param(
            "list", "between", ('"是, blank refused,否"', ""), False, "warning", False,
            "序列 是,blank refused,否，不许为空，只警告，不强制", id="list-and-all-flags",
        ),
        pytest.param(
            "custom", "between", ("LEN(A1)>3", ""), True, "information", True,
            "自定义公式 LEN(A1)>3，只提示", id="custom",
        ),
        pytest.param("none", "between", ("", ""), True, "stop", True, "", id="none"),
    ],
)  # fmt: skip
def test_a_validation_in_chinese(
    kind: str, operator: str, operands: tuple[str, str], blank: bool, style: str, insists: bool, told: str
) -> None:
    rule = SavedValidation(kind, operator, operands, blank, style, insists, ((1, 1, 1, 1),))
    assert validation_in_chinese(validation_words(rule, _no_area)) == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param("cellIs greaterThan $D$7", "单元格值 大于 $D$7", id="operator"),
        pytest.param("expression A1>3; colorScale", "公式 A1>3; 色阶", id="several"),
        pytest.param("beginsWith beginsWith LEFT(A1,1)=\"x\"", '开头是 LEFT(A1,1)="x"', id="said-twice"),
        pytest.param("unheard of", "unheard of", id="unknown"),
    ],
)  # fmt: skip
def test_conditional_formats_in_chinese(words: str, told: str) -> None:
    assert conditions_in_chinese(words) == told


@pytest.mark.parametrize(
    ("state", "told"),
    [
        pytest.param("veryHidden", "深度隐藏", id="one"),
        pytest.param("protected, sort, password", "受保护，可排序，有密码", id="rights"),
        pytest.param("refers to a, b.xlsx", "引用 a, b.xlsx", id="file"),
        pytest.param("#, ##0", "#, ##0", id="no-state"),
    ],
)
def test_a_state_in_chinese(state: str, told: str) -> None:
    assert state_in_chinese(state) == told
