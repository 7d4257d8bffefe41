"""The judgements that a workbench begins with: those of the experts together, else what the weights of the definition say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from smartxl.project.weighing.ahp import AhpOutcome, Pooled
from smartxl.project.weighing.inbox import folder_of
from smartxl.project.weights import ExpertWeights
from smartxl.questionnaires.branches import Branch
from smartxl.scoring.weights import pooled_judgements
from smartxl.scoring.weights.pairwise import SAATY_MAX

if TYPE_CHECKING:
    from smartxl.project.folder import ProjectFolder
    from smartxl.project.workbench.facts import Matrix

__all__ = ["judgements_of"]

_ASKED = "ahp-asked.csv"


def judgements_of(project: ProjectFolder, asked: Sequence[Branch]) -> Mapping[str, Matrix]:
    """Branch → its judgements: the geometric mean of the experts' where AHP questionnaires came back (weights/in/).

    Raises ProjectError or DefinitionError where the questionnaires are not in order.
    """
    pooled = _pooled(project)
    return {branch.key: _of_experts(branch, pooled) or _of_weights(branch) for branch in asked}


def _pooled(project: ProjectFolder) -> tuple[Pooled, ...]:
    folder = folder_of(project)
    if not (folder / _ASKED).is_file() or not (folder / "in").is_dir():
        return ()
    outcome = ExpertWeights(project).collect(method="ahp")
    return outcome.pooled if isinstance(outcome, AhpOutcome) else ()


def _of_experts(branch: Branch, pooled: Sequence[Pooled]) -> Matrix:
    """What the experts said together of the same node with the same children; nothing where none did."""
    codes = tuple(child.code for child in branch.children)
    for found in pooled:
        same = found.branch.node == branch.node and set(branch.classes) <= set(found.branch.classes)
        if same and found.matrices and tuple(child.code for child in found.branch.children) == codes:
            matrix = pooled_judgements(found.matrices).ordered(codes).matrix.tolist()
            place = {code: number for number, code in enumerate(codes)}
            entries = {(a.code, b.code): matrix[place[a.code]][place[b.code]] for a, b in branch.pairs}
            return {pair: value for pair, value in entries.items() if value > 0}
    return {}


def _of_weights(branch: Branch) -> Matrix:
    """Judgements that say what the weights of the definition say, as far as the scale of judgements goes."""
    weights = {child.code: child.weights[branch.classes[0]] for child in branch.children}
    return {
        (one.code, other.code): min(max(weights[one.code] / weights[other.code], 1 / SAATY_MAX), SAATY_MAX)
        for one, other in branch.pairs
        if weights[one.code] > 0 and weights[other.code] > 0
    }
