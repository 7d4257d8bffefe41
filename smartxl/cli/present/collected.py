"""What collecting looks like: as lines, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smartxl.cli.console import Screen
from smartxl.cli.exitcodes import ExitCode
from smartxl.cli.present.findings import FindingRecord, asks, finding_counts
from smartxl.collecting import CollectReport, FileOutcome, OutcomeKind
from smartxl.findings import Finding, Severity, group
from smartxl.text import CountOf, Lang, Text

__all__ = [
    "CollectedRecord",
    "collected_lines",
    "exit_code",
]

_OUTCOMES = {
    OutcomeKind.ACCEPTED: Text("收下", "accepted"),
    OutcomeKind.AGAIN: Text("已读过", "read before"),
    OutcomeKind.REFUSED: Text("退回", "refused"),
    OutcomeKind.UNREADABLE: Text("无法读取", "unreadable"),
}


def exit_code(report: CollectReport) -> int:
    """3 with an unreadable file, also one seen before, 1 when a respondent must do something, else 0."""
    if any(map(_is_unreadable, report.outcomes)):
        return ExitCode.UNREADABLE
    asked = any(map(asks, report.findings))
    return ExitCode.FOUND if asked or report.number(OutcomeKind.REFUSED) else ExitCode.CLEAN


def _is_unreadable(file: FileOutcome) -> bool:
    again = file.outcome is OutcomeKind.AGAIN
    refusals = (each for each in file.findings if again and each.severity is Severity.MUST_FIX)
    return file.outcome is OutcomeKind.UNREADABLE or any(each.code.value[0] == "F" for each in refusals)


def collected_lines(report: CollectReport, screen: Screen, shown: int) -> Iterator[str]:
    """Files by outcome, findings by severity, then the gravest groups of findings; what is left out is counted."""
    lang = screen.lang
    files = ", ".join(f"{_OUTCOMES[o].get(lang)} {report.number(o)}" for o in OutcomeKind if report.number(o))
    yield screen.words(
        f"文件 {len(report.outcomes)} 个：{files or '无'}",
        f"{CountOf(len(report.outcomes)):file}: {files or 'none'}",
    )
    if report.skipped:
        names = ", ".join(report.skipped)
        yield screen.words(
            f"未读取（锁文件、本系统写的清单，或不是表格文件）：{names}",
            f"left alone (lock files, own lists, no spreadsheets): {names}",
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


def _groups(findings: Iterable[Finding], lang: Lang, shown: int) -> Iterator[str]:
    order = list(Severity)
    groups = sorted(group(findings), key=lambda g: order.index(g.first.severity))
    for entry in groups[:shown]:
        first = entry.first
        where = " ".join(part for part in (first.file, entry.place(lang)) if part)
        yield f"[{first.severity.label.get(lang)}] {where}：{entry.message(lang)}"
        yield f"    → {first.remedy(lang)}"
    if (left := len(groups) - shown) > 0:
        yield (
            f"…… 另有 {left} 组，见 smartxl findings"
            if lang == "zh"
            else f"… and {left} more groups: smartxl findings"
        )


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
