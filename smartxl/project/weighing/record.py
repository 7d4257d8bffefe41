"""What experts were asked about weights, as the tables in `weights/` keep it: for the scheme, which tells of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from smartxl.define.columns import Columns
from smartxl.errors import SmartxlError
from smartxl.model.weighing import AskedBranch, Weighing
from smartxl.project.weighing.inbox import asked_branches, branch_title, folder_of, read_rows
from smartxl.project.weighing.stated import DELPHI, judged_pairs, judgement_rows, newest_ratings
from smartxl.questionnaires import AHP, delphi_edition

if TYPE_CHECKING:
    from smartxl.project.folder import ProjectFolder
    from smartxl.questionnaires import Branch

__all__ = ["weighing_records"]

_WEIGHTS = Columns.plain(("class", "parent", "code", "weight"), ("name",))
_SAME = 0.01 + 1e-9
"""So far the weights of a definition may be from those of the experts: tables have two decimals."""
_Table = Mapping[tuple[str, str, str], float]
"""(class, parent, node) → weight."""


def weighing_records(project: ProjectFolder) -> tuple[Weighing, ...]:
    """What was collected by AHP and by Delphi; nothing where nobody was asked, or the nodes that were asked about are gone."""
    found: list[Weighing] = []
    for recorded in (_ahp, _delphi):
        try:
            found += recorded(project)
        except SmartxlError:
            continue  # about a tree of nodes that the definition no longer has
    return tuple(found)


def _ahp(project: ProjectFolder) -> Iterator[Weighing]:
    if not (folder_of(project) / "ahp-judgements.csv").is_file():
        return
    from smartxl.scoring.weights import Judgements, Pooling, Priority, RandomIndex, ahp, group

    rows, index = judgement_rows(project), RandomIndex.SAATY_1980
    table, branches = _weights(project, "ahp.csv"), []
    for branch, judged in judged_pairs(project):
        codes = [node.code for node in branch.children]
        matrices = {code: Judgements.from_pairs(codes, pairs) for code, pairs in judged.items()}
        results = [ahp(matrix, Priority.GEOMETRIC_MEAN, index) for matrix in matrices.values()]
        ratios = [result.consistency.ratio for result in results]
        pooled = group(matrices, Pooling.JUDGEMENTS, Priority.GEOMETRIC_MEAN, index) if matrices else None
        branches.append(
            AskedBranch(
                branch_title(project, branch),
                len(matrices),
                ratio=pooled.pooled.consistency.ratio if pooled and pooled.pooled else None,
                worst=max(ratios, default=None),
                inconsistent=sum(not result.consistency.acceptable() for result in results),
                adopted=_adopted(branch, table),
            )
        )
    experts = {row["expert"] for row in rows}
    yield Weighing(AHP, len(experts), tuple(branches), judgements=len(rows), table=index.value)


def _delphi(project: ProjectFolder) -> Iterator[Weighing]:
    if not (last := newest_ratings(project)):
        return
    from smartxl.project.weighing.delphi import ratings_of
    from smartxl.scoring.weights import summarise

    frame, table, branches = ratings_of(project, last), _weights(project, "delphi.csv"), []
    for branch in asked_branches(project, delphi_edition(last)):
        rated = frame.reindex(columns=[branch.child_key(node.code) for node in branch.children])
        rated = rated.dropna(how="all")
        agreed = None if rated.empty or rated.isna().all().any() else summarise(rated).concordance
        branches.append(
            AskedBranch(
                branch_title(project, branch),
                len(rated),
                concordance=_number(agreed.w) if agreed else None,
                p_value=_number(agreed.p_value) if agreed else None,
                adopted=_adopted(branch, table),
            )
        )
    yield Weighing(DELPHI, len(frame), tuple(branches), rounds=last)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _weights(project: ProjectFolder, name: str) -> _Table:
    path = folder_of(project) / name
    rows: Sequence[Mapping[str, str]] = (
        [row.cells for row in read_rows(path, _WEIGHTS)] if path.is_file() else []
    )
    return {(row["class"], row["parent"], row["code"]): float(row["weight"]) for row in rows}


def _adopted(branch: Branch, table: _Table) -> bool | None:
    """Whether the definition has the weights of a table; None where the table has none of them."""
    found = [
        (table[unit_class, branch.node, node.code], node.weights[unit_class])
        for unit_class in branch.classes
        for node in branch.children
        if (unit_class, branch.node, node.code) in table
    ]
    return all(abs(new - now) <= _SAME for new, now in found) if found else None
