"""What is wrong with a rule, in words an author understands."""

from __future__ import annotations

from smartxl.text import LANGUAGES, Text

__all__ = ["RuleFault"]


class RuleFault(ValueError, TypeError):
    """A rule cannot be made of its name, parameters, options or formula; `told` says why.

    `str` gives both languages, a line each.
    """

    def __init__(self, told: Text) -> None:
        super().__init__(told)
        self.told = told

    def __str__(self) -> str:
        return "\n".join(self.told.get(lang) for lang in LANGUAGES)
