"""The lines of a table, one after the other, into the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from smartxl.define.published.amounts import Amount, is_blank_word, kind_of_head, read_amount
from smartxl.define.published.clauses import bare
from smartxl.define.published.draft import Draft, DraftNode
from smartxl.define.published.heads import HeadRole
from smartxl.define.published.layout import Named, TableLayout, TreeShape, code_in, layout_of, named
from smartxl.define.published.lines import LineKind, PublishedTable, TableLine
from smartxl.define.published.nodes import CellWords
from smartxl.define.published.numbering import numbered
from smartxl.define.published.remark import About, CellSpot, PasteRemark, Sureness
from smartxl.text import Text, plain, shorten

__all__ = ["PastedRows"]

_SHOWN = 60
_SHARED = frozenset(
    {
        HeadRole.LEAD,
        HeadRole.OTHERS,
        HeadRole.SOURCE,
        HeadRole.EVIDENCE,
        HeadRole.MEASURED,
        HeadRole.SCORING,
        HeadRole.FORMULA,
        HeadRole.KIND,
        HeadRole.PROPERTY,
        HeadRole.DIRECTION,
    }
)
"""What a merged cell says of every row that it covers."""
_SECTION = "section"
_IN_FORMULA = re.compile(r"分(?:项)?(?:分数|得分|值)=(\d+(?:\.\d+)?%)[×xX*]")
"""分项分数 = 30% × (A/B) × 100: the weight of an indicator in its formula."""


@dataclass(frozen=True, slots=True)
class _MergedWeight:
    """A weight of a merged cell: whose it is shows when all rows are read."""

    node: DraftNode
    amount: Amount
    last: int


class PastedRows:
    """Reads the tables of a sheet into a draft; sections and outlines keep the styles of the levels that are open."""

    def __init__(self, draft: Draft, table: PublishedTable) -> None:
        self.draft, self.table, self.grid = draft, table, table.grid
        self.layout: TableLayout = layout_of(table)
        self.has_text = False
        self._styles: list[str] = []
        self._base = 0
        self._node: DraftNode | None = None
        self._waiting: list[_MergedWeight] = []
        self._dotted = self._has_dots()

    def read(self) -> None:
        """All lines of the table."""
        for line in self.table.lines:
            if line.kind is LineKind.ROW:
                self._row(line.row)
            elif line.kind is LineKind.SECTION:
                self._section(line)
            elif line.kind is LineKind.NOTE:
                self._note(line)
        for waiting in self._waiting:
            self._give(self._owner(waiting), waiting.amount)

    def _row(self, row: int) -> None:
        before = self._node
        fresh = self._named(row)
        node = fresh or before
        if node is None:
            text = " ".join(self.grid.text(row, c) for c in self.grid.filled(row))
            self._say(
                About.LINE,
                Sureness.NONE,
                self.grid.spot(row, self.grid.filled(row)[0]),
                text,
                _NOBODYS,
                _MOVE,
            )
            return
        self._node = node
        for each in node.path:
            each.last = max(each.last, row) if each.spot.sheet == self.grid.sheet else each.last
        self._words(row, node, fresh=fresh is not None)
        self._weights(row, node)

    def _named(self, row: int) -> DraftNode | None:
        """The node that the row names; None for a row that goes on with the one before."""
        if self.layout.shape is TreeShape.COLUMNS:
            return self._in_columns(row)
        (column,) = self.layout.levels[-1:] or (None,)
        if column is None or not self.grid.text(row, column.number):
            return None
        name = self.layout.named(column.number, self.grid.text(row, column.number))
        spot, code = self.grid.spot(row, column.number), code_in(self.grid, row, self.layout.code)
        node = (
            self._by_parent(row, name, spot, code)
            if self.layout.shape is TreeShape.PARENTS
            else self._in_outline(row, name, spot)
        )
        self._english(row, node)
        return node

    def _in_columns(self, row: int) -> DraftNode | None:
        fresh: DraftNode | None = None
        texts = [self.grid.text(row, column.number) for column in self.layout.levels]
        lowest = max((i for i, text in enumerate(texts) if text), default=-1)
        for index, (column, text) in enumerate(zip(self.layout.levels, texts, strict=True)):
            depth = self._base + index
            if not text or is_blank_word(text):
                continue
            name = self.layout.named(column.number, text)
            same = len(self.draft.path) > depth and self.draft.path[depth].named.name == name.name
            leaf = index == lowest
            if same and (fresh is None) and (not leaf or self._goes_on(row, depth)):
                continue
            group = not leaf or index < len(self.layout.levels) - 1
            code = code_in(self.grid, row, self.layout.code) if leaf else ""
            fresh = self.draft.set_path(
                depth, name, self.grid.spot(row, column.number), group=group, code=code
            )
        if fresh is None and self._restarts(row):
            fresh = self._nameless(row)
        if fresh is not None:
            self._english(row, fresh)
        return fresh

    def _goes_on(self, row: int, depth: int) -> bool:
        """Whether a row that repeats a name is about the same indicator: unless it has another number or code."""
        if depth < len(self.draft.path) - 1:
            return True
        numbers = [column for column in (self.layout.order, self.layout.code) if column]
        return not any(self.grid.text(row, column.number) for column in numbers) or self._same_number(row)

    def _same_number(self, row: int) -> bool:
        """Whether the number of a row is the one of the row before."""
        column = self.layout.code or self.layout.order
        node = self.draft.path[-1] if self.draft.path else None
        if column is None or node is None:
            return True
        return self.grid.text(row, column.number) == self.grid.covering(node.spot.row, column.number)

    def _restarts(self, row: int) -> bool:
        """Whether a row without any name has a number of its own."""
        return (
            self.layout.order is not None
            and bool(self.grid.text(row, self.layout.order.number))
            and self._node is None
        )

    def _nameless(self, row: int) -> DraftNode:
        return self.draft.set_path(
            self._base + len(self.layout.levels) - 1, Named("未命名"), self.grid.spot(row), group=False
        )

    def _in_outline(self, row: int, name: Named, spot: CellSpot) -> DraftNode:
        """By the number before the name or beside it: by codes where there are some, else by its style."""
        number = self._number(row, name)
        told = numbered(f"{number}、x") or numbered(f"{number} x") if number else None
        code = told.code if told and (self._dotted or told.style not in {"number", "(number)"}) else ""
        code = code_in(self.grid, row, self.layout.code) or (code if self._is_code(code) else "")
        if code and self._dotted:
            parent = self.draft.below_code(code) or self._section_node() or self.draft.root
            node = self.draft.add(parent, name, spot, code)
            self.draft.path = list(reversed(list(node.path)))
            return node
        depth = self._depth(told.style if told else "")
        if number and not name.number:
            name = Named(name.name, number, "", name.style, name.points)
        return self.draft.set_path(depth, name, spot, group=False, code=code)

    def _number(self, row: int, name: Named) -> str:
        for column in (self.layout.code, self.layout.order):
            if column and (text := self.grid.text(row, column.number)):
                return plain(text).rstrip("、.:)） ") if not text.startswith(("(", "（")) else text
        return name.number.rstrip("、．.:： ") if name.number else ""

    def _is_code(self, code: str) -> bool:
        return bool(code) and (not code.isdigit() or self._dotted)

    def _depth(self, style: str) -> int:
        """The level of a style: the one where it stands open, else below all that are open."""
        if style in self._styles:
            del self._styles[self._styles.index(style) + 1 :]
        else:
            self._styles.append(style)
        return len(self._styles) - 1

    def _section_node(self) -> DraftNode | None:
        """The section that is open, where the outline itself goes by codes."""
        return self.draft.path[self._base - 1] if self._base and len(self.draft.path) >= self._base else None

    def _by_parent(self, row: int, name: Named, spot: CellSpot, code: str) -> DraftNode:
        above = self.grid.text(row, self.layout.parent.number) if self.layout.parent else ""
        parent = self.draft.coded(above) if above else self.draft.root
        if parent is None:
            self._say(
                About.NAME,
                Sureness.NONE,
                spot,
                above,
                Text(
                    f"没有代码为 {above} 的上级，放在最上层", f"no node has the code {above}: put at the top"
                ),
                _PARENT,
            )
            parent = self.draft.root
        node = self.draft.add(parent, name, spot, code)
        self.draft.path = list(reversed(list(node.path)))
        return node

    def _section(self, line: TableLine) -> None:
        """A line with a text alone heads what follows; behind the last row it is a remark."""
        text, spot = self.grid.text(line.row, line.column), self.grid.spot(line.row, line.column)
        if not any(each.kind is LineKind.ROW and each.row > line.row for each in self.table.lines):
            self._say(About.LINE, Sureness.LOW, spot, text, _BEHIND, _MOVE)
            return
        name = named(text)
        depth = self._depth(name.style or _SECTION)
        if self.layout.shape is TreeShape.COLUMNS:
            self._base = depth + 1
        elif self._dotted:
            self._base = 1
            depth = 0
        self._node = self.draft.set_path(depth, name, spot, group=True)
        self._give(self._node, read_amount(name.points, spot) if name.points else None)

    def _note(self, line: TableLine) -> None:
        text = " ".join(self.grid.text(line.row, column) for column in self.grid.filled(line.row))
        self._say(About.LINE, Sureness.SURE, self.grid.spot(line.row, line.column), text, _NOTE, _READ)

    def _english(self, row: int, node: DraftNode) -> None:
        node.english = node.english or next(
            filter(None, (self.grid.text(row, c.number) for c in self.layout.english)), ""
        )

    def _words(self, row: int, node: DraftNode, *, fresh: bool) -> None:
        for column in self.layout.others:
            text = self.grid.text(row, column.number)
            if not text and fresh and column.role in _SHARED and self.grid.continues(row, column.number):
                text = self.grid.covering(row, column.number)
            if text:
                spot = self.grid.spot(*self.grid.merged.get((row, column.number), (row, column.number)))
                node.words.setdefault(column.role, []).append(CellWords(column.head, text, spot))

    def _weights(self, row: int, node: DraftNode) -> None:
        for each in node.path:
            if each.named.points and each.amount is None:
                self._give(each, read_amount(each.named.points, each.spot))
        formula = next(iter(node.words.get(HeadRole.FORMULA, ())), None)
        if formula and node.amount is None and (match := _IN_FORMULA.search(bare(formula.text))):
            self._give(node, read_amount(match[1], formula.spot))
        for number, level in self.layout.weights.items():
            text = self.grid.text(row, number)
            if not text:
                continue
            depth = self._base + level
            owner = self.draft.path[depth] if level >= 0 and depth < len(self.draft.path) else node
            self._weight(row, number, text, owner, waits=level < 0)

    def _weight(self, row: int, number: int, text: str, owner: DraftNode, *, waits: bool) -> None:
        spot = self.grid.spot(row, number)
        head = next(column.head for column in self.table.head.columns if column.number == number)
        amount = read_amount(text, spot, kind_of_head(head))
        if amount is None:
            if not (owner.amount and owner.first < row):
                blank = is_blank_word(text)
                told = _NO_WEIGHT if blank else _NOT_A_WEIGHT
                self._say(
                    About.WEIGHT, Sureness.LOW if blank else Sureness.NONE, spot, text, told, _WRITE_WEIGHT
                )
            return
        last = row
        while self.grid.merged.get((last + 1, number)) == (row, number):
            last += 1
        if waits and last > row:
            self._waiting.append(_MergedWeight(owner, amount, last))
        else:
            self._give(owner, amount)

    def _owner(self, waiting: _MergedWeight) -> DraftNode:
        """The lowest node whose rows reach as far as a merged cell."""
        return next((node for node in waiting.node.path if node.last >= waiting.last), waiting.node)

    def _give(self, node: DraftNode, amount: Amount | None) -> None:
        """A weight; of several in the rows of one indicator the sum, of several for a group the first."""
        if amount is None:
            return
        known = node.amount
        if known is None:
            node.amount = amount
        elif known.spot.row == amount.spot.row and known.value != amount.value:
            self._say(
                About.WEIGHT,
                Sureness.LOW,
                amount.spot,
                amount.words,
                Text(f"已采用 {known.spot} 的 {known.words}", f"{known.words} in {known.spot} is taken"),
                _WHICH,
            )
        elif not node.children and known.spot.row != amount.spot.row and self._parts(node):
            total = Amount(
                known.value + amount.value, known.kind, known.spot, f"{known.words} + {amount.words}"
            )
            node.amount = total
        elif known.value != amount.value:
            self._say(
                About.WEIGHT,
                Sureness.LOW,
                amount.spot,
                amount.words,
                Text(f"已采用 {known.spot} 的 {known.words}", f"{known.words} in {known.spot} is taken"),
                _WHICH,
            )

    def _parts(self, node: DraftNode) -> bool:
        """Whether the rows of an indicator say something else each, so that their weights are parts of its own."""
        return any(
            len(node.words.get(role, ())) > 1
            for role in (HeadRole.SCORING, HeadRole.MEANING, HeadRole.FORMULA)
        )

    def _has_dots(self) -> bool:
        """Whether the table numbers its levels by codes: 1, 1.1 or A, A1."""
        if self.layout.shape is TreeShape.COLUMNS:
            return False
        return any(code and not code.isdigit() for code in self._codes())

    def _codes(self) -> Iterator[str]:
        for line in self.table.of(LineKind.ROW):
            yield code_in(self.grid, line.row, self.layout.code) or code_in(
                self.grid, line.row, self.layout.order
            )
            for column in self.layout.levels:
                text = self.grid.text(line.row, column.number)
                yield self.layout.named(column.number, text).code if text else ""

    def _say(
        self, about: About, sureness: Sureness, spot: CellSpot, words: str, understood: Text, remedy: Text
    ) -> None:
        self.draft.remarks.append(
            PasteRemark(about, sureness, spot, shorten(words, 10 * _SHOWN), understood, remedy)
        )


_NOBODYS = Text(
    "这一行之前没有任何指标名称，内容没有采用", "no indicator stands before this row; its words are not used"
)
_MOVE = Text(
    "如有用，请抄到 framework.yaml 中相应的指标", "if it matters, copy it to its indicator in framework.yaml"
)
_BEHIND = Text("表后单独的一行，没有采用", "a line alone behind the table; not used")
_NOTE = Text("表下的注，照录在此", "a note of the table, kept here as it is written")
_READ = Text("请看注中是否有影响计分的规定", "see whether it says anything about scores")
_PARENT = Text("请核对上级代码", "check the code of the parent")
_NO_WEIGHT = Text("没有写明权重", "no weight is told")
_NOT_A_WEIGHT = Text("不是一个权重", "this is no weight")
_WRITE_WEIGHT = Text("请在 framework.yaml 中写明权重", "write its weight in framework.yaml")
_WHICH = Text("请确定用哪一个权重", "decide which weight holds")
