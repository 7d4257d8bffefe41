"""What five departments, three experts and the evaluator type into their workbooks in docs/tutorial.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

__all__ = ["FAULTS", "JUDGEMENTS", "LEVELS", "NUMBERS", "REVIEWS", "SAMPLED"]

Value = str | float | date

_NUMBERS: Mapping[str, Sequence[Value]] = {
    "A1/n": (118, 95, 70, 101, 60),
    "A1/N": (120, 98, 88, 104, 75),
    "A2/n": (8650, 12100, 2100, 15400, 1800),
    "A2/N": (9800, 12600, 3900, 15900, 3600),
    "A3/x": (1, 2, 6, 1, 4),
    "A4/level": ("全部完成", "部分完成", "部分完成", "部分完成", "未开展"),
    "B1/x": (68, 72, 45, 75, 38),
    "B2/x": (0.12, 0.08, 0.6, 0.1, 0.7),
    "B3/n": (14, 22, 6, 9, 11),
    "B3/N": (15, 22, 9, 9, 16),
    "B4/x": (4, 3, 2, 4, 1),
    "B5/x": (96.2, 94.5, 82, 97, 88),
    "B6/o1": (310, 420, 120, 350, 200),
    "B6/o2": (120, 260, 150, 210, 240),
    "B6/o3": (30, 60, 90, 40, 110),
    "B6/o4": (8, 15, 30, 6, 35),
    "B6/o5": (2, 5, 10, 4, 15),
    "C1/n": (42, 38, 30, 50, 20),
    "C1/N": (45, 40, 46, 52, 38),
    "C2/x": (93, 96, 71, 98, 64),
    "C3/x": (1, 2, 7, 3, 9),
    "C4/x": (14, 18, 6, 22, 3),
    "D1/a": (1, 1, 1, 1, 1),
    "D1/b": (1, 1, 0, 1, 0),
    "D1/c": (1, 1, 1, 0, 0),
    "D2/x": (72, 80, 35, 66, 28),
    "D3/level": ("全部完成", "全部完成", "部分完成", "全部完成", "部分完成"),
    "D4/x": (90, 85, 80, 88, 65),
}
NUMBERS: Mapping[str, Mapping[str, Value]] = {
    key: dict(zip(("GAJ", "RSJ", "ZGJ", "SJJ", "WJJ"), values, strict=True))
    for key, values in _NUMBERS.items()
}
"""Row → unit → the number or level."""

_D: Sequence[str] = ("", "办事指南", "表格下载", "在线申报", "全程网办")
_U: Sequence[str] = ("", "按年更新", "按季更新", "按月或实时")
LEVELS: Mapping[str, Sequence[str]] = {
    "GAJ": (_D[4], _D[4], _D[4], _D[4], _D[3], _D[1], _U[3], _U[3], _U[2]),
    "RSJ": (_D[4], _D[4], _D[4], _D[4], _D[2], _D[3], _U[3], _U[3], _U[3]),
    "ZGJ": (_D[3], _D[4], _D[2], _D[1], _D[1], "", _U[2], _U[1], ""),
    "SJJ": (_D[4], _D[4], _D[4], _D[3], _D[4], _D[3], _U[3], _U[3], _U[3]),
    "WJJ": (_D[3], _D[4], _D[3], _D[2], _D[1], _D[3], _U[3], _U[1], ""),
}
"""Unit → the level of each of its nine items, "" for one that is not provided."""

SAMPLED = date.today() - timedelta(5)

FAULTS: Mapping[str, Mapping[str, Mapping[str, Value]]] = {
    "RSJ": {"H": {"B5/x": "９４．５％", "C4/x": "18个"}},
    "ZGJ": {
        "H": {"A1/n": 98, "B1/x": "约45", "C2/x": ""},
        "I": {"A5/ZGJ-S01": ""},
        "L": {"A2/n": SAMPLED - timedelta(365)},
    },
}
"""Unit → column → row → what it types there at first."""

JUDGEMENTS: Mapping[str, Sequence[int]] = {
    "Z1": (1, 2, 3, 2, 3, 2),
    "Z2": (2, 2, 4, 1, 2, 2),
    "Z3": (-2, 1, 2, 2, 3, 2),
}
"""Expert → how many times more important the left is, of each pair; below 0 the right."""

REVIEWS: Mapping[str, Mapping[str, tuple[Value, str]]] = {
    "GAJ": {"D4/x": (85, "案例材料属实，推广范围较小")},
    "RSJ": {"D4/x": (88, "“免申即享”已在全市推广")},
    "ZGJ": {"D4/x": (60, "材料只有方案，尚未实施"), "A3/x": (8, "抽查 20 条，另有 2 处电话有误")},
    "SJJ": {"D4/x": (90, "“企业开办一日办结”成效明显")},
    "WJJ": {"D4/x": (65, "同意自评")},
}
"""Unit → row → what the evaluator settles, and why."""
