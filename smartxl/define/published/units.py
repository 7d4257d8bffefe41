"""Who answers: the responsible units that a table names become the roster; where it names none, one unit stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smartxl.cells import sheet_name_fault
from smartxl.define.published.amounts import is_blank_word
from smartxl.define.published.heads import HeadRole
from smartxl.define.published.nodes import Key, PublishedNode, leaves_of
from smartxl.define.published.remark import NO_REMEDY, About, CellSpot, PasteRemark, Sureness
from smartxl.sheetnames import unit_sheet_names
from smartxl.text import Text, fold, plain

__all__ = ["PublishedUnits", "roster_names", "units_of"]

_BETWEEN = re.compile(r"[、，,；;/\n]|\s{1,}(?=[\u3400-\u9fff])")
_TAIL = re.compile(r"(?:等|牵头|负责|主办|配合|协办)$|[(（](?:牵头|主办|配合|协办|责任)[^()（）]*[)）]$")
_LEADS = re.compile(
    r"^(?P<lead>.+?)(?:牵头|负责|主办)[，,；;、]\s*(?P<rest>.+?)(?:配合|参与|参加|协办|协同)?$", re.S
)
_EVERYBODY = re.compile(
    r"(?:各|全市各?|所有|全体|相关|有关|各有关|各相关|市直各)(?:部门|单位|区县?|县区|县(?:市、?区)?|区(?:市、?县)?|街道|镇街|乡镇|委办局|地区?|级).*|all|全部"
)
_SHEET_NAME = 31
_SIGNS = "=+-@＝＋－＠﹢﹣﹦﹫'’ "
"""What no name begins with: a spreadsheet would calculate it."""
_OTHERS = str.maketrans("[]:*?/\\'", "［］：＊？／＼’")


@dataclass(frozen=True)
class PublishedUnits:
    """Code → name of every unit, and of each indicator the units that answer it; an indicator that is not there is for all."""

    names: Mapping[str, str]
    by_leaf: Mapping[Key, tuple[str, ...]]
    remarks: tuple[PasteRemark, ...]


def units_of(nodes: Sequence[PublishedNode], stand_in: str) -> PublishedUnits:
    """The units of a tree; `stand_in` names the only one where the table names none."""
    told = {key: tuple(_named(node)) for key, node in leaves_of(nodes)}
    names = list(dict.fromkeys(name for of_leaf in told.values() for name in of_leaf))
    if not names:
        words = Text(
            f"表中没有责任单位，名录暂设一个：{stand_in}",
            f"the table names no responsible unit; one stands in: {stand_in}",
        )
        remedy = Text("请在 roster.csv 中列出参评单位，一行一个", "list the units in roster.csv, one a row")
        remark = PasteRemark(
            About.UNIT, Sureness.LOW, nodes[0].spot if nodes else CellSpot(), "", words, remedy, "U01"
        )
        return PublishedUnits(roster_names([stand_in]), {}, (remark,))
    codes = roster_names(names)
    by_name = dict(zip(names, codes, strict=True))
    by_leaf = {key: tuple(by_name[name] for name in of_leaf) for key, of_leaf in told.items() if of_leaf}
    return PublishedUnits(codes, by_leaf, tuple(_remarks(nodes, told, names)))


def _named(node: PublishedNode) -> Iterator[str]:
    """The units that answer an indicator: those that lead, where some lead and others help."""
    for written in node.words.get(HeadRole.LEAD, ()):
        match = _LEADS.match(written.text)
        for part in _BETWEEN.split(match["lead"] if match else written.text):
            name = " ".join(_TAIL.sub("", part.strip()).split()).lstrip(_SIGNS)
            if name and not is_blank_word(name) and not _EVERYBODY.fullmatch(plain(name)):
                yield name.translate(_OTHERS)[:_SHEET_NAME]


def roster_names(names: Sequence[str]) -> Mapping[str, str]:
    """Codes U01, U02 … → names that can name a sheet, each once."""
    width = max(2, len(str(len(names))))
    wanted = [(f"U{number:0{width}}", _sheet_safe(name)) for number, name in enumerate(names, 1)]
    sheets = unit_sheet_names(wanted)
    seen: set[str] = set()
    result = {}
    for code, name in wanted:
        key = fold(name.removeprefix("市"))[:_SHEET_NAME]
        result[code] = name if key not in seen else sheets[code]
        seen.add(key)
    return result


def _sheet_safe(name: str) -> str:
    safe = name.lstrip(_SIGNS).translate(_OTHERS)
    return safe if sheet_name_fault(safe) is None else safe[: _SHEET_NAME // 2].strip() or "单位"


def _remarks(
    nodes: Sequence[PublishedNode], told: Mapping[Key, tuple[str, ...]], names: Sequence[str]
) -> Iterator[PasteRemark]:
    by_key = dict(leaves_of(nodes))
    first = next(key for key, of_leaf in told.items() if of_leaf)
    words = Text(
        f"责任单位 {len(names)} 个，已写入名录：{'、'.join(names)}",
        f"{len(names)} responsible units, written into the roster: {', '.join(names)}",
    )
    remedy = Text(
        "请核对名录，同一单位的不同写法请合并", "check the roster; join different names of one unit"
    )
    yield PasteRemark(About.UNIT, Sureness.LIKELY, by_key[first].spot_of(HeadRole.LEAD), "", words, remedy)
    for key, of_leaf in told.items():
        node = by_key[key]
        if not of_leaf:
            said = Text("没有写明责任单位，所有单位都填报", "no responsible unit is told: all units answer")
            fix = Text("如只由个别单位填报，请写 units", "if only some answer, write `units`")
            yield PasteRemark(
                About.UNIT, Sureness.LOW, node.spot_of(HeadRole.LEAD), node.text(HeadRole.LEAD), said, fix
            )
        elif len(of_leaf) > 1:
            said = Text(
                f"由 {'、'.join(of_leaf)} 分别填报，取平均",
                f"answered by each of {', '.join(of_leaf)}; their mean counts",
            )
            yield PasteRemark(
                About.UNIT,
                Sureness.LIKELY,
                node.spot_of(HeadRole.LEAD),
                node.text(HeadRole.LEAD),
                said,
                NO_REMEDY,
            )
