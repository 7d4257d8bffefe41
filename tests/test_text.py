"""Numbers and ranges as they are shown to people."""

from __future__ import annotations

import pytest

from smartxl.text import number_text, range_text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (100.0, "100"),
        (0.1 + 0.2, "0.3"),
        (1_000_000.0, "1000000"),
        (1_234_567.0, "1234567"),  # six digits would make 1.23457e+06 of it
        (99_999_999.5, "99999999.5"),
        (-0.123456789, "-0.123456789"),
    ],
)
def test_a_number_keeps_its_digits(number: float, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.0, 1_234_567.0, "0 – 1234567"),
        (1.5, None, "≥ 1.5"),
        (None, 100.0, "≤ 100"),
        (None, None, ""),
    ],
)
def test_a_range_is_read(low: float | None, high: float | None, text: str) -> None:
    assert range_text(low, high) == text
