"""The part of a project that asks how its result would be otherwise: other weights, parameters and conventions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartxl.project.authored import AuthoredProject
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.model.scenarios import Scenario
    from smartxl.project.whatif import SideBySide, WhatIf

__all__ = ["TryingProject"]


class TryingProject(AuthoredProject):
    """A project whose scores can be asked for under other assumptions; nothing of it changes, but by `keep_scenario`."""

    def whatif(
        self,
        scenario: str | Scenario | None = None,
        *,
        weights: Mapping[str, float | str] | Iterable[str] | None = None,
        rules: Mapping[str, Any] | Iterable[str] | None = None,
        missing: str | None = None,
        rollup: str | Mapping[str, Any] | None = None,
        combine: Mapping[str, Any] | Iterable[str] | None = None,
        equal: bool | None = None,
        siblings: str | None = None,
        digits: int | str | Mapping[str, Any] | None = None,
        coverage_floor: Mapping[str, Any] | None = None,
        shares: Mapping[str, float | str] | Iterable[str] | None = None,
        stages: Iterable[float | str] | None = None,
        now: datetime | None = None,
        as_of: str | date | None = None,
    ) -> WhatIf:
        """Scores, ranks and stages before and after, who moves, and why, by the day of `now`; `as_of` as `scores` takes it.

        `scenario`: one of the definition's by name or title, or one of your own; what else is said is laid over it. The
        other arguments are the keys of `scenarios` in assessment.yaml: `weights={"B": 40, "A1@district": 0}`,
        `rules={"B5.full": 50}`, `missing="zero"`, `rollup="geometric"`, `combine={"B": "worst"}` … What comes before are the
        scores of `scores`. Raises DefinitionError with all that cannot be, UnknownName, ProjectError where nothing counts.
        """
        from smartxl.project.whatif import WhatIfOrder, try_scenario

        order = WhatIfOrder(
            *(scenario, weights, rules, missing, rollup, combine, equal, siblings, digits),
            *(coverage_floor, shares, stages),
        )
        return try_scenario(self, order, now, as_of)

    def scenarios(
        self, *names: str, now: datetime | None = None, as_of: str | date | None = None
    ) -> SideBySide:
        """The scenarios of the definition, all or those named, side by side: totals, ranks, stages, who rises and falls.

        Raises UnknownName, ProjectError where the definition has none or nothing counts.
        """
        from smartxl.project.whatif import scenarios_of_round

        return scenarios_of_round(self, names, now, as_of)

    def keep_scenario(
        self, name: str, scenario: Scenario, *, title: Text | None = None, force: bool = False
    ) -> Path:
        """Writes a scenario under a name into assessment.yaml, or the workbook in its place; returns its path.

        Comments, order and spacing of the file stay. One that has this name is replaced only by `force`. Open the project
        again afterwards. Raises DefinitionError for a scenario that cannot be, ProjectError.
        """
        from smartxl.project.whatif.saving import save_scenario

        return save_scenario(self, name, scenario, title=title, force=force)
