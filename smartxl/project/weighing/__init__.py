"""Weights by experts: questionnaires asked, collected, and turned into a table of weights."""

__all__: list[str] = []
