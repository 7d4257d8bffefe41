"""The cell that was named; near names for what is none."""

from __future__ import annotations

import pytest

from smartxl.errors import UnknownName
from tests.precedents.conftest import Cells, explained

TWO: Cells = {"一月 销售": {"A1": 1, "B1": "=A1"}, "It's": {"A1": 2}}
NAMES = {
    "总额": "'一月 销售'!$B$1",
    "两格": "'一月 销售'!$A$1:$B$1",
    "税率": "-0.13%",
    "坏": "'一月 销售'!#REF!",
    "双倍": "'一月 销售'!B1*2",
    "圈": "圈+1",
}


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        pytest.param("一月 销售!B1", "'一月 销售'!B1", id="plain"),
        pytest.param("'一月 销售'!$B$1", "'一月 销售'!B1", id="as-in-a-formula"),
        pytest.param("一月　销售！b1", "'一月 销售'!B1", id="full-width"),
        pytest.param("'It''s'!A1", "'It''s'!A1", id="apostrophe"),
        pytest.param("It's!A1", "'It''s'!A1", id="apostrophe-as-seen"),
        pytest.param("总额", "'一月 销售'!B1", id="name"),
        pytest.param("一月 销售!Z99", "'一月 销售'!Z99", id="blank-beyond-the-last"),
    ],
)
def test_a_cell_is_named_in_many_ways(typed: str, cell: str) -> None:
    assert str(explained(TWO, typed, NAMES).target.cell) == cell


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        pytest.param("一月销售!B1", "did you mean: 一月 销售", id="near-sheet"),
        pytest.param("九月!B1", "one of: 一月 销售, It's", id="far-sheet"),
        pytest.param("B1", "there are 2 sheets", id="no-sheet"),
        pytest.param("总颔", "did you mean: 总额", id="near-name"),
        pytest.param("两格", "does not refer to one cell", id="name-of-cells"),
        pytest.param("税率", "'税率' is the constant -0.13% and no cell", id="name-of-a-constant"),
        pytest.param("坏", "is broken: it refers to '一月 销售'!#REF!", id="broken-name"),
        pytest.param("双倍", "is the formula '一月 销售'!B1*2 and no cell", id="name-of-a-formula"),
        pytest.param("圈", "is the formula 圈+1", id="name-of-itself"),
        pytest.param("It's!B0", "is not the address", id="no-address"),
        pytest.param("It's!A1:B2", "is not the address", id="a-range"),
        pytest.param("It's!XFE1", "there is no cell", id="no-such-column"),
        pytest.param("It's!A9999999", "there is no cell", id="no-such-row"),
        pytest.param("", "neither a cell nor a name", id="nothing"),
        pytest.param("!" * 500, "there is no sheet", id="marks"),
    ],
)
def test_what_is_no_cell_is_refused_with_near_names(typed: str, told: str) -> None:
    with pytest.raises(UnknownName) as refused:
        explained(TWO, typed, NAMES)
    assert told in refused.value.said("en")
    assert refused.value.said("zh") != refused.value.said("en")
