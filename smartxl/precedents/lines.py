"""An explanation as lines to read: the tree of cells, then steps and what uses the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cells import a1, area, qualified
from smartxl.precedents.explanation import CellKind, ExplainedCell
from smartxl.text import Text, number_text, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from smartxl.cells import Area, Cell
    from smartxl.precedents.explanation import (
        CellShown,
        Dependents,
        ExplainedSource,
        Explanation,
        RangeSummary,
    )
    from smartxl.text import Lang

__all__ = ["explanation_lines"]

_LONGEST, _DEEPEST = 110, 30
_INPUT, _BLANK = Text("输入", "input"), Text("空白", "blank")
_STORED = Text("文件中是 {stored}，重算得 {value}", "the file has {stored}, recalculated {value}")
_UNKNOWN = Text("未重算：{why}", "not recalculated: {why}")
_QUANTITY = Text("方案所定：{quantity}", "planned: {quantity}")
_BRANCH = Text("{decided} 为 {value}，取 {taken}", "{decided} is {value}: takes {taken}")
_NO_BRANCH = Text("{decided} 为 {value}，各支均未取", "{decided} is {value}: takes none of them")
_RANGE = Text("{cells} 格：{parts}", "{cells} cells: {parts}")
_PARTS = (
    ("numbers", Text("数 {n}", "{n} numbers")),
    ("texts", Text("文字 {n}", "{n} texts")),
    ("logicals", Text("逻辑值 {n}", "{n} TRUE or FALSE")),
    ("errors", Text("错误 {n}", "{n} errors")),
    ("blanks", Text("空白 {n}", "{n} blank")),
    ("unknown", Text("未计算 {n}", "{n} not calculated")),
    ("formulas", Text("其中公式 {n}", "{n} of them formulas")),
)
_SUMS = Text("合计 {total}，最小 {low}，最大 {high}", "sum {total}, least {low}, greatest {high}")
_COMMA = Text("，", ", ")
_CHOSEN = Text("{written} 取 {area}", "{written} takes {area}")
_UNUSED = Text("（所在分支未取）", " (in a branch that is not taken)")
_TOLD_ABOVE, _TOLD_BELOW = Text("（见上）", " (told above)"), Text("（见下）", " (told below)")
_NOT_FOLLOWED = Text("其来源未展开（--depth）", "what it comes from is left out (--depth)")
_LEFT_OUT = Text(
    "另有 {count} 个单元格未列出：指定其中一个，或用 --all",
    "{count} more cells are left out: name one of them, or use --all",
)
_STEPS = Text("逐步计算：", "Step by step:")
_USED_BY = Text(
    "直接用到它的公式 {direct} 个，由它引起变化的共 {following} 个：",
    "{direct} formulas use it, {following} follow from it in all:",
)
_NOT_USED = Text("没有公式用到它", "no formula uses it")
_UNSURE = Text(
    "另有 {count} 个公式在计算时才选定单元格（INDIRECT、OFFSET），可能也用到它",
    "{count} formulas choose their cells while they are calculated (INDIRECT, OFFSET) and may use it too",
)
_MORE = Text("……另有 {count} 个", "… {count} more")


def explanation_lines(found: Explanation, lang: Lang) -> Iterator[str]:
    """The tree; the steps and what uses the cell, where they were asked for."""
    yield from _TreeLines(found, lang).lines()
    if found.left_out:
        yield _LEFT_OUT.get(lang).format(count=found.left_out)
    if found.steps:
        yield _STEPS.get(lang)
        before = found.target.formula
        for number, step in enumerate(found.steps, start=1):
            yield f"  {number:>2}  {_short(step.part)} → {_short(step.value)}"
            yield f"      {_where_it_changed(before, step.formula)}"
            before = step.formula
    if found.dependents:
        yield from _dependent_lines(found.dependents, lang)


def _dependent_lines(found: Dependents, lang: Lang) -> Iterator[str]:
    counts = {"direct": found.direct, "following": found.following}
    yield (_USED_BY if found.direct else _NOT_USED).get(lang).format(**counts)
    for each in found.cells:
        yield f"  {_head(each, lang)}"
        yield f"    {_short(each.formula)}"
    if found.direct > len(found.cells):
        yield f"  {_MORE.get(lang).format(count=found.direct - len(found.cells))}"
    if found.unsure:
        yield _UNSURE.get(lang).format(count=found.unsure)


class _TreeLines:
    """Each cell with its facts below it, and what it comes from, each with a branch of the tree."""

    def __init__(self, found: Explanation, lang: Lang) -> None:
        self._cells = {each.cell: each for each in found.cells}
        self._target = found.target
        self._lang: Lang = lang
        self._order = self._read_in_order()
        self._done: set[Cell] = set()

    def _read_in_order(self) -> Mapping[Cell, tuple[Cell | None, int]]:
        """Each cell → where it is told: the cell above it in the tree, and the number of the source there.

        That is the first one that mentions it, level by level, as the explanation found it.
        """
        homes: dict[Cell, tuple[Cell | None, int]] = {self._target.cell: (None, 0)}
        for told in self._cells.values():
            for number, source in enumerate(told.sources):
                for each in source.cells:
                    homes.setdefault(each, (told.cell, number))
        return homes

    def lines(self) -> Iterator[str]:
        """All lines."""
        stack: list[tuple[str, Iterator[tuple[bool, str, Cell | None]]]] = []
        yield _head(self._target, self._lang)
        self._done.add(self._target.cell)
        yield from (f"{_bar(self._target)}{fact}" for fact in self._facts(self._target))
        stack.append(("", self._branches(self._target)))
        while stack:
            indent, branches = stack[-1]
            following = next(branches, None)
            if following is None:
                stack.pop()
                continue
            is_last, text, cell = following
            yield f"{indent}{'└─ ' if is_last else '├─ '}{text}"
            if cell is None:
                continue
            told = self._cells[cell]
            self._done.add(cell)
            deeper = indent + ("   " if is_last else "│  ")
            deeper = deeper if len(deeper) <= 3 * _DEEPEST else indent
            yield from (f"{deeper}{_bar(told)}{fact}" for fact in self._facts(told))
            stack.append((deeper, self._branches(told)))

    def _facts(self, told: ExplainedCell) -> Iterator[str]:
        lang = self._lang
        if told.kind is CellKind.FORMULA:
            yield _short(told.formula)
        if told.quantity:
            yield _QUANTITY.get(lang).format(quantity=told.quantity.get(lang))
        if told.why:
            yield _UNKNOWN.get(lang).format(why=told.why.get(lang))
        if told.differs:
            yield _STORED.get(lang).format(stored=_value(told.stored), value=_value(told.value))
        for branch in told.branches:
            words = _BRANCH if branch.taken else _NO_BRANCH
            facts = {"decided": branch.decided, "value": branch.value, "taken": branch.taken}
            yield words.get(lang).format(
                **{name: shorten(text, _LONGEST // 2) for name, text in facts.items()}
            )
        if not told.followed:
            yield _NOT_FOLLOWED.get(lang)

    def _branches(self, told: ExplainedCell) -> Iterator[tuple[bool, str, Cell | None]]:
        """The lines below a cell: whether each is the last, its text, and the cell whose own lines follow."""
        entries = list(self._entries(told))
        for number, (text, cell) in enumerate(entries, start=1):
            yield number == len(entries), text, cell

    def _entries(self, told: ExplainedCell) -> Iterator[tuple[str, Cell | None]]:
        for number, source in enumerate(told.sources):
            if source.summary is None and len(source.cells) == 1:
                yield self._entry(told, number, source, source.cells[0])
                continue
            yield self._summed(source), None
            for cell in source.cells:
                yield self._entry(told, number, None, cell)

    def _entry(
        self, told: ExplainedCell, number: int, source: ExplainedSource | None, cell: Cell
    ) -> tuple[str, Cell | None]:
        lang = self._lang
        before = "" if source is None else _as_written(source, cell, lang)
        after = "" if source is None or source.used else _UNUSED.get(lang)
        here = self._order.get(cell) == (told.cell, number)
        if cell not in self._cells:
            return f"{before}{cell}{after} …", None
        text = f"{before}{_head(self._cells[cell], lang)}{after}"
        if here and cell not in self._done:
            return text, cell
        return text + (_TOLD_ABOVE if cell in self._done else _TOLD_BELOW).get(lang), None

    def _summed(self, source: ExplainedSource) -> str:
        lang, after = self._lang, "" if source.used else _UNUSED.get(self._lang)
        if source.why:
            return f"{source.written}{after}: {source.why.get(lang)}"
        if source.area is None or source.summary is None:
            return f"{source.written} = {_value(source.value)}{after}"
        where = _written_area(source.area)
        before = where
        if source.chosen:
            before = _CHOSEN.get(lang).format(written=_short(source.written), area=where)
        elif not _same_reference(source.written, source.area):
            before = f"{source.written} → {where}"
        return f"{before}  {_sums(source.summary, lang)}{after}"


def _bar(told: ExplainedCell) -> str:
    return "│  " if told.sources else "   "


def _as_written(source: ExplainedSource, cell: Cell, lang: Lang) -> str:
    """What stands before a cell: the name or the function that leads to it."""
    if source.chosen:
        return _CHOSEN.get(lang).format(written=_short(source.written), area="")
    plain = source.written.replace("$", "").rpartition("!")[2].upper()
    return "" if plain == a1(cell.row, cell.column) else f"{source.written} → "


def _same_reference(written: str, found: Area) -> bool:
    plain = written.replace("$", "").rpartition("!")[2].upper()
    return plain == area(found.first_row, found.first_column, found.last_row, found.last_column)


def _written_area(found: Area) -> str:
    corners = found.first_row, found.first_column, found.last_row, found.last_column
    return qualified(found.sheet, area(*corners))


def _head(told: ExplainedCell, lang: Lang) -> str:
    """`'预算'!D9 = 12.5  合计 | 金额`."""
    called = " | ".join(filter(None, (told.row, told.column)))
    if told.kind is CellKind.BLANK:
        value = _BLANK.get(lang)
    elif told.why:
        value = "?"
    else:
        value = _value(told.value) + (f" ({told.seen})" if told.seen else "")
    kind = f"  [{_INPUT.get(lang)}]" if told.kind is CellKind.INPUT else ""
    return f"{told.cell} = {value}{f'  {called}' if called else ''}{kind}"


def _sums(found: RangeSummary, lang: Lang) -> str:
    counts = ((words, getattr(found, name)) for name, words in _PARTS)
    parts = [words.get(lang).format(n=number) for words, number in counts if number]
    if found.total is not None and found.low is not None and found.high is not None:
        numbers = {"total": found.total, "low": found.low, "high": found.high}
        parts.append(_SUMS.get(lang).format(**{name: number_text(n) for name, n in numbers.items()}))
    return _RANGE.get(lang).format(cells=found.cells, parts=_COMMA.get(lang).join(parts))


def _value(value: CellShown) -> str:
    if value is None:
        return '""'
    if isinstance(value, bool):
        return str(value).upper()
    return shorten(value, _LONGEST // 2) if isinstance(value, str) else number_text(value)


def _where_it_changed(before: str, after: str) -> str:
    """A formula after a step; of a long one the part around what the step put into it."""
    if len(after) <= _LONGEST:
        return after
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    start = max(0, min(at - _LONGEST // 3, len(after) - _LONGEST))
    end = start + _LONGEST
    return f"{'…' if start else ''}{after[start:end]}{'…' if end < len(after) else ''}"


def _short(text: str) -> str:
    return shorten(text, _LONGEST)
