"""What carrying answers over looks like: as lines, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cli.console import Screen
from smartxl.project.fresh import counted
from smartxl.text import CountOf, Lang, shorten

if TYPE_CHECKING:
    from smartxl.carryover.carry import MovedCell
    from smartxl.project.carry import CarriedForm

__all__ = ["CarriedRecord", "show_carried"]

_SHOWN = 20


def show_carried(screen: Screen, form: CarriedForm) -> None:
    """How many answers met which fate, then those that did not arrive or look different now."""
    made, path, listed = form.carried, form.path, form.listed
    lang, total = screen.lang, len(made.transfers)
    numbers = ", ".join(f"{fate.label.get(lang)} {n}" for fate, n in sorted(counted(made.transfers).items()))
    name = made.unit.name.get(lang)
    screen.show(
        screen.words(f"{name}：旧表答案 {total} 个：{numbers}", f"{name}: {CountOf(total):answer}: {numbers}")
    )
    if not total:
        screen.show(
            screen.words(
                "没有认出任何答案：新表是空白的。请确认这是本项目的表；编码不常见的 .csv 请另存为 UTF-8 或 .xlsx",
                "no answer was recognised: the new form is blank. See that this is a form of this project; save a .csv in a "
                "rare encoding as UTF-8 or .xlsx",
            )
        )
    told = sorted((entry for entry in made.transfers if entry.asks), key=lambda entry: entry.fate.arrived)
    told += [entry for entry in made.transfers if entry.changed and not entry.asks]
    if told:
        heads = screen.words("结果,原位置,原事项,栏目,原内容,新内容", "Result,Place,Item,Column,Was,Is")
        screen.table(heads.split(","), [_row(entry, screen) for entry in told[:_SHOWN]])
    if (left := len(told) - _SHOWN) > 0:
        screen.show(screen.words(f"…… 另有 {left} 个，见清单", f"… and {left} more, see the list"))
    if made.left_out:
        names = (", " if lang == "en" else "、").join(shorten(sheet, 40) for sheet in made.left_out[:_SHOWN])
        more = "" if len(made.left_out) <= _SHOWN else screen.words("等", " …")
        screen.show(
            screen.words(
                f"其他单位的工作表 {len(made.left_out)} 张没有读取：{names}{more}；用 --unit 指定单位可取出其答案",
                f"{CountOf(len(made.left_out)):sheet was|sheets were} not read (of other units): {names}{more}; "
                "--unit takes theirs out",
            )
        )
    screen.show(screen.words(f"新表：{path}\n清单：{listed}", f"new form: {path}\nlist: {listed}"))


def _row(entry: MovedCell, screen: Screen) -> list[str]:
    place = " ".join(part for part in (entry.sheet, entry.cell) if part)
    label = entry.fate.label.get(screen.lang)
    if entry.fate.arrived and entry.asks:
        label = screen.words("已转入，原在隐藏的行或列中", "moved, from a hidden row or column")
    elif entry.changed:
        label = screen.words("已转入，写法已规范", "moved, written otherwise")
    return [label, place, *(shorten(t, 40) for t in (entry.old_name, entry.head, entry.value, entry.became))]


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """What became of one answer, for JSON: where it stood, what it was, where it is now, and why not."""

    fate: str
    sheet: str
    cell: str
    old_key: str
    old_name: str
    head: str
    value: str
    key: str
    name: str
    became: str
    why: str

    @classmethod
    def of(cls, entry: MovedCell, lang: Lang) -> AnswerRecord:
        """The record of an answer."""
        old = (entry.sheet, entry.cell, entry.old_key, entry.old_name, entry.head, entry.value)
        why = entry.finding.message(lang) if entry.finding else ""
        return cls(entry.fate.value, *old, entry.key, entry.name, entry.became, why)


@dataclass(frozen=True, slots=True)
class CarriedRecord:
    """What `fresh --json` prints; `counts` by what became of the answers."""

    unit: str
    form: str
    list: str
    left_out: tuple[str, ...]
    counts: Mapping[str, int]
    answers: tuple[AnswerRecord, ...]

    @classmethod
    def of(cls, form: CarriedForm) -> CarriedRecord:
        """The record of a form that was carried over."""
        made = form.carried
        counts = {fate.value: number for fate, number in sorted(counted(made.transfers).items())}
        answers = tuple(AnswerRecord.of(entry, made.lang) for entry in made.transfers)
        return cls(made.unit.code, str(form.path), str(form.listed), tuple(made.left_out), counts, answers)
