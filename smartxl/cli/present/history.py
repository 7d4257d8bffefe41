"""What the history of units and a comparison look like: as lines, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.ledger import RULE, CountedAnswers
from smartxl.model.edition import Edition
from smartxl.model.received import FileState
from smartxl.project.difference import CellChange
from smartxl.text import CountOf, Lang, Text, number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from smartxl.cli.console import Screen
    from smartxl.ledger import Happening, Scoring
    from smartxl.model.answers import Field, Scalar
    from smartxl.model.definition import Definition
    from smartxl.project.views import History

__all__ = ["ChangeRecord", "HistoryRecord", "changes_rows", "history_lines", "scoring_lines"]

_STATES = {
    FileState.ACCEPTED: Text("可计入", "accepted"),
    FileState.REFUSED: Text("不符", "refused"),
    FileState.UNREADABLE: Text("无法读取", "unreadable"),
}
_FIELDS = {
    "applicable": Text("是否适用", "applicable"),
    "provided": Text("是否提供", "provided"),
    "level": Text("程度", "level"),
    "value": Text("数值或等级", "value"),
    "channel": Text("渠道", "channel"),
    "address": Text("地址", "address"),
    "date": Text("日期", "date"),
    "note": Text("备注", "note"),
    "name": Text("名称", "name"),
    "used_by": Text("所属行", "used by"),
    "review": Text("复核结果", "review"),
    "review_note": Text("复核意见", "review note"),
    "appeal": Text("申诉", "appeal"),
}
_EDITIONS: Mapping[str, Text] = {
    Edition.EVALUATOR: Text("复核表", "review"),
    Edition.APPEAL: Text("申诉表", "appeal"),
}
_DIGEST = 12


def history_lines(
    definition: Definition,
    entries: Sequence[Happening],
    counted: Mapping[str, CountedAnswers],
    screen: Screen,
) -> Iterator[str]:
    """Unit by unit: what happened, line by line; then what counts, and why. Last the rule."""
    for unit in definition.roster.units:
        mine = [entry for entry in entries if entry.unit == unit.code]
        if mine:
            yield f"{unit.code} {unit.name.get(screen.lang)}"
            yield from (f"  {_line(entry, screen)}" for entry in mine)
            yield from (f"  → {line}" for line in _counts(counted.get(unit.code), screen))
    silent = len(definition.roster.units) - len({entry.unit for entry in entries})
    if not entries:
        yield screen.words("没有记录", "nothing was recorded")
    elif silent and len({entry.unit for entry in entries}) > 1:
        yield screen.words(f"另有 {silent} 个单位没有记录", f"{CountOf(silent):unit} without a record")
    yield RULE.get(screen.lang)


def scoring_lines(scorings: Sequence[Scoring], screen: Screen) -> Iterator[str]:
    """By what the round was scored since when: score --as-of takes each of them."""
    for scoring in scorings:
        at, digest = f"{_local(scoring.at):%Y-%m-%d %H:%M:%S}", _short(scoring.digest)
        yield screen.words(f"计分标识 {digest}：自 {at} 起", f"scoring {digest}: since {at}")


def _local(at: datetime) -> datetime:
    return at.astimezone() if at.tzinfo else at


def _line(entry: Happening, screen: Screen) -> str:
    at = f"{_local(entry.at):%Y-%m-%d %H:%M:%S}"
    if entry.event is not None:
        event = entry.event
        said = [event.kind.label.get(screen.lang), _short(event.digest), event.who, event.why]
        return f"{at}  {' · '.join(part for part in said if part)}"
    receipt, record = entry.receipt, entry.record
    if receipt is None:
        return at
    said = [receipt.name, _short(receipt.digest), receipt.who, receipt.source, receipt.note]
    if record is not None:
        fill = f"{record.answered}/{record.rows}"
        state = _STATES[record.state].get(screen.lang)
        faults = screen.words(f"必须修改 {record.must_fix}", f"must fix {record.must_fix}")
        edition = _EDITIONS.get(record.edition)
        said.append(edition.get(screen.lang) if edition else "")
        if record.state is not FileState.ACCEPTED:
            said.append(state)
        elif record.appealed:  # it has no answers that could count
            said.append(faults)
        else:
            said += [state, fill, faults]
        said.append(record.saved_by)
    head = (
        screen.words("文件", "file")
        if entry.is_first
        else screen.words("同一文件又收到", "the same file again")
    )
    return f"{at}  {head} {' · '.join(part for part in said if part)}"


def _counts(counted: CountedAnswers | None, screen: Screen) -> Iterator[str]:
    if counted is None:
        yield screen.words("没有文件计入", "no file counts")
        return
    why = counted.decision.why.label.get(screen.lang)
    for record in counted.decision.files:
        if record.digest in counted.rows:
            rows = counted.rows[record.digest]
            head = screen.words("计入", "counts")
            yield f"{head} {record.name} · {_short(record.digest)} · " + screen.words(
                f"{rows} 行 · {why}", f"{CountOf(rows):row} · {why}"
            )
            why = screen.words("补充未填的行", "fills in rows left blank")
    for finding in counted.findings:
        yield f"[{finding.severity.label.get(screen.lang)}] {finding.message(screen.lang)}"


def _short(digest: str) -> str:
    return digest[:_DIGEST]


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A decision or a change of state, for JSON."""

    unit: str
    at: str
    event: str
    who: str
    why: str
    digest: str


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    """A file that came, and what was read of it, for JSON; `first`: these bytes had not come before."""

    unit: str
    at: str
    file: str
    digest: str
    first: bool
    who: str
    source: str
    note: str
    state: str
    edition: str
    rows: int
    answered: int
    must_fix: int
    complete: bool
    saved_by: str


