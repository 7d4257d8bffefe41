"""What a document may say before it is known how much room there is: several contents of each part, from most to least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from smartxl.model.report import ReportContent, ReportSection

__all__ = ["ReportDraft"]


@dataclass(frozen=True)
class ReportDraft:
    """The parts of a document in order, each as one content or as several of which paper shows the first that fits.

    `pages`: how many a part may take on paper, None for any number. `annexes` stand behind all parts; on paper only where they
    are `printed`.
    """

    parts: tuple[tuple[ReportContent, ...], ...]
    pages: int | None = None
    annexes: tuple[ReportSection, ...] = ()
    printed: bool = True

    def whole(self) -> ReportContent:
        """All that it may say, where room does not matter."""
        return self._joined([part[0] for part in self.parts], self.annexes)

    def on_paper(self, chosen: Sequence[ReportContent]) -> ReportContent:
        """The document with one content chosen of each part."""
        return self._joined(chosen, self.annexes if self.printed else ())

    @staticmethod
    def _joined(chosen: Sequence[ReportContent], annexes: tuple[ReportSection, ...]) -> ReportContent:
        sections = tuple(section for content in chosen for section in content.sections)
        return replace(chosen[0], sections=sections, annexes=(*chosen[0].annexes, *annexes))
