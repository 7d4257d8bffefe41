"""Writes docs/engines.md from the table of what is replaced in other engines (smartxl/verify/engines/replaced.csv).

python examples/engines_page.py > docs/engines.md
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from smartxl.text import Text
from smartxl.verify.engines.replaced import EXAMPLE_CELLS, Replaced, replaced

HEAD = Path(__file__).with_name("engines_head.md")
SECTIONS = {
    "formulas": Text("formulas 中替换的函数和运算符", "Functions and operators replaced in formulas"),
    "formualizer": Text("formualizer 中替换的函数", "Functions replaced in formualizer"),
    "formualizer-arrays": Text(
        "formualizer 中对数组逐个计算的函数（例）",
        "Functions called for each element in formualizer (examples)",
    ),
}
TABLE = (
    "| 函数 · function | 例 · example | 原得 · gives | 应得 · correct | 原因 · why |\n|---|---|---|---|---|"
)


def page() -> Iterator[str]:
    """The lines of the page."""
    yield HEAD.read_text("utf-8").rstrip()
    yield ""
    yield "例中的单元格 · The cells of the examples:"
    yield ""
    yield from _cells()
    for engine, title in SECTIONS.items():
        yield f"\n## {title.zh} · {title.en}\n"
        yield TABLE
        yield from map(_row, replaced(engine))


def _cells() -> Iterator[str]:
    rows, columns = range(1, 7), "ABCD"
    yield f"| | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    for row in rows:
        shown = (_shown(EXAMPLE_CELLS.get(f"{column}{row}")) for column in columns)
        yield f"| {row} | {' | '.join(shown)} |"


def _shown(value: float | str | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f'"{value}"' if isinstance(value, str) else f"{value:g}"


def _row(each: Replaced) -> str:
    cells = (f"`{each.name}`", _code(f"={each.example}"), _code(each.given), _code(each.correct))
    return f"| {' | '.join(cells)} | {each.why.zh} · {each.why.en} |"


def _code(text: str) -> str:
    return f"`{text}`" if text else "–"


if __name__ == "__main__":
    print("\n".join(page()))
