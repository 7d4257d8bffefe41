"""The first sheet: how a table shares its grid."""

from __future__ import annotations

import pytest

from smartxl.planning.digest import shared_spans


@pytest.mark.parametrize(
    ("shares", "spans"),
    [
        pytest.param([1.0], [12], id="one-column"),
        pytest.param([1.0, 1.0], [6, 6], id="alike"),
        pytest.param([3.0, 1.0], [9, 3], id="a-wide-one"),
        pytest.param([10.0] + [0.1] * 11, [1] * 12, id="as-many-as-there-are"),
    ],
)
def test_columns_share_the_grid(shares: list[float], spans: list[int]) -> None:
    assert shared_spans(shares) == spans
