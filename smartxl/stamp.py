"""The stamp of a workbook: whose it is, for which round, made from which definition."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from smartxl.text import Lang, language

__all__ = ["GENERATION", "QUESTION", "STAMP_SHEET", "Stamp"]

GENERATION = "2"
"""The generation of the workbooks that are written now."""
STAMP_SHEET = "_smartxl"
_PREFIX = "smartxl."
QUESTION = f"{_PREFIX}asks."
"""Begins the names under which the hidden sheet says what each row asks; the key of the row follows."""
_NOT_IN_CODE = frozenset(_PREFIX + name for name in ("calculated", "scoring", "prefilled", "generation"))
_OPTIONAL = frozenset({"calculated", "scoring", "prefilled", "generation", "part"})


@dataclass(frozen=True, slots=True)
class Stamp:
    """Written to the custom document properties and to a hidden sheet; its check code stands on the cover.

    `digest` is that of what the workbook asks, `scoring` that of what answers were worth when it was made (`model.identity`);
    forms of before there were two have the one of then, and no `scoring`. `edition` is a value of
    `smartxl.model.edition.Edition`, or of a questionnaire `ahp`, `delphi-1` …, `survey`. `unit` holds a questionnaire's
    expert, or `unit/number` of a tally; it is empty for a city or a result. `calculated` is the day (2026-11-30) by which
    unanswered rows are judged, where that makes a difference; `prefilled` the digest of last time's answers with which a form
    went out. `generation` says how releases of its time laid workbooks out, "" before indicators shared tables. `part` says
    which file it is of a workbook of all units that is written in several ("0/20" the main one, "3/20" one with units), "" of a
    whole one. `scoring`, `calculated`, `prefilled` and `generation` are no part of the check code, for they do not say whose
    form a file is.
    """

    assessment: str
    round: str
    revision: int
    framework: str
    version: str
    digest: str
    edition: str
    unit: str
    lang: Lang
    calculated: str = ""
    scoring: str = ""
    prefilled: str = ""
    generation: str = ""
    part: str = ""

    @property
    def check_code(self) -> str:
        """Eight characters, short enough to read out over the telephone."""
        text = "|".join(text for name, text in self.to_properties().items() if name not in _NOT_IN_CODE)
        code = hashlib.sha256(text.encode()).hexdigest()[:8].upper()
        return f"{code[:4]}-{code[4:]}"

    @property
    def short(self) -> str:
        """What is asked and what it was worth, as it is shown: the beginnings of the two digests."""
        return " · ".join(digest[:8] for digest in (self.digest, self.scoring) if digest)

    def to_properties(self) -> dict[str, str]:
        """Property name → text, as written into the file."""
        given = {entry.name: str(getattr(self, entry.name)) for entry in fields(self)}
        return {_PREFIX + name: text for name, text in given.items() if text or name not in _OPTIONAL}

    @classmethod
    def from_properties(cls, properties: Mapping[str, str]) -> Self:
        """Reads a stamp back. Raises ValueError, whose text is the name of what is missing or malformed."""
        values = {}
        for entry in fields(cls):
            text = properties.get(_PREFIX + entry.name, "" if entry.name in _OPTIONAL else None)
            if text is None:
                raise ValueError(_PREFIX + entry.name)
            values[entry.name] = text
        revision, code = values.pop("revision"), values.pop("lang")
        if not revision.isdecimal():
            raise ValueError(f"{_PREFIX}revision = {revision!r}")
        if (lang := language(code)) is None:
            raise ValueError(f"{_PREFIX}lang = {code!r}")
        return cls(revision=int(revision), lang=lang, **values)
