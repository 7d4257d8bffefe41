"""What the consultant adds to a report: one Markdown file a language, which is never written over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from smartxl.errors import ProjectError
from smartxl.text import Lang, Text, printable

__all__ = ["commentary_file", "read_commentary", "start_commentary"]

_HEADING = re.compile(r"##\s+\[(?P<key>[\w.]+)\]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INTRODUCTION = {
    "zh": "<!-- 评估人意见：写在各章标题之下，空行分段；\n重新生成报告时保留，显示在该章末尾。"
    "方括号里的代码不要改动。 -->",
    "en": "<!-- The evaluator's comments: write below the heading of a chapter, paragraphs apart by a blank line.\n"
    "They are kept when the report is made again, and shown at the end of the chapter.\n"
    "Leave the codes in brackets as they are. -->",
}


def commentary_file(folder: Path, lang: Lang, of: str = "") -> Path:
    """Where the commentary of a language stands; `of` the document where it is not the report."""
    return folder / (f"commentary.{of}.{lang}.md" if of else f"commentary.{lang}.md")


def start_commentary(path: Path, lang: Lang, chapters: Iterable[tuple[str, str]]) -> bool:
    """Writes a commentary with headings only, unless there is one; `chapters`: key and title. Says whether it did."""
    if path.exists():
        return False
    headings = (f"## [{key}] {title}\n" for key, title in chapters)
    path.write_text("\n".join((_INTRODUCTION[lang], "", *headings)), "utf-8")
    return True


def read_commentary(path: Path, known: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Key of a chapter → its paragraphs; nothing where there is no file.

    Raises ProjectError for a chapter that is not `known`, and for text above the first heading, which would be lost.
    """
    if not path.exists():
        return {}
    text = _COMMENT.sub("", path.read_text("utf-8-sig"))
    first, *rest = re.split(r"(?m)^(?=##\s)", text)
    if first.strip():
        head = first.strip()[:40]
        what = Text(f"“{head}”写在第一个标题之前", f"{head!r} stands above the first heading")
        remedy = Text(
            "移到某章的标题之下，如 ## [result]",
            "move it below the heading of a chapter, such as ## [result]",
        )
        raise ProjectError(str(path), what, remedy)
    found: dict[str, tuple[str, ...]] = {}
    for part in rest:
        head, _, body = part.partition("\n")
        match = _HEADING.match(head)
        if match is None or match["key"] not in known:
            listed = ", ".join(known)
            what = Text(f"“{head.strip()}”不是报告的一章", f"{head.strip()!r} is no chapter of the report")
            remedy = Text(f"方括号中的代码可用：{listed}", f"the code in brackets is one of: {listed}")
            raise ProjectError(str(path), what, remedy)
        paragraphs = (printable(" ".join(piece.split())) for piece in re.split(r"\n\s*\n", body))
        found[match["key"]] = (*found.get(match["key"], ()), *filter(None, paragraphs))
    return found
