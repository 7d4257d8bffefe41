"""What checking and verifying look like as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.cli.present.jsonout import ProblemRecord
from smartxl.define import Profile
from smartxl.project.templates import CheckedTemplates
from smartxl.text import Lang

__all__ = ["CheckRecord", "TemplateRecord"]


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What `check --json` prints of a definition without mistakes; one with mistakes is a `Refusal`."""

    ok: bool
    problems: tuple[ProblemRecord, ...]
    profile: Profile


@dataclass(frozen=True, slots=True)
class TemplateRecord:
    """What `template check --json` prints; `remarks` are what will not come out."""

    ok: bool
    problems: tuple[ProblemRecord, ...]
    remarks: tuple[ProblemRecord, ...]

    @classmethod
    def of(cls, checked: CheckedTemplates, lang: Lang) -> TemplateRecord:
        """The record of checked templates."""
        problems, remarks = (
            tuple(ProblemRecord.of(each, lang) for each in found)
            for found in (checked.problems, checked.remarks)
        )
        return cls(not problems, problems, remarks)
