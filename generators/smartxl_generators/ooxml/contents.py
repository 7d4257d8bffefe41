"""What a workbook holds, whether it is a form with a stamp or a list without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from smartxl.cells import Area
from smartxl.model.plan import SheetPlan, WorkbookPlan
from smartxl.text import Lang

__all__ = ["BookContents"]


@dataclass(frozen=True)
class BookContents:
    """Sheets, title, the language of what a wrong answer meets, defined names (name → area), document properties."""

    sheets: tuple[SheetPlan, ...]
    title: str
    lang: Lang = "zh"
    names: Mapping[str, Area] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    protect: bool = False

    @classmethod
    def of(cls, plan: WorkbookPlan) -> Self:
        """Those of a planned workbook; its stamp stands in its document properties."""
        lang: Lang = "en" if plan.stamp.lang == "en" else "zh"
        return cls(plan.sheets, plan.title, lang, plan.names, plan.stamp.to_properties(), plan.protect)
