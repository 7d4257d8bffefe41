"""A campaign's folder: its id comes from the folder's name, and no two folders give the same one."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.campaign import init_campaign
from smartxl.errors import ProjectError


def test_folders_with_chinese_names_have_ids_of_their_own(tmp_path: Path) -> None:
    ids = [init_campaign(tmp_path / name).loaded.rules.id for name in ("安徽省", "江苏省", "anhui-2026")]
    assert len(set(ids)) == 3
    assert ids[2] == "anhui-2026"
    assert all(name.startswith("campaign-") for name in ids[:2])


def test_what_is_there_is_not_made_anew(tmp_path: Path) -> None:
    made = init_campaign(tmp_path / "many")
    assert [city.code for city in made.cities] == ["city-a", "city-b"]
    roster = made.root / "cities/city-a/roster.csv"
    roster.write_bytes(roster.read_bytes() + b"\n")
    table = made.root / "cities.csv"
    table.write_text(table.read_text("utf-8") + "city-c,丙市,City C,某省,小,\n", "utf-8")
    before = roster.read_bytes()
    assert len(init_campaign(made.root).cities) == 3
    assert roster.read_bytes() == before
    assert "丙市" in (made.root / "cities/city-c/assessment.yaml").read_text("utf-8")
    with pytest.raises(ProjectError, match="不是空的"):
        init_campaign(made.root / "cities")
