"""A city's project finds its ledger by the campaign around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.define.campaign_ledger import city_ledger, ledger_in_campaign
from smartxl.errors import DefinitionError

YAML = "id: many\ntitle: { zh: 多市 }\n"
URL = "postgresql://me@db/base"


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    (tmp_path / "campaign.yaml").write_text(f"{YAML}ledger: {URL}\n", "utf-8")
    (tmp_path / "cities.csv").write_text("代码,城市,文件夹\nc1,甲市,\nc2,乙市,west/乙\n", "utf-8")
    for folder in ("cities/c1", "west/乙", "common", "elsewhere/deep/er/still"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("cities/c1", f"{URL}?schema=many%3Ac1"),
        ("west/乙", f"{URL}?schema=many%3Ac2"),
        ("common", None),
        ("elsewhere/deep/er/still", None),
    ],
)
def test_the_ledger_of_a_folder(campaign: Path, folder: str, found: str | None) -> None:
    assert ledger_in_campaign(campaign / folder) == found


def test_without_a_database_of_all_it_is_the_citys_file(campaign: Path) -> None:
    (campaign / "campaign.yaml").write_text(YAML, "utf-8")
    assert ledger_in_campaign(campaign / "cities/c1") == campaign / "cities/c1/ledger.sqlite"
    assert ledger_in_campaign(campaign / "common") is None


def test_a_campaign_that_cannot_be_read_is_told(campaign: Path) -> None:
    (campaign / "campaign.yaml").write_text("id: many\n", "utf-8")
    with pytest.raises(DefinitionError, match="title"):
        ledger_in_campaign(campaign / "cities/c1")


def test_long_names_of_schemas_stay_apart(tmp_path: Path) -> None:
    names = {city_ledger(tmp_path, URL, "m" * 60, f"city-{n}") for n in range(3)}
    assert len(names) == 3
    assert all(len(name.partition("schema=")[2].replace("%3A", ":")) == 63 for name in names)
