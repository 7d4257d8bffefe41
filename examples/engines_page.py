"""docs/engines.md: what heads/ has of it, and what is replaced in other engines (smartxl/verify/engines/replaced.csv)."""

from __future__ import annotations

from collections.abc import Iterator

from paging import head_of, heads, opening, row
from smartxl.text import Lang, Text
from smartxl.verify.engines.replaced import EXAMPLE_CELLS, Replaced, replaced

TITLE = Text("其他引擎与所替换的函数", "Other engines and what is replaced in them")
CELLS = Text("例中的单元格：", "The cells of the examples:")
SECTIONS = {
    "formulas": Text("formulas 中替换的函数和运算符", "Functions and operators replaced in formulas"),
    "formualizer": Text("formualizer 中替换的函数", "Functions replaced in formualizer"),
    "formualizer-arrays": Text(
        "formualizer 中对数组逐个计算的函数（例）",
        "Functions called for each element in formualizer (examples)",
    ),
}
HEADS = (
    Text("函数", "function"),
    Text("例", "example"),
    Text("原得", "gives"),
    Text("应得", "correct"),
    Text("原因", "why"),
)


def page(lang: Lang) -> Iterator[str]:
    """The lines of the page."""
    yield opening("engines", TITLE, lang)
    yield head_of("engines", lang)
    yield f"\n{CELLS.get(lang)}\n"
    yield from _cells()
    for engine, title in SECTIONS.items():
        yield f"\n## {title.get(lang)}\n"
        yield heads(lang, *HEADS)
        yield from (_row(each, lang) for each in replaced(engine))


def _cells() -> Iterator[str]:
    rows, columns = range(1, 7), "ABCD"
    yield row("", *columns)
    yield f"|---|{'---|' * len(columns)}"
    for number in rows:
        yield row(str(number), *(_shown(EXAMPLE_CELLS.get(f"{column}{number}")) for column in columns))


def _shown(value: float | str | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f'"{value}"' if isinstance(value, str) else f"{value:g}"


def _row(each: Replaced, lang: Lang) -> str:
    cells = (f"`{each.name}`", _code(f"={each.example}"), _code(each.given), _code(each.correct))
    return row(*cells, each.why.get(lang))


def _code(text: str) -> str:
    return f"`{text}`" if text else "–"
