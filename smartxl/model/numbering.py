"""How headings, tables and charts of a report are numbered: the same in every format.

Chinese: 一、 （一） 1. （1）, as official documents are (GB/T 9704-2012, 7.3.3). English: 1, 1.1, 1.1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from smartxl.model.report import Block, ReportChart, ReportContent, ReportForm, ReportSection, ReportTable
from smartxl.text import Lang

__all__ = ["NumberedHeading", "captions", "headings"]

_DIGITS = "〇一二三四五六七八九"
_CAPTION = {"zh": ("表 {}", "图 {}"), "en": ("Table {}", "Figure {}")}


@dataclass(frozen=True, slots=True)
class NumberedHeading:
    """A section with its level from 1 and its number, such as （一）; an annex is of level 1."""

    section: ReportSection
    level: int
    number: str
    annex: bool = False

    @property
    def text(self) -> str:
        """Number and title."""
        return f"{self.number}{self.section.title}"


def headings(content: ReportContent) -> tuple[NumberedHeading, ...]:
    """All headings in reading order; the report of a unit has no number, and those below it begin with 1."""
    found: list[NumberedHeading] = []
    for place, section in enumerate(content.sections, 1):
        if content.form is ReportForm.UNITS:
            found.append(NumberedHeading(section, 1, ""))
            for below, part in enumerate(section.parts, 1):
                found += (
                    replace(heading, level=heading.level + 1)
                    for heading in _below(part, (below,), content.lang, annex=False)
                )
        else:
            found += _below(section, (place,), content.lang, annex=False)
    for place, section in enumerate(content.annexes, 1):
        found += _below(section, (place,), content.lang, annex=True)
    return tuple(found)


def _below(
    section: ReportSection, places: tuple[int, ...], lang: Lang, *, annex: bool
) -> Iterator[NumberedHeading]:
    number = _annex(places, lang) if annex and len(places) == 1 else _number(places, lang)
    yield NumberedHeading(section, len(places), number, annex)
    for place, part in enumerate(section.parts, 1):
        yield from _below(part, (*places, place), lang, annex=annex)


def _annex(places: tuple[int, ...], lang: Lang) -> str:
    return f"附件{places[0]}　" if lang == "zh" else f"Annex {places[0]}  "


def _number(places: tuple[int, ...], lang: Lang) -> str:
    if lang == "en":
        return ".".join(map(str, places)) + "  "
    last = places[-1]
    return (f"{_chinese(last)}、", f"（{_chinese(last)}）", f"{last}. ", f"（{last}）")[
        min(len(places), 4) - 1
    ]


def _chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def captions(content: ReportContent) -> Mapping[str, str]:
    """Key of a table or chart → its number and caption: tables and charts are counted on their own, through all sections.

    In the reports of units they are counted in each.
    """
    if content.form is not ReportForm.UNITS:
        return dict(_captions(content.blocks(), content.lang))
    return {
        key: caption
        for section in (*content.sections, *content.annexes)
        for key, caption in _captions((b for part in section.walk() for b in part.blocks), content.lang)
    }


def _captions(blocks: Iterable[Block], lang: Lang) -> Iterator[tuple[str, str]]:
    table_form, chart_form = _CAPTION[lang]
    tables = charts = 0
    for block in blocks:
        if isinstance(block, ReportTable):
            tables += 1
            yield block.key, f"{table_form.format(tables)}　{block.caption}"
        elif isinstance(block, ReportChart):
            charts += 1
            yield block.key, f"{chart_form.format(charts)}　{block.caption}"
