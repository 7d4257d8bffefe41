"""The stamp: what says whose form a file is, for which round, made from which definition."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

__all__ = ["STAMP_SHEET", "Stamp"]

STAMP_SHEET = "_smartxl"
_PREFIX = "smartxl."


@dataclass(frozen=True, slots=True)
class Stamp:
    """Written to the custom document properties and to a hidden sheet; its check code stands on the cover.

    `edition` is a value of `smartxl.model.edition.Edition`, or of a questionnaire `ahp`, `delphi-1` …, `survey`. `unit`
    holds a questionnaire's expert, or `unit/number` of a tally; it is empty for a city or a result.
    """

    assessment: str
    round: str
    revision: int
    framework: str
    version: str
    digest: str
    edition: str
    unit: str
    lang: str

    @property
    def check_code(self) -> str:
        """Eight characters a person can read out over the telephone."""
        text = "|".join(self.to_properties().values())
        code = hashlib.sha256(text.encode()).hexdigest()[:8].upper()
        return f"{code[:4]}-{code[4:]}"

    def to_properties(self) -> dict[str, str]:
        """Property name → text, as written into the file."""
        return {_PREFIX + entry.name: str(getattr(self, entry.name)) for entry in fields(self)}

    @classmethod
    def from_properties(cls, properties: Mapping[str, str]) -> Self:
        """Reads a stamp back. Raises ValueError, naming what is missing or malformed."""
        values = {}
        for entry in fields(cls):
            text = properties.get(_PREFIX + entry.name)
            if text is None:
                raise ValueError(f"no property {_PREFIX + entry.name}")
            values[entry.name] = text
        revision = values.pop("revision")
        if not revision.isdecimal():
            raise ValueError(f"{_PREFIX}revision is not a number: {revision!r}")
        return cls(revision=int(revision), **values)
