"""The shape of what framework.yaml says about numbers: decimals, roll-ups, the pipeline, ranks, peers, parameters."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)

from smartxl.define.entries import Line, YamlModel, one_or_many
from smartxl.model.combination import (
    UNROUNDED,
    Boundary,
    Counted,
    NotApplicable,
    RollUp,
    StepKind,
    Ties,
    Unscored,
)

__all__ = [
    "CombinationEntry",
    "Combine",
    "Digits",
    "DigitsEntry",
    "DigitsPerLevel",
    "Params",
    "RankingEntry",
    "StepEntry",
]

_UNROUNDED = "unrounded"
_MAX_DIGITS = 6
_MAX_POWER = 20.0  # beyond it the mean is the best or the worst score, and powers of small floors overflow
_UNIT_PARAMETERS = {"reference"}


def _word_or_number(value: object, as_number: ValidatorFunctionWrapHandler) -> int:
    return UNROUNDED if value == _UNROUNDED else int(as_number(value))


Digits = Annotated[
    int,
    Field(ge=0, le=_MAX_DIGITS),
    WrapValidator(_word_or_number),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": _MAX_DIGITS},
                {"type": "string", "enum": [_UNROUNDED]},
            ]
        }
    ),
]
"""Decimals, 0 to 6, or the word unrounded."""


class DigitsEntry(YamlModel):
    """Decimals for each level."""

    indicator: Digits = Field(description="decimals of an indicator's score: 0 to 6, or unrounded")
    group: Digits | None = Field(None, description="decimals of a group's score; else those of an indicator")
    total: Digits | None = Field(None, description="decimals of the total; else those of an indicator")


DigitsPerLevel = Annotated[
    Annotated[Digits, Tag("one")] | Annotated[DigitsEntry, Tag("many")], Discriminator(one_or_many)
]


class CombinationEntry(YamlModel):
    """How the scores below become one score."""

    method: RollUp = Field(
        RollUp.MEAN, description="mean, sum (of points), geometric, harmonic, power or worst"
    )
    power: float | None = Field(
        None,
        ge=-_MAX_POWER,
        le=_MAX_POWER,
        description="exponent of the method power: a number from -20 to 20, not 0",
    )
    floor: float | None = Field(
        None,
        gt=0,
        lt=100,
        description="a number above 0 and below 100: under geometric, harmonic or a negative power no score counts as less",
    )
    unscored: Unscored = Field(
        Unscored.LEAVE_OUT,
        description="what counts where a child has no score: leave-out (the others share its weight), zero, "
        "peer-mean or peer-median",
    )
    not_applicable: NotApplicable = Field(
        NotApplicable.SPREAD,
        description="what happens to the points of a child that does not apply: spread (over the others) or lost",
    )
    coverage: float = Field(
        0.0,
        ge=0,
        le=1,
        description="share of the children, 0 to 1, that must have a score of their own, else there is none",
    )
    counted: Counted = Field(
        Counted.WEIGHT, description="what the coverage counts: weight or count (of children)"
    )


Combine = Annotated[
    Annotated[RollUp, Tag("one")] | Annotated[CombinationEntry, Tag("many")], Discriminator(one_or_many)
]


class StepEntry(YamlModel):
    """One step of what happens to the total."""

    step: StepKind = Field(description="veto, deduct, gate or bonus")
    nodes: tuple[str, ...] = Field((), description="codes of top-level nodes that veto, deduct or add")
    record: float | None = Field(None, description="of a veto: the total that is recorded")
    least: float | None = Field(None, description="of a gate: the total that it takes to go on")
    boundary: Boundary = Field(
        Boundary.LOWER,
        description="of a gate: a total exactly at `least` passes (lower) or does not (upper)",
    )
    cap: float | None = Field(
        None, ge=0, description="of deduct or bonus: the most points, 0 or more; else no limit"
    )


class RankingEntry(YamlModel):
    """How units are ranked."""

    ties: Ties = Field(
        Ties.COMPETITION,
        description="ranks of equal totals: competition (1 2 2 4), dense (1 2 2 3), mid (1 2.5 2.5 4)",
    )
    of: Literal["rounded", "raw"] = Field(
        "rounded", description="what is ranked: the rounded total, or the raw one before its rounding"
    )


class _Word(str):
    """A parameter that is a word even where it looks like a number: a unit may have the code 011."""

    __slots__ = ()


def _named_words(params: object) -> object:
    if not isinstance(params, dict):
        return params
    return {
        key: _Word(value)
        if str(key).rpartition(".")[2] in _UNIT_PARAMETERS and isinstance(value, str)
        else value
        for key, value in params.items()
    }


def _param_shape(value: object) -> str:
    if isinstance(value, str) and (isinstance(value, _Word) or not _reads_as_number(value)):
        return "word"
    return one_or_many(value)


def _reads_as_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


_Param = Annotated[
    Annotated[float, Tag("one")] | Annotated[tuple[float, ...], Tag("many")] | Annotated[Line, Tag("word")],
    Discriminator(_param_shape),
]
Params = Annotated[dict[str, _Param], BeforeValidator(_named_words)]
"""Parameters of a rule by name: numbers, lists of numbers, or words (only rules over peers take these)."""
