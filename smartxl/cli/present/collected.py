"""What collecting looks like: as lines, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cli.console import Screen
from smartxl.cli.present.findings import FindingRecord
from smartxl.collecting import CollectReport, FileOutcome, OutcomeKind
from smartxl.findings import Finding, Severity, count, group
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from smartxl.project import Project

__all__ = [
    "CollectedRecord",
    "collected_lines",
    "exit_code",
    "finding_counts",
    "warn_outdated",
]

_OUTCOMES = {
    OutcomeKind.ACCEPTED: Text("收下", "accepted"),
    OutcomeKind.AGAIN: Text("已读过", "read before"),
    OutcomeKind.REFUSED: Text("退回", "refused"),
    OutcomeKind.UNREADABLE: Text("无法读取", "unreadable"),
}
_ASKS = (Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN)


def exit_code(report: CollectReport) -> int:
    """3 with an unreadable file, 1 when a respondent must do something, else 0."""
    if report.number(OutcomeKind.UNREADABLE):
        return 3
    asks = any(finding.severity in _ASKS for finding in report.findings)
    return 1 if asks or report.number(OutcomeKind.REFUSED) else 0


def warn_outdated(project: Project, screen: Screen, known: frozenset[str] | None = None) -> bool:
    """Says so when forms that were accepted no longer count, because the definition was changed after them.

    `known` are the units concerned, where they have been looked up.
    """
    units = project.outdated() if known is None else known
    if units:
        names = [u.name.get(screen.lang) for u in project.definition.roster.units if u.code in units]
        few = ", ".join(names[:5]) + ("…" if len(names) > 5 else "")
        screen.say(
            f"注意：{len(units)} 个单位的表是按修改前的定义填报的，现不计入（{few}）。"
            "请恢复原定义，或重新生成采样表请其再报。",
            f"Note: the forms of {len(units)} units were made before the definition was changed and do not count now "
            f"({few}). Restore the definition, or build the forms again and have them filled in.",
        )
    return bool(units)


def collected_lines(report: CollectReport, screen: Screen, shown: int) -> Iterator[str]:
    """Files by outcome, findings by severity, then the gravest groups of findings; what is left out is counted."""
    lang = screen.lang
    files = ", ".join(f"{_OUTCOMES[o].get(lang)} {report.number(o)}" for o in OutcomeKind if report.number(o))
    yield screen.words(
        f"文件 {len(report.outcomes)} 个：{files or '无'}", f"{len(report.outcomes)} files: {files or 'none'}"
    )
    if report.skipped:
        names = ", ".join(report.skipped)
        yield screen.words(
            f"未读取（锁文件，或不是表格文件）：{names}", f"left alone (lock files, no spreadsheets): {names}"
        )
    if again := report.number(OutcomeKind.AGAIN):
        yield screen.words(
            f"已读过 {again} 个：与先前收到的文件内容完全相同，没有重复读取；下面仍列出当时发现的问题",
            f"read before {again}: the same bytes came earlier and were not read again; what was found then is listed below",
        )
    for outcome in report.outcomes:
        if outcome.replaces:
            yield screen.words(
                f"{outcome.file} 取代 {outcome.replaces}", f"{outcome.file} replaces {outcome.replaces}"
            )
        if outcome.outranked:
            yield screen.words(
                f"{outcome.file} 已保存，计入的仍是 {outcome.outranked}（理由见 smartxl history）",
                f"{outcome.file} is kept; {outcome.outranked} still counts (why: smartxl history)",
            )
    yield finding_counts(report.findings, lang)
    yield from _groups(report.findings, lang, shown)


def finding_counts(findings: Iterable[Finding], lang: Lang) -> str:
    """How many findings of each severity, and in all."""
    counts = count(findings)
    numbers = dict(
        zip(Severity, (counts.must_fix, counts.fix_or_explain, counts.note, counts.fixed), strict=True)
    )
    told = ", ".join(f"{severity.label.get(lang)} {number}" for severity, number in numbers.items() if number)
    head = f"问题共 {counts.total} 条" if lang == "zh" else f"{counts.total} findings"
    return f"{head}{'：' if lang == 'zh' else ': '}{told}" if told else head


def _groups(findings: Iterable[Finding], lang: Lang, shown: int) -> Iterator[str]:
    order = list(Severity)
    groups = sorted(group(findings), key=lambda g: order.index(g.first.severity))
    for entry in groups[:shown]:
        first = entry.first
        where = " ".join(part for part in (first.file, entry.place(lang)) if part)
        yield f"[{first.severity.label.get(lang)}] {where}：{entry.message(lang)}"
        yield f"    → {first.remedy(lang)}"
    if (left := len(groups) - shown) > 0:
        yield f"…… 另有 {left} 组，见 --json" if lang == "zh" else f"… and {left} more groups, see --json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What became of one file, for JSON; `replaces` and `outranked` name other files of its unit."""

    file: str
    digest: str
    outcome: str
    unit: str
    replaces: str
    outranked: str
    findings: tuple[FindingRecord, ...]

    @classmethod
    def of(cls, outcome: FileOutcome, lang: Lang) -> FileRecord:
        """The record of a file."""
        found = tuple(FindingRecord.of(finding, lang) for finding in outcome.findings)
        names = (outcome.unit, outcome.replaces, outcome.outranked)
        return cls(outcome.file, outcome.digest, outcome.outcome.value, *names, found)


@dataclass(frozen=True, slots=True)
class CollectedRecord:
    """What `collect --json` prints: every file, what was left alone, how many findings."""

    files: tuple[FileRecord, ...]
    skipped: tuple[str, ...]
    findings: int

    @classmethod
    def of(cls, report: CollectReport, lang: Lang) -> CollectedRecord:
        """The record of the whole report, nothing left out."""
        files = tuple(FileRecord.of(outcome, lang) for outcome in report.outcomes)
        return cls(files, tuple(report.skipped), len(report.findings))
