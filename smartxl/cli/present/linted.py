"""What linting looks like: as lines, as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cli.present.jsonout import Refusal
from smartxl.errors import SmartxlError
from smartxl.lint import LINT_RULES, LintReport, Remark, RemarkSeverity
from smartxl.text import CountOf, Lang, Text, printable, shorten

if TYPE_CHECKING:
    from pathlib import Path

    from smartxl.cli.console import Screen
    from smartxl.project.linting import Linted

__all__ = ["LintRecord", "lint_record", "show_linted"]

_LONGEST = 100
_TOTAL = Text(
    "{files} 个工作簿：{errors} 个错误，{warnings} 个警告，{notes} 条提示",
    "{files:workbook}: {errors:error}, {warnings:warning}, {notes:note}",
)
_HIDDEN = Text("按设置略过 {count} 处", "{count:place} passed over, as switched off")
_NOTES = Text("提示（--notes 列出）：{rules}", "notes (--notes lists them): {rules}")
_UNREAD = Text("，{count} 个读不了", ", {count} unreadable")


@dataclass(frozen=True, slots=True)
class LintRemarkRecord:
    """One remark: the rule, how grave it is, where, what is the case, what to do, and the formula or value that is meant.

    `sheet` is "" for the whole file, `areas` are empty for a whole sheet; `cells` counts the cells in them.
    """

    code: str
    rule: str
    severity: str
    sheet: str
    areas: tuple[str, ...]
    cells: int
    what: str
    remedy: str
    excerpt: str

    @classmethod
    def of(cls, remark: Remark, lang: Lang) -> LintRemarkRecord:
        """The record of a remark, in one language."""
        where = remark.sheet, remark.areas, remark.cells
        said = remark.what.get(lang), remark.remedy.get(lang), remark.excerpt
        return cls(remark.code, LINT_RULES[remark.code].name, remark.severity.value, *where, *said)


@dataclass(frozen=True, slots=True)
class LintRecord:
    """What `lint --json` prints for each file, by its path. `switched_off`: places that were passed over.

    `with_plan`: whether the file was read beside the plan of its project.
    """

    ok: bool
    errors: int
    warnings: int
    notes: int
    switched_off: int
    formulas: int
    with_plan: bool
    seconds: float
    remarks: tuple[LintRemarkRecord, ...]

    @classmethod
    def of(cls, report: LintReport, lang: Lang) -> LintRecord:
        """The record of a file, with all remarks."""
        counts = tuple(report.count(severity) for severity in RemarkSeverity)
        remarks = tuple(LintRemarkRecord.of(each, lang) for each in report.remarks)
        return cls(
            report.ok,
            counts[0],
            counts[1],
            counts[2],
            report.hidden,
            report.formulas,
            report.with_plan,
            report.seconds,
            remarks,
        )


def lint_record(outcome: Linted, lang: Lang) -> LintRecord | Refusal:
    """The record of a file that was linted, or why it could not be."""
    return LintRecord.of(outcome, lang) if isinstance(outcome, LintReport) else Refusal.of([outcome], lang)


def show_linted(screen: Screen, found: Mapping[Path, Linted], *, listed: bool, notes: bool) -> None:
    """What was found in each file, if it is to be `listed`; then how many files and remarks there are."""
    for path, outcome in found.items() if listed else ():
        for line in _linted_lines(path, outcome, screen.lang, notes=notes):
            screen.show(line)
    for line in _total_lines(found.values(), screen.lang, notes=notes):
        screen.show(line)


def _linted_lines(path: Path, outcome: Linted, lang: Lang, *, notes: bool) -> Iterator[str]:
    """The same in words; nothing of a file about which there is nothing to say. Without `notes` they are left out."""
    if isinstance(outcome, SmartxlError):
        yield str(path)
        yield f"  {'未能检查：' if lang == 'zh' else 'not linted: '}{outcome.what.get(lang)}"
        yield f"  → {outcome.remedy.get(lang)}"
        return
    shown = outcome.remarks if notes else outcome.asking
    if not shown and not outcome.hidden:
        return
    yield str(path)
    for remark in shown:
        yield from _remark_lines(remark, lang)
    if outcome.hidden:
        yield f"  {_HIDDEN.get(lang).format(count=CountOf(outcome.hidden))}"


def _remark_lines(remark: Remark, lang: Lang) -> Iterator[str]:
    where = remark.place(lang)
    colon = "：" if lang == "zh" else ": "
    place = f" {where}" if where else ""
    yield printable(f"  {remark.code} {remark.severity.label.get(lang)}{place}{colon}{remark.what.get(lang)}")
    if remark.excerpt:
        yield printable(f"      {shorten(' '.join(remark.excerpt.split()), _LONGEST)}")
    yield printable(f"      → {remark.remedy.get(lang)}")


def _total_lines(outcomes: Iterable[Linted], lang: Lang, *, notes: bool) -> Iterator[str]:
    """How many files and remarks there are; without `notes`, of which rules the notes are."""
    found = list(outcomes)
    reports = [each for each in found if isinstance(each, LintReport)]
    errors, warnings, noted = (sum(each.count(severity) for each in reports) for severity in RemarkSeverity)
    line = _TOTAL.get(lang).format(
        files=CountOf(len(found)), errors=CountOf(errors), warnings=CountOf(warnings), notes=CountOf(noted)
    )
    unread = len(found) - len(reports)
    yield line + (_UNREAD.get(lang).format(count=unread) if unread else "")
    if noted and not notes:
        counts = Counter(note.code for each in reports for note in each.notes)
        yield _NOTES.get(lang).format(
            rules=", ".join(f"{code} × {count}" for code, count in counts.most_common())
        )
