"""A workbook with published tables → the tree of the indicators, and a remark on everything that is not plain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from smartxl.define.published.draft import Draft
from smartxl.define.published.grid import SheetGrid, grid_of
from smartxl.define.published.heads import HeadRole, words_of
from smartxl.define.published.lines import LineKind, PublishedTable, tables_of
from smartxl.define.published.nodes import PublishedNode
from smartxl.define.published.remark import About, CellSpot, PasteRemark, Sureness
from smartxl.define.published.rows import PastedRows
from smartxl.text import Text, fold, shorten
from smartxl.xlsx import RawBook, RawSheet

__all__ = ["PublishedTree", "grids_of", "read_indicators", "title_in", "visible_rows"]

_LEVELS = frozenset({HeadRole.LEVEL})
_WHOLE, _NEAR = 100.0, 0.5
_LONGEST_TITLE = 80
_NO_TITLE = ("附件", "附表", "附录", "单位：", "单位:", "表1", "表 1")


@dataclass(frozen=True)
class PublishedTree:
    """The top of the tree, the title above the first table, notes below the tables, and remarks."""

    nodes: tuple[PublishedNode, ...]
    title: str
    notes: tuple[str, ...]
    remarks: tuple[PasteRemark, ...]


def grids_of(book: RawBook) -> tuple[SheetGrid, ...]:
    """The sheets of a file on which anything stands."""
    grids = (grid_of(sheet) for sheet in book.sheets.values())
    return tuple(grid for grid in grids if any(any(line) for line in grid.texts))


def visible_rows(sheet: RawSheet) -> Iterator[PasteRemark]:
    """A remark where rows or columns are hidden: they are read like the others."""
    hidden = len(sheet.hidden_rows), len(sheet.hidden_columns)
    if any(hidden):
        words = Text(
            f"有隐藏的行 {hidden[0]}、列 {hidden[1]}，与其他行列一样读取",
            f"{hidden[0]} rows and {hidden[1]} columns are hidden; they are read like the others",
        )
        remedy = Text("不要的行列请先删除再导入", "delete what is not wanted, then take the table in again")
        yield PasteRemark(About.SHEET, Sureness.LOW, CellSpot(sheet.name), "", words, remedy)


def read_indicators(grids: Sequence[SheetGrid]) -> PublishedTree | None:
    """The indicators of all tables of all sheets, None where no table has a head that is understood."""
    words = words_of("heads.toml")
    found = [(grid, tables_of(grid, words, _LEVELS, _LEVELS)) for grid in grids]
    tables = [table for _, of_sheet in found for table in of_sheet]
    if not tables:
        return None
    remarks = [_unread(grid) for grid, of_sheet in found if not of_sheet]
    drafts = list(_drafts(tables))
    remarks += [remark for draft in drafts for remark in draft.remarks]
    remarks += [_error(grid, place, error) for grid, _ in found for place, error in grid.errors.items()]
    nodes = _together([draft.frozen() for draft in drafts], tables)
    notes = [_line(table, line.row) for table in tables for line in table.of(LineKind.NOTE)]
    return PublishedTree(nodes, title_in(tables), tuple(notes), (*remarks, *_unknown(tables)))


def _drafts(tables: Iterable[PublishedTable]) -> Iterator[Draft]:
    """One draft for each table; a table with as many columns of levels as the one before goes on with its names."""
    for table in tables:
        draft = Draft()
        PastedRows(draft, table).read()
        if draft.root.children:
            yield draft


def title_in(tables: Sequence[PublishedTable]) -> str:
    """The first line above the first table that is a title."""
    lines = [line for line in tables[0].titles if not line.startswith(_NO_TITLE)] if tables else []
    return shorten(lines[0], _LONGEST_TITLE) if lines else ""


def _together(
    tops: Sequence[tuple[PublishedNode, ...]], tables: Sequence[PublishedTable]
) -> tuple[PublishedNode, ...]:
    """The tables as one tree: flat ones below the names of their sheets, whole systems too, others side by side."""
    if len(tops) == 1:
        return tops[0]
    flat = all(node.is_leaf for top in tops for node in top)
    whole = all(
        top and abs(sum(n.amount.value if n.amount else 0.0 for n in top) - _WHOLE) < _NEAR for top in tops
    )
    if (flat or whole) and len({table.grid.sheet for table in tables}) == len(tops) == len(tables):
        return tuple(
            PublishedNode(_headline(table), CellSpot(table.grid.sheet), children=top)
            for table, top in zip(tables, tops, strict=True)
        )
    return _merged([node for top in tops for node in top])


def _headline(table: PublishedTable) -> str:
    return " ".join(table.grid.sheet.split())


def _merged(nodes: Sequence[PublishedNode]) -> tuple[PublishedNode, ...]:
    """Groups of one name are one: a table that goes on elsewhere has them again."""
    found: dict[str, PublishedNode] = {}
    for index, node in enumerate(nodes):
        key = fold(node.name) if not node.is_leaf else f"{index} {node.name}"
        known = found.get(key)
        found[key] = node if known is None else _joined(known, node)
    return tuple(found.values())


def _joined(first: PublishedNode, second: PublishedNode) -> PublishedNode:
    children = _merged((*first.children, *second.children))
    return replace(first, children=children, amount=first.amount or second.amount)


def _line(table: PublishedTable, row: int) -> str:
    return " ".join(table.grid.text(row, column) for column in table.grid.filled(row))


def _unread(grid: SheetGrid) -> PasteRemark:
    words = Text(
        "没有认出指标表，整张没有采用", "no table of indicators was recognised; the sheet is not used"
    )
    remedy = Text(
        "表头应有“一级指标”“二级指标”或“指标名称”等列名；不是指标表则无需处理",
        "its head should have columns such as '一级指标' or '指标名称'; else leave it",
    )
    return PasteRemark(About.SHEET, Sureness.NONE, grid.spot(1), grid.sheet, words, remedy)


def _error(grid: SheetGrid, place: tuple[int, int], error: str) -> PasteRemark:
    words = Text("单元格显示错误，按空白处理", "the cell shows an error; read as blank")
    remedy = Text(
        "请在原表中改正后重新导入，或直接补写",
        "correct it in the table and take it in again, or write what is missing",
    )
    return PasteRemark(About.LINE, Sureness.NONE, grid.spot(*place), error, words, remedy)


def _unknown(tables: Sequence[PublishedTable]) -> Iterator[PasteRemark]:
    """Columns whose heads are not known: kept with the indicators, and told once."""
    for table in tables:
        for column in table.head.of(HeadRole.UNKNOWN):
            words = Text(
                "列名不认识；内容照录在“原文”表中",
                "the head is not known; what stands below is kept on the sheet of words",
            )
            remedy = Text(
                "如与计分有关，请补写到相应指标", "if it matters for scores, write it where it belongs"
            )
            yield PasteRemark(
                About.LINE,
                Sureness.NONE,
                table.grid.spot(table.head.first, column.number),
                column.head,
                words,
                remedy,
            )
