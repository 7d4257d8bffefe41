"""Native charts: their kinds, their scales, and the numbers that they keep for programs that do not calculate."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from smartxl.cells import Area
from smartxl.model.report import ChartKind
from smartxl.model.sheetdesign import Chart
from smartxl_generators.ooxml.chart import chart_xml

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LABELS, VALUES = Area("名次表", 4, 1, 6, 1), Area("名次表", 4, 2, 6, 2)
CELLS: dict[Area, list[str | float]] = {LABELS: ["甲 & 乙", "", "丙"], VALUES: [93.81, "", 7.0]}


def drawn(chart: Chart) -> ET.Element:
    return ET.fromstring(chart_xml(chart, CELLS.__getitem__))  # noqa: S314 (our own text)


@pytest.mark.parametrize(
    ("kind", "tag"),
    [(ChartKind.RADAR, "radarChart"), (ChartKind.BARS, "barChart"), (ChartKind.LINES, "lineChart")],
)
def test_a_chart_is_of_its_kind_and_keeps_what_it_draws(kind: ChartKind, tag: str) -> None:
    tree = drawn(Chart("总得分", LABELS, (("得分", VALUES),), kind))
    assert tree.find(f".//{C}{tag}") is not None
    labels = [(point.get("idx"), point.findtext(f"{C}v")) for point in tree.iter(f"{C}pt")]
    assert labels == [("0", "甲 & 乙"), ("2", "丙"), ("0", "93.81"), ("2", "7")]
    assert tree.find(f".//{C}legend") is None


def test_bars_begin_where_they_are_told_and_say_their_numbers() -> None:
    chart = Chart(
        "总得分", LABELS, (("得分", VALUES),), ChartKind.BARS, limits=(-5.0, None), number_format="0.0"
    )
    tree = drawn(chart)
    least, most = (tree.find(f".//{C}valAx/{C}scaling/{C}{end}") for end in ("min", "max"))
    assert least is not None
    assert (least.get("val"), most) == ("-5", None)
    codes = [entry.get("formatCode") for entry in tree.iter(f"{C}numFmt")]
    assert "0.0" in codes


def test_several_series_have_a_legend() -> None:
    tree = drawn(Chart("各领域", LABELS, (("全市", VALUES), ("区县", VALUES))))
    assert tree.find(f".//{C}legend") is not None
    dashes = {entry.get("val") for entry in tree.iter() if entry.tag.endswith("prstDash")}
    assert len(dashes) == 2
