"""What the generated pages of docs/ have in common: the Chinese one is docs/NAME.md, the English one docs/en/NAME.md."""

from __future__ import annotations

import re
from pathlib import Path

from smartxl.text import Lang, Text

__all__ = ["HERE", "cell", "head_of", "heads", "opening", "row"]

HERE = Path(__file__).parent
_TWIN = {"zh": "[English](en/{}.md)", "en": "[中文](../{}.md)"}


def opening(name: str, title: Text, lang: Lang) -> str:
    """The title of a page and the link to its twin."""
    return f"# {title.get(lang)}\n\n{_TWIN[lang].format(name)}\n"


def head_of(part: str, lang: Lang) -> str:
    """Words that are not generated: PART.zh.md or PART.en.md in the folder `heads`, with links as from docs/."""
    text = (HERE / "heads" / f"{part}.{lang}.md").read_text("utf-8").rstrip()
    return re.sub(r"\]\((?=(?:\.\./|images/|schemas/))", "](../", text) if lang == "en" else text


def heads(lang: Lang, *names: Text) -> str:
    """The two first lines of a table."""
    return f"{row(*(name.get(lang) for name in names))}\n|{'---|' * len(names)}"


def row(*cells: str) -> str:
    """A row of a table."""
    return f"| {' | '.join(map(cell, cells))} |"


def cell(text: str) -> str:
    """Text in a cell: without what a table would take for its own."""
    return re.sub(r"(?<!\\)\|", r"\\|", text).replace("\n", "<br>")
