"""Files that software or an account protects: said so, with who can open them; a password is asked for only where one helps."""

from __future__ import annotations

import io

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from smartxl.findings import CATALOGUE, FindingCode
from smartxl.reading import FileReader
from smartxl.xlsx import FileRefused, open_any
from tests.reading.forms import DEFINITION, make_plan
from tests.xlsx.hostile import good

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
NOISE = bytes(range(256)) * 4


def wide(*names: str) -> bytes:
    return OLE + bytes(504) + b"".join(name.encode("utf-16-le") + bytes(8) for name in names)


PROTECTED = {
    "a sensitivity label": (
        wide("EncryptedPackage", "DRMEncryptedTransform", "DRMEncryptedDataSpace"),
        "IRM",
    ),
    "rights management of an .xls": (wide("Workbook", "\tDRMContent"), "IRM"),
    "TSD": (b"%TSD-Header-###%" + NOISE, "%TSD-Header"),
    "E-SafeNet": (b"b\x14#e\0\0\0E-SafeNet   LOCK" + NOISE, "E-SafeNet"),
    "NASCA": (b"<## NASCA DRM FILE - VER1.00 ##>" + NOISE, "NASCA"),
    "a protected file of Microsoft": (b".pfile\r\n" + NOISE, ".pfile"),
}


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv"])
@pytest.mark.parametrize(("content", "found"), PROTECTED.values(), ids=PROTECTED)
def test_it_says_what_it_is(content: bytes, found: str, suffix: str) -> None:
    name = "a" + suffix
    reading = FileReader(DEFINITION, lambda stamp: make_plan(stamp.unit), ("secret",)).read(content, name)
    with pytest.raises(FileRefused) as raised:
        open_any(content, name, passwords=["secret"])
    for finding in (*reading.findings, raised.value.finding):
        assert finding.code is FindingCode.PROTECTED
        assert found in finding.found
        assert finding.file == name
    assert "password" not in CATALOGUE[FindingCode.PROTECTED].remedy.en


def test_a_password_is_still_a_password() -> None:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(good())).encrypt("secret", out)
    with pytest.raises(FileRefused) as raised:
        open_any(out.getvalue(), "a.xlsx")
    assert raised.value.finding.code is FindingCode.ENCRYPTED
    assert open_any(out.getvalue(), "a.xlsx", passwords=["secret"]).properties


def test_a_table_that_speaks_of_such_software_is_a_table() -> None:
    book = open_any("软件,数量\nE-SafeNet,3\n".encode(), "a.csv")
    assert book.sheets["a"].values[1] == ("E-SafeNet", "3")
