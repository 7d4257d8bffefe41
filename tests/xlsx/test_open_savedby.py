"""The program that saved a file, as the file says itself."""

from __future__ import annotations

import pytest

from smartxl.xlsx import open_book
from tests.reading.forms import FILE, patch, write_form

APP = '<Properties xmlns="x">{}</Properties>'


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (
            APP.format("<Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion>"),
            "Microsoft Excel 16.0300",
        ),
        (APP.format("<ap:Application>WPS 表格 &amp; 文字</ap:Application>"), "WPS 表格 & 文字"),
        (APP.format("<Application></Application>"), ""),
        (APP.format("<Application>" + "长" * 66 + "</Application>"), "长" * 66),
        ("<Properties><Application>LibreOffice/7.4<", "LibreOffice/7.4"),
        ("not xml at all", ""),
        ("", ""),
    ],
    ids=["excel", "prefix and entity", "nothing", "long", "broken", "no xml", "empty"],
)
def test_what_a_file_says_of_its_program(part: str, expected: str) -> None:
    content = patch(write_form().save(), {"docProps/app.xml": lambda _: part.encode()})
    assert open_book(content, FILE).saved_by == expected
