"""The rule that measures a unit's distance to a point: the best, worst or mean peer, a target, one unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from smartxl.rules.base import ALWAYS, ExcelScore, FloatArray, PeerRefs
from smartxl.rules.faults import RuleFault
from smartxl.rules.parameters import check_flag
from smartxl.rules.peer_parameters import PeerParameters, Reference, mean_is_zero, mean_off_zero, no_number
from smartxl.rules.statistics import column_highest, column_lowest, column_mean, shown
from smartxl.text import Text

__all__ = ["Distance"]


@dataclass(frozen=True, slots=True)
class Distance(PeerParameters):
    """The distance of x to a point `to`, times `full`, in one of three forms; worst is the worst peer.

    `scaled`: (x - worst)/(point - worst). Where even the worst peer has reached the point that has no length: with
    `cap` all score `full`, else none.
    `ratio`: x/point, with `cost` point/x; both must be above 0 (under benefit the point).
    `difference`: (x - point)/|point|, with `cost` (point - x)/|point|.
    `cap` 1: no score above `full`. `to` target takes the parameter `target`, `to` reference the option `reference`.

    Source: OECD/JRC Handbook (2008), step 5, distance to a reference, and table 15. `scaled` is COINr's n_dist2max,
    n_dist2targ and n_dist2ref in both directions, `ratio` to best without `cost` n_fracmax.
    """

    to: str
    form: str = "scaled"
    reference: str = ""
    target: float | None = None
    full: float = 100.0
    cap: float = 0.0
    cost: float = 0.0
    per: float = 100.0
    name: ClassVar[str] = "distance"
    words: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "to": ("best", "worst", "mean", "target", "reference"),
        "form": ("scaled", "ratio", "difference"),
        "reference": (),
    }

    def __post_init__(self) -> None:
        self.check()
        check_flag("cap", self.cap)
        if self.full <= 0:
            raise RuleFault(
                Text(f"full 是 {self.full:g}：要大于 0", f"full is {self.full:g}: it must be above 0")
            )
        self._check_point()
        if self.to == "worst" and self.form == "scaled":
            raise RuleFault(
                Text(
                    "to worst 只能与 ratio 或 difference 同用：以最差为起点时它是 0",
                    "to worst needs the form ratio or difference: on the scale from the worst it is 0",
                )
            )
        if self.cap and self.form == "difference":
            raise RuleFault(
                Text(
                    "cap 只用于 scaled 和 ratio：difference 在该点为 0",
                    "cap is for the forms scaled and ratio: a difference is 0 at its point",
                )
            )

    def _check_point(self) -> None:
        if (self.target is not None) != (self.to == "target"):
            raise RuleFault(
                Text(
                    "参数 target 与选项 to: target 要同时写",
                    "the parameter target and the option to: target need each other",
                )
            )
        if bool(self.reference) != (self.to == "reference"):
            raise RuleFault(
                Text(
                    "选项 reference（单位代码）与 to: reference 要同时写",
                    "the option reference (the code of a unit) and to: reference need each other",
                )
            )
        if self.target is not None and self.form == "ratio" and self.target <= 0:
            raise RuleFault(
                Text(
                    f"target 是 {self.target:g}：比率的目标要大于 0",
                    f"target is {self.target:g}: a ratio needs a target above 0",
                )
            )
        if self.target == 0 and self.form == "difference":
            raise RuleFault(
                Text(
                    "target 是 0：与它的相对差没有值", "target is 0: a difference relative to it has no value"
                )
            )

    def score(self, readings: FloatArray, reference: Reference = None) -> FloatArray:
        """The distance; below 0 or above `full` where a unit is beyond the worst peer or the point.

        `reference` is read only under `to` reference. Raises ValueError when it is missing then.
        """
        if self.form == "scaled":
            return self.full * self._scaled(readings, self._point(readings, reference))
        if self.to == "mean":
            point = mean_off_zero(readings)
        else:
            point = self._point(readings, reference)
            point = np.where(point == 0, np.nan, point)
        if self.form == "ratio":
            return self.full * self._ratio(readings, point)
        return self.full * ((point - readings if self.cost else readings - point) / np.abs(point))

    def _point(self, readings: FloatArray, reference: Reference) -> FloatArray:
        if self.to == "reference":
            if reference is None:
                raise RuleFault(
                    Text(
                        f"规则 distance 需要参照单位 {self.reference} 的数",
                        f"rule distance needs the reading of {self.reference}, its reference",
                    )
                )
            return np.asarray(reference, dtype=np.float64)
        if self.target is not None:
            return np.asarray(self.target)
        if self.to == "mean":
            return column_mean(readings)
        return column_highest(readings) if self._from_highest else column_lowest(readings)

    @property
    def _from_highest(self) -> bool:
        return (self.to == "best") != bool(self.cost)

    def _scaled(self, readings: FloatArray, point: FloatArray) -> FloatArray:
        worst = column_highest(readings) if self.cost else column_lowest(readings)
        shown_point, shown_worst = shown(point), shown(worst)
        reached = shown_point >= shown_worst if self.cost else shown_point <= shown_worst
        share = (readings - worst) / np.where(reached, np.nan, point - worst)
        if not self.cap:
            return share
        return np.where(np.isnan(readings), np.nan, np.where(reached, 1.0, np.minimum(share, 1.0)))

    def _ratio(self, readings: FloatArray, point: FloatArray) -> FloatArray:
        positive = np.where(point > 0, point, np.nan)
        share = positive / np.where(readings > 0, readings, np.nan) if self.cost else readings / positive
        return np.minimum(share, 1.0) if self.cap else share

    def excel(self, refs: PeerRefs) -> ExcelScore:
        """The same over the reading, the peers and the point's cell or function."""
        guard, value = self._scaled_excel(refs) if self.form == "scaled" else self._relative_excel(refs)
        missing = no_number(refs)
        if self.to == "reference":
            missing = f"OR({missing},NOT(ISNUMBER({refs.reference})))"
        return ExcelScore(f"IF({missing},{ALWAYS},{guard})" if guard else missing, value, value)

    def _point_cell(self, refs: PeerRefs) -> str:
        extreme = "MAX" if self._from_highest else "MIN"
        return {
            "reference": refs.reference,
            "target": refs.params.get("target", ""),
            "mean": f"AVERAGE({refs.peers})",
        }.get(self.to, f"{extreme}({refs.peers})")

    def _scaled_excel(self, refs: PeerRefs) -> tuple[str, str]:
        point, full = self._point_cell(refs), refs.params["full"]
        worst = f"{'MAX' if self.cost else 'MIN'}({refs.peers})"
        reached = f"{point}{'>=' if self.cost else '<='}{worst}"
        share = f"({refs.reading}-{worst})/({point}-{worst})"
        if not self.cap:
            return reached, f"{full}*({share})"
        return "", f"{full}*IF({reached},1,MIN(1,{share}))"

    def _relative_excel(self, refs: PeerRefs) -> tuple[str, str]:
        x, point, full = refs.reading, self._point_cell(refs), refs.params["full"]
        zero = mean_is_zero(refs) if self.to == "mean" else f"{point}=0"
        if self.form == "difference":
            better = f"{point}-{x}" if self.cost else f"{x}-{point}"
            return zero, f"{full}*(({better})/ABS({point}))"
        share = f"{point}/{x}" if self.cost else f"{x}/{point}"
        guard = f"OR({zero},{point}<0{f',{x}<=0' if self.cost else ''})"
        return guard, f"{full}*{f'MIN(1,{share})' if self.cap else f'({share})'}"
