"""A campaign of three small cities whose forms came in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from smartxl.campaign import Campaign, open_campaign
from tests.campaign.campaigns import write_campaign


@pytest.fixture(scope="session")
def round_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder, which no test changes."""
    campaign = write_campaign(tmp_path_factory.mktemp("campaign") / "many")
    campaign.jobs = 1
    campaign.fill()
    campaign.collect()
    return campaign.root


@pytest.fixture
def many(round_once: Path, tmp_path: Path) -> Campaign:
    """A campaign whose files were collected."""
    return open_campaign(shutil.copytree(round_once, tmp_path / "many"), jobs=1)
