"""What the weights of a published table mean, told by their sums: percent of the level above, of the total, or points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from smartxl.define.published.amounts import Amount, AmountKind
from smartxl.define.published.aside import adjusts
from smartxl.define.published.nodes import Key, PublishedNode, walk
from smartxl.define.published.remark import NO_REMEDY, About, CellSpot, PasteRemark, Sureness
from smartxl.model.provenance import Provenance
from smartxl.text import Text, number_text

__all__ = ["PublishedWeights", "Weighed", "weigh"]

_WHOLE = 100.0
_NEAR = 0.51  # of a sum of percentages that were rounded
_DIGITS = 4
_EXACT = 1e-9
_MOST_ASIDE = 10.0


class Meaning(Enum):
    """What the weights of a level are parts of."""

    PARENT = auto()  # siblings sum to 100
    TOTAL = auto()  # siblings sum to what their parent has of the total
    NOTHING = auto()  # none are told


@dataclass(frozen=True, slots=True)
class Weighed:
    """The share of a node among its siblings, percent; where that is known from; its full points where it has some."""

    share: float
    provenance: Provenance
    points: float | None = None


@dataclass(frozen=True)
class PublishedWeights:
    """All shares by place, and the remarks."""

    by_key: Mapping[Key, Weighed]
    remarks: tuple[PasteRemark, ...]


_CAP = Text("请核对封顶分值（conventions.pipeline）", "check its cap (conventions.pipeline)")
_BESIDE = {
    "bonus": (
        Text("作为总分之外的加分项，最多 {} 分", "beside the total: a bonus of at most {} points"),
        _CAP,
    ),
    "deduct": (
        Text("作为总分之外的扣分项，最多 {} 分", "beside the total: at most {} points are taken off"),
        _CAP,
    ),
    "veto": (
        Text("作为一票否决：任一项发生，总分记 0 分", "a veto: where any of it applies the total is 0"),
        Text("请核对记多少分（record）", "check what is recorded then (record)"),
    ),
}


def weigh(nodes: Sequence[PublishedNode]) -> PublishedWeights:
    """The shares of all nodes. Nothing is refused: what does not add up is told, with its cells."""
    return _WeightReader(nodes).weights()


@dataclass
class _WeightReader:
    nodes: Sequence[PublishedNode]
    values: dict[Key, float] = field(default_factory=dict)
    remarks: list[PasteRemark] = field(default_factory=list)
    found: dict[Key, Weighed] = field(default_factory=dict)
    by_key: dict[Key, PublishedNode] = field(default_factory=dict)
    meanings: dict[int, Meaning] = field(default_factory=dict)
    decimals: set[int] = field(default_factory=set)

    def weights(self) -> PublishedWeights:
        self.by_key = dict(walk(self.nodes))
        self._scale()
        depth = max(map(len, self.by_key), default=0)
        for level in range(2, depth + 1):
            self.meanings[level] = self._meaning(level)
        for level in range(depth, 1, -1):
            self._fill_parents(level)
        self._aside()
        self._siblings((), [(i,) for i, node in enumerate(self.nodes) if not adjusts(node)])
        self._told(depth)
        return PublishedWeights(self.found, tuple(self.remarks))

    def _scale(self) -> None:
        """Decimals (0.05) become percentages, level by level."""
        for key, node in self.by_key.items():
            if node.amount:
                self.values[key] = node.amount.value
        for level in {len(key) for key in self.values}:
            keys = [key for key in self.values if len(key) == level]
            sums = [sum(self.values[key] for key in group) for group in self._groups(keys)]
            whole = sum(sums)
            near = [value for value in (*sums, whole) if abs(value - 1) < _NEAR / _WHOLE]
            if near and all(self.values[key] <= 1 for key in keys):
                self.decimals.add(level)
                self.values |= {key: round(self.values[key] * _WHOLE, 10) for key in keys}

    def _groups(self, keys: Sequence[Key]) -> list[list[Key]]:
        by_parent: dict[Key, list[Key]] = {}
        for key in keys:
            by_parent.setdefault(key[:-1], []).append(key)
        return list(by_parent.values())

    def _children(self, key: Key) -> list[Key]:
        nodes = self.by_key[key].children if key else self.nodes
        return [(*key, index) for index in range(len(nodes))]

    def _meaning(self, level: int) -> Meaning:
        """By how many parents the children of which sum to 100, and of how many to the parent's own."""
        groups = [
            g
            for g in self._groups([k for k in self.by_key if len(k) == level])
            if any(k in self.values for k in g)
        ]
        if not groups:
            return Meaning.NOTHING
        sums = [sum(self.values.get(key, 0.0) for key in group) for group in groups]
        of_parent = sum(abs(value - _WHOLE) <= _NEAR for value in sums)
        parents = [self.values.get(group[0][:-1]) for group in groups]
        of_total = sum(
            p is not None and abs(v - p) <= _NEAR * min(1.0, v / _WHOLE) + _EXACT
            for v, p in zip(sums, parents, strict=True)
        )
        if not any(p is not None for p in parents):
            return Meaning.PARENT if of_parent * 2 >= len(groups) else Meaning.TOTAL
        return (
            Meaning.TOTAL
            if of_total > of_parent or (of_total == of_parent and not of_parent and max(sums) < _WHOLE)
            else Meaning.PARENT
        )

    def _fill_parents(self, level: int) -> None:
        """A parent without a weight has the points of its children."""
        if self.meanings[level] is not Meaning.TOTAL:
            return
        for group in self._groups([key for key in self.values if len(key) == level]):
            parent = group[0][:-1]
            if parent not in self.values:
                self.values[parent] = sum(self.values[key] for key in group)

    def _aside(self) -> None:
        """Nodes beside the total keep their points as they are; a veto has 100."""
        for index, node in enumerate(self.nodes):
            if step := adjusts(node):
                told = self.values.get((index,)) or _MOST_ASIDE
                points = _WHOLE if step == "veto" else told
                known = Provenance.PUBLISHED if self.values.get((index,)) == points else Provenance.DEFAULT
                self.found[index,] = Weighed(points, known, points)
                words, remedy = _BESIDE[step]
                shown = Text(words.zh.format(f"{points:g}"), words.en.format(f"{points:g}"))
                self._say(Sureness.LIKELY, node.spot, node.name, shown, remedy)
                self._siblings((index,), self._children((index,)))

    def _siblings(self, parent: Key, keys: Sequence[Key]) -> None:
        """The shares of siblings, and of all below them."""
        if not keys:
            return
        written = {key: self.values[key] for key in keys if key in self.values}
        if parent in self.values or not parent:
            self._sum(parent, keys, written)
        filled = self._filled(parent, keys, written)
        total = sum(filled.values())
        shares = (
            _settled([filled[key] / total * _WHOLE for key in keys])
            if total > 0
            else _settled([_WHOLE / len(keys)] * len(keys))
        )
        for key, share in zip(keys, shares, strict=True):
            self.found[key] = Weighed(share, self._provenance(key, share), self._points(key))
            self._siblings(key, self._children(key))

    def _points(self, key: Key) -> float | None:
        """The full points of an indicator as they are written; a percentage of its parent says nothing of them."""
        of_total = len(key) == 1 or self.meanings.get(len(key)) is Meaning.TOTAL
        value = self.values.get(key)
        return value if of_total and value and self.by_key[key].amount else None

    def _provenance(self, key: Key, share: float) -> Provenance:
        if key not in self.values or not self.by_key[key].amount:
            return Provenance.DEFAULT if key not in self.values else Provenance.DERIVED
        return Provenance.PUBLISHED if abs(self.values[key] - share) < _EXACT else Provenance.DERIVED

    def _sum(self, parent: Key, keys: Sequence[Key], written: Mapping[Key, float]) -> None:
        """Tells siblings that do not sum to what they should."""
        if len(written) < len(keys) or not all(self.by_key[key].amount for key in keys):
            return
        expected = self._expected(parent)
        total = sum(written.values())
        if expected is None or abs(total - expected) <= _NEAR * max(1.0, expected / _WHOLE):
            return
        where = self.by_key[keys[0]].amount
        name = self.by_key[parent].name if parent else Text("最上层", "the top level").zh
        parts = "、".join(f"{self.by_key[key].name} {_written(self.by_key[key].amount)}" for key in keys)
        sums = number_text(round(total, 6)), number_text(round(expected, 6))
        words = Text(
            f"“{name}”之下合计 {sums[0]}，应为 {sums[1]}；已按比例折算为百分比",
            f"below {name} they sum to {sums[0]}, not {sums[1]}; made percentages in proportion",
        )
        remedy = Text("请对照原表核对这几项权重", "compare these weights with the published table")
        self._say(Sureness.LOW, where.spot if where else CellSpot(), parts, words, remedy)

    def _expected(self, parent: Key) -> float | None:
        """What siblings should sum to."""
        level = len(parent) + 1
        if not parent or self.meanings.get(level) is Meaning.PARENT:
            return _WHOLE
        return self.values.get(parent) if self.by_key[parent].amount else None

    def _filled(self, parent: Key, keys: Sequence[Key], written: Mapping[Key, float]) -> dict[Key, float]:
        """The weights with a value for those that have none, which is told."""
        missing = [key for key in keys if key not in written]
        if len(missing) == len(keys):
            if self.values:
                self._equal(parent, keys)
            return dict.fromkeys(keys, 1.0)
        if not any(written.values()):
            self._equal(parent, keys)
            return dict.fromkeys(keys, 1.0)
        expected = self._expected(parent)
        known = sum(written.values())
        rest = (
            (expected - known) / len(missing)
            if expected is not None and missing and expected - known > _NEAR
            else 0.0
        )
        each = rest if rest > 0 else known / len(written)
        for key in missing:
            told = Text(
                f"没有权重，暂按 {number_text(round(each, 4))}",
                f"no weight; {number_text(round(each, 4))} for now",
            )
            self._say(
                Sureness.LOW,
                self.by_key[key].spot,
                self.by_key[key].name,
                told,
                Text("请写明权重", "write its weight"),
            )
        return {key: written.get(key, each) for key in keys}

    def _equal(self, parent: Key, keys: Sequence[Key]) -> None:
        first = self.by_key[keys[0]]
        name = self.by_key[parent].name if parent else "最上层"
        told = Text(f"“{name}”之下没有权重，暂按相等", f"no weights below {name}; equal for now")
        if len(keys) > 1:
            self._say(Sureness.LOW, first.spot, name, told, Text("请写明权重", "write the weights"))

    def _told(self, depth: int) -> None:
        """One line on what the weights were taken for."""
        first = next((node for _, node in walk(self.nodes) if node.amount), None)
        if first is None or first.amount is None:
            spot = self.nodes[0].spot if self.nodes else CellSpot()
            told = Text(
                "表中没有权重，各级暂按相等", "the table has no weights; equal at every level for now"
            )
            self._say(
                Sureness.LOW,
                spot,
                "",
                told,
                Text(
                    "请写明权重，或用 smartxl weights 请专家确定",
                    "write the weights, or let experts judge: smartxl weights",
                ),
            )
            return
        zh, en = [], []
        for level in range(1, depth + 1):
            words = self._level_words(level)
            zh.append(f"第{level}级：{words.zh}")
            en.append(f"level {level}: {words.en}")
        remedy = Text(
            "如理解有误，请改 framework.yaml 中的 weight",
            "if that is wrong, change `weight` in framework.yaml",
        )
        self._say(
            Sureness.LIKELY, first.amount.spot, first.amount.words, Text("；".join(zh), "; ".join(en)), remedy
        )

    def _level_words(self, level: int) -> Text:
        keys = [key for key, node in self.by_key.items() if len(key) == level and node.amount]
        if not keys:
            derived = any(len(key) == level for key in self.values)
            return (
                Text("由下级相加", "the sum of the level below") if derived else Text("没有写明", "not told")
            )
        kinds = {amount.kind for key in keys if (amount := self.by_key[key].amount)}
        points = (
            Text("分值", "points")
            if AmountKind.POINTS in kinds
            else Text("占总分的百分比", "percent of the total")
        )
        scale = Text("小数，", "decimals, ") if level in self.decimals else Text("")
        of_parent = level > 1 and self.meanings[level] is Meaning.PARENT
        told = Text("占上级的百分比", "percent of the level above") if of_parent else points
        return Text(scale.zh + told.zh, scale.en + told.en)

    def _say(
        self, sureness: Sureness, spot: CellSpot, words: str, understood: Text, remedy: Text = NO_REMEDY
    ) -> None:
        self.remarks.append(PasteRemark(About.WEIGHT, sureness, spot, words, understood, remedy))


def _settled(shares: Sequence[float]) -> Iterator[float] | list[float]:
    """Shares with few digits that sum to 100: what rounding leaves goes to the largest, of equal ones to the last."""
    rounded = [round(share, _DIGITS) for share in shares]
    rest = round(_WHOLE - sum(rounded), _DIGITS)
    largest = max(range(len(rounded)), key=lambda index: (rounded[index], index))
    rounded[largest] = round(rounded[largest] + rest, _DIGITS)
    return rounded


def _written(amount: Amount | None) -> str:
    return f"{amount.words} ({amount.spot.cell})" if amount else ""
