"""What the history of units and a comparison look like: as lines, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.ledger import RULE, CountedAnswers
from smartxl.model.edition import Edition
from smartxl.model.received import FileState
from smartxl.project.difference import CellChange
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from smartxl.cli.console import Screen
    from smartxl.ledger import Happening
    from smartxl.model.answers import Field, Scalar
    from smartxl.model.definition import Definition

__all__ = ["changes_record", "changes_rows", "history_lines", "history_record"]

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
        yield screen.words(f"另有 {silent} 个单位没有记录", f"{silent} units without a record")
    yield RULE.get(screen.lang)


def _line(entry: Happening, screen: Screen) -> str:
    at = f"{entry.at.astimezone() if entry.at.tzinfo else entry.at:%Y-%m-%d %H:%M:%S}"
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
                f"{rows} 行 · {why}", f"{rows} rows · {why}"
            )
            why = screen.words("补充未填的行", "fills in rows left blank")
    for finding in counted.findings:
        yield f"[{finding.severity.label.get(screen.lang)}] {finding.message(screen.lang)}"


def _short(digest: str) -> str:
    return digest[:_DIGEST]


def history_record(
    entries: Sequence[Happening], counted: Mapping[str, CountedAnswers], lang: Lang
) -> dict[str, object]:
    """The whole history for JSON."""
    return {
        "rule": RULE.get(lang),
        "entries": [_entry_record(entry) for entry in entries],
        "counting": [
            {
                "unit": unit,
                "why": entry.decision.why.value,
                "files": [
                    {"name": record.name, "digest": record.digest, "rows": entry.rows[record.digest]}
                    for record in entry.decision.files
                    if record.digest in entry.rows
                ],
                "findings": [
                    {"code": finding.code.value, "message": finding.message(lang)}
                    for finding in entry.findings
                ],
            }
            for unit, entry in counted.items()
        ],
    }


def _entry_record(entry: Happening) -> dict[str, object]:
    base: dict[str, object] = {"unit": entry.unit, "at": entry.at.isoformat()}
    if entry.event is not None:
        event = entry.event
        return {**base, "event": event.kind.value, "who": event.who, "why": event.why, "digest": event.digest}
    if entry.receipt is not None:
        receipt = entry.receipt
        base |= {"file": receipt.name, "digest": receipt.digest, "first": entry.is_first, "who": receipt.who}
        base |= {"source": receipt.source, "note": receipt.note}
    if entry.record is not None:
        record = entry.record
        base |= {"state": record.state.value, "edition": record.edition, "rows": record.rows}
        base |= {"answered": record.answered, "must_fix": record.must_fix, "complete": record.complete}
        base |= {"saved_by": record.saved_by}
    return base


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
    return f"{value:g}" if isinstance(value, float) else str(value)


def changes_record(changes: Sequence[CellChange]) -> list[dict[str, object]]:
    """A comparison for JSON: null where nothing stands."""
    return [
        {
            "unit": change.unit,
            "key": change.key,
            "item": change.name,
            "field": change.field.value if change.field else None,
            "before": change.before if isinstance(change.before, str | float | None) else str(change.before),
            "after": change.after if isinstance(change.after, str | float | None) else str(change.after),
            "sheet": change.sheet,
            "cell_before": change.before_cell,
            "cell_after": change.after_cell,
            "scored": change.scored,
        }
        for change in changes
    ]
