"""What two compared definitions look like: on the screen, as tables, as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.project.diffing import ChangedPart, ChangeKind, KeyMove
from smartxl.text import CountOf, Text, number_text, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smartxl.cli.console import Screen
    from smartxl.model.definition import Definition
    from smartxl.project.diffing import DefinitionChange, DefinitionDiff, OpenMove, WeightShift
    from smartxl.text import Lang
    from smartxl_generators.listing import ListSheet

__all__ = [
    "ComparedRecord",
    "DefinitionChangeRecord",
    "DiffRecord",
    "MoveRecord",
    "VersionFaultRecord",
    "WeightShiftRecord",
    "change_table",
    "diff_sheets",
    "moved_table",
    "show_diff",
]

_SHOWN, _LONG = 12, 40
_MANY = {ChangedPart.UNIT, ChangedPart.ITEM}
"""Parts with so many entries that the screen shows the first ones."""
_HEADS = Text("部分,变化,代码,名称,项,旧,新,影响", "Part,Change,Code,Name,Field,Before,After,Bears on")
_WIDTHS = (10, 10, 24, 40, 24, 34, 34, 12)
_WEIGHT_HEADS = Text(
    "代码,名称,类别,权重（旧）,权重（新）,占总分%（旧）,占总分%（新）",
    "Code,Name,Class,Weight before,Weight after,% of total before,% of total after",
)
_WEIGHT_WIDTHS = (14, 44, 16, 12, 12, 14, 14)
_MOVE_HEADS = Text("单位,旧,新,名称,说明", "Unit,Old,New,Name,Remark")
_MOVE_WIDTHS = (12, 26, 26, 50, 40)


def show_diff(screen: Screen, found: DefinitionDiff) -> None:
    """Which two; the changes; what weights follow; where answers belong; a version that was not raised."""
    lang = screen.lang
    for label, side in ((Text("旧", "Old"), found.before), (Text("新", "New"), found.after)):
        framework = side.framework
        title = f"{framework.title.get(lang)} ({framework.code} {framework.version})"
        screen.show(
            f"{label.get(lang)}{screen.words('：', ': ')}{title}, {side.round.title.get(lang)} {side.round.name}"
        )
    rows = list(_shown_rows(found, lang))
    if rows:
        screen.table(_HEADS.get(lang).split(","), rows)
    else:
        screen.show(screen.words("两份定义相同。", "The two definitions are the same."))
    _show_rest(screen, found)
    if text := found.moved_yaml:
        screen.show(
            screen.words(
                "改了代码的，旧答案可转入新表；核对后贴入新的 framework.yaml：",
                "Where codes changed, old answers can be carried over; check this and paste it into the new framework.yaml:",
            )
        )
        screen.show(text.rstrip())
    if found.moved_items:
        number = len(found.moved_items)
        screen.show(
            screen.words(
                f"{number} 个事项改了代码：用 --moved 写出采样表的 moved_from 一列。",
                f"{CountOf(number):item has|items have} other codes: --moved writes the column moved_from of their catalogues.",
            )
        )
    if found.fault:
        screen.show(f"{found.fault.what.get(lang)}\n  → {found.fault.remedy.get(lang)}")


def _show_rest(screen: Screen, found: DefinitionDiff) -> None:
    """What the table on the screen leaves out, by number."""
    counts = Counter((c.part, c.kind) for c in found.changes if c.part in _MANY)
    for (part, kind), number in counts.items():
        if number > _SHOWN:
            name, what = part.label, kind.label
            zh = f"{name.zh}{what.zh}共 {number} 处，屏幕列出 {_SHOWN} 处，--csv、--xlsx、--json 列全"
            en = f"{name.en} {what.en}: {number}, of which {_SHOWN} are shown; --csv, --xlsx and --json have all"
            screen.show(screen.words(zh, en))
    follow = {change.code for change in found.weights if not change.is_own}
    if follow:
        number = len(follow)
        zh, en = (
            f"另有 {number} 项自身权重未改，占总分的比重随上级或同级改变（--xlsx 列全）",
            f"{number} more nodes have another share of the total, for those above or beside them changed (all in --xlsx)",
        )
        screen.show(screen.words(zh, en))


def _shown_rows(found: DefinitionDiff, lang: Lang) -> Iterator[list[str]]:
    shares = {(w.code, w.unit_class): w for w in found.weights}
    told: Counter[tuple[ChangedPart, ChangeKind]] = Counter()
    for change in found.changes:
        told[change.part, change.kind] += 1
        if change.part in _MANY and told[change.part, change.kind] > _SHOWN:
            continue
        row = _row(change, lang)
        if change.kind is ChangeKind.REWEIGHTED:
            weight = shares.get((change.code, change.field.rpartition(".")[2]))
            row[5], row[6] = _with_share(row[5], weight, new=False), _with_share(row[6], weight, new=True)
        yield [shorten(cell, _LONG) for cell in row]


def _with_share(told: str, weight: WeightShift | None, *, new: bool) -> str:
    share = (weight.share_after if new else weight.share_before) if weight else None
    return told if share is None or not told else f"{told} ({100 * share:.4g}%)"


def _row(change: DefinitionChange, lang: Lang) -> list[str]:
    return [
        change.part.label.get(lang),
        change.kind.label.get(lang),
        change.code,
        change.name.get(lang),
        change.field,
        change.before.get(lang),
        change.after.get(lang),
        _bears(change).get(lang),
    ]


def _bears(change: DefinitionChange) -> Text:
    if change.forms:
        return Text("表、得分", "forms, scores") if change.scores else Text("表", "forms")
    return Text("得分", "scores") if change.scores else Text("说明", "words")


def change_table(found: DefinitionDiff, lang: Lang) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Heads and rows: one change a row."""
    return _HEADS.get(lang).split(","), [_row(change, lang) for change in found.changes]


