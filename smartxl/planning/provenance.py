"""Where the names, weights and rules of an indicator system are known from, in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smartxl.model.framework import Framework
from smartxl.model.provenance import ASPECTS, tally
from smartxl.text import Lang

__all__ = ["provenance_lines"]


def provenance_lines(framework: Framework, words: Mapping[str, str], lang: Lang) -> Iterator[str]:
    """How many names, weights and rules were published, derived, written from memory or chosen; nothing where none is told."""
    comma, semicolon = ("、", "；") if lang == "zh" else (", ", "; ")
    told = []
    for aspect in ASPECTS:
        nodes = framework.nodes if aspect != "rule" else [node for node in framework.nodes if node.is_leaf]
        counts = tally((node.provenance for node in nodes), aspect)
        if counts:
            parts = comma.join(f"{words[f'provenance.{kind}']} {count}" for kind, count in counts.items())
            told.append(words[f"provenance.of_{aspect}"].format(parts=parts))
    if told:
        yield words["provenance.line"].format(told=semicolon.join(told))
