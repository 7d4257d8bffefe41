"""What is to be told of questionnaires and lists that came back, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smartxl.findings import Finding, Severity
from smartxl.text import Lang, Text

__all__ = ["Notice", "notice_of", "notices_of"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the consultant of a file or an expert: what, and what to do. `asks`: somebody must act."""

    where: str
    what: Text
    remedy: Text
    asks: bool = True
    unreadable: bool = False

    def lines(self, lang: Lang) -> Iterator[str]:
        """As two lines."""
        colon = "：" if lang == "zh" else ": "
        yield f"{self.where}{colon}{self.what.get(lang)}" if self.where else self.what.get(lang)
        if remedy := self.remedy.get(lang):
            yield f"    → {remedy}"


def notices_of(findings: Iterable[Finding]) -> Iterator[Notice]:
    """Findings as remarks; what was fixed for the respondent asks nothing of anybody."""
    return (notice_of(finding) for finding in findings)


def notice_of(finding: Finding, *, unreadable: bool = False) -> Notice:
    """A finding as a remark."""
    where = " ".join(part for part in (finding.file, finding.place) if part)
    asks = finding.severity in {Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN}
    words = Text(finding.message("zh"), finding.message("en"))
    remedy = Text(finding.remedy("zh"), finding.remedy("en"))
    return Notice(where, words, remedy, asks, unreadable)
