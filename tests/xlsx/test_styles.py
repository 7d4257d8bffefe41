"""Styles are read alike whether their number formats are told apart from the rest or not."""

from __future__ import annotations

import pytest

from smartxl.xlsx import styles as styles_module
from smartxl.xlsx.gate import BUDGET, FileRefused
from smartxl.xlsx.plainstyles import cells_apart
from smartxl.xlsx.plainxml import NotPlain
from smartxl.xlsx.styles import styles_in

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
ROOT = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
FORMATS = """<numFmts count="2"><numFmt numFmtId="170" formatCode="yyyy-mm-dd"/>
<numFmt numFmtId="171" formatCode="{}"/></numFmts>"""
REST = """<fonts><font><color rgb="FFFFFFFF"/><strike/></font><font/></fonts>
<fills><fill><patternFill patternType="solid"><fgColor rgb="FFFFFFFF"/></patternFill></fill></fills>
<cellXfs><xf numFmtId="170" fontId="1" fillId="0"/><xf numFmtId="171" fontId="0" fillId="0"/>
<xf numFmtId="9" fontId="0" fillId="9"/></cellXfs></styleSheet>"""


@pytest.mark.parametrize("code", ["0.0%", "&quot;已填 &quot;0&quot; / 63 项&quot;", "[hh]:mm", "General"])
@pytest.mark.parametrize(
    ("head", "between"),
    [
        pytest.param(HEAD, "<!-- a comment -->", id="comment"),
        pytest.param(HEAD.replace("UTF-8", "UTF-16"), "", id="encoding"),
        pytest.param("", "", id="no-declaration"),
        pytest.param(HEAD, "<?other 1?>", id="instruction"),
        pytest.param(HEAD, "<protection/>", id="not-the-first"),
    ],
)
def test_formats_apart_or_not(code: str, head: str, between: str) -> None:
    formats = FORMATS.format(code)
    encoding = "utf-16" if "UTF-16" in head else "utf-8"
    apart = styles_in("styles", (HEAD + ROOT + formats + REST).encode(), b"", BUDGET)
    whole = styles_in("styles", (head + ROOT + between + formats + REST).encode(encoding), b"", BUDGET)
    assert apart == whole
    assert apart.formats["0"] == "d"
    assert (apart.looks["1"].struck, apart.looks["1"].unseen) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEAD + ROOT + FORMATS.format("0") + "<cellXfs>", id="not-closed"),
        pytest.param(HEAD + ROOT + FORMATS.format("0&") + REST, id="in-the-formats"),
        pytest.param(HEAD + ROOT + FORMATS.format("0").replace("</numFmts>", "") + REST, id="without-end"),
        pytest.param(HEAD + ROOT + "</numFmts><numFmts>" + REST, id="turned"),
    ],
)
def test_what_is_no_sound_xml_is_refused(text: str) -> None:
    with pytest.raises(FileRefused):
        styles_in("styles", text.encode(), b"", BUDGET)


def test_formats_elsewhere_count_for_nothing() -> None:
    inside = f"<dxfs>{FORMATS.format('0.0%')}</dxfs>"
    assert styles_in("styles", (HEAD + ROOT + inside + REST).encode(), b"", BUDGET).formats == {"2": "p"}


def test_too_many_formats_are_refused() -> None:
    many = "".join(f'<numFmt numFmtId="{number}" formatCode="0"/>' for number in range(BUDGET.formats + 1))
    for root in (ROOT, f"{ROOT}<x/>"):
        with pytest.raises(FileRefused):
            styles_in("styles", f"{HEAD}{root}<numFmts>{many}</numFmts>{REST}".encode(), b"", BUDGET)


PLAIN = """<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="9" fontId="1" fillId="0"/>
<xf fontId="0" fillId="1"><alignment wrapText="1"/><protection locked="0"/></xf><xf numFmtId="14"></xf></cellXfs>"""
PLAIN = PLAIN.replace("\n", "")
LOOKS = REST.partition("<cellXfs>")[0]


@pytest.mark.parametrize(
    ("styles", "is_apart"),
    [
        pytest.param(PLAIN, True, id="plain"),
        pytest.param(PLAIN.replace('count="3"', ""), True, id="uncounted"),
        pytest.param(PLAIN.replace("<xf fontId", "<!-- x --><xf fontId"), False, id="comment"),
        pytest.param(PLAIN.replace("<xf fontId", "\n<xf fontId"), False, id="laid out"),
        pytest.param(PLAIN.replace('fontId="1"', "fontId='1'"), False, id="quotes"),
        pytest.param(PLAIN.replace('fontId="1"', 'fontId="&#49;"'), False, id="reference"),
        pytest.param(PLAIN.replace('fontId="1"', 'fontId="1" fontId="0"'), False, id="twice"),
        pytest.param(PLAIN.replace('wrapText="1"', 'a="1" a="1"'), False, id="twice inside"),
        pytest.param(PLAIN.replace('count="3"', 'count="3" count="3"'), False, id="twice at the start"),
        pytest.param(PLAIN.replace("<xf fontId", "<x:xf fontId"), False, id="prefix"),
        pytest.param(PLAIN.replace("</cellXfs>", "</cellXfs><cellXfs/>"), False, id="two"),
        pytest.param(PLAIN.replace("</xf></cellXfs>", "</cellXfs>"), False, id="open"),
        pytest.param(f"<a>{PLAIN}</a>", False, id="further inside"),
        pytest.param(f"<a>{PLAIN}</a><cellStyleXfs/>", False, id="another before"),
        pytest.param(PLAIN.replace("<cellXfs", "<b/><cellXfs"), False, id="something between"),
        pytest.param(PLAIN + "<a>", False, id="not closed"),
    ],
)
def test_styles_of_cells_apart_or_not(styles: str, is_apart: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (HEAD + ROOT + LOOKS + styles + "</styleSheet>").encode()

    def told() -> object:
        cache_clear()
        try:
            return styles_in("styles", text, b"", BUDGET)
        except FileRefused as error:
            return error.finding

    apart = told()
    asked: list[bytes] = []

    def refuse(data: bytes) -> object:
        asked.append(data)
        raise NotPlain

    if is_apart:
        cells_apart(text)  # raises NotPlain for what is not
    monkeypatch.setattr(styles_module, "cells_apart", refuse)
    assert told() == apart
    assert asked


def cache_clear() -> None:
    """Forgets styles that were read."""
    for known in (styles_in, styles_module._sorted, styles_module._drawn):  # pyright: ignore[reportPrivateUsage]
        known.cache_clear()
