"""The report of three hundred cities with long names holds all of them, whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from smartxl.campaign.comparison import compare_cities
from smartxl.campaign.records import CityScores
from smartxl.campaign.reporting import write_campaign_report
from smartxl.errors import ProjectError
from smartxl.model.campaign import CampaignCity, CampaignRules
from smartxl.project import Project
from smartxl.text import Text
from tests.cli.conftest import write_project

LONG = "黔东南苗族侗族自治州经济技术开发区高新技术产业示范园区"


@pytest.mark.slow
def test_three_hundred_cities_with_names_of_110_characters(tmp_path: Path) -> None:
    definition = Project.open(write_project(tmp_path / "common")).definition
    rng = np.random.default_rng(1)
    cities = [
        CampaignCity(
            f"c{n}", Text(f"{n:03d}号{LONG * 5}"[:109] + "市"), f"省{n % 30}", "大中小"[n % 3], f"c{n}"
        )
        for n in range(300)
    ]
    scored = {}
    for city in cities[20:]:
        score, coverage = rng.uniform(20, 95), rng.uniform(0.6, 1)
        nodes: dict[str, float | None] = {node.code: score for node in definition.framework.nodes}
        scored[city.code] = CityScores(3, 3, score, "", score, coverage, nodes)
    rules = CampaignRules("many", Text("全国评估", "National"), coverage=0.5)
    comparison = compare_cities(rules, cities, scored, definition)
    away = ProjectError("x", Text("没有这个文件夹", "no folder"), Text("改文件夹", "mend it"))
    failed = {city.code: away for city in cities[:20]}
    now = datetime(2026, 10, 1, tzinfo=UTC)
    book, page = write_campaign_report(comparison, failed, tmp_path, ("xlsx", "html"), "zh", now, force=False)
    sheets = load_workbook(book.path)
    written = {str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    told = page.path.read_text("utf-8")
    for city in cities:
        assert len(city.name.zh) == 110
        assert city.name.zh in written
        assert city.name.zh in told
    assert sheets["排名"].max_row > 280
