"""Units are divided among files by their number and by the rows that they can answer."""

from __future__ import annotations

import pytest

from smartxl.model.definition import Definition
from smartxl.planning import unitblocks


@pytest.mark.parametrize(
    ("rows", "blocks"),
    [
        pytest.param([], [], id="none"),
        pytest.param([1] * 7, [3, 3, 1], id="by number"),
        pytest.param([4, 4, 4, 4], [2, 2], id="by rows"),
        pytest.param([5, 5, 5], [2, 1], id="just full"),
        pytest.param([2, 20, 1, 1], [1, 1, 2], id="larger than a file"),
        pytest.param([9, 9, 1, 1], [1, 2, 1], id="begins anew with each file"),
    ],
)
def test_how_units_are_divided(
    rows: list[int], blocks: list[int], example: Definition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unitblocks, "BLOCK_UNITS", 3)
    monkeypatch.setattr(unitblocks, "_BLOCK_ROWS", 10)
    units = example.roster.units[: len(rows)]
    sizes = {unit.code: size for unit, size in zip(units, rows, strict=True)}
    found = list(unitblocks._divided(units, sizes))
    assert [len(block) for block in found] == blocks
    assert [unit for block in found for unit in block] == list(units)


def test_few_units_with_very_many_rows_need_several_files_too(
    example: Definition, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not unitblocks.unit_blocks(example)
    monkeypatch.setattr(unitblocks, "MOST_ROWS", unitblocks.answered_rows(example) - 1)
    found = unitblocks.unit_blocks(example)
    assert [block.number for block in found] == list(range(1, len(found) + 1))
    assert {unit for block in found for unit in block.units} == set(example.roster.units)
    assert all({unit.unit_class for unit in block.units} == {block.unit_class} for block in found)
