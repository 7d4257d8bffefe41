"""Native charts: radar, bars, lines. They keep what their cells show, for programs that do not calculate."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from smartxl.cells import Area
from smartxl.model.report import ChartKind
from smartxl.model.sheetdesign import Chart
from smartxl_generators.ooxml.xml import attribute, escaped, literal, number

__all__ = ["chart_xml"]

_Shown = Callable[[Area], Sequence[str | float]]
# Told apart in black and white too: dashes differ, and fills are light, middling and dark.
_LINES = (
    ("2E75B6", "dash"),
    ("C55A11", "sysDot"),
    ("1F4E79", "solid"),
    ("7F7F7F", "lgDashDot"),
    ("548235", "dashDot"),
)
_WIDTH = 28_000  # of a line, in EMU
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TICKS = '<majorTickMark val="none"/><minorTickMark val="none"/>'
_NO_TICKS = f'{_TICKS}<tickLblPos val="low"/>'
_LABELLED = (
    '<dLbls><numFmt formatCode="{code}" sourceLinked="0"/>{text}<showLegendKey val="0"/><showVal val="1"/>'
    '<showCatName val="0"/><showSerName val="0"/><showPercent val="0"/><showBubbleSize val="0"/></dLbls>'
)
_STEP = 20.0


def chart_xml(chart: Chart, shown: _Shown) -> str:
    """The part of a chart; `shown` tells what the cells of an area show."""
    series = "".join(
        _series(chart, index, name, values, shown) for index, (name, values) in enumerate(chart.series)
    )
    kind, category, value = _DRAWN[chart.kind]
    plot = kind.format(series=series) + category + value.format(scale=_scale(chart.limits))
    legend = '<legend><legendPos val="b"/></legend>' if len(chart.series) > 1 else ""
    return (
        f'<chartSpace xmlns="{_CHART}" xmlns:a="{_MAIN}"><style val="2"/><chart>{_title(chart.title)}'
        f'<autoTitleDeleted val="0"/><plotArea>{plot}</plotArea>{legend}<plotVisOnly val="0"/>'
        '<dispBlanksAs val="gap"/></chart></chartSpace>'
    )


def _text(size: int) -> str:
    """How words are set, `size` in hundredths of a point."""
    return f'<txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{size}"/></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></txPr>'


def _title(title: str) -> str:
    return (
        '<title><tx><rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1100" b="1"/></a:pPr>'
        f'<a:r><a:rPr lang="zh-CN" sz="1100" b="1"/><a:t>{escaped(title)}</a:t></a:r></a:p></rich></tx>'
        '<overlay val="0"/></title>'
    )


def _scale(limits: tuple[float | None, float | None]) -> str:
    """The ends of the axis, and its steps where both are given."""
    low, high = limits
    most = "" if high is None else f'<max val="{number(high)}"/>'
    least = "" if low is None else f'<min val="{number(low)}"/>'
    return f'<scaling><orientation val="minMax"/>{most}{least}</scaling>'


def _categories(orientation: str, side: str) -> str:
    return (
        f'<catAx><axId val="10"/><scaling><orientation val="{orientation}"/></scaling><delete val="0"/><axPos val="{side}"/>'
        f'{_NO_TICKS}{_text(800)}<crossAx val="100"/><lblOffset val="100"/></catAx>'
    )


def _values(side: str, *, deleted: bool, step: bool) -> str:
    lines = "" if deleted else "<majorGridlines/>"
    unit = f'<majorUnit val="{number(_STEP)}"/>' if step else ""
    return (
        f'<valAx><axId val="100"/>{{scale}}<delete val="{int(deleted)}"/><axPos val="{side}"/>{lines}'
        f'<numFmt formatCode="0" sourceLinked="0"/>{_TICKS}{_text(800)}<crossAx val="10"/>{unit}</valAx>'
    )


_AXES = '<axId val="10"/><axId val="100"/>'
_DRAWN = {
    ChartKind.RADAR: (
        f'<radarChart><radarStyle val="marker"/>{{series}}{_AXES}</radarChart>',
        _categories("minMax", "l"),
        _values("l", deleted=False, step=True),
    ),
    ChartKind.BARS: (
        '<barChart><barDir val="bar"/><grouping val="clustered"/><varyColors val="0"/>{series}'
        f'<gapWidth val="45"/>{_AXES}</barChart>',
        _categories("maxMin", "l"),
        _values("t", deleted=True, step=False),
    ),
    ChartKind.LINES: (
        f'<lineChart><grouping val="standard"/><varyColors val="0"/>{{series}}<marker val="1"/>{_AXES}</lineChart>',
        _categories("minMax", "b"),
        _values("l", deleted=False, step=False),
    ),
}


def _series(chart: Chart, index: int, name: str, values: Area, shown: _Shown) -> str:
    colour, dash = _LINES[index % len(_LINES)]
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    head = f'<ser><idx val="{index}"/><order val="{index}"/><tx><v>{escaped(literal(name))}</v></tx>'
    numbers = f"<cat>{_labels(chart.labels, shown)}</cat><val>{_numbers(values, shown)}</val>"
    if chart.kind is ChartKind.BARS:
        labels = _LABELLED.format(code=attribute(chart.number_format), text=_text(800))
        return f'{head}<spPr>{fill}</spPr><invertIfNegative val="0"/>{labels}{numbers}</ser>'
    line = f'<spPr><a:ln w="{_WIDTH}">{fill}<a:prstDash val="{dash}"/></a:ln></spPr>'
    if chart.kind is ChartKind.LINES:
        return f'{head}{line}<marker><symbol val="circle"/><size val="5"/></marker>{numbers}<smooth val="0"/></ser>'
    return f'{head}{line}<marker><symbol val="none"/></marker>{numbers}</ser>'


def _labels(area: Area, shown: _Shown) -> str:
    texts = shown(area)
    points = "".join(
        f'<pt idx="{index}"><v>{escaped(literal(str(text)))}</v></pt>'
        for index, text in enumerate(texts)
        if text != ""
    )
    return f'<strRef><f>{escaped(str(area))}</f><strCache><ptCount val="{len(texts)}"/>{points}</strCache></strRef>'


def _numbers(area: Area, shown: _Shown) -> str:
    values = shown(area)
    points = "".join(
        f'<pt idx="{index}"><v>{number(value)}</v></pt>'
        for index, value in enumerate(values)
        if not isinstance(value, str)
    )
    cache = f'<numCache><formatCode>General</formatCode><ptCount val="{len(values)}"/>{points}</numCache>'
    return f"<numRef><f>{escaped(str(area))}</f>{cache}</numRef>"
