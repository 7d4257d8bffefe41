"""A round as its ledger has it, scored once: what the files of a workbook in several have from each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.planning.nodes import city_only
from smartxl.scoring import score
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.model.answers import Answer
    from smartxl.model.scores import ScoreTable
    from smartxl.planning import UnitBlock
    from smartxl.project.folder import ProjectFolder

__all__ = ["RoundScores"]


@dataclass
class RoundScores:
    """Answers and scores of all units; `blank`: of a workbook that nobody has filled in."""

    project: ProjectFolder
    blank: bool

    @cached_property
    def answers(self) -> Sequence[Answer]:
        """The answers that are scored. Raises ProjectError where no submission counts."""
        found = () if self.blank else self.project.scored_answers()
        if not found and not self.blank:
            what = Text(
                "台账中没有计入的报送：此文件中来自其他单位的数值无从核对",
                "no submission counts in the ledger: what this file has from other units cannot be verified",
            )
            remedy = Text(
                "在收件的项目中核对，或先运行 smartxl collect",
                "verify it in the project that collected the forms, or run smartxl collect first",
            )
            raise ProjectError(str(self.project.root), what, remedy)
        return found

    @cached_property
    def table(self) -> ScoreTable:
        """Their scores."""
        return score(self.project.definition, self.answers)

    def with_answers(self, block: UnitBlock, answers: Iterable[Answer]) -> ScoreTable:
        """The scores of the units of a block by other answers of theirs."""
        definition = self.project.definition
        if not city_only(definition.framework, block.unit_class):
            return score(definition.only(block.units), answers)
        own = {unit.code for unit in block.units}
        others = (answer for answer in self.answers if answer.unit not in own)
        return score(definition, [*others, *answers])
