"""What advice is given on: the definition, and where in its files everything stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartxl.define.advice.catalogue import Advice, AdviceCode
from smartxl.define.tree import place_nodes
from smartxl.text import Text, number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartxl.define.check import ProjectFiles
    from smartxl.define.yamlfile import Place
    from smartxl.model.definition import Definition
    from smartxl.model.framework import Framework, Node

__all__ = ["AdviceContext", "Facts", "listed", "points_text", "share_text"]

Facts = dict[str, Text | str]
"""What fills the slots of the catalogue."""


@dataclass(frozen=True)
class AdviceContext:
    """The files of a project that was found in order, and its definition."""

    files: ProjectFiles
    definition: Definition

    @property
    def framework(self) -> Framework:
        """The indicator system."""
        return self.definition.framework

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        model = self.files.framework.model
        return {node.entry.code: node.place for node in place_nodes(model)} if model else {}

    def of_node(self, code: AdviceCode, node: str, *keys: str | int, **facts: Text | str) -> Advice:
        """Advice on a node, at one of its keys."""
        return self.of_framework(code, (*self._places[node], *keys), **facts)

    def of_framework(self, code: AdviceCode, place: Place, **facts: Text | str) -> Advice:
        """Advice on a place of the framework's file."""
        return Advice(code, self.files.framework.spot(place), facts)

    def of_round(self, code: AdviceCode, place: Place, **facts: Text | str) -> Advice:
        """Advice on a place of the assessment's file."""
        return Advice(code, self.files.assessment.spot(place), facts)

    def classes(self, codes: Iterable[str]) -> Text:
        """The names of classes, "all units" where they are all that there are."""
        names = [self.framework.unit_class(code).name for code in codes]
        if len(names) == len(self.framework.classes):
            return Text("全部单位", "all units")
        return listed(names)

    @staticmethod
    def called(node: Node) -> Text:
        """A node by code and name."""
        return Text(f"{node.code} {node.name.zh}", f"{node.code} {node.name.get('en')}")


def listed(names: Iterable[Text]) -> Text:
    """Several names as one text."""
    known = list(names)
    return Text("、".join(name.zh for name in known), ", ".join(name.get("en") for name in known))


def share_text(share: float) -> str:
    """A share (0 to 1) in percent, with one decimal where it has one."""
    return f"{round(100 * share, 1):g}%"


def points_text(points: float) -> str:
    """A score as it is told: two decimals at most."""
    return number_text(round(points, 2))
