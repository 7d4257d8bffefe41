"""Published tables as people paste them, made of any tree: names merged, repeated or blank; weights in each spelling."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.model.framework import ROOT, Framework

Tree = Sequence["Branch"]

HEADS = ("一级指标", "二级指标", "三级指标", "四级指标")
WORDS = (
    "达到100%得满分，每低1个百分点扣0.5分",
    "已建成并投入使用得满分；在建得60%的分值；未开展不得分",
    "有专门方案得满分，否则0分",
    "优、良、中、差分别得100、80、60、0分",
    "已接入的系统数/应接入的系统总数×100%",
    "由专家组综合评定",
    "≥90%得满分，80%—90%得80%的分值，60%—80%得60%的分值，60%以下不得分",
    "每发生一次安全事件扣1分，扣完为止",
    "略",
)


@dataclass(frozen=True)
class Branch:
    """A node of a table to be written: its name, its weight, what stands below it, other cells by head."""

    name: str
    weight: float | None = None
    children: tuple[Branch, ...] = ()
    cells: dict[str, str] = field(default_factory=dict)


Path_ = tuple[Branch, ...]
Spelling = Callable[[float], str | float]

SPELLINGS: dict[str, Spelling] = {
    "percent": lambda weight: f"{weight:g}%",
    "full-width percent": lambda weight: f"{weight:g}％",
    "points": lambda weight: f"{weight:g}分",
    "number": lambda weight: weight,
    "decimal": lambda weight: round(weight / 100, 8),
    "text": lambda weight: f"{weight:g}",
}


def paths(tree: Tree, above: Path_ = ()) -> Iterator[Path_]:
    """The way to each leaf, in order."""
    for branch in tree:
        if branch.children:
            yield from paths(branch.children, (*above, branch))
        else:
            yield (*above, branch)


def of_framework(framework: Framework, words: Sequence[str] = WORDS) -> tuple[Branch, ...]:
    """A packaged framework as a tree to be written, its leaves with scoring words in turn, without nodes beside the total."""
    unit_class = framework.classes[0].code
    count = iter(range(10_000))

    def below(code: str) -> tuple[Branch, ...]:
        return tuple(
            Branch(
                node.name.zh,
                node.weights[unit_class],
                below(node.code),
                {} if not node.is_leaf else {"评分方法": words[next(count) % len(words)]},
            )
            for node in framework.basis(code, unit_class)
        )

    return below(ROOT)


@dataclass(frozen=True)
class Style:
    """How a table is written."""

    names: str = "merged"  # merged, repeated or blank
    spelling: str = "percent"
    weights: str = "each"  # a column of weights for each level, or behind the names ("name"), or of leaves alone ("leaf")
    title: tuple[str, ...] = ("附件1", "国家智慧城市（区、镇）试点指标体系（试行）")
    notes: tuple[str, ...] = ("注：1.本表由主管部门负责解释。", "2.权重由专家确定。")
    page: int = 0  # rows after which the head comes again
    blanks: frozenset[int] = frozenset()  # rows after which a blank line stands
    sums: bool = False
    order: bool = True
    shift: int = 0  # blank columns on the left


def sheet_rows(tree: Tree, style: Style) -> tuple[list[list[str | float]], list[tuple[int, int, int]]]:
    """The cells of a table row by row, and merged areas as (column, first row, last row), from 1."""
    writer = _TableWriter(tree, style)
    for number, path in enumerate(paths(tree), 1):
        writer.leaf(number, path)
    writer.close()
    rows = writer.rows
    if style.sums:
        rows.append(["合计", *[""] * (len(writer.head) - len(writer.extra) - 2), "100%"])
    rows += [[note] for note in style.notes]
    return rows, [m for m in writer.merges if m[2] > m[1]] if style.names == "merged" else []


class _TableWriter:
    """Writes row after row, and remembers which names go on."""

    def __init__(self, tree: Tree, style: Style) -> None:
        every = list(paths(tree))
        self.style = style
        self.extra = list(dict.fromkeys(head for path in every for head in path[-1].cells))
        self.head: list[str | float] = [*_heads(max(map(len, every)), style), *self.extra]
        self.rows: list[list[str | float]] = []
        self.rows += ([text] for text in style.title)
        self.rows.append(list(self.head))
        self.merges: list[tuple[int, int, int]] = []
        self.before: Path_ = ()
        self.open: dict[int, int] = {}

    def leaf(self, number: int, path: Path_) -> None:
        if self.style.page and number > 1 and (number - 1) % self.style.page == 0:
            self._break(list(self.head))
        self.rows.append(_row(path, self.before, number, self.style, self.extra))
        here = len(self.rows)
        for column, level in _columns(path, self.style):
            if level < len(path) - 1 and self.before[: level + 1] != path[: level + 1]:
                if column in self.open:
                    self.merges.append((column, self.open[column], here - 1))
                self.open[column] = here
        self.before = path
        if number in self.style.blanks:
            self._break([])

    def _break(self, row: list[str | float]) -> None:
        self.close()
        self.before = self.before if self.style.names == "blank" else ()
        self.rows.append(row)

    def close(self) -> None:
        self.merges += [(column, first, len(self.rows)) for column, first in self.open.items()]
        self.open = {}


def _heads(depth: int, style: Style) -> Iterator[str]:
    if style.order:
        yield "序号"
    for level in range(depth):
        yield HEADS[level]
        if style.weights == "each" or (style.weights == "leaf" and level == depth - 1):
            yield "权重"


def _columns(path: Path_, style: Style) -> Iterator[tuple[int, int]]:
    """HeadColumn → level of the names and weights of a row."""
    column = 1 + style.order
    for level in range(len(path)):
        yield column, level
        column += 1
        if style.weights == "each":
            yield column, level
            column += 1


def _row(path: Path_, before: Path_, number: int, style: Style, extra: Sequence[str]) -> list[str | float]:
    cells: list[str | float] = [float(number)] if style.order else []
    spell = SPELLINGS[style.spelling]
    for level, branch in enumerate(path):
        again = before[: level + 1] == path[: level + 1] and level < len(path) - 1
        shown = style.names == "repeated" or not again
        weight = "" if branch.weight is None else spell(branch.weight)
        name = f"{branch.name}（{weight}）" if style.weights == "name" and weight != "" else branch.name
        cells.append(name if shown else "")
        if style.weights == "each" or (style.weights == "leaf" and level == len(path) - 1):
            cells.append(weight if shown else "")
    return cells + [path[-1].cells.get(head, "") for head in extra]


def put(sheet: Worksheet, tree: Tree, style: Style) -> None:
    """Writes a table on a sheet."""
    rows, merges = sheet_rows(tree, style)
    for number, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1 + style.shift):
            if value != "":
                sheet.cell(number, column, value)
    for column, first, last in merges:
        sheet.merge_cells(None, first, column + style.shift, last, column + style.shift)


def book_bytes(tree: Tree, style: Style | None = None) -> bytes:
    """A workbook with one table."""
    book = Workbook()
    assert book.active is not None
    put(book.active, tree, style or Style())
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def write(path: Path, tree: Tree, style: Style | None = None) -> Path:
    """Writes a workbook with one table into a file."""
    path.write_bytes(book_bytes(tree, style))
    return path
