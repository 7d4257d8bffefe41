"""All advice on a project that was found in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.define.advice.context import AdviceContext
from smartxl.define.advice.conventions import held_conventions
from smartxl.define.advice.reach import reach_advice
from smartxl.define.advice.rows import peer_advice, rule_advice, scale_advice
from smartxl.define.advice.weighing import children_advice, share_advice, weight_advice
from smartxl.define.advice.wording import left_advice, wording_advice
from smartxl.define.tree import place_nodes

if TYPE_CHECKING:
    from smartxl.define.advice.catalogue import Advice
    from smartxl.define.advice.conventions import HeldConvention
    from smartxl.define.check import ProjectFiles
    from smartxl.model.definition import Definition

__all__ = ["advise"]

_PARTS = (
    *(share_advice, children_advice, weight_advice, wording_advice, left_advice),
    *(peer_advice, reach_advice, rule_advice, scale_advice),
)


def advise(
    files: ProjectFiles, definition: Definition
) -> tuple[tuple[Advice, ...], tuple[HeldConvention, ...]]:
    """The advice, by subject, and the conventions; `files` are those of the definition, found without a problem."""
    model = files.framework.model
    if model is None:
        return (), ()
    context = AdviceContext(files, definition)
    held = held_conventions(model, definition.framework, place_nodes(model))
    found = (advice for part in _PARTS for advice in part(context))
    return tuple(found), held
