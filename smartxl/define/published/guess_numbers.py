"""Scoring words about a number: per step off the target, per case, quotient, in proportion to a target."""

from __future__ import annotations

import re

from smartxl.define.published.clauses import NUMBER
from smartxl.define.published.guess import FULL, Guess, Reading, one_number, two_numbers
from smartxl.define.published.remark import Sureness
from smartxl.model.framework import Input, Measure
from smartxl.text import Text, number_text, shorten

__all__ = ["counted", "proportional", "quotient", "steps", "target_of"]

_ONE = rf"(?P<step>{NUMBER}|一)?"
_OF = r"(?:个)?(?:百分点|%|个|项|分|小时|天|人|次|件|家|处|万|户|点|分钟|秒|起|例|条|台|万元|元)?"
_REACHED = re.compile(
    rf"({NUMBER})(?:%|个|项|次|天|小时|分钟|秒|人|件|家|户|万元|元)?(?:\(含\))?(?:及?以上|及?以内|及?以下)?的?,?(?:可|则)?(?:(?:得|计|为|记)?(?:满分|全分)|(?:得|计|为|记)(?P<full>{NUMBER})分)"
)
_PER_STEP = re.compile(
    r"每(?:再)?(?P<way>降低|低于|低|减少|下降|少|落后|降|缺少|差|提高|高出|高于|高|增加|上升|超过|超出|超|多|延迟|增)"
    rf"(?:达标线|达标值|目标值?|标准|要求|计划|基准|规定)?(?:的)?{_ONE}{_OF}[,]?(?:的)?,?(?:则)?(?:相应)?"
    rf"(?:倒)?扣(?:减|除|去)?(?P<points>{NUMBER})分"
)
_REQUIRED = re.compile(
    rf"(?:要|应|须|需)?(?:达到|达|不低于|不少于|≥|>=)({NUMBER})(?:%|个|项|次|人|件|家)?(?=[,;。]|以上|$)"
)
_UP = ("提高", "高", "增", "上升", "超", "多", "延迟")
_EACH_EARNS = re.compile(
    rf"每(?!(?:低|降|减|少|高|超))[^,;。]{{0,30}}?(?:1|一)?(?:个|项|次|件|家|处|人|条|篇|例)?[^,;。0-9扣]{{0,20}},?(?:得|加|计|记)(?P<points>{NUMBER})分"
)
_CAPPED = re.compile(
    rf"(?:最高|最多|满|不超过|至多|上限|封顶|累计不超过|总分不超过)(?:得|加|计|为|不超过)?(?P<cap>{NUMBER})分|(?P<full>满分为止|加满为止|得满为止|直至满分)"
)
_EACH_COSTS = re.compile(
    rf"(?:每|发现|出现|发生|缺少|缺)(?!(?:低|降|减|高|超))[^;。]{{0,40}}?扣(?:减|除|去)?(?P<points>{NUMBER})分"
)
_PARTS = re.compile("[;。]|(?=[①-⑳])|(?<![0-9])(?=[(]?[1-9][.、)](?![0-9]))")
_FAULT = re.compile(
    r"(?:[①-⑳]|[(]?[1-9][.、)])?(?P<fault>[^扣]{2,120}?)[,]?(?:的)?,?(?:每(?:个)?(?:次|项|条|件|例|个|处|起|篇|人|家|月))?"
    rf"(?:则|再|一次)?(?:倒)?扣(?:减|除|去)?(?P<points>{NUMBER})分(?:[,].{{0,12}})?"
)
_LEAST = 2
_QUOTIENT = re.compile(
    r"(?:^|[=;。:×*])[\[(]*(?P<top>[^=/÷×*;。:]{2,120}?)[\])]*(?:/|÷|除以)"
    r"[\[(]*(?P<bottom>[^=/÷×*;。,]{2,120}?)[\])]*(?:[×xX*·](?P<per>100%?|1)|$|[;。,])"
)
_SHARE_OF = re.compile(
    r"(?:指|为|是|即|^)?(?P<top>[^,;。:=]{2,60}?)占(?P<bottom>[^,;。:=]{2,60}?)的?(?:比例|比重|百分比|比率|百分率)"
)
_PROPORTION = re.compile(
    "按(?:实际)?(?:完成)?(?:百分)?(?:比例|率|比)|比例(?:得|计|折|给)|同比例|折算|按实际(?:完成)?(?:值|数|率)|线性|乘以(?:分值|权重)|[×*x](?:分值|权重|满分|标准分|本项分)"
)
_YEAR = re.compile(r"(?:到)?20\d\d年(?:底|末)?")
_TARGET = re.compile(
    rf"(?P<sign>≥|>=|≤|<=|>|<|不低于|不少于|不高于|不超过|不大于|小于|低于|大于|高于|达到|控制在)?(?P<number>{NUMBER})(?P<scale>万|亿)?(?P<behind>以内|以下|以上)?"
)
_COSTS = {"≤", "<=", "<", "不高于", "不超过", "不大于", "小于", "低于", "控制在", "以内", "以下"}
_SHOWN = 110
_SCALES = {"万": 10_000.0, "亿": 100_000_000.0}


