"""What `check` tells of a definition that is in order: what it amounts to, advice, and the conventions that hold."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.errors import FilePlace, LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from smartxl.define import Profile
    from smartxl.define.advice import Advice, HeldConvention
    from smartxl.project.folder import ProjectFolder
    from smartxl.text import Lang, Text

__all__ = ["Checked", "check_project"]


@dataclass(frozen=True)
class Checked:
    """A definition without mistakes: `profile` is what it amounts to; `remarks` (advice) and `held` (conventions) are data."""

    profile: Profile
    remarks: tuple[Advice, ...]
    held: tuple[HeldConvention, ...]
    lang: Lang

    @property
    def left_to_default(self) -> tuple[HeldConvention, ...]:
        """The conventions that the author did not write."""
        return tuple(convention for convention in self.held if not convention.written)

    @cached_property
    def advice(self) -> pd.DataFrame:
        """One remark a row, by code: where (file, line, column), message, remedy."""
        import pandas as pd

        rows = [
            (
                *(a.code.value, a.place.file, a.place.line, a.place.column),
                a.message(self.lang),
                a.remedy(self.lang),
            )
            for a in self.remarks
        ]
        heads = ["code", "file", "line", "column", "message", "remedy"]
        return pd.DataFrame(rows, columns=heads).set_index("code")

    @cached_property
    def conventions(self) -> pd.DataFrame:
        """One convention a row, by its key: what it is about, what holds, whether it is written."""
        import pandas as pd

        rows = [(c.key, c.name.get(self.lang), c.holds.get(self.lang), c.written) for c in self.held]
        return pd.DataFrame(rows, columns=["key", "name", "holds", "written"]).set_index("key")


def check_project(project: ProjectFolder) -> Checked:
    """Checks what Excel cannot hold too. Raises TemplateError or ProjectError for it."""
    from smartxl.define import profile
    from smartxl.define.tables import open_notes

    for lang in project.definition.round.languages:
        planner = project.city_planner(lang=lang)
        planner.plan()
        for file in planner.files:
            planner.part(file.block.number)
    loaded = project.loaded
    facts = profile(project.definition, (*loaded.notes, *open_notes(project.root)))
    remarks = (*loaded.advice, *_version_advice(project), *_file_advice(project))
    return Checked(facts, remarks, loaded.conventions, project.lang)


def _file_advice(project: ProjectFolder) -> Iterator[Advice]:
    """Whether workbooks of all units are written in several files."""
    from smartxl.define.advice import Advice, AdviceCode
    from smartxl.planning import unitblocks

    definition = project.definition
    if blocks := unitblocks.unit_blocks(definition):
        numbers = {
            "units": len(definition.roster.units),
            "rows": unitblocks.answered_rows(definition),
            "files": len(blocks),
            "most_units": unitblocks.MOST_UNITS,
            "most_rows": unitblocks.MOST_ROWS,
            "block": max(len(block.units) for block in blocks),
        }
        facts: dict[str, Text | str] = {name: f"{number:,}" for name, number in numbers.items()}
        yield Advice(AdviceCode.IN_SEVERAL_FILES, FilePlace(project.loaded.framework_file, None, ""), facts)


def _version_advice(project: ProjectFolder) -> Iterator[Advice]:
    """Whether the indicator system changed under one version since the ledger noted it last."""
    from smartxl.define.advice import Advice, AdviceCode
    from smartxl.project.diffing import compare_definitions

    with suppress(LedgerError):
        noted = project.noted_before()
        fault = compare_definitions(noted.definition, project.definition).fault if noted else None
        if noted and fault:
            facts: dict[str, Text | str] = {
                "since": f"{noted.since:%Y-%m-%d}",
                "changes": str(fault.changes),
                "version": fault.version,
                "suggested": f'"{fault.suggested}"',
            }
            place = FilePlace(project.loaded.framework_file, None, "version")
            yield Advice(AdviceCode.VERSION_UNCHANGED, place, facts)
