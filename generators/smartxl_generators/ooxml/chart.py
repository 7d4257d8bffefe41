"""Charts: the radar of the areas."""

from __future__ import annotations

from smartxl.cells import Area
from smartxl.model.plan import Chart
from smartxl_generators.ooxml.xml import escaped, literal

__all__ = ["radar_xml"]

# Told apart in black and white too: dashes differ, not only colours.
_LINES = (("2E75B6", "dash"), ("C55A11", "sysDot"), ("1F4E79", "solid"))
_WIDTH = 28_000  # of a line, in EMU
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_SCALED = '<scaling><orientation val="minMax"/>'
_TICKS = '<majorTickMark val="none"/><minorTickMark val="none"/>'
_CATEGORIES = (
    f'<catAx><axId val="10"/>{_SCALED}</scaling><delete val="0"/><axPos val="l"/>{_TICKS}'
    '<crossAx val="100"/><lblOffset val="100"/></catAx>'
)
_VALUES = (
    f'<valAx><axId val="100"/>{_SCALED}<max val="100"/><min val="0"/></scaling><delete val="0"/><axPos val="l"/>'
    f'<majorGridlines/><numFmt formatCode="0" sourceLinked="0"/>{_TICKS}<crossAx val="10"/>'
    '<majorUnit val="20"/></valAx>'
)


def radar_xml(chart: Chart) -> str:
    """The part of a radar chart: 0 to 100, one line for each series."""
    title = (
        f"<title><tx><rich><a:bodyPr {_A}/><a:p {_A}><a:pPr><a:defRPr/></a:pPr>"
        f"<a:r><a:t>{escaped(chart.title)}</a:t></a:r></a:p></rich></tx></title>"
    )
    series = "".join(
        _series(index, name, values, chart.labels) for index, (name, values) in enumerate(chart.series)
    )
    radar = f'<radarChart><radarStyle val="marker"/>{series}<axId val="10"/><axId val="100"/></radarChart>'
    return (
        f'<chartSpace xmlns="{_CHART}"><style val="2"/><chart>{title}<plotArea>{radar}{_CATEGORIES}{_VALUES}</plotArea>'
        '<legend><legendPos val="b"/></legend><plotVisOnly val="1"/><dispBlanksAs val="gap"/></chart></chartSpace>'
    )


def _series(index: int, name: str, values: Area, labels: Area) -> str:
    colour, dash = _LINES[index % len(_LINES)]
    line = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:prstDash val="{dash}"/>'
    return (
        f'<ser><idx val="{index}"/><order val="{index}"/><tx><v>{escaped(literal(name))}</v></tx>'
        f'<spPr><a:ln {_A} w="{_WIDTH}">{line}</a:ln></spPr><marker><symbol val="none"/>'
        f'<spPr><a:ln {_A}><a:prstDash val="solid"/></a:ln></spPr></marker>'
        f"<cat>{_numbers(labels)}</cat><val>{_numbers(values)}</val></ser>"
    )


def _numbers(area: Area) -> str:
    return f"<numRef><f>{escaped(str(area))}</f></numRef>"
