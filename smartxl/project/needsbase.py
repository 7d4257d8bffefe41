"""What a needs worksheet asks about: the parts of the definition that choices start from, and the modules that could join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.model.needs import Needs, PartAnswer, PartRow
from smartxl.model.spoken import own_wording
from smartxl.model.tree import in_order
from smartxl.project.folder import ProjectFolder
from smartxl.project.frameworks import MODULES_OF, packaged_framework
from smartxl.project.selecting import DefinitionFiles, base_files, definition_of
from smartxl.questionnaires import NeedsAnswers, NeedsForm, plan_needs
from smartxl.text import Lang, Text, number_text

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.model.framework import Framework, Node
    from smartxl.model.plan import WorkbookPlan

__all__ = ["NeedsBase", "blank_worksheet", "given_answers"]


@dataclass(frozen=True)
class NeedsBase:
    """What a worksheet asks about: the definition that choices start from, its parts and those that could join."""

    base: DefinitionFiles
    definition: Definition
    rows: tuple[PartRow, ...]

    @classmethod
    def of(cls, project: ProjectFolder) -> NeedsBase:
        """What the worksheet of a project asks about now."""
        base = base_files(project.root)
        definition = definition_of(project.root, base)
        own = tuple(_row(definition.framework, node) for node in in_order(definition.framework))
        return cls(base, definition, (*own, *_modules(definition.framework)))

    def form(self, lang: Lang) -> NeedsForm:
        """The worksheet in a language."""
        return NeedsForm(self.definition, self.rows, lang, own_wording(self.definition, lang))


def _row(framework: Framework, node: Node, module: str = "") -> PartRow:
    weights = dict.fromkeys(number_text(weight) for weight in node.weights.values())
    names = [entry.name for entry in framework.classes if entry.code in node.weights]
    told = Text("、".join(name.get("zh") for name in names), ", ".join(name.get("en") for name in names))
    if module:
        told = Text("随模块", "with module")
    return PartRow(
        node.code, node.name, node.parent, node.level, node.is_leaf, told, " / ".join(weights), module
    )


def _modules(own: Framework) -> Iterator[PartRow]:
    """The packaged modules that could join: none of their codes is there already."""
    packaged = packaged_framework(MODULES_OF)
    framework = packaged.definition.framework
    for module in packaged.modules:
        nodes = [node for node in in_order(framework) if framework.top(node).code == module.node.code]
        if not any(node.code in own.by_code for node in nodes):
            yield from (_row(framework, node, module.node.code) for node in nodes)


def given_answers(rows: Sequence[PartRow], needs: Needs) -> NeedsAnswers:
    """What a worksheet goes out with: what was taken in before, as far as it asks about it."""
    usual = {row.code: row.usual for row in rows}
    parts = {
        part.code: PartAnswer(
            None if part.choice is usual[part.code] else part.choice,
            part.share,
            part.priority,
            part.reason,
            part.who,
        )
        for part in needs.parts
        if part.code in usual
    }
    return NeedsAnswers(needs.texts, parts)


def blank_worksheet(asked: NeedsBase, lang: Lang) -> WorkbookPlan:
    """The worksheet in a language with nothing filled in."""
    return plan_needs(asked.form(lang), NeedsAnswers({}, {}))[0]
