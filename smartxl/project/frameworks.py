"""The packaged definitions: what each is, how much of it was published, and which of its parts others can take in."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from smartxl.errors import UnknownName
from smartxl.model.definition import Definition
from smartxl.model.framework import Node
from smartxl.model.provenance import Provenance, tally
from smartxl.project.definitions import cache_folder, load_cached
from smartxl.text import Text, choice_key
from smartxl_templates import framework_folder, framework_names

__all__ = [
    "MODULES_OF",
    "FrameworkModule",
    "PackagedFramework",
    "packaged_framework",
    "packaged_frameworks",
    "unknown_framework",
]

MODULES_OF = "smart-domains"
"""The packaged definition whose top-level nodes are modules: parts that other definitions can take in."""


@dataclass(frozen=True, slots=True)
class FrameworkModule:
    """A part of a definition that others can take in: its top node, whose needs it looks at, and what it covers."""

    node: Node
    indicators: int
    needs: Text
    scope: Text


@dataclass(frozen=True)
class PackagedFramework:
    """A definition that ships with smartxl: its name, what it is for, where it comes from."""

    name: str
    summary: Text
    source: Text
    modules_told: Mapping[str, Mapping[str, Text]]

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return framework_folder(self.name)

    @cached_property
    def definition(self) -> Definition:
        """The definition with its example of a round."""
        return load_cached(self.folder, cache_folder())

    @property
    def levels(self) -> tuple[int, ...]:
        """How many nodes each level has, from the top."""
        counts = Counter(node.level for node in self.definition.framework.nodes)
        return tuple(counts[level] for level in sorted(counts))

    def known_from(self, aspect: str) -> Mapping[Provenance, int]:
        """How many names, weights or rules (`provenance.ASPECTS`) are known from where."""
        nodes = [node for node in self.definition.framework.nodes if aspect != "rule" or node.is_leaf]
        return tally((node.provenance for node in nodes), aspect)

    @property
    def modules(self) -> tuple[FrameworkModule, ...]:
        """Its parts that other definitions can take in."""
        framework = self.definition.framework
        found = []
        for code, told in self.modules_told.items():
            leaves = [node for node in framework.nodes if node.is_leaf and framework.top(node).code == code]
            found.append(FrameworkModule(framework.by_code[code], len(leaves), told["needs"], told["scope"]))
        return tuple(found)

    def module(self, name: str) -> FrameworkModule:
        """The module with a code or a name (MED, 智慧医疗, 医疗, Smart health, health). Raises UnknownName."""
        wanted = choice_key(name)
        for module in self.modules:
            own = module.node.name
            short = (own.zh.removeprefix("智慧"), own.en.removeprefix("Smart "))
            if wanted in map(choice_key, (module.node.code, own.zh, own.en, *short)):
                return module
        known = Text(
            "可用：" + "、".join(f"{m.node.code} {m.node.name.zh}" for m in self.modules),
            "one of: " + ", ".join(f"{m.node.code} {m.node.name.get('en')}" for m in self.modules),
        )
        raise UnknownName("--with", Text(f"没有模块“{name}”", f"there is no module {name!r}"), known)


def packaged_frameworks() -> tuple[PackagedFramework, ...]:
    """All packaged definitions, in the order in which they are shown."""
    return tuple(map(packaged_framework, framework_names()))


def unknown_framework(where: str, name: str) -> UnknownName:
    """The refusal of a framework that is not packaged; names those that are."""
    known = ", ".join(framework_names())
    what = Text(f"没有随附的指标体系“{name}”", f"there is no packaged framework {name!r}")
    return UnknownName(where, what, Text(f"可用：{known}", f"one of: {known}"))


def packaged_framework(name: str) -> PackagedFramework:
    """The packaged definition of a name. Raises UnknownName."""
    if name not in framework_names():
        raise unknown_framework("framework", name)
    told = tomllib.loads((framework_folder(name) / "about.toml").read_text("utf-8"))
    modules = {
        code: {key: Text(**texts) for key, texts in parts.items()}
        for code, parts in told.get("modules", {}).items()
    }
    return PackagedFramework(name, Text(**told["summary"]), Text(**told["source"]), modules)
