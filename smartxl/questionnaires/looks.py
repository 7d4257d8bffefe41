"""The looks of questionnaires: each is that of a cell of the project's template workbook."""

from __future__ import annotations

from smartxl.model.sheetdesign import Look

__all__ = [
    "BAND",
    "CENTRE",
    "CHOICE",
    "COVER_SUBTITLE",
    "COVER_TITLE",
    "HEAD",
    "HEADING",
    "INTRO",
    "LABEL",
    "RESULT",
    "STEP",
    "TEXT",
    "TITLE",
    "VALUE",
    "WORDS",
]

_GENERAL = "General"  # where the template's number format is of its own numbers

TITLE = Look("sampling", "{{ sampling.title }}")
INTRO = Look("sampling", "{{ t.sampling.intro }}")
BAND = Look("sampling", "{{ section.title }}")
HEAD = Look("sampling", "{{ head.no }}")
TEXT = Look("sampling", "{{ item.name }}")
CENTRE = Look("sampling", "{{ item.no }}", _GENERAL)
CHOICE = Look("sampling", "{{ input.level }}")
WORDS = Look("sampling", "{{ input.note }}")
RESULT = Look("sampling", "{{ score.item }}", _GENERAL)
COVER_TITLE = Look("cover", "{{ cover.title }}")
COVER_SUBTITLE = Look("cover", "{{ t.cover.subtitle }}")
LABEL = Look("cover", "{{ t.label.unit }}")
VALUE = Look("cover", "{{ round.due }}")
HEADING = Look("cover", "{{ t.cover.how }}")
STEP = Look("cover", "{{ t.cover.step1 }}")
