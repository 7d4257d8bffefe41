"""What experts were asked about weights, as a scheme tells of it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AskedBranch", "Weighing"]


@dataclass(frozen=True, slots=True)
class AskedBranch:
    """The nodes below one as experts judged them. `title` names it in the language of the scheme.

    AHP: the consistency `ratio` of the group and the `worst` of an expert, and how many are `inconsistent`. Delphi:
    `concordance` and `p_value`. `adopted`: whether the definition has these weights, None where none came out.
    """

    title: str
    experts: int
    ratio: float | None = None
    worst: float | None = None
    inconsistent: int = 0
    concordance: float | None = None
    p_value: float | None = None
    adopted: bool | None = None


@dataclass(frozen=True, slots=True)
class Weighing:
    """What experts were asked by one method (`ahp` or `delphi`). `judgements` of pairs, `rounds` of Delphi; `table` of RI."""

    method: str
    experts: int
    branches: tuple[AskedBranch, ...]
    judgements: int = 0
    rounds: int = 0
    table: str = ""
