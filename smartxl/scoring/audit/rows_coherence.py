"""Rows about coherence: correlations within nodes, own and other parents, α, KMO, components."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.audit import AuditRow, AuditVerdict, CorrelationCell, CorrelationFlag, CorrelationMap
from smartxl.scoring.audit.checks import number
from smartxl.scoring.audit.components import Components, principal_components
from smartxl.scoring.audit.correlation import significance
from smartxl.scoring.audit.reliability import cronbach, kmo
from smartxl.scoring.audit.table import AuditTable
from smartxl.scoring.pairs import pairwise
from smartxl.scoring.treatment.table import FloatArray
from smartxl.text import Text

__all__ = ["coherence_rows", "correlation_maps"]

_ONE_CHILD = Text("只有一个下级", "it has one child only")
_PAIRS = ("coherence.negative", "coherence.weak", "coherence.redundant")


def coherence_rows(table: AuditTable) -> Iterator[AuditRow]:
    """Everything that asks whether what stands together goes together, node by node from the root down."""
    for code in table.branches:
        children = tuple(table.tree.children(code))
        yield from _pair_rows(table, code, children)
        yield from _alpha_rows(table, code, children)
        yield from _kmo_rows(table, code, children)
        yield from _component_rows(table, code, children)
    yield from _parent_rows(table)


def _pair_rows(table: AuditTable, code: str, children: tuple[str, ...]) -> Iterator[AuditRow]:
    """A row for each pair outside the limits; where all are inside, one for the node with the value nearest to the limit."""
    if len(children) < 2:
        for key in _PAIRS:
            yield table.judge.row(key, code, math.nan, Text(""), why=_ONE_CHILD)
        return
    values = table.columns(children)
    found, units = pairwise(values, values)
    p = significance(found, units)
    first, second = np.triu_indices(len(children), 1)
    flat, have = found[first, second], units[first, second]
    judged = (have >= table.least) & ~np.isnan(flat)
    for key in _PAIRS:
        wrong = [k for k in np.flatnonzero(judged) if _pair_key(table, float(flat[k])) == key]
        if not wrong:
            yield _whole_node(table, key, code, flat, have)
        for place in wrong:
            i, j = int(first[place]), int(second[place])
            told = Text(
                f"{code}：{int(have[place])} 个单位，p = {number(p[i, j], 3)}",
                f"{code}: {int(have[place])} units, p = {number(p[i, j], 3)}",
            )
            yield table.judge.row(key, children[i], float(flat[place]), told, other=children[j])


def _pair_key(table: AuditTable, r: float) -> str | None:
    """The check that a correlation does not pass; one below the negative limit is not told to be weak as well."""
    for key in _PAIRS:
        if not math.isnan(r) and table.judge.checks[key].verdict(r) is not AuditVerdict.PASS:
            return key
    return None


def _whole_node(table: AuditTable, key: str, code: str, flat: FloatArray, have: FloatArray) -> AuditRow:
    """No pair of the node is outside the limit: the value nearest to it, of the pairs that can be judged, else of all."""
    known = ~np.isnan(flat)
    judged = known & (have >= table.least)
    few = None if judged.any() else table.few(float(have.max(initial=0)))
    told = Text(f"评判 {judged.sum()} 对下级", f"{judged.sum()} pairs of children judged")
    if judged.sum() < len(flat):
        rest = len(flat) - judged.sum()
        told += Text(
            f"，另有 {rest} 对共同的单位太少或没有差别", f", {rest} more have too few units or do not vary"
        )
    values = [float(r) for r in flat[judged if judged.any() else known]]
    if key == "coherence.weak":
        # What is told as negative is not weak as well.
        values = [r for r in values if _pair_key(table, r) != "coherence.negative"] or values
    nearest = max if key == "coherence.redundant" else min
    return table.judge.row(key, code, nearest(values, default=math.nan), told, why=few)


def _alpha_rows(table: AuditTable, code: str, children: tuple[str, ...]) -> Iterator[AuditRow]:
    key, deleted = "coherence.alpha", "coherence.alpha-deleted"
    if len(children) < 2:
        yield table.judge.row(key, code, math.nan, Text(""), why=_ONE_CHILD)
        return
    found = cronbach(table.scores[list(children)])
    few = table.few(found.units) or (found.why if found.why.zh else None)
    told = Text(
        f"{len(children)} 个下级，{found.units} 个单位；按原值为 {number(found.alpha)}",
        f"{len(children)} children, {found.units} units; of the values as given {number(found.alpha)}",
    )
    yield table.judge.row(key, code, found.standardised, told, why=few)
    if len(children) < 3 or few is not None:
        return
    items = found.items.to_dict("index")
    for child in children:
        item = items[child]
        told = Text(
            f"{code} 的 α 从 {number(found.standardised)} 变为 {number(item['standardised'])}；"
            f"与其余各项之和的相关系数 {number(item['rest'])}",
            f"α of {code} from {number(found.standardised)} to {number(item['standardised'])}; "
            f"its correlation with the sum of the others is {number(item['rest'])}",
        )
        gain = float(item["standardised"]) - found.standardised
        why = Text("各单位的值相同", "all units have the same value") if math.isnan(item["rest"]) else None
        yield table.judge.row(deleted, child, gain, told, why=why)


def _kmo_rows(table: AuditTable, code: str, children: tuple[str, ...]) -> Iterator[AuditRow]:
    key = "coherence.kmo"
    if len(children) < 3:
        why = Text("下级不足 3 个", "it has fewer than 3 children")
        yield table.judge.row(key, code, math.nan, Text(""), why=why)
        return
    found = kmo(table.scores[list(children)])
    few = table.few(found.units) or (found.why if found.why.zh else None)
    told = Text(
        f"{len(children)} 个下级，{found.units} 个单位", f"{len(children)} children, {found.units} units"
    )
    yield table.judge.row(key, code, found.overall, told, why=few)
    if few is None:
        for child, value in found.items.items():
            told = Text(f"在 {code} 的各下级中", f"among the children of {code}")
            yield table.judge.row("coherence.kmo-indicator", str(child), float(value), told)


def _component_rows(table: AuditTable, code: str, children: tuple[str, ...]) -> Iterator[AuditRow]:
    keys = ("coherence.components", "coherence.explained", "coherence.loading")
    if len(children) < 3:
        why = Text("下级不足 3 个", "it has fewer than 3 children")
        for key in keys:
            yield table.judge.row(key, code, math.nan, Text(""), why=why)
        return
    try:
        found = principal_components(table.scores[list(children)])
    except SmartxlError as error:
        for key in keys:
            yield table.judge.row(key, code, math.nan, Text(""), why=error.what)
        return
    few = table.few(found.units)
    share = float(found.eigenvalues["share"].iloc[: found.kept].sum())
    lowest = found.loadings.iloc[:, 0]
    values = (float((found.eigenvalues["eigenvalue"] > 1 + 1e-12).sum()), share, float(lowest.min()))
    told = (_eigenvalues(found), _explained(found), Text(f"{lowest.idxmin()}", f"{lowest.idxmin()}"))
    for key, value, words in zip(keys, values, told, strict=True):
        yield table.judge.row(key, code, value, words, why=few)


def _eigenvalues(found: Components) -> Text:
    values = [number(value) for value in found.eigenvalues["eigenvalue"]]
    left = len(found.left_out)
    zh = f"，{left} 个不齐全的没有计入" if left else ""
    en = f", {left} incomplete ones left out" if left else ""
    return Text(
        f"特征值 {'、'.join(values)}；{found.units} 个单位{zh}",
        f"eigenvalues {', '.join(values)}; {found.units} units{en}",
    )


def _explained(found: Components) -> Text:
    first = number(float(found.eigenvalues["share"].iloc[0]))
    heads = [_group(found.rotated, factor) for factor in found.rotated.columns]
    return Text(
        f"第一主成分 {first}；旋转后载荷大的：{'；'.join(heads)}",
        f"the first one {first}; large after rotation: {'; '.join(heads)}",
    )


def _group(rotated: pd.DataFrame, factor: str) -> str:
    """The indicators that load on this factor more than on any other."""
    own = rotated.abs().idxmax(axis=1) == factor
    return f"{factor} {' '.join(map(str, rotated.index[own]))}"


def _parent_rows(table: AuditTable) -> Iterator[AuditRow]:
    """Each node with the node that it belongs to, and with the others on that level."""
    depth = table.tree.depth
    for level in sorted(set(depth.values()) - {0}):
        codes = [code for code in depth if depth[code] == level]
        above = [code for code in table.branches if depth[code] == level - 1]
        found, units = pairwise(table.columns(codes), table.columns(above))
        for place, code in enumerate(codes):
            at = above.index(table.tree.by_code[code].parent)
            yield from _of_child(table, code, above, at, found[place], units[place])


def _of_child(
    table: AuditTable, code: str, above: list[str], at: int, found: FloatArray, units: FloatArray
) -> Iterator[AuditRow]:
    own, few = float(found[at]), table.few(float(units[at]))
    told = Text(f"{above[at]}，{int(units[at])} 个单位", f"{above[at]}, {int(units[at])} units")
    yield table.judge.row("coherence.parent", code, own, told, other=above[at], why=few)
    others = np.delete(found, at)
    if not len(others) or np.isnan(others).all():
        return
    best = int(np.nanargmax(others))
    name = [*above[:at], *above[at + 1 :]][best]
    told = Text(
        f"{above[at]} {number(own)}，{name} {number(float(others[best]))}",
        f"{above[at]} {number(own)}, {name} {number(float(others[best]))}",
    )
    gap = own - float(others[best])
    yield table.judge.row("coherence.other-parent", code, gap, told, other=name, why=few)


def correlation_maps(table: AuditTable) -> tuple[CorrelationMap, ...]:
    """The children of each node against each other, flagged; nodes with one child have none."""
    maps = []
    for code in table.branches:
        children = tuple(table.tree.children(code))
        if len(children) > 1:
            values = table.columns(children)
            found, _ = pairwise(values, values)
            cells = tuple(
                tuple(_cell(table, children, i, j, found) for j in range(len(children)))
                for i in range(len(children))
            )
            maps.append(CorrelationMap(code, children, cells))
    return tuple(maps)


_FLAGGED = {
    "coherence.negative": CorrelationFlag.NEGATIVE,
    "coherence.weak": CorrelationFlag.WEAK,
    "coherence.redundant": CorrelationFlag.HIGH,
    None: CorrelationFlag.OK,
}


def _cell(table: AuditTable, children: tuple[str, ...], i: int, j: int, found: FloatArray) -> CorrelationCell:
    value = float(found[i, j])
    if math.isnan(value):
        return CorrelationCell(children[i], children[j], None, CorrelationFlag.NONE)
    flag = CorrelationFlag.OK if i == j else _FLAGGED[_pair_key(table, value)]
    return CorrelationCell(children[i], children[j], value, flag)
