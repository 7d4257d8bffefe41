"""One thing that a check found at a place of a file, whatever the check: what all formats are written from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from smartxl.text import LANGUAGES, Lang, Text

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["AnnotatedFile", "Annotation", "AnnotationLevel", "AnnotationRule", "in_both"]

_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")


class AnnotationLevel(StrEnum):
    """How grave it is, in the words of SARIF. An error and a warning fail a test of JUnit, a note does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def fails(self) -> bool:
        """Whether something has to be done."""
        return self is not AnnotationLevel.NOTE


@dataclass(frozen=True, slots=True)
class AnnotationRule:
    """What is checked: a code that stays, a title, what is wrong and what to do in general. `level` is what it mostly has."""

    code: str
    title: Text
    help: Text
    level: AnnotationLevel = AnnotationLevel.ERROR


@dataclass(frozen=True, slots=True)
class Annotation:
    """`path` as it was given to the command. `area` is D9, D9:D40 or several with commas between them, of `sheet`, "" for the
    sheet itself; `line` counts from 1, of a text file.

    `formula` and `label` (what is written beside the cell) tell the place where rows were inserted. `refusal`: the file
    could not be checked at all.
    """

    path: str
    rule: AnnotationRule
    level: AnnotationLevel
    what: Text
    remedy: Text
    sheet: str = ""
    area: str = ""
    line: int | None = None
    formula: str = ""
    label: str = ""
    refusal: bool = False

    @property
    def place(self) -> str:
        """`Sheet!D9` as Excel writes it, "" for the file itself."""
        if not self.sheet:
            return self.area
        is_plain = _PLAIN_NAME.fullmatch(self.sheet) and not _LIKE_A_CELL.fullmatch(self.sheet)
        sheet = self.sheet if is_plain else "'" + self.sheet.replace("'", "''") + "'"
        return f"{sheet}!{self.area}" if self.area else sheet

    @property
    def parts(self) -> tuple[Annotation, ...]:
        """The same of each area alone; of a sheet or file itself one."""
        areas = [part.strip() for part in self.area.split(",")]
        return tuple(replace(self, area=part) for part in areas if part not in {"", "…"}) or (self,)

    def found(self, lang: Lang) -> str:
        """Where in the file, and what."""
        colon = "：" if lang == "zh" else ": "
        head = f"{self.place}{colon}" if self.place else ""
        return f"{head}{self.what.get(lang)}"

    def said(self, lang: Lang) -> str:
        """Where in the file, what, and what to do."""
        return f"{self.found(lang)} → {self.remedy.get(lang)}"


@dataclass(frozen=True, slots=True)
class AnnotatedFile:
    """What was found in a file, or in a folder that is checked as one; `rules` are all that it was checked for."""

    path: str
    rules: tuple[AnnotationRule, ...]
    annotations: tuple[Annotation, ...]
    seconds: float = 0.0


def in_both(words: Callable[[Lang], str]) -> Text:
    """What is told in one language at a time, in both."""
    return Text(*(words(lang) for lang in LANGUAGES))
