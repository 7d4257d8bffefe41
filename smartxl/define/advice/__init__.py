"""Advice on a definition that can be built: what its author may not have meant. Not errors: nothing is refused for it.

In: the files of a project that was found in order, and its definition. Out: `Advice` with code and place, and which conventions
the author left to the default. Start reading at `advise.advise`; the words stand in `catalogue.csv`.
"""

from smartxl.define.advice.advise import advise
from smartxl.define.advice.catalogue import (
    ADVISED,
    CATALOGUE,
    Advice,
    AdviceCode,
    AdviceGroup,
    Advised,
    advised_words,
    group_advice,
)
from smartxl.define.advice.conventions import HeldConvention

__all__ = [
    "ADVISED",
    "CATALOGUE",
    "Advice",
    "AdviceCode",
    "AdviceGroup",
    "Advised",
    "HeldConvention",
    "advise",
    "advised_words",
    "group_advice",
]
