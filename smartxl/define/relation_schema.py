"""The shape of a declared check over numbers, and what it is in the model."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from smartxl.define.entries import Bilingual, YamlModel, from_entry
from smartxl.model.relations import Relation, RelationKind

__all__ = ["RelationEntry", "default_relations", "row_key", "to_relation"]


class RelationEntry(YamlModel):
    """One check over the numbers of a unit."""

    kind: RelationKind = Field(
        RelationKind.AT_MOST,
        description="at-most (the inputs together are no more than the whole), sum (together they are the whole) or jump "
        "(each is near that of the last round)",
    )
    inputs: tuple[str, ...] = Field(
        (), description="codes of this indicator's inputs, or indicator/input for those of another one"
    )
    whole: str = Field(
        "", description="code of the number that the inputs are compared with; a jump has none"
    )
    tolerance: float = Field(
        0.0,
        ge=0,
        description="how far the numbers may be off; of a jump: by how many percent a number may change",
    )
    severity: Literal["must-fix", "fix-or-explain"] = Field(
        "fix-or-explain", description="must-fix, or fix-or-explain (an explanation in the note settles it)"
    )
    words: Bilingual | None = Field(
        None, description="what is expected, as the respondent reads it; else it is made of the inputs' names"
    )


def row_key(node: str, reference: str) -> str:
    """The row that a reference in a check means: `n` is of the indicator itself, `A3/n` of another one."""
    return reference if "/" in reference else f"{node}/{reference}"


def to_relation(node: str, entry: RelationEntry) -> Relation:
    """A check as the model holds it."""
    parts = tuple(row_key(node, reference) for reference in entry.inputs)
    whole = row_key(node, entry.whole) if entry.whole else ""
    return from_entry(Relation, entry, parts=parts, whole=whole, must_fix=entry.severity == "must-fix")


def default_relations(node: str, rule: str, inputs: tuple[str, ...]) -> tuple[Relation, ...]:
    """What holds where an indicator declares nothing: of a ratio, the numerator is a part of the denominator."""
    if rule != "ratio" or len(inputs) != 2:
        return ()
    part, whole = (row_key(node, code) for code in inputs)
    return (Relation(RelationKind.AT_MOST, (part,), whole),)
