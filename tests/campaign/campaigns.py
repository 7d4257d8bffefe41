"""Small campaigns: cities with the small project of the tests of commands."""

from __future__ import annotations

from pathlib import Path

from smartxl.campaign import Campaign, init_campaign
from tests.cli.conftest import write_project

__all__ = ["CITIES", "write_campaign"]

CITIES = """\
代码,城市,省份,规模
c1,甲市,东省,大
c2,乙市,东省,小
c3,丙市,西省,小
"""
_YAML = """\
id: many
title: { zh: 三市评估, en: Three cities }
coverage: 0.5
least: 2
"""


def write_campaign(folder: Path, cities: str = CITIES, more: str = "") -> Campaign:
    """A campaign with a project for each city, whose inboxes are empty."""
    write_project(folder / "common")
    (folder / "campaign.yaml").write_text(_YAML + more, "utf-8")
    (folder / "cities.csv").write_text(cities, "utf-8")
    return init_campaign(folder)
