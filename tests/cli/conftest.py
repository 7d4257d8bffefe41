"""A project small enough to go through a whole round in a second or two, with every measure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smartxl.cli.main import main

ASSESSMENT = """\
id: small
round: 2026-1
revision: 1
title: { zh: 小城评估, en: Small assessment }
city: { zh: 小城, en: Smalltown }
start: 2026-09-01
due: 2026-10-31
languages: [zh, en]
organiser: { zh: 智慧办, en: Smart Office }
contact: 010-0000 0000
framework: { file: framework.yaml, code: small, version: "1" }
"""
FRAMEWORK = """\
code: small
version: "1"
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
        weight: { dep: 70, dis: 50 }
        element: S
        measure: sample
        rule: coverage
        scale: depth
        missing: zero
      - code: A2
        name: { zh: 网办率, en: Share online }
        weight: { dep: 30, dis: 50 }
        element: T
        measure: kpi
        rule: ratio
        inputs:
          - { code: n, name: { zh: 网办, en: Online }, unit: { zh: 件, en: cases }, min: 0 }
          - { code: N, name: { zh: 全部, en: All }, unit: { zh: 件, en: cases }, min: 0 }
  - code: B
    name: { zh: 管理, en: Management }
    weight: { dep: 40 }
    children:
      - code: B1
        name: { zh: 制度, en: Rules }
        classes: [dep]
        weight: 50
        measure: rubric
        rule: rubric
        scale: depth
      - code: B2
        name: { zh: 满意度, en: Satisfaction }
        classes: [dep]
        weight: 30
        measure: survey
        rule: survey
        scale: likert
      - code: B3
        name: { zh: 更新, en: Updates }
        classes: [dep]
        weight: 20
        measure: kpi
        rule: bands
        params: { thresholds: [0, 4, 10], points: [0, 60, 100], upper: 1 }
        inputs:
          - { code: x, name: { zh: 月均, en: A month }, unit: { zh: 条, en: items }, min: 0, max: 1000 }
"""
ROSTER = """\
code,name,name_en,class,contact,weight
GA,市公安局,Public Security,dep,,2
JY,市教育局,Education,dep,,1
DQ,东区,East,dis,,1
"""
CATALOGUE = """\
unit,leaf,item_code,item_name,kind,audience
GA,A1,001,居民身份证换领,行政确认,个人
GA,A1,002,户口迁移,行政确认,个人
GA,A1,003,=cmd 保安服务许可,行政许可,法人
JY,A1,001,教师资格认定,行政许可,个人
@dis,A1,Q1,低保申请,行政给付,个人
@dis,A1,Q2,城镇道路挖掘许可,行政许可,法人
"""
Run = Callable[..., Result]


def write_project(folder: Path) -> Path:
    (folder / "catalogue").mkdir(parents=True)
    for name, text in {
        "assessment.yaml": ASSESSMENT,
        "framework.yaml": FRAMEWORK,
        "roster.csv": ROSTER,
        "catalogue/01.csv": CATALOGUE,
    }.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "town")


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("round") / "town")
    for command in ("build", "fill", "collect"):
        result = CliRunner().invoke(main, [command, str(folder)])
        assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def filled(filled_once: Path, tmp_path: Path) -> Path:
    """A project whose workbooks are built, filled and collected; each test has a copy of its own."""
    return Path(shutil.copytree(filled_once, tmp_path / "town"))


@pytest.fixture
def run() -> Run:
    """Runs a command; what it prints on both streams is in `output`."""

    def invoke(*arguments: str | Path, code: int | None = 0) -> Result:
        os.environ.pop("COLUMNS", None)
        result = CliRunner().invoke(main, [str(a) for a in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert code is None or result.exit_code == code, result.output
        return result

    return invoke
