"""The workbook part: defined names as any program writes them, each way giving the same."""

from __future__ import annotations

import re

import pytest

from smartxl.errors import UnreadableFile
from smartxl.findings import FindingCode
from smartxl.xlsx import FileRefused, open_book
from smartxl.xlsx.gate import BUDGET
from tests.reading.forms import FILE, patch, write_form

GOOD = write_form().save()
BOOK = "xl/workbook.xml"


def naming(block: str) -> bytes:
    """The form with these defined names and no others."""

    def change(data: bytes) -> bytes:
        return re.sub(rb"<definedNames>.*</definedNames>", lambda _: block.encode(), data, flags=re.DOTALL)

    return patch(GOOD, {BOOK: change})


A1 = "表!$A$1"
PLAIN = f'<definedName name="a">{A1}</definedName>'
LOCAL = f'<definedName name="_xlnm.Print_Area" localSheetId="0" hidden="1">{A1}</definedName>'


@pytest.mark.parametrize(
    ("block", "names"),
    [
        (f"<definedNames>{PLAIN}</definedNames>", {"a": A1}),
        (f"<definedNames>{PLAIN}{LOCAL}</definedNames>", {"a": A1}),
        (f"<definedNames>\n  {PLAIN}\n</definedNames>", {"a": A1}),
        ('<definedNames><definedName name="a">1</definedName>' + PLAIN + "</definedNames>", {"a": A1}),
        ('<definedNames><definedName hidden="1" name="a">1</definedName></definedNames>', {"a": "1"}),
        (f"<definedNames><!-- x -->{PLAIN}</definedNames>", {"a": A1}),
        (f'<definedNames>{PLAIN}<definedName name="b"/></definedNames>', {"a": A1, "b": ""}),
        ('<definedNames><definedName name="a">R&amp;D!$A$1</definedName></definedNames>', {"a": "R&D!$A$1"}),
        ('<definedNames><definedName name="a&amp;b">1</definedName></definedNames>', {"a&b": "1"}),
        ('<definedNames><definedName name="a">1\n2</definedName></definedNames>', {"a": "1\n2"}),
        ("<definedNames/>", {}),
        ("", {}),
    ],
    ids=[
        *(
            "plain",
            "local",
            "laid out",
            "twice",
            "hidden",
            "comment",
            "empty",
            "entity",
            "entity in the name",
        ),
        *("two lines", "none", "no block"),
    ],
)
def test_defined_names(block: str, names: dict[str, str]) -> None:
    assert open_book(naming(block), FILE).names == names


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("\x01", FindingCode.DAMAGED),
        ("<b>", FindingCode.DAMAGED),
        ("&nothing;", FindingCode.DAMAGED),
        ("x" * (BUDGET.text + 1), FindingCode.TOO_BIG),
    ],
    ids=["control", "tag", "entity", "long"],
)
def test_names_that_no_program_writes(inside: str, code: FindingCode) -> None:
    block = f'<definedNames><definedName name="a">{inside}</definedName></definedNames>'
    with pytest.raises(UnreadableFile) as refused:
        open_book(naming(block), FILE)
    assert isinstance(refused.value, FileRefused)
    assert refused.value.finding.code is code
