"""The fundamental scale of pairwise judgements in an official's words, and formulas built from sentences."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.cells import text_literal
from smartxl.text import fold

__all__ = ["EQUAL", "THRESHOLDS", "Option", "joined", "options", "value_of"]

LARGEST = 9
EQUAL = LARGEST
"""The place, from 1, of "equally important" in the list of options."""

THRESHOLDS = tuple(math.sqrt(k * (k + 1)) for k in range(1, LARGEST))
"""Where the nearest answer, as a ratio, changes from 1 to 2, from 2 to 3, … from 8 to 9."""

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: how it stands in the list, how many times more important the left is, the degree in a sentence."""

    label: str
    value: float
    degree: str


def options(words: Mapping[str, str]) -> tuple[Option, ...]:
    """The 17 answers, from "the left is extremely more important" to the same of the right.

    Words and not numbers: Excel turns a typed 1/3 into the third of January.
    """
    degrees = {k: words[f"ahp.degree_{k}"] for k in range(2, LARGEST + 1)}
    left = [
        Option(words["ahp.left"].format(k=k, degree=degrees[k]), float(k), degrees[k])
        for k in range(LARGEST, 1, -1)
    ]
    right = [
        Option(words["ahp.right"].format(k=k, degree=degrees[k]), 1 / k, degrees[k])
        for k in range(2, LARGEST + 1)
    ]
    return (*left, Option(words["ahp.equal"], 1.0, ""), *right)


def value_of(label: str, wordings: tuple[Mapping[str, str], ...]) -> float | None:
    """The judgement that a returned answer stands for, in any of the languages; None for no answer of the list."""
    wanted = fold(label)
    for words in wordings:
        for option in options(words):
            if fold(option.label) == wanted:
                return option.value
    return None


def joined(sentence: str, slots: Mapping[str, str]) -> str:
    """A sentence with {slots} as an expression of Excel: text and references joined with &."""
    parts = []
    for index, part in enumerate(_SLOT.split(sentence)):
        if index % 2:
            parts.append(slots[part])
        elif part:
            parts.append(text_literal(part))
    return "&".join(parts)