def target_of(reading: Reading) -> tuple[float, bool] | None:
    """The target of the column, and whether less is better; None for none that is one number."""
    found = list(_TARGET.finditer(_YEAR.sub("", reading.target).replace(",", "")))
    told = [match for match in found if match["sign"] or match["behind"]] or found
    if len(told) != 1:
        return None
    match = told[0]
    value = float(match["number"]) * _SCALES.get(match["scale"], 1.0)
    cost = match["sign"] in _COSTS or match["behind"] in _COSTS or reading.is_cost
    return (value, cost) if value > 0 else None


def steps(reading: Reading) -> Guess | None:
    """达到100%得满分，每低1个百分点扣0.5分: goalposts; the worst is where nothing is left."""
    match = _PER_STEP.search(reading.scoring)
    reached = _REACHED.search(reading.scoring)
    target = target_of(reading) or _required(reading)
    if match is None or not (reached or target or reading.is_share):
        return None
    lost = float(match["points"])
    if lost <= 0:
        return None
    step = 1.0 if match["step"] in {None, "一"} else float(match["step"])
    best = float(reached[1]) if reached else target[0] if target else FULL
    told = float(reached["full"]) if reached and reached["full"] else None
    full = reading.points or told or FULL
    rises = match["way"].startswith(_UP)
    worst = best + (1 if rises else -1) * step * full / lost
    sure = reading.points is not None or told is not None
    words = (number_text(best), number_text(round(worst, 6)), number_text(full))
    remark = Text(
        f"目标区间：{words[0]} 得满分，到 {words[1]} 扣完（按满分 {words[2]} 分推算）",
        f"goalposts: full points at {words[0]}, none left at {words[1]} (of {words[2]} points)",
    )
    params = {"worst": round(worst, 6), "best": best}
    inputs = _fraction(reading) or one_number(reading)
    return Guess(
        Measure.KPI, "goalposts", Sureness.SURE if sure else Sureness.LOW, remark, params, inputs, cost=rises
    )


def _required(reading: Reading) -> tuple[float, bool] | None:
    """A target that stands in the words: 要达到40%, 不低于90%."""
    match = _REQUIRED.search(reading.scoring) or _REQUIRED.search(reading.meaning)
    return (float(match[1]), False) if match and float(match[1]) > 0 else None


def counted(reading: Reading) -> Guess | None:
    """每项得1分，满5分止: count. 每次扣2分，扣完为止: deduction."""
    earns, costs = _EACH_EARNS.search(reading.scoring), _EACH_COSTS.search(reading.scoring)
    if costs and not earns and (several := _faults(reading)):
        return several
    if costs and not earns:
        each, full = float(costs["points"]), reading.full
        told = Text(
            f"每次扣 {number_text(each)} 分，满分 {number_text(full)}，扣完为止",
            f"{number_text(each)} points off {number_text(full)} for each",
        )
        params: dict[str, float | tuple[float, ...]] = {"each": (each,), "full": full}
        sure = Sureness.LIKELY if reading.points else Sureness.LOW
        return (
            Guess(Measure.KPI, "deduction", sure, told, params, (_cases(reading, "扣分次数"),), cost=True)
            if each > 0
            else None
        )
    if not earns or costs:
        return None
    each = float(earns["points"])
    capped = _CAPPED.search(reading.scoring)
    cap = float(capped["cap"]) if capped and capped["cap"] else reading.full
    full = reading.points or cap
    told = Text(
        f"每项 {number_text(each)} 分，最多 {number_text(cap)} 分",
        f"{number_text(each)} points each, {number_text(cap)} at most",
    )
    sure = Sureness.LIKELY if capped and reading.points else Sureness.LOW
    params = {"each": each, "cap": min(cap, full), "full": full}
    return Guess(Measure.KPI, "count", sure, told, params, (_cases(reading, "数量"),)) if each > 0 else None


