"""What methods say beyond an order of units: compromise, grades, efficient units, inequality of the totals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from smartxl.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from smartxl.scoring.evaluation import Rsr, Vikor

__all__ = ["inequality_remarks", "method_remark"]

_SHOWN = 6
_HOLDS, _FAILS = Text("成立", "holds"), Text("不成立", "fails")


def method_remark(detail: object, names: Mapping[str, Text]) -> Text:
    """The remark of a method's own result; "" for a method that says no more than its results. `names` by unit."""
    from smartxl.scoring.evaluation import Dea, Rsr, Vikor
    from smartxl.scoring.weights import Weights

    if isinstance(detail, Vikor) and detail.compromise:
        return _compromise(detail, names)
    if isinstance(detail, Rsr):
        return _grades(detail)
    if isinstance(detail, Dea):
        count = int((detail.efficiency > 1 - 1e-9).sum())
        if not count:
            return Text("")
        return Text(f"有效（效率为 1）的 {count} 个", f"{count} efficient units (efficiency 1)")
    if isinstance(detail, Weights):
        most = sorted(detail.values.items(), key=lambda item: (-item[1], item[0]))[:3]
        told = [f"{code} {share:.1%}" for code, share in most]
        return Text(f"熵权最大：{'、'.join(told)}", f"largest entropy weights: {', '.join(told)}")
    return Text("")


def inequality_remarks(totals: pd.Series, groups: Mapping[str, str]) -> Iterator[Text]:
    """Gini and Theil of the totals, and what lies between the groups where there are several; nothing where all are 0."""
    import pandas as pd

    from smartxl.scoring.evaluation import gini, theil

    has = totals.dropna()
    if len(has) < 2 or (has < 0).any() or not has.sum() > 0:
        return
    of_group = pd.Series([groups[unit] for unit in has.index], index=has.index)
    spread, parts = gini(has, of_group), theil(has, of_group)
    yield Text(
        f"总分的差异：基尼系数 {spread.total:.4f}，泰尔指数 T {parts.total:.4f}",
        f"inequality of the totals: Gini {spread.total:.4f}, Theil's T {parts.total:.4f}",
    )
    if len(parts.groups) > 1 and parts.total > 0:
        share = parts.between / parts.total
        yield Text(
            f"{len(parts.groups)} 个组之间的差异占泰尔指数的 {share:.1%}，基尼系数的组间、组内、交叠为 "
            f"{spread.between:.4f}、{spread.within:.4f}、{spread.overlap:.4f}",
            f"{share:.1%} of Theil's T lies between the {len(parts.groups)} groups; Gini between, within and overlap: "
            f"{spread.between:.4f}, {spread.within:.4f}, {spread.overlap:.4f}",
        )


def _compromise(found: Vikor, names: Mapping[str, Text]) -> Text:
    units = [names[str(unit)] for unit in found.compromise]
    c1, c2 = (
        _HOLDS if holds else _FAILS for holds in (found.acceptable_advantage, found.acceptable_stability)
    )
    return Text(
        f"折衷解：{_few([name.zh for name in units], '、')}（C1 {c1.zh}，C2 {c2.zh}）",
        f"compromise: {_few([name.get('en') for name in units], ', ')} (C1 {c1.en}, C2 {c2.en})",
    )


def _grades(found: Rsr) -> Text:
    line, grades = found.regression, found.table["grade"].dropna()
    if not len(grades) or math.isnan(line.slope):
        return Text("")
    count = [int((grades == grade).sum()) for grade in (3, 2, 1)]
    formula = f"RSR = {line.intercept:.4f} + {line.slope:.4f}·Probit"
    return Text(
        f"{formula}，R² = {line.r_squared:.3f}；上、中、下档 {count[0]}、{count[1]}、{count[2]} 个",
        f"{formula}, R² = {line.r_squared:.3f}; upper, middle, lower grade: {count[0]}, {count[1]}, {count[2]} units",
    )


def _few(names: Sequence[str], between: str) -> str:
    more = f" … (+{len(names) - _SHOWN})" if len(names) > _SHOWN else ""
    return between.join(names[:_SHOWN]) + more
