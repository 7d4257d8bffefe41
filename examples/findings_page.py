"""Writes docs/findings.md from the catalogue of findings (smartxl/findings.csv) and findings_causes.csv beside this file.

python examples/findings_page.py > docs/findings.md
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from smartxl.findings import CATALOGUE, FindingCode
from smartxl.text import Text

CAUSES = Path(__file__).with_name("findings_causes.csv")
HEAD = """# 问题代码 · Findings

What `smartxl collect` may say about a file, why that happens, and what to do. Severity: *must fix* (必须修改), *fix or
explain* (修改或说明), *note* (提示), *fixed for you* (已代为处理). Words in braces are filled in from the file. Generated
by `python examples/findings_page.py`."""
SECTIONS = {
    "F": Text("文件", "The file"),
    "S": Text("文件结构", "Its structure"),
    "R": Text("行", "A row"),
    "M": Text("一个单位的几个文件与佐证材料", "Several files of one unit, and evidence"),
    "V": Text("填写的内容", "A value"),
    "L": Text("互相矛盾的内容", "Values that contradict each other"),
}
TABLE = """
| 代码 · code | 程度 · severity | 内容 · message | 原因 · cause | 例 · example | 处理 · what to do |
|---|---|---|---|---|---|"""


class Cause(NamedTuple):
    """Why a finding comes about, and what is found then."""

    why: Text
    example: str


def causes() -> Mapping[str, Cause]:
    """Code → cause and example. Raises KeyError for a code that is in no catalogue."""
    with CAUSES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    known = {code.value for code in FindingCode}
    if strange := [row["code"] for row in rows if row["code"] not in known]:
        raise KeyError(f"{CAUSES.name} has codes that smartxl/findings.csv lacks: {', '.join(strange)}")
    return {row["code"]: Cause(Text(row["cause_zh"], row["cause_en"]), row["example"]) for row in rows}


def page() -> Iterator[str]:
    """The lines of the page. Raises KeyError, naming all, when codes have no cause or no section yet."""
    told = causes()
    if missing := [code.value for code in FindingCode if code.value not in told]:
        raise KeyError(f"add cause and example to examples/{CAUSES.name} for: {', '.join(missing)}")
    if strange := {code.value[0] for code in FindingCode} - SECTIONS.keys():
        raise KeyError(f"name the section of the codes that begin with {', '.join(sorted(strange))}")
    yield HEAD
    for letter, title in SECTIONS.items():
        yield f"\n## {letter} {title.zh} · {title.en}"
        yield TABLE
        yield from (_row(code, told[code.value]) for code in FindingCode if code.value.startswith(letter))


def _row(code: FindingCode, cause: Cause) -> str:
    kind = CATALOGUE[code]
    texts = (kind.severity.label, kind.message, cause.why)
    cells = [code.value, *(_both(text) for text in texts), _plain(cause.example), _both(kind.remedy)]
    return f"| {' | '.join(cells)} |"


def _both(text: Text) -> str:
    return f"{_plain(text.zh)}<br>{_plain(text.en)}"


def _plain(text: str) -> str:
    """Without what a table would take for its own."""
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print("\n".join(page()))
