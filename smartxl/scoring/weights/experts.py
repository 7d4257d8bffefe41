"""Groups of experts: their judgements or priorities pooled, and how far they agree."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.scoring.weights.ahp import AhpResult, Priority, RandomIndex, ahp
from smartxl.scoring.weights.pairwise import SAATY_MAX, Judgements
from smartxl.scoring.weights.result import FloatArray, Weights, normalised
from smartxl.text import Text

__all__ = ["Consensus", "GroupResult", "Member", "Pooling", "consensus", "group", "pooled_judgements"]


class Pooling(StrEnum):
    """What is averaged over the experts, and how."""

    JUDGEMENTS = "judgements, geometric mean"
    PRIORITIES_GEOMETRIC = "priorities, geometric mean"
    PRIORITIES_ARITHMETIC = "priorities, arithmetic mean"


@dataclass(frozen=True, slots=True)
class Member:
    """One expert's own result."""

    name: str
    result: AhpResult


@dataclass(frozen=True, slots=True)
class Consensus:
    """Goepel's indicator `value`, 0 (none) to 1 (full), from Shannon entropies of the priorities (natural log).

    `alpha`: mean entropy of an expert, `gamma`: entropy of the mean priorities, `beta` = gamma - alpha.
    """

    value: float
    alpha: float
    beta: float
    gamma: float
    scale_max: float


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The group's weights, each member's result, the consensus, and the pooled matrix's result (judgements only)."""

    weights: Weights
    members: tuple[Member, ...]
    consensus: Consensus
    pooled: AhpResult | None


def group(
    experts: Mapping[str, Judgements],
    pooling: Pooling | str = Pooling.JUDGEMENTS,
    method: Priority | str = Priority.EIGENVECTOR,
    table: RandomIndex | str = RandomIndex.SAATY_1980,
    *,
    scale_max: float = SAATY_MAX,
) -> GroupResult:
    """Weights of several experts (name → judgements), all with one vote, matched by key.

    `scale_max` is the largest possible judgement, which the consensus indicator needs. Raises SmartxlError for no
    expert, or experts who compared different keys.
    """
    pooling = choice(Pooling, pooling, "weights (AHP)", "pooling")
    method = choice(Priority, method, "weights (AHP)", "method")
    table = choice(RandomIndex, table, "weights (AHP)", "table")
    if not experts:
        raise SmartxlError(
            Text("权重（AHP）", "weights (AHP)"),
            Text("没有专家", "there is no expert"),
            Text("至少给出一个矩阵", "give at least one matrix"),
        )
    keys = next(iter(experts.values())).keys
    same = {name: judgements.ordered(keys) for name, judgements in experts.items()}
    members = tuple(Member(name, ahp(judgements, method, table)) for name, judgements in same.items())
    each = np.stack([member.result.weights.aligned(keys) for member in members])
    agreement = consensus(each, scale_max)
    conventions = {"pooling": pooling.value, "experts": f"{len(members)}, one vote each"}
    if pooling is Pooling.JUDGEMENTS:
        pooled = ahp(pooled_judgements(same), method, table)
        weights = Weights(
            pooled.weights.values,
            "AHP, group",
            {**pooled.weights.conventions, **conventions},
            pooled.weights.notes,
        )
        return GroupResult(weights, members, agreement, pooled)
    conventions |= {"priorities": method.value, "random_index": table.value}
    raw = each.mean(axis=0) if pooling is Pooling.PRIORITIES_ARITHMETIC else np.exp(np.log(each).mean(axis=0))
    notes = [f"{m.name}: {note}" for m in members for note in m.result.weights.notes]
    return GroupResult(normalised(keys, raw, "AHP, group", conventions, notes), members, agreement, None)


def pooled_judgements(experts: Mapping[str, Judgements]) -> Judgements:
    """The geometric mean of the judgements, pair by pair, over the experts who judged the pair.

    Raises SmartxlError for different keys, or where nobody connected some keys with the others.
    """
    keys = next(iter(experts.values())).keys
    stack = np.stack([judgements.ordered(keys).matrix for judgements in experts.values()])
    known = ~np.isnan(stack)
    voters = known.sum(axis=0)
    logs = np.where(known, np.log(stack), 0.0).sum(axis=0)
    mean = np.exp(np.divide(logs, voters, out=np.full(logs.shape, np.nan), where=voters > 0))
    return Judgements(keys, mean)


def consensus(priorities: FloatArray, scale_max: float = SAATY_MAX) -> Consensus:
    """Goepel's AHP consensus indicator of priorities, shape (experts, keys), each row with sum 1.

    (1/exp β - exp α_min/exp γ_max) / (1 - exp α_min/exp γ_max), with α_min the entropy of one key judged
    `scale_max` times as important as all others and γ_max = ln n. One expert, or one key, agrees fully.
    """
    size = priorities.shape[1]
    alpha = float(np.mean([_entropy(row) for row in priorities]))
    gamma = _entropy(priorities.mean(axis=0))
    beta = max(gamma - alpha, 0.0)
    if size == 1:
        return Consensus(1.0, alpha, beta, gamma, scale_max)
    extreme = np.append(scale_max, np.ones(size - 1)) / (size + scale_max - 1)
    least = math.exp(_entropy(extreme)) / size
    value = (math.exp(-beta) - least) / (1 - least)
    return Consensus(max(value, 0.0), alpha, beta, gamma, scale_max)


def _entropy(shares: FloatArray) -> float:
    positive = shares[shares > 0]
    return float(-(positive * np.log(positive)).sum())
