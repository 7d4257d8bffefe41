"""A small definition on which there is no advice, to be changed one way at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from smartxl.define.advice import Advice
from smartxl.define.load import load_advised

ASSESSMENT = """\
id: small
round: 2026-1
title: { zh: 小评估, en: Small assessment }
city: { zh: 示例市, en: Example City }
start: 2026-09-01
due: 2026-10-31
languages: [zh, en]
organiser: { zh: 智慧办, en: Smart Office }
framework: { file: framework.yaml, code: small, version: "1" }
"""
LEAF = """\
      - code: {code}
        name: {{ zh: 指标{code}, en: Indicator {code} }}
        weight: {weight}
        measure: kpi
        rule: goalposts
        params: {{ worst: 0, best: 10 }}
        inputs: [{{ code: x, name: {{ zh: 数{code}, en: Number {code} }}, unit: {{ zh: 个, en: things }}, min: 0, max: 100 }}]
"""
FRAMEWORK = """\
code: small
version: "1"
title: { zh: 小指标体系, en: Small system }
classes:
  - { code: dep, name: { zh: 部门, en: Departments }, share: 100 }
conventions:
  digits: 2
  total: mean
  stages:
    bands:
      - { from: 0, name: { zh: 起步期, en: Starting } }
      - { from: 60, name: { zh: 发展期, en: Developing } }
scales:
  depth:
    title: { zh: 深度, en: Depth }
    options:
      - { label: { zh: 指南, en: Guide }, points: 0 }
      - { label: { zh: 查询, en: Query }, points: 0.5 }
      - { label: { zh: 办理, en: Service }, points: 1 }
nodes:
""" + "".join(
    f"  - code: {top}\n    name: {{ zh: 领域{top}, en: Area {top} }}\n    weight: {weight}\n    children:\n"
    + "".join(LEAF.format(code=f"{top}{number}", weight=part) for number, part in enumerate((40, 30, 30), 1))
    for top, weight in (("A", 40), ("B", 30), ("C", 30))
)
SAMPLE = LEAF.format(code="C3", weight=30).replace("kpi", "sample").replace("goalposts", "coverage")
FRAMEWORK = FRAMEWORK.replace(
    LEAF.format(code="C3", weight=30), "\n".join([*SAMPLE.splitlines()[:5], "        scale: depth", ""])
)
ROSTER = """\
code,name,name_en,class
P1,市公安局,Police,dep
P2,市教育局,Education,dep
P3,市水务局,Water,dep
"""
ITEMS = """\
unit,leaf,item_code,item_name,item_name_en
@dep,C3,Q1,低保申请,Allowance
@dep,C3,Q2,道路挖掘,Digging up a road
"""
Edit = Callable[[str], tuple[Advice, ...]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project folder; its files may be changed."""
    (tmp_path / "assessment.yaml").write_text(ASSESSMENT, "utf-8")
    (tmp_path / "framework.yaml").write_text(FRAMEWORK, "utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "01.csv").write_text(ITEMS, "utf-8")
    return tmp_path


@pytest.fixture
def advised(folder: Path) -> Edit:
    """The advice after edits "old → new ; old → new", the first place of each in its files' text."""

    def found(edits: str) -> tuple[Advice, ...]:
        names = ("framework.yaml", "roster.csv", "assessment.yaml", "catalogue/01.csv")
        for edit in filter(None, edits.split(" ; ")):
            old, new = edit.split(" → ")
            path = next(folder / n for n in names if old in (folder / n).read_text("utf-8"))
            path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
        return load_advised(folder).advice

    return found
