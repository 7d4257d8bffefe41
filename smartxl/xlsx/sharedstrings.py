"""Shared strings: without a parser where they are in the plain form that most programs write, else with one.

LibreOffice and Excel write many of them in runs, as the font for Chinese characters is not that of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from smartxl.xlsx.appearance import RunCollector, RunFont, TextRun, shifted
from smartxl.xlsx.cellvalues import SharedStrings, plain_text
from smartxl.xlsx.gate import Budget, FileRefused
from smartxl.xlsx.plainxml import Framed, NotPlain, framed, unescaped
from smartxl.xlsx.xmlpart import Attributes, parse, parse_pieces, too_deep, too_long

__all__ = ["strings_in"]

_FIRST, _END = b"<si>", b"</si>"
_TEXT = r'<t(?: xml:space="preserve"|)>([^<]*+)</t>'
_ALOUD = r'(?:<phoneticPr fontId="[0-9]++"(?: type="[A-Za-z]++"|)(?: alignment="[A-Za-z]++"|)/>|)'
_PLAIN = re.compile(f"{_TEXT}{_ALOUD}</si>")
_FONT = r'<rPr>(?:<[A-Za-z]++(?: [A-Za-z]++="[^"<&\t\n]*+")*/>)*</rPr>'
_RUN = re.compile(f"<r>(?:({_FONT})|){_TEXT}</r>|(.)", re.DOTALL)
"""The font of a run, its text, and what is no run."""


def strings_in(part: str, data: bytes, budget: Budget) -> SharedStrings:
    """The strings that cells share. Raises FileRefused for what is no sound XML, and beyond the budget."""
    with suppress(NotPlain):
        return _read_plain(_around_strings(data), part, budget)
    handler = _StringsHandler(part, budget)
    parse(part, data, handler)
    return SharedStrings(handler.strings, handler.runs)


def _around_strings(data: bytes) -> Framed:
    return framed(data, data.find(_FIRST), data.rfind(_END) + len(_END))


def _read_plain(strings: Framed, part: str, budget: Budget) -> SharedStrings:
    handler = _PlainHandler(part, budget)

    def pieces() -> Iterator[bytes]:
        yield strings.head
        handler.take(strings.inside)
        yield strings.tail

    parse_pieces(part, pieces(), handler)
    return SharedStrings(handler.strings, handler.runs)


class _StringsHandler:
    """Reads strings, also of several runs with looks of their own; how they are read aloud is left out."""

    def __init__(self, part: str, budget: Budget) -> None:
        self.strings: list[str] = []
        self._part, self._budget = part, budget
        self._pieces: list[str] = []
        self._size = self._depth = 0
        self._in_text = self._aloud = False
        self.runs: dict[str, tuple[TextRun, ...]] = {}
        self._run = RunCollector()
        self._begun = 0  # pieces before the run

    def start(self, tag: str, attributes: Attributes) -> None:
        """A string, a run of it, or how it is read aloud."""
        self._depth += 1
        if self._depth > self._budget.depth:
            raise too_deep(self._part, self._budget)
        name = tag.rpartition(":")[2]
        self._in_text = name == "t" and not self._aloud
        if name == "si":
            self._pieces, self._size = [], 0
        elif name == "rPh":
            self._aloud = True
        elif name != "t":
            self._run.start(name, attributes)
            if name == "r":
                self._begun = len(self._pieces)

    def text(self, data: str) -> None:
        """Text of a run, as long as the budget lasts."""
        if self._in_text:
            self._size += len(data)
            if self._size > self._budget.text:
                raise too_long(self._part, self._budget)
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        """A string is whole."""
        self._depth -= 1
        self._in_text = False
        name = tag.rpartition(":")[2]
        if name == "rPh":
            self._aloud = False
        elif name == "si":
            if self._run.runs and (runs := self._run.take()):
                self.runs[str(len(self.strings))] = runs
            self.strings.append(plain_text("".join(self._pieces)))
        elif name == "r":
            seen = self._run.add("".join(self._pieces[self._begun :]))
            self._pieces[self._begun :] = [seen]


class _PlainHandler(_StringsHandler):
    """Is told of what stands around the strings, and takes these as they are written."""

    def take(self, strings: str) -> None:
        """Keeps all strings. Raises NotPlain where a parser has to tell what they are."""
        start, *found = strings.split("<si>")
        if start or self._depth != 1 or self._aloud:
            raise NotPlain
        longest, kept = self._budget.text, self.strings
        for each in found:
            if len(each) > longest:
                raise NotPlain
            plain = _PLAIN.fullmatch(each)
            text = plain[1] if plain else self._text_of_runs(each)
            if "&" in text and plain:
                text = unescaped(text)
            kept.append(plain_text(text))
        self._in_text = False

    def _text_of_runs(self, string: str) -> str:
        """The text of a string with runs, whose looks are kept where they have any."""
        if not string.endswith("</si>"):
            raise NotPlain
        runs, are_plain = [], True
        for properties, text, odd in _RUN.findall(string.removesuffix("</si>")):
            if odd:
                raise NotPlain
            font, is_plain = _font_of(properties)
            are_plain = are_plain and is_plain
            seen = unescaped(text) if "&" in text else text
            runs.append(TextRun(shifted(seen, font.shift) if font.shift else seen, font))
        if not are_plain:
            self.runs[str(len(self.strings))] = tuple(runs)
        return "".join([run.text for run in runs])


@lru_cache(maxsize=2**10)  # texts have a few fonts between them
def _font_of(properties: str) -> tuple[RunFont, bool]:
    """The font of a run, from the element that says so, and whether it is plain. Raises NotPlain."""
    told = _FontHandler()
    try:
        parse("", f"<r>{properties}</r>".encode(), told)
    except FileRefused as error:
        raise NotPlain from error
    return told.font, told.font.is_plain


class _FontHandler:
    """Reads the font of a run."""

    font = RunFont()

    def start(self, tag: str, attributes: Attributes) -> None:
        """The run begins, or something is said of its font."""
        self.font = self.font.told(tag, attributes)

    def text(self, data: str) -> None:
        """Text, of which a font has none."""

    def end(self, tag: str) -> None:
        """The end of an element."""
