"""Tells what a file holds, an indicator table or a list of service items, and makes the files of a project of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from smartxl.define.published.emit import KeptWords, assessment_text, framework_text, kept_words, roster_rows
from smartxl.define.published.framework import understood
from smartxl.define.published.grid import SheetGrid
from smartxl.define.published.heads import HeadRole
from smartxl.define.published.items import PublishedItems, read_items
from smartxl.define.published.nodes import walk
from smartxl.define.published.read import PublishedTree, grids_of, read_indicators, visible_rows
from smartxl.define.published.remark import About, CellSpot, PasteRemark, Sureness
from smartxl.errors import DefinitionError, Problem
from smartxl.filenames import ASSESSMENT, CATALOGUE, FRAMEWORK, ROSTER
from smartxl.text import Text, shorten
from smartxl.xlsx import RawBook

__all__ = ["PastedFiles", "PastedKind", "paste_book"]

_ORDER = {sureness: place for place, sureness in enumerate(Sureness)}
_SHOWN = 8
_ITEMS = Path(__file__).with_name("items.yaml")
_CODE_OF_ITEMS = "service-items"


class PastedKind(StrEnum):
    """What a file was taken for."""

    INDICATORS = "indicators"
    ITEMS = "items"


@dataclass(frozen=True)
class PastedFiles:
    """Texts and tables of a project by file name, and the remarks: the least sure first, then in the order of cells.

    `words` are all cells beside the names of indicators, as they are written.
    """

    kind: PastedKind
    texts: Mapping[str, str]
    tables: Mapping[str, Sequence[Sequence[str]]]
    remarks: tuple[PasteRemark, ...]
    nodes: int = 0
    leaves: int = 0
    units: int = 0
    items: int = 0
    words: tuple[KeptWords, ...] = ()


def paste_book(book: RawBook, *, title: str = "", city: str = "", today: date) -> PastedFiles:
    """The files of a project out of a workbook with published tables.

    Raises DefinitionError where no sheet has a table that is understood, with one problem for each sheet.
    """
    grids = grids_of(book)
    hidden = tuple(remark for sheet in book.sheets.values() for remark in visible_rows(sheet))
    items, tree = read_items(grids), read_indicators(grids)
    if items and (tree is None or not _is_scored(tree)):
        return _of_items(items, hidden, title, city or "本市", today)
    if tree is None or not tree.nodes:
        raise DefinitionError(tuple(_problems(book, grids)))
    return _of_tree(tree, hidden, book.file_name, title, city or "本市", today)


def _is_scored(tree: PublishedTree) -> bool:
    """Whether a tree has weights or scoring words, which no list of items has."""
    return any(
        node.amount or node.words.get(HeadRole.SCORING) or node.words.get(HeadRole.FORMULA)
        for _, node in walk(tree.nodes)
    )


def _of_tree(
    tree: PublishedTree, hidden: Sequence[PasteRemark], file: str, title: str, city: str, today: date
) -> PastedFiles:
    found = understood(tree, file, title, city, today)
    made = found.made
    texts = {
        ASSESSMENT: assessment_text(made.title, city, made.languages, today),
        FRAMEWORK: framework_text(made),
    }
    tables = {ROSTER: tuple(roster_rows(made.units))}
    remarks = _sorted((*hidden, *found.remarks))
    return PastedFiles(
        PastedKind.INDICATORS,
        texts,
        tables,
        remarks,
        len(made.codes),
        len(made.guesses),
        len(made.units),
        words=tuple(kept_words(made)),
    )


def _of_items(
    items: PublishedItems, hidden: Sequence[PasteRemark], title: str, city: str, today: date
) -> PastedFiles:
    told = title or items.title or "政务服务事项在线办理评估"
    texts = {
        ASSESSMENT: assessment_text(told, city, "zh", today, _CODE_OF_ITEMS),
        FRAMEWORK: _ITEMS.read_text("utf-8"),
    }
    tables = {ROSTER: tuple(roster_rows(items.units)), f"{CATALOGUE}/01-在线办事.csv": tuple(items.rows)}
    words = Text(
        f"标题“{told}”，城市“{city}”，{today.isoformat()} 起",
        f"title {told}, city {city}, from {today.isoformat()}",
    )
    remedy = Text("请在 assessment.yaml 中改成自己的", "write your own in assessment.yaml")
    about = PasteRemark(
        About.ROUND, Sureness.LIKELY if title else Sureness.LOW, CellSpot(), title, words, remedy
    )
    remarks = _sorted((*hidden, *items.remarks, about))
    return PastedFiles(PastedKind.ITEMS, texts, tables, remarks, 2, 1, len(items.units), len(items.items))


def _sorted(remarks: Sequence[PasteRemark]) -> tuple[PasteRemark, ...]:
    """Each remark once, the least sure first."""
    return tuple(sorted(dict.fromkeys(remarks), key=lambda remark: _ORDER[remark.sureness]))


def _problems(book: RawBook, grids: Sequence[SheetGrid]) -> list[Problem]:
    """What each sheet has in place of a head."""
    remedy = Text(
        "表头应有“一级指标”“二级指标”“指标名称”或“事项名称”等列名，且至少两列；把表头整行一起粘贴",
        "the head should have columns such as '一级指标', '指标名称' or '事项名称', two at least; paste it with its table",
    )
    if not grids:
        return [Problem(book.file_name, None, "", Text("文件里没有内容", "the file is empty"), remedy)]
    return [Problem(book.file_name, 1, "", _seen(grid), remedy, grid.sheet, "A") for grid in grids]


def _seen(grid: SheetGrid) -> Text:
    row = next((row for row in range(1, grid.height + 1) if grid.filled(row)), 1)
    words = shorten("、".join(" ".join(grid.text(row, c).split()) for c in grid.filled(row)[:_SHOWN]), 60)
    return Text(
        f"没有认出指标表或事项清单（第 {row} 行是：{words}）",
        f"no table is recognised (row {row} has: {words})",
    )