@dataclass(frozen=True, slots=True)
class CountedFile:
    """A file that answers were taken from, and how many rows, for JSON."""

    name: str
    digest: str
    rows: int


@dataclass(frozen=True, slots=True)
class ReadingRemark:
    """A finding about what counts, for JSON."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CountingRecord:
    """What counts of a unit, by which part of the rule, for JSON."""

    unit: str
    why: str
    files: tuple[CountedFile, ...]
    findings: tuple[ReadingRemark, ...]

    @classmethod
    def of(cls, unit: str, entry: CountedAnswers, lang: Lang) -> CountingRecord:
        """The record of a unit."""
        files = (
            CountedFile(r.name, r.digest, entry.rows[r.digest])
            for r in entry.decision.files
            if r.digest in entry.rows
        )
        remarks = (ReadingRemark(finding.code.value, finding.message(lang)) for finding in entry.findings)
        return cls(unit, entry.decision.why.value, tuple(files), tuple(remarks))


@dataclass(frozen=True, slots=True)
class ScoringRecord:
    """That the round was scored so since then, for JSON: the digest of what answers were worth."""

    scoring: str
    at: str


@dataclass(frozen=True, slots=True)
class HistoryRecord:
    """What `history --json` prints: the rule in words, all that happened, what counts, by what it was scored."""

    rule: str
    entries: tuple[EventRecord | ReceiptRecord, ...]
    counting: tuple[CountingRecord, ...]
    scorings: tuple[ScoringRecord, ...]

    @classmethod
    def of(cls, history: History, lang: Lang) -> HistoryRecord:
        """The record of a history."""
        counting = (CountingRecord.of(unit, entry, lang) for unit, entry in history.counted.items())
        entries = tuple(map(_entry_record, history.entries))
        scorings = tuple(ScoringRecord(s.digest, s.at.isoformat()) for s in history.scorings)
        return cls(RULE.get(lang), entries, tuple(counting), scorings)


def _entry_record(entry: Happening) -> EventRecord | ReceiptRecord:
    at = entry.at.isoformat()
    if entry.event is not None:
        event = entry.event
        return EventRecord(entry.unit, at, event.kind.value, event.who, event.why, event.digest)
    receipt, read = entry.receipt, entry.record
    if receipt is None or read is None:
        raise ValueError("an entry of the history is an event, or a receipt with its reading")
    came = (
        entry.unit,
        at,
        receipt.name,
        receipt.digest,
        entry.is_first,
        receipt.who,
        receipt.source,
        receipt.note,
    )
    counts = (read.state.value, read.edition, read.rows, read.answered, read.must_fix, read.complete)
    return ReceiptRecord(*came, *counts, read.saved_by)


def changes_rows(changes: Sequence[CellChange], screen: Screen) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of a comparison."""
    heads = screen.words(
        "单位,事项,填报项,原单元格,原内容,新单元格,新内容,影响得分",
        "Unit,Item,Field,Cell before,Before,Cell after,After,Scores",
    ).split(",")
    rows = [
        [
            change.unit,
            change.name,
            _field(change.field, screen),
            change.before_cell,
            _value(change.before),
            change.after_cell,
            _value(change.after),
            screen.words("是", "yes") if change.scored else "",
        ]
        for change in changes
    ]
    return heads, rows


def _field(field: Field | None, screen: Screen) -> str:
    return _FIELDS[field.value].get(screen.lang) if field else screen.words("（计分方式）", "(how it scores)")


def _value(value: Scalar | None) -> str:
    if value is None:
        return "—"
    return number_text(value) if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """What `compare --json` prints for each cell: null where nothing stands."""

    unit: str
    key: str
    item: str
    field: str | None
    before: str | float | None
    after: str | float | None
    sheet: str
    cell_before: str
    cell_after: str
    scored: bool

    @classmethod
    def of(cls, change: CellChange) -> ChangeRecord:
        """The record of a cell."""
        field = change.field.value if change.field else None
        values = (_json_value(change.before), _json_value(change.after))
        place = (change.sheet, change.before_cell, change.after_cell)
        return cls(change.unit, change.key, change.name, field, *values, *place, change.scored)


def _json_value(value: Scalar | None) -> str | float | None:
    return value if isinstance(value, str | float | None) else str(value)
