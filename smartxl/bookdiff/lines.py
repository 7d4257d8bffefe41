"""The differences of two workbooks as lines to read: kind by kind, then what follows from them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from smartxl.bookdiff.changes import BookChangeKind
from smartxl.text import CountOf, Text, number_text, shorten
from smartxl.xlsx.statewords import conditions_in_chinese, state_in_chinese, validation_in_chinese

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from smartxl.bookdiff.changes import BookChange, BookDiff, ChangedValue
    from smartxl.text import Lang

__all__ = ["diff_lines", "kind_words"]

_FEW, _FEW_RESULTS, _LONGEST = 20, 5, 70
_KINDS = {
    BookChangeKind.SHEET: Text("工作表", "sheets"),
    BookChangeKind.ROWS: Text("插入或删除的行", "rows inserted or deleted"),
    BookChangeKind.COLUMNS: Text("插入、删除或移动的列", "columns inserted, deleted or moved"),
    BookChangeKind.ORDER: Text("换了次序的行", "rows in another order"),
    BookChangeKind.NUMBERING: Text("重新编的序号", "rows counted anew"),
    BookChangeKind.INPUT: Text("输入", "inputs"),
    BookChangeKind.FORMULA: Text("公式", "formulas"),
    BookChangeKind.NAME: Text("名称", "names"),
    BookChangeKind.TABLE: Text("表", "tables"),
    BookChangeKind.CALCULATION: Text("计算设置", "how is calculated"),
    BookChangeKind.PROTECTION: Text("工作表保护", "protection of sheets"),
    BookChangeKind.LOCK: Text("锁定", "locks"),
    BookChangeKind.VALIDATION: Text("数据有效性", "validations"),
    BookChangeKind.CONDITION: Text("条件格式", "conditional formats"),
    BookChangeKind.FORMAT: Text("数字格式", "number formats"),
    BookChangeKind.HIDDEN: Text("隐藏", "hidden"),
    BookChangeKind.MERGE: Text("合并", "merged cells"),
    BookChangeKind.STORED: Text(
        "文件中存的值（公式与结果相同）", "values stored (formula and result are the same)"
    ),
}
_COUNTED = {
    BookChangeKind.ROWS: Text("{count} 行", "{count} rows"),
    BookChangeKind.ORDER: Text("{count} 行", "{count} rows"),
    BookChangeKind.COLUMNS: Text("{count} 列", "{count} columns"),
    BookChangeKind.HIDDEN: Text("{count} 行列", "{count} rows or columns"),
}
_CELLS = Text("{count} 格", "{count} cells")
_IN_CHINESE: Mapping[BookChangeKind, Callable[[str], str]] = {
    BookChangeKind.CALCULATION: state_in_chinese,
    BookChangeKind.PROTECTION: state_in_chinese,
    BookChangeKind.LOCK: state_in_chinese,
    BookChangeKind.HIDDEN: state_in_chinese,
    BookChangeKind.MERGE: state_in_chinese,
    BookChangeKind.VALIDATION: validation_in_chinese,
    BookChangeKind.CONDITION: conditions_in_chinese,
}
"""What is told in words; the English ones stand in the JSON."""
_SAME = Text("两个工作簿相同（{formulas} 个公式）", "the two workbooks are the same ({formulas:formula})")
_HEAD = Text(
    "{before} → {after}：{changes} 处不同，{results} 个结果随之变化",
    "{before} → {after}: {changes:difference}, {results:result that follows|results that follow} from them",
)
_MORE = Text("……另有 {count} 处（--json 全部列出）", "… {count} more (--json lists all)")
_OTHER_CELLS = Text("公式文字相同，所读的单元格不同", "same text, now reads other cells")
_WAS = Text("（原 {where}）", " (was {where})")
_NONE, _WORKBOOK = Text("无", "nothing"), Text("工作簿", "workbook")
_FOLLOWS = Text("由此变化的结果 {count} 个：{sheets}", "results that follow, {count}: {sheets}")
_UNKNOWN = Text(
    "{count} 个结果无法重算，未比较（smartxl verify 说明原因）",
    "{count:result was|results were} not compared, as they cannot be recalculated (smartxl verify says why)",
)
_KEYS = Text("各行按此列对应：{keys}", "rows were matched by: {keys}")


def kind_words(kind: BookChangeKind) -> Text:
    """A kind of difference in words."""
    return _KINDS[kind]


def diff_lines(found: BookDiff, lang: Lang) -> Iterator[str]:
    """A summary, the differences kind by kind, the results that follow, what was not compared."""
    if found.same:
        yield _SAME.get(lang).format(formulas=CountOf(found.formulas))
    else:
        yield _HEAD.get(lang).format(
            before=found.before,
            after=found.after,
            changes=CountOf(len(found.changes)),
            results=CountOf(len(found.results)),
        )
    for kind in BookChangeKind:
        changes = [change for change in found.changes if change.kind is kind]
        if changes:
            yield f"{_KINDS[kind].get(lang)} {len(changes)}"
            yield from (f"  {_line(change, lang)}" for change in changes[:_FEW])
            if len(changes) > _FEW:
                yield f"  {_MORE.get(lang).format(count=len(changes) - _FEW)}"
    yield from _result_lines(found, lang)
    if found.unknown:
        yield _UNKNOWN.get(lang).format(count=CountOf(found.unknown))
    if found.keys:
        keys = Counter(key for _, key in found.keys)
        told = (f"{shorten(key, _LONGEST)}{f' ×{count}' if count > 1 else ''}" for key, count in keys.items())
        yield _KEYS.get(lang).format(keys=", ".join(told))


def _result_lines(found: BookDiff, lang: Lang) -> Iterator[str]:
    if not found.results:
        return
    counts = Counter(shift.after_at.rpartition("!")[0] for shift in found.results)
    sheets = ", ".join(f"{sheet} {count}" for sheet, count in counts.most_common(_FEW_RESULTS))
    more = ", …" if len(counts) > _FEW_RESULTS else ""
    yield _FOLLOWS.get(lang).format(count=len(found.results), sheets=sheets + more)
    for shift in found.results[:_FEW_RESULTS]:
        label = f"  {shift.label}" if shift.label else ""
        was = _was(shift.before_at, shift.after_at, lang)
        yield f"  {shift.after_at}{was}{label}  {_value(shift.before, lang)} → {_value(shift.after, lang)}"
    if len(found.results) > _FEW_RESULTS:
        yield f"  {_MORE.get(lang).format(count=len(found.results) - _FEW_RESULTS)}"


def _line(change: BookChange, lang: Lang) -> str:
    """`+ '预算'!5:5  1 行  新的 · 7`, `'预算'!B4  项目4 | 数量  4 → 99`."""
    where = change.after_at or change.before_at or _WORKBOOK.get(lang)
    counted = _COUNTED.get(change.kind, _CELLS).get(lang).format(count=change.count)
    several = f"  {counted}" if change.count > 1 and change.kind is not BookChangeKind.SHEET else ""
    label = f"  {shorten(change.label, _LONGEST)}" if change.label and change.label not in where else ""
    if change.kind in {BookChangeKind.ROWS, BookChangeKind.COLUMNS} and not (
        change.before_at and change.after_at
    ):
        sign, text = ("+", change.after) if change.after_at else ("-", change.before)
        return f"{sign} {where}{several}  {text or ''}"
    was = _was(change.before_at, change.after_at, lang)
    if change.kind is BookChangeKind.ORDER:
        return f"{where}{was}{several}"
    if change.kind is BookChangeKind.FORMULA and change.before == change.after:
        return f"{where}{was}{several}{label}  {_value(change.after, lang)}  {_OTHER_CELLS.get(lang)}"
    return f"{where}{was}{several}{label}  {_told(change, change.before, lang)} → {_told(change, change.after, lang)}"


def _was(before: str, after: str, lang: Lang) -> str:
    """Where something stood, where that is elsewhere."""
    if not before or not after or before == after:
        return ""
    sheet, _, place = before.rpartition("!")
    same = sheet == after.rpartition("!")[0]
    return _WAS.get(lang).format(where=place if same else before)


def _told(change: BookChange, value: ChangedValue, lang: Lang) -> str:
    words = _IN_CHINESE.get(change.kind)
    if lang == "zh" and words and isinstance(value, str):
        value = words(value)
    return _value(value, lang)


def _value(value: ChangedValue, lang: Lang) -> str:
    if value is None:
        return _NONE.get(lang)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return shorten(value, _LONGEST) or '""'
    return number_text(value)
