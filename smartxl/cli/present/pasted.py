"""What became of a pasted table: what is to be checked as a table on the screen, all of it as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.define.published import PasteRemark
from smartxl.project.pasting import Pasted, remark_rows
from smartxl.text import CountOf, Lang, shorten

if TYPE_CHECKING:
    from smartxl.cli.console import Screen

__all__ = ["InitRecord", "RemarkRecord", "show_pasted"]

_SHOWN, _WIDE = 20, 40


@dataclass(frozen=True, slots=True)
class RemarkRecord:
    """A cell, what was read in it, what was made of it, how sure that is, what to do."""

    sureness: str
    sheet: str
    cell: str
    about: str
    code: str
    words: str
    understood: str
    remedy: str

    @classmethod
    def of(cls, remark: PasteRemark, lang: Lang) -> RemarkRecord:
        """The record of a remark."""
        told = remark.understood.get(lang), remark.remedy.get(lang)
        spot = remark.spot
        return cls(
            remark.sureness.value, spot.sheet, spot.cell, remark.about.value, remark.code, remark.words, *told
        )


@dataclass(frozen=True, slots=True)
class InitRecord:
    """What `init --json` prints; `kind` is packaged, indicators, items, workbook or project. Only a file has the rest."""

    folder: str
    source: str
    kind: str
    indicators: int = 0
    nodes: int = 0
    units: int = 0
    items: int = 0
    listing: str = ""
    remarks: tuple[RemarkRecord, ...] = ()

    @classmethod
    def of(cls, pasted: Pasted) -> InitRecord:
        """The record of a project that was made of a file."""
        return cls(
            str(pasted.folder),
            str(pasted.source),
            pasted.kind,
            pasted.leaves,
            pasted.nodes,
            pasted.units,
            pasted.items,
            str(pasted.listing or ""),
            tuple(RemarkRecord.of(remark, pasted.lang) for remark in pasted.remarks),
        )


def show_pasted(screen: Screen, pasted: Pasted) -> None:
    """What was made, how sure its parts are, and the first things to check."""
    lang, folder = screen.lang, pasted.folder
    if pasted.listing is None:
        screen.say(
            f"已建立项目 {folder}，定义取自 {pasted.source}。",
            f"Made the project {folder} with the definition of {pasted.source}.",
        )
        return
    screen.show(_made(screen, pasted))
    counts = (f"{sureness.label.get(lang)} {count}" for sureness, count in pasted.counts.items())
    screen.show("  ".join(counts))
    shown = pasted.to_check[:_SHOWN]
    if shown:
        heads = screen.words(
            "把握,单元格,关于,代码,原文,理解为", "Sure,Cell,About,Code,Words,Understood as"
        ).split(",")
        rows = [[shorten(cell, _WIDE) for cell in row[:6]] for row in remark_rows(shown, lang)]
        screen.table(heads, rows)
    rest = len(pasted.to_check) - len(shown)
    if rest:
        screen.show(screen.words(f"还有 {rest} 条待核对。", f"{rest} more to be checked."))
    screen.say(
        f"全部列在 {pasted.listing}。",
        f"All of it stands in {pasted.listing}.",
    )


def _made(screen: Screen, pasted: Pasted) -> str:
    folder = pasted.folder
    if pasted.kind == "items":
        return screen.words(
            f"已建立项目 {folder}：{pasted.items} 个事项，{pasted.units} 个单位。",
            f"Made the project {folder}: {CountOf(pasted.items):item}, {CountOf(pasted.units):unit}.",
        )
    return screen.words(
        f"已建立项目 {folder}：{pasted.leaves} 项指标（共 {pasted.nodes} 个节点），{pasted.units} 个单位。",
        f"Made the project {folder}: {CountOf(pasted.leaves):indicator} ({CountOf(pasted.nodes):node}), "
        f"{CountOf(pasted.units):unit}.",
    )
