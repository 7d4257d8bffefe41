"""A small sound project with every measure, to be spoiled one way at a time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from smartxl.define import load
from smartxl.errors import DefinitionError
from tests.pages import code_blocks, page

if TYPE_CHECKING:
    from collections.abc import Callable

ASSESSMENT = """\
# yaml-language-server: $schema=schema/assessment.schema.json
id: small
round: 2026-1
revision: 1
title: { zh: 小评估, en: Small assessment }
city: { zh: 示例市, en: Example City }
start: 2026-09-01
due: 2026-10-31
languages: [zh, en]
organiser: { zh: 智慧办, en: Smart Office }
contact: 010-0000 0000
framework: { file: framework.yaml, code: small-fw, version: "1.10" }
"""

FRAMEWORK = """\
code: small-fw
version: "1.10"
title: { zh: 小指标体系, en: Small system }
classes:
  - { code: dep, name: { zh: 部门, en: Departments }, share: 60 }
  - { code: dis, name: { zh: 区县, en: Districts }, share: 40 }
conventions:
  digits: 2
  stages:
    bands:
      - { from: 0, name: { zh: 起步期, en: Starting } }
      - { from: 60, name: { zh: 发展期, en: Developing } }
channels:
  - { zh: 网站, en: Website }
  - { zh: APP, en: APP }
scales:
  depth:
    title: { zh: 深度, en: Depth }
    options:
      - { label: { zh: 指南, en: Guide }, points: 0.5 }
      - { label: { zh: 办理, en: Service }, points: 1 }
  likert:
    title: { zh: 满意度, en: Satisfaction }
    options:
      - { label: { zh: 满意, en: Satisfied }, points: 1 }
      - { label: { zh: 不满意, en: Dissatisfied }, points: 0 }
nodes:
  - code: A
    name: { zh: 服务, en: Service }
    weight: { dep: 60, dis: 100 }
    children:
      - code: A1
        name: { zh: 在线办事, en: Online services }
        weight: { dep: 50, dis: 100 }
        element: S
        measure: sample
        rule: coverage
        scale: depth
        heads: { level: { zh: 办理深度, en: How deep } }
        missing: zero
      - code: A2
        name: { zh: 上云率, en: In the cloud }
        classes: [dep]
        weight: 30
        measure: kpi
        rule: ratio
        inputs:
          - { code: n, name: { zh: 上云数 }, unit: { zh: 个 }, min: 0 }
          - { code: N, name: { zh: 总数 }, unit: { zh: 个 }, min: 0, max: 900 }
      - code: A3
        name: { zh: 更新, en: Updates }
        classes: [dep]
        weight: 20
        measure: kpi
        rule: bands
        params: { thresholds: [0, 5, 10], points: [0, 60, 100] }
        inputs:
          - { code: x, name: { zh: 条数 }, unit: { zh: 条 }, min: 0 }
  - code: B
    name: { zh: 管理, en: Management }
    classes: [dep]
    weight: 40
    children:
      - code: B1
        name: { zh: 机制, en: Policy }
        weight: 25
        measure: rubric
        rule: rubric
        scale: depth
      - code: B2
        name: { zh: 满意度, en: Satisfaction }
        weight: 25
        measure: survey
        rule: survey
        scale: likert
      - code: B3
        name: { zh: 专家, en: Experts }
        weight: 25
        units: [P1]
        measure: given
        rule: direct
        params: { full: 10 }
        inputs:
          - { code: p, name: { zh: 评分 }, unit: { zh: 分 }, min: 0, max: 10 }
        specific: true
      - code: B4
        name: { zh: 能耗, en: Energy }
        weight: 25
        measure: kpi
        rule: goalposts
        direction: cost
        params: { worst: 1, best: 0.3 }
        inputs:
          - { code: e, name: { zh: 能耗 }, unit: { zh: 吨 }, min: 0 }
"""

ROSTER = """\
code,name,name_en,class,contact,weight
P1,市公安局,Police,dep,p1@example.org,1
P2,市教育局,Education,dep,,2.5
D1,云湖区,Yunhu,dis,,
"""

ITEMS = """\
unit,leaf,item_code,item_name,kind,audience,points
P1,A1,X1,居民身份证申领,行政确认,个人,
P1,A1,,户口迁移,行政确认,个人,2
P1,A1,,户口迁移,行政许可,法人,
P2,A1,X1,教师资格认定,行政许可,个人,0.5
@dis,A1,Q1,公共场所卫生许可,行政许可,法人,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project folder; its files may be changed."""
    root = tmp_path / "small"
    (root / "catalogue").mkdir(parents=True)
    (root / "assessment.yaml").write_text(ASSESSMENT, "utf-8")
    (root / "framework.yaml").write_text(FRAMEWORK, "utf-8")
    (root / "roster.csv").write_text(ROSTER, "utf-8")
    (root / "catalogue" / "01.csv").write_text(ITEMS, "utf-8")
    return root


def page_project(root: Path, number: int) -> Path:
    """The project of the page's framework and roster with this number."""
    root.mkdir()
    frameworks = code_blocks(page("definition.md"), "yaml")
    rosters = code_blocks(page("definition.md"), "csv")
    code = re.findall(r"^code: (\w+)$", frameworks[number], re.MULTILINE)[0]
    assessment = ASSESSMENT.replace('code: small-fw, version: "1.10"', f'code: {code}, version: "1.0"')
    (root / "assessment.yaml").write_text(assessment.replace("[zh, en]", "[zh]"), "utf-8")
    (root / "framework.yaml").write_text(frameworks[number], "utf-8")
    (root / "roster.csv").write_text(rosters[number], "utf-8")
    return root


@pytest.fixture
def pipeline(tmp_path: Path) -> Path:
    """The project of docs/definition.md with roll-ups and a pipeline."""
    return page_project(tmp_path / "pipeline", 0)


@pytest.fixture
def peers(tmp_path: Path) -> Path:
    """The project of docs/definition.md with rules over peers and groups."""
    return page_project(tmp_path / "peers", 1)


class Spoiled(NamedTuple):
    """One problem, with the text of its line."""

    line: str
    column: str
    what: str
    remedy: str


@pytest.fixture
def spoil() -> Callable[[Path, str], list[Spoiled]]:
    """Problems of a project after edits "old → new ; old → new", the first place of each in its files' text.

    A new text of "-" takes the old away.
    """

    def problems(folder: Path, edits: str) -> list[Spoiled]:
        for edit in edits.split(" ; "):
            old, new = edit.split(" → ")
            path = next(
                p for p in (folder / "framework.yaml", folder / "roster.csv") if old in p.read_text("utf-8")
            )
            path.write_text(path.read_text("utf-8").replace(old, "" if new == "-" else new, 1), "utf-8")
        try:
            load(folder)
        except DefinitionError as error:
            lines = {
                name: (folder / name).read_text("utf-8").splitlines()
                for name in ("framework.yaml", "roster.csv")
            }
            return [
                Spoiled(lines[p.file][(p.line or 1) - 1].strip(), p.column, p.what.en, p.remedy.en)
                for p in error.problems
            ]
        return []

    return problems
