"""The weights that each expert stated, as the tables in `weights/` keep what they judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from smartxl.define.columns import Columns
from smartxl.errors import SmartxlError
from smartxl.model.scenarios import AT
from smartxl.project.weighing.inbox import asked_branches, folder_of, read_rows
from smartxl.questionnaires import AHP, delphi_edition

if TYPE_CHECKING:
    from smartxl.project.folder import ProjectFolder
    from smartxl.questionnaires import Branch

__all__ = ["DELPHI", "judged_pairs", "judgement_rows", "newest_ratings", "stated_weights"]

DELPHI = "delphi"
_JUDGED = Columns.plain(("expert", "branch", "left", "right", "judgement"))
Pairs = Mapping[tuple[str, str], float]
"""(left, right) → judgement."""
ExpertWeightsByNode = Mapping[str, Mapping[str, float]]
"""Expert → node@class → weight, in the unit of its siblings (percent or points)."""


def stated_weights(project: ProjectFolder) -> Mapping[str, ExpertWeightsByNode]:
    """Questionnaire (`ahp`, `delphi`) → expert → node@class → weight; those alone that were collected.

    Of AHP each expert's row geometric means, of Delphi the ratings of the newest round. A branch that an expert did not
    judge as a whole keeps the definition's weights. Raises DefinitionError for tables that were spoilt.
    """
    found = {AHP: dict(_by_ahp(project)), DELPHI: dict(_by_delphi(project))}
    return {name: experts for name, experts in found.items() if experts}


def judgement_rows(project: ProjectFolder) -> list[Mapping[str, str]]:
    """What was judged of pairs: expert, branch, left, right, judgement; none where nobody was asked."""
    path = folder_of(project) / "ahp-judgements.csv"
    return [row.cells for row in read_rows(path, _JUDGED)] if path.is_file() else []


def judged_pairs(project: ProjectFolder) -> Iterator[tuple[Branch, Mapping[str, Pairs]]]:
    """Each branch that was asked about in pairs, with what each expert judged of it."""
    rows = judgement_rows(project)
    for branch in asked_branches(project, AHP) if rows else ():
        judged: dict[str, dict[tuple[str, str], float]] = {}
        for row in rows:
            if row["branch"] == branch.key:
                judged.setdefault(row["expert"], {})[row["left"], row["right"]] = float(row["judgement"])
        yield branch, judged


def newest_ratings(project: ProjectFolder) -> int:
    """The newest round of ratings that was collected, 0 for none."""
    if not any(folder_of(project).glob("delphi-*.csv")):
        return 0
    from smartxl.project.weighing.delphi import newest_round, ratings_table

    rounds = range(newest_round(project), 0, -1)
    return next((number for number in rounds if ratings_table(project, number).is_file()), 0)


def _by_ahp(project: ProjectFolder) -> Iterator[tuple[str, Mapping[str, float]]]:
    from smartxl.scoring.weights import Judgements, Priority, RandomIndex, ahp

    found: dict[str, dict[str, float]] = {}
    for branch, judged in judged_pairs(project):
        codes = [node.code for node in branch.children]
        for expert, pairs in judged.items():
            try:
                matrix = Judgements.from_pairs(codes, pairs)
                result = ahp(matrix, Priority.GEOMETRIC_MEAN, RandomIndex.SAATY_1980)
            except SmartxlError:
                continue  # pairs that leave open how groups of nodes compare
            shares = {str(code): float(share) for code, share in result.weights.values.items()}
            found.setdefault(expert, {}).update(_in_unit(branch, shares))
    yield from found.items()


def _by_delphi(project: ProjectFolder) -> Iterator[tuple[str, Mapping[str, float]]]:
    if not (number := newest_ratings(project)):
        return
    from smartxl.project.weighing.delphi import ratings_of

    found: dict[str, dict[str, float]] = {}
    frame = ratings_of(project, number)
    for branch in asked_branches(project, delphi_edition(number)):
        codes = [node.code for node in branch.children]
        rated = frame.reindex(columns=[branch.child_key(code) for code in codes]).dropna()
        for expert, ratings in zip(rated.index, rated.to_numpy().tolist(), strict=True):
            if sum(ratings) > 0:
                shares = {code: rating / sum(ratings) for code, rating in zip(codes, ratings, strict=True)}
                found.setdefault(str(expert), {}).update(_in_unit(branch, shares))
    yield from found.items()


def _in_unit(branch: Branch, shares: Mapping[str, float]) -> dict[str, float]:
    """Shares of 1 as weights of each class, which sum to what its weights do."""
    return {
        f"{node.code}{AT}{unit_class}": shares[node.code]
        * sum(n.weights[unit_class] for n in branch.children)
        for unit_class in branch.classes
        for node in branch.children
    }
