"""The looks of the workbench: each is that of a cell of the project's template workbook."""

from __future__ import annotations

from dataclasses import replace

from smartxl.model.sheetdesign import Look
from smartxl.planning import reportpage
from smartxl.questionnaires import looks as asked

__all__ = [
    "BAND",
    "COUNT",
    "HEAD",
    "INPUT_NUMBER",
    "INPUT_TEXT",
    "INTRO",
    "MOVES",
    "NOTE",
    "NUMBER",
    "PERCENT",
    "STRONG",
    "STRONG_TEXT",
    "TEXT",
    "TITLE",
    "formatted",
]

TITLE, INTRO, BAND, HEAD = asked.TITLE, asked.INTRO, asked.BAND, asked.HEAD
TEXT, NOTE = asked.TEXT, reportpage.NOTE
INPUT_TEXT = replace(asked.CHOICE, number_format="General")
INPUT_NUMBER = replace(asked.CHOICE, number_format="0.####")
NUMBER, STRONG, STRONG_TEXT = reportpage.NUMBER, reportpage.STRONG_NUMBER, reportpage.STRONG_TEXT
COUNT, PERCENT = replace(NUMBER, number_format="0.####"), replace(NUMBER, number_format="0.0%")
MOVES = replace(NUMBER, number_format="▲0;▼0;–")


def formatted(look: Look, number_format: str) -> Look:
    """A look with another number format."""
    return replace(look, number_format=number_format)
