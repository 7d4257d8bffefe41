"""Comments, text boxes and pictures that respondents put on a form: nobody reads them as answers, so each is named.

What `smartxl return` wrote into comments is told by its heading and left out; what a respondent wrote above or below it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from smartxl.cells import a1, area
from smartxl.findings import Finding, FindingCode, FindingSource, Severity
from smartxl.reading.notes import explained, note_of
from smartxl.text import LANGUAGES
from smartxl.typed import show
from smartxl.xlsx.book import ObjectKind
from smartxl_templates import wording

if TYPE_CHECKING:
    from smartxl.model.answers import Answer
    from smartxl.model.plan import Line
    from smartxl.reading.intact import LocatedSheet
    from smartxl.xlsx import RawBook
    from smartxl.xlsx.book import SheetObject

__all__ = ["object_findings", "own_words"]

_CODES = {ObjectKind.COMMENT: FindingCode.COMMENT, ObjectKind.BOX: FindingCode.TEXT_BOX}
_AUTHOR = re.compile(r"[^\n:：]{1,80}[:：]")
"""What programs begin a new comment with."""
_MOST = 2_000  # objects of a sheet that are looked at: far more than anybody places by hand
Lines = Mapping[int, tuple[str, "Line"]]
"""Row of a sheet → whose and which line stands there."""


def object_findings(
    book: RawBook, sheets: Iterable[LocatedSheet], answers: Iterable[Answer], source: FindingSource
) -> Iterator[Finding]:
    """Comments and text boxes anywhere in a file, and pictures over its answers; a row's note explains those in it."""
    lines = {each.sheet.name: _lines_of(each) for each in sheets}
    notes = {answer.key: note_of(answer.fields) for answer in answers}
    for name, objects in book.objects.items():
        for each in objects[:_MOST]:
            yield from _told(each, lines.get(name, {}), notes, source.of(sheet=name))


def _lines_of(located: LocatedSheet) -> Lines:
    return {row: each for each in located.plan.unit_lines for row in located.rows.get(each[1].key, ())}


def _told(
    found: SheetObject, lines: Lines, notes: Mapping[str, str], source: FindingSource
) -> tuple[Finding, ...]:
    row, column = found.first
    if found.kind is ObjectKind.PICTURE:
        columns = range(column, found.last[1] + 1)
        below = (at for at in lines if row <= at <= found.last[0] and _asked_in(lines[at][1], columns))
        row, words = min(below, default=0), area(*found.first, *found.last)
    else:
        words = show(own_words(found.text))
    if not row or not words:
        return ()
    if row not in lines:
        return (source.finding(_CODES[found.kind], a1(row, column), found=words),)
    unit, line = lines[row]
    code = _CODES.get(found.kind, FindingCode.PICTURE_OVER)
    finding = source.of(unit=unit).finding(code, a1(row, column), line.name, found=words)
    return explained((finding,), notes.get(line.key, ""))


def _asked_in(line: Line, columns: range) -> bool:
    return any(column in columns for column in line.inputs.values())


def own_words(text: str) -> str:
    """What a respondent says in a comment: without the name that programs begin with, and without our own words in it."""
    lines: list[str] = []
    is_ours = False
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.strip() in _headings():
            is_ours = True
        elif not is_ours or not line.startswith(_beginnings()):
            lines.append(line)
    kept = "\n".join(lines).strip()
    return "" if _AUTHOR.fullmatch(kept) else kept


def _headings() -> frozenset[str]:
    return frozenset(wording(lang)["giveback.heading"] for lang in LANGUAGES)


def _beginnings() -> tuple[str, ...]:
    """What the lines begin with that `smartxl return` writes below its heading."""
    severities = [severity.label.get(lang) for severity in Severity for lang in LANGUAGES]
    more = [wording(lang)["giveback.more"].partition("{")[0] for lang in LANGUAGES]
    return (*severities, "→", *filter(None, more))
