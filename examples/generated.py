"""Writes the pages of docs/ that are made from the code, in both languages.

python examples/generated.py [NAME …]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from smartxl.text import LANGUAGES

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("commands", "engines", "findings", "lint", "placeholders", "reference", "rules", "udfs")
"""The name of each page; it is made by `page(lang)` of the module NAME_page beside this one."""


def texts(names: Iterable[str] = PAGES) -> Iterator[tuple[Path, str]]:
    """The file of each page in each language, and what it has to say."""
    for name in names:
        for lang in LANGUAGES:
            lines = import_module(f"{name}_page").page(lang)
            yield (DOCS if lang == "zh" else DOCS / lang) / f"{name}.md", "\n".join(lines) + "\n"


if __name__ == "__main__":
    for path, text in texts(sys.argv[1:] or PAGES):
        path.write_text(text, "utf-8")
