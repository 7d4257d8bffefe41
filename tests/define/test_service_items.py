"""The example that turns a list of service items into a project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from smartxl.define import load, profile

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "examples" / "service_items.py"
REAL = ROOT.parent / "shared" / "data" / "service-items"

ADDRESS = "http://example.org/item?areaCode=511602000000&itemCode={}&taskType=20"
ITEMS = f"""\
department,main_item,service_item,url
区民政局,社会救助,低保申请,{ADDRESS.format("511A01-511602000000-000-1-00")}
区民政局,未分类,低保查询,{ADDRESS.format("511A02-511602000000-000-1-00")}
区民政局,未分类,低保咨询,{ADDRESS.format("511A02-511602000000-001-1-00")}
区气象局,未分类,防雷审核,{ADDRESS.format("H-000185-001-4444")}
"""


def run(items: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the script as a user does."""
    path = [str(ROOT), str(ROOT / "workbook_templates")]
    start = (
        f"import sys, runpy; sys.path[:0] = {path!r}; runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    command = [sys.executable, "-c", start, str(items), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_small_list(tmp_path: Path) -> None:
    items = tmp_path / "items.csv"
    items.write_text(ITEMS, "utf-8-sig")
    done = run(items, tmp_path / "project")
    assert done.returncode == 0, done.stderr
    definition = load(tmp_path / "project")
    assert [(u.code, u.name.zh, u.contact) for u in definition.roster.units] == [
        ("U01", "区民政局", ""),
        ("U02", "区气象局", ""),
    ]
    first, second, third = definition.catalogue.of("U01", "B2")
    assert (first.code, first.kind, second.kind) == ("511A01", "社会救助", "")
    assert second.code.startswith("N"), "one code for two items says nothing"
    assert second.code != third.code
    assert definition.framework.effective_weight("B2", "department") == 1
    assert (tmp_path / "project" / "schema" / "framework.schema.json").is_file()
    again = run(items, tmp_path / "project")
    assert again.returncode == 1
    assert "name another folder" in again.stderr


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="the real list of service items is not here")
def test_the_real_list(tmp_path: Path) -> None:
    (items,) = REAL.glob("*.csv")
    assert run(items, tmp_path / "project").returncode == 0
    facts = profile(load(tmp_path / "project"))
    assert (facts.classes[0].units, facts.items, facts.largest.items, facts.smallest.items) == (
        34,
        1135,
        344,
        1,
    )