def moved_table(found: DefinitionDiff) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The items whose key moved, with the columns of a catalogue."""
    rows = []
    for move in found.moved_items:
        leaf, _, code = move.new.partition("/")
        rows.append((move.unit, leaf, code, move.name.zh, move.old))
    return ("unit", "leaf", "item_code", "item_name", "moved_from"), rows


def diff_sheets(found: DefinitionDiff, lang: Lang) -> tuple[ListSheet, ...]:
    """Three sheets: changes, weights, keys that moved."""
    from smartxl_generators.listing import ListColumn, ListSheet

    old, new = (f"{side.framework.code} {side.framework.version}" for side in (found.before, found.after))
    title = f"{found.after.framework.title.get(lang)}  {old} → {new}"
    fault = found.fault.what.get(lang) if found.fault else ""
    classes = {c.code: c.name for side in (found.before, found.after) for c in side.framework.classes}
    weights = [
        (
            w.code,
            w.name.get(lang),
            classes[w.unit_class].get(lang),
            *map(_number, (w.before, w.after)),
            *_percents(w),
        )
        for w in found.weights
    ]
    moves: list[Sequence[str]] = [(m.unit, m.old, m.new, m.name.get(lang), "") for m in found.moves]
    moves += [
        (m.unit, m.old, " / ".join(m.candidates), m.name.get(lang), m.why.get(lang)) for m in found.undecided
    ]
    none = Text("没有。", "None.").get(lang)

    def sheet(
        name: Text,
        heads: Text,
        widths: Sequence[float],
        rows: Sequence[Sequence[str | float]],
        intro: str = "",
    ) -> ListSheet:
        columns = [
            ListColumn(head, width) for head, width in zip(heads.get(lang).split(","), widths, strict=True)
        ]
        return ListSheet(name.get(lang), title, intro, columns, rows, none)

    return (
        sheet(Text("改动", "Changes"), _HEADS, _WIDTHS, change_table(found, lang)[1], fault),
        sheet(Text("权重", "Weights"), _WEIGHT_HEADS, _WEIGHT_WIDTHS, weights),
        sheet(Text("答案转入", "Carrying over"), _MOVE_HEADS, _MOVE_WIDTHS, moves),
    )


def _number(value: float | None) -> str | float:
    return "" if value is None else value


def _percents(weight: WeightShift) -> tuple[str | float, str | float]:
    before, after = (
        "" if share is None else float(number_text(round(100 * share, 4)))
        for share in (weight.share_before, weight.share_after)
    )
    return before, after


@dataclass(frozen=True, slots=True)
class ComparedRecord:
    """Which definition, for JSON."""

    framework: str
    version: str
    title: str
    round: str
    form: str
    scoring: str

    @classmethod
    def of(cls, side: Definition, lang: Lang) -> ComparedRecord:
        """The record of a definition."""
        framework, identity = side.framework, side.identity
        title = framework.title.get(lang)
        return cls(framework.code, framework.version, title, side.round.name, identity.form, identity.scoring)


@dataclass(frozen=True, slots=True)
class DefinitionChangeRecord:
    """One change, for JSON."""

    part: str
    kind: str
    code: str
    name: str
    field: str
    before: str
    after: str
    forms: bool
    scores: bool

    @classmethod
    def of(cls, change: DefinitionChange, lang: Lang) -> DefinitionChangeRecord:
        """The record of a change."""
        _, _, code, name, field, before, after, _ = _row(change, lang)
        told = (change.part.value, change.kind.value)
        return cls(*told, code, name, field, before, after, change.forms, change.scores)


@dataclass(frozen=True, slots=True)
class WeightShiftRecord:
    """A node of a class whose weight or share of the total (0 to 1) is another, for JSON."""

    code: str
    name: str
    unit_class: str
    before: float | None
    after: float | None
    share_before: float | None
    share_after: float | None


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """An old key, for JSON: where its answers belong (`new`), or may belong (`candidates`, and why it is not certain)."""

    unit: str
    old: str
    new: str
    name: str
    candidates: tuple[str, ...]
    why: str

    @classmethod
    def of(cls, move: KeyMove | OpenMove, lang: Lang) -> MoveRecord:
        """The record of a key that moved."""
        name = move.name.get(lang)
        if isinstance(move, KeyMove):
            return cls(move.unit, move.old, move.new, name, (), "")
        return cls(move.unit, move.old, "", name, move.candidates, move.why.get(lang))


@dataclass(frozen=True, slots=True)
class VersionFaultRecord:
    """A version that was not raised, for JSON."""

    version: str
    suggested: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class DiffRecord:
    """What `diff --json` prints."""

    ok: bool
    before: ComparedRecord
    after: ComparedRecord
    changes: tuple[DefinitionChangeRecord, ...]
    weights: tuple[WeightShiftRecord, ...]
    moves: tuple[MoveRecord, ...]
    fault: VersionFaultRecord | None

    @classmethod
    def of(cls, found: DefinitionDiff, lang: Lang) -> DiffRecord:
        """The record of two definitions."""
        fault = found.fault
        told = (
            VersionFaultRecord(fault.version, fault.suggested, fault.what.get(lang), fault.remedy.get(lang))
            if fault
            else None
        )
        weights = tuple(
            WeightShiftRecord(
                w.code, w.name.get(lang), w.unit_class, w.before, w.after, w.share_before, w.share_after
            )
            for w in found.weights
        )
        moves: list[KeyMove | OpenMove] = [*found.moves, *found.undecided]
        return cls(
            fault is None,
            ComparedRecord.of(found.before, lang),
            ComparedRecord.of(found.after, lang),
            tuple(DefinitionChangeRecord.of(change, lang) for change in found.changes),
            weights,
            tuple(MoveRecord.of(move, lang) for move in moves),
            told,
        )
