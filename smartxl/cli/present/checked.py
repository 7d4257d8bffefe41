"""What checking looks like: on the screen, as tables, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cli.present.jsonout import ProblemRecord
from smartxl.define import Profile
from smartxl.define.advice import ADVISED, AdviceGroup, Advised, advised_words, group_advice
from smartxl.define.authoring.words import setting_name
from smartxl.project.templates import CheckedTemplates
from smartxl.text import CountOf, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartxl.cli.console import Screen
    from smartxl.define.advice import Advice
    from smartxl.project.checking import Checked
    from smartxl.text import Lang
    from smartxl_generators.listing import ListSheet

__all__ = [
    "AdviceRecord",
    "CheckRecord",
    "ConventionRecord",
    "TemplateRecord",
    "advice_sheets",
    "advice_table",
    "show_checked",
]

_SHOWN = 8
_ADVICE = ("代码", "位置", "内容", "处理"), ("Code", "Where", "What", "What to do")
_HELD = ("约定", "现按", "键", "写明"), ("Convention", "What holds", "Key", "Written")
_WIDTHS = (24, 30, 70, 50)
_HELD_WIDTHS = (24, 50, 30, 10)


def show_checked(screen: Screen, checked: Checked, *, advice: bool = True) -> None:
    """What the definition amounts to; advice by code, the places of each; the conventions that nobody wrote."""
    screen.show(screen.words("定义无误。", "The definition is in order."))
    for line in checked.profile.lines(screen.lang):
        screen.show(f"  {line}")
    for group in group_advice(checked.remarks if advice else ()):
        _show_group(screen, group)
    if checked.remarks:
        screen.show(advised_words().get(screen.lang))
        number = len(checked.remarks)
        screen.show(
            screen.words(
                f"建议 {number} 条，不影响生成和计分。",
                f"{CountOf(number):piece of advice|pieces of advice}; nothing is refused for them.",
            )
        )
    left = checked.left_to_default
    if left:
        told = (
            f"{len(left)} 项约定没有写明，按默认：",
            f"{CountOf(len(left)):convention is|conventions are} not written, so the default holds:",
        )
        screen.show(screen.words(*told))
        heads = screen.words(
            "约定,现按,工作簿中的项目,YAML 的键", "Convention,What holds,Item in a workbook,Key in YAML"
        )
        rows = [
            [c.name.get(screen.lang), c.holds.get(screen.lang), setting_name(c.key, screen.lang), c.key]
            for c in left
        ]
        screen.table(heads.split(","), rows)


def _show_group(screen: Screen, group: AdviceGroup) -> None:
    lang, number = screen.lang, len(group.members)
    screen.show(f"[{group.code}] {group.title.get(lang)}{screen.words('：', ': ')}{number}")
    for advice in group.members[:_SHOWN]:
        screen.show(f"  {advice.where}  {advice.message(lang)}")
    if number > _SHOWN:
        more = number - _SHOWN
        zh, en = (
            f"  另有 {more} 处，--csv、--xlsx、--json 列全",
            f"  and {more} more: --csv, --xlsx and --json have all",
        )
        screen.show(screen.words(zh, en))
    screen.show(f"  → {group.members[0].remedy(lang)}")


def advice_table(checked: Checked, lang: Lang) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Heads and rows: one remark a row."""
    rows = [(a.code.value, a.where, a.message(lang), a.remedy(lang)) for a in checked.remarks]
    return _ADVICE[lang == "en"], rows


def advice_sheets(title: str, checked: Checked, lang: Lang) -> tuple[ListSheet, ...]:
    """Two sheets: the advice, and all conventions."""
    from smartxl_generators.listing import ListColumn, ListSheet

    heads, rows = advice_table(checked, lang)
    none = Text("没有建议。", "No advice.").get(lang)
    names = Text("检查建议", "Advice").get(lang), Text("约定", "Conventions").get(lang)
    columns = [ListColumn(head, width) for head, width in zip(heads, _WIDTHS, strict=True)]
    held = [
        (
            c.name.get(lang),
            c.holds.get(lang),
            c.key,
            (Text("是", "yes") if c.written else Text("否", "no")).get(lang),
        )
        for c in checked.held
    ]
    held_columns = [
        ListColumn(head, width) for head, width in zip(_HELD[lang == "en"], _HELD_WIDTHS, strict=True)
    ]
    told = Text("没有写明的按默认。", "What is not written holds by default.").get(lang)
    return (
        ListSheet(names[0], title, advised_words().get(lang), columns, rows, none),
        ListSheet(names[1], title, told, held_columns, held, ""),
    )


@dataclass(frozen=True, slots=True)
class AdviceRecord:
    """A remark, for JSON."""

    code: str
    severity: str
    where: str
    file: str
    line: int | None
    column: str
    what: str
    remedy: str

    @classmethod
    def of(cls, advice: Advice, lang: Lang) -> AdviceRecord:
        """The record of a remark."""
        file, line, column, *_ = advice.place
        return cls(
            advice.code.value,
            "advice",
            advice.where,
            file,
            line,
            column,
            advice.message(lang),
            advice.remedy(lang),
        )


@dataclass(frozen=True, slots=True)
class ConventionRecord:
    """A convention, for JSON: what holds, and whether the author wrote it."""

    key: str
    name: str
    holds: str
    written: bool


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What `check --json` prints of a definition without mistakes; one with mistakes is a `Refusal`.

    `limits`: from where on advice is given.
    """

    ok: bool
    problems: tuple[ProblemRecord, ...]
    profile: Profile
    advice: tuple[AdviceRecord, ...]
    limits: Advised
    conventions: tuple[ConventionRecord, ...]

    @classmethod
    def of(cls, checked: Checked, lang: Lang) -> CheckRecord:
        """The record of a definition that was checked."""
        advice = tuple(AdviceRecord.of(remark, lang) for remark in checked.remarks)
        held = tuple(
            ConventionRecord(c.key, c.name.get(lang), c.holds.get(lang), c.written) for c in checked.held
        )
        return cls(True, (), checked.profile, advice, ADVISED, held)


@dataclass(frozen=True, slots=True)
class TemplateRecord:
    """What `template check --json` prints; `remarks` are what will not come out."""

    ok: bool
    problems: tuple[ProblemRecord, ...]
    remarks: tuple[ProblemRecord, ...]

    @classmethod
    def of(cls, checked: CheckedTemplates, lang: Lang) -> TemplateRecord:
        """The record of checked templates."""
        problems, remarks = (
            tuple(ProblemRecord.of(each, lang) for each in found)
            for found in (checked.problems, checked.remarks)
        )
        return cls(not problems, problems, remarks)
