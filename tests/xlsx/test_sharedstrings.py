"""Shared strings are read without a parser where that gives the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.findings import Finding
from smartxl.xlsx import FileRefused, sharedstrings
from smartxl.xlsx.cellvalues import SharedStrings
from smartxl.xlsx.gate import BUDGET, Budget
from smartxl.xlsx.sharedstrings import strings_in

DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SMALL = Budget(text=200, depth=5)

PLAIN = (
    "<si><t>甲</t></si>",
    "<si><t></t></si>",
    '<si><t xml:space="preserve"> a\nb &lt;c&gt; &amp;lt; </t></si>',
    '<si><t>_x000D__x4E00_</t><phoneticPr fontId="1" type="noConversion"/></si>',
    "<si><r><t>a</t></r><r><t>乙</t></r></si>",
    '<si><r><rPr><sz val="11"/><color rgb="FFFFFFFF"/></rPr><t>m</t></r>'
    '<r><rPr><vertAlign val="superscript"/></rPr><t xml:space="preserve">2&amp;</t></r></si>',
    '<si><r><rPr><strike val="true"/></rPr><t>甲</t></r><r><t>乙</t></r></si>',
)
ODD = (
    "<si/>",
    "<si></si>",
    "<si><t/></si>",
    "<si ><t>a</t></si>",
    "<si>\n<t>a</t></si>",
    "\n<si><t>a</t></si>",
    "<si><t>a</t><t>b</t></si>",
    "<si><t>a</t><r><t>b</t></r></si>",
    '<si><t>a</t><rPh sb="0"><t>b</t></rPh></si>',
    "<si><t>&#65;</t></si>",
    "<si><t>&nbsp;</t></si>",
    "<si><t>a<!-- x -->b</t></si>",
    "<si><t><![CDATA[<si>]]></t></si>",
    "<si><t>]]></t></si>",
    "<si><t>a\r\nb\x02</t></si>",
    "<si><r><rPr/><t>a</t></r></si>",
    '<si><r><rPr><b val="1" val="0"/></rPr><t>a</t></r></si>',
    "<si><r><rPr><strike val='1'/></rPr><t>a</t></r></si>",
    "<si><r><t>a</t></r>",
    "<x:si><x:t>a</x:t></x:si>",
    "<si><si><t>a</t></si></si>",
    f"<si><t>{'长' * 201}</t></si>",
    "</sst>",
)
WHOLE = DECLARED + '<sst count="3">{strings}<extLst/></sst>'
AROUND = (
    WHOLE.replace(DECLARED, ""),
    WHOLE.replace("UTF-8", "ISO-8859-1"),
    WHOLE.replace("sst", "rPh"),
    WHOLE.replace("sst", "t"),
    WHOLE.replace('count="3">', 'count="3"><!-- <si> -->'),
    WHOLE.replace('count="3">', 'count="3"><a><b>').replace("<extLst/>", "</b></a>"),
    WHOLE.replace("<extLst/>", "<si/><si ><t>z</t></si >"),
    WHOLE.replace("</sst>", ""),
)


def outcome(text: str, budget: Budget) -> SharedStrings | Finding:
    try:
        return strings_in("part", text.encode(), budget)
    except FileRefused as error:
        return error.finding


def same_both_ways(text: str) -> None:
    """A comment at the end of the tag that begins the part leads to the parser."""
    head, end, rest = text.partition('3">')
    for budget in (BUDGET, SMALL):
        assert outcome(text, budget) == outcome(f"{head}{end}<!-- x -->{rest}", budget)


@pytest.mark.parametrize("string", PLAIN + ODD)
@pytest.mark.parametrize("whole", [WHOLE, *AROUND])
def test_every_string_is_what_the_parser_says(string: str, whole: str) -> None:
    same_both_ways(whole.replace("{strings}", PLAIN[0] + string + PLAIN[5] + PLAIN[1]))


@given(st.lists(st.sampled_from(PLAIN * 4 + ODD), max_size=5), st.sampled_from((WHOLE,) * 6 + AROUND))
def test_whatever_is_put_together_is_what_the_parser_says(strings: list[str], whole: str) -> None:
    same_both_ways(whole.replace("{strings}", "".join(strings)))


def test_strings_as_programs_write_them_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = WHOLE.replace("{strings}", "".join(PLAIN))
    outcome(text, BUDGET)  # fonts are parsed once

    def refuse(*_: object) -> None:
        pytest.fail("the strings were given to the parser")

    monkeypatch.setattr(sharedstrings, "parse", refuse)
    read = outcome(text, BUDGET)
    assert isinstance(read, SharedStrings)
    assert list(read.texts) == ["甲", "", " a\nb <c> &lt; ", "\r一", "a乙", "m²&", "甲乙"]
    assert set(read.runs) == {"5", "6"}