def _faults(reading: Reading) -> Guess | None:
    """①未按时备案的扣5分；②雷同的每件扣2分: one number for every kind of fault."""
    found = [match for part in _PARTS.split(reading.scoring) if (match := _FAULT.fullmatch(part))]
    if len(found) < _LEAST or any(float(match["points"]) <= 0 for match in found):
        return None
    each, full = tuple(float(match["points"]) for match in found), reading.full
    inputs = tuple(
        Input(f"n{number}", Text(_named(match["fault"])), Text("次", "cases"), 0.0)
        for number, match in enumerate(found, 1)
    )
    shown = "、".join(f"{_named(match['fault'])} {number_text(float(match['points']))}" for match in found)
    of = number_text(full)
    told = Text(
        f"分 {len(found)} 种情形扣分，满分 {of}，扣完为止：{shown}",
        f"{len(found)} kinds of faults, off {of} points: {shown}",
    )
    sureness = Sureness.LIKELY if reading.points else Sureness.LOW
    return Guess(Measure.KPI, "deduction", sureness, told, {"each": each, "full": full}, inputs, cost=True)


def _cases(reading: Reading, what: str) -> Input:
    return Input("n", Text(f"{reading.name}：{what}"), Text(reading.unit or "个"), 0.0)


def _fraction(reading: Reading) -> tuple[Input, ...]:
    """Numerator and denominator where the words have a quotient in percent, else nothing."""
    for text in (reading.formula, reading.scoring):
        match = _QUOTIENT.search(text)
        if match and (match["per"] or reading.is_share):
            return two_numbers(_named(match["top"]), _named(match["bottom"]))
    match = (
        _SHARE_OF.search(reading.formula)
        or _SHARE_OF.search(reading.meaning)
        or _SHARE_OF.search(reading.scoring)
    )
    return two_numbers(_named(match["top"]), _named(match["bottom"])) if match else ()


def _named(text: str) -> str:
    """A numerator or denominator as it is asked for."""
    name = text.strip("()[],:的 ").removeprefix("得分=").removeprefix("指标值=")
    return shorten(re.sub("^(?:指|是指|即|为)", "", name), _SHOWN) or "数值"


def quotient(reading: Reading) -> Guess | None:
    """A/B×100%: ratio, or its ratio to a target where there is one."""
    inputs = _fraction(reading)
    if not inputs:
        return None
    names = f"{inputs[0].name.zh} ÷ {inputs[1].name.zh}"
    target = _reached(reading)
    if target and target[0] != FULL and (_PROPORTION.search(reading.scoring) or reading.target):
        return _to_target(reading, target, inputs, Text(f"{names}，", f"{names}, "))
    if reading.is_cost:
        told = Text(
            f"逆向比率：{names}，0 得满分、100% 得 0 分", f"less is better: {names}, full points at 0"
        )
        return Guess(
            Measure.KPI, "goalposts", Sureness.LOW, told, {"worst": FULL, "best": 0.0}, inputs, cost=True
        )
    told = Text(f"比率：{names}", f"ratio: {names}")
    plain_ratio = (
        not reading.scoring or _PROPORTION.search(reading.scoring) or _QUOTIENT.search(reading.scoring)
    )
    return Guess(Measure.KPI, "ratio", Sureness.SURE if plain_ratio else Sureness.LOW, told, {}, inputs)


def _reached(reading: Reading) -> tuple[float, bool] | None:
    target = target_of(reading)
    if target:
        return target
    match = _REACHED.search(reading.scoring)
    return (float(match[1]), reading.is_cost) if match and float(match[1]) > 0 else None


def proportional(reading: Reading) -> Guess | None:
    """达到目标得满分，未达到按比例得分; a column with a target; a percentage and nothing else."""
    target = _reached(reading)
    says = _PROPORTION.search(reading.scoring) is not None
    if target and (says or reading.target or not reading.scoring):
        return _to_target(reading, target, one_number(reading), Text(""))
    if (says and reading.is_share) or (reading.is_share and not reading.scoring):
        worst, best = (FULL, 0.0) if reading.is_cost else (0.0, FULL)
        told = Text(
            f"百分比指标，{best:g}% 得满分，按比例得分",
            f"in percent: full points at {best:g}%, in proportion",
        )
        sure = Sureness.LIKELY if says else Sureness.LOW
        return Guess(
            Measure.KPI,
            "goalposts",
            sure,
            told,
            {"worst": worst, "best": best},
            one_number(reading),
            cost=reading.is_cost,
        )
    return None


def _to_target(
    reading: Reading, target: tuple[float, bool], inputs: tuple[Input, ...], before: Text
) -> Guess:
    value, cost = target
    says = _PROPORTION.search(reading.scoring) is not None
    shown = number_text(value)
    told = Text(
        f"{before.zh}目标完成率：目标 {shown}{'（越小越好）' if cost else ''}，未达到按比例得分",
        f"{before.en}ratio to the target {shown}{' (less is better)' if cost else ''}, in proportion below it",
    )
    params: dict[str, float | tuple[float, ...]] = {"target": value}
    if cost:
        params |= {"cost": 1.0, "zero": FULL}
    sure = Sureness.SURE if says else Sureness.LIKELY
    return Guess(Measure.KPI, "target", sure, told, params, inputs, cost=cost)
