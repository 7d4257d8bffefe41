"""Keeps an example of the version at hand, which every later one has to read: a step of each release (docs/releasing.md).

    python tests/upgrade/freeze.py

writes tests/upgrade/VERSION/: a project of two units with all kinds of indicators, a form as it was handed out, the ledger with
the forms that came back and with decisions, the result workbook, and expected.json with what this version makes of them.
"""

from __future__ import annotations

import json
import shutil
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

import smartxl
from smartxl.project import Project

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "examples" / "projects"))

from making import Topic, Words, round_of, write  # noqa: E402  (it lies among the examples)

W = Words()
TOPIC = Topic(
    round_of(
        W,
        "upgrade",
        "升级样例评估",
        "样例市",
        "样例市大数据局",
        framework={"file": "framework.yaml", "code": "upgrade", "version": "1.0"},
    ),
    {
        "code": "upgrade",
        "version": "1.0",
        "title": W.name("升级样例指标体系"),
        "classes": [W.unit_class("office", "单位", 100)],
        "conventions": {
            "coverage_floor": {"unit": 0.3},
            "pipeline": [{"step": "deduct", "nodes": ["K"], "cap": 10}],
            "stages": W.stages((0, "起步"), (60, "合格")),
        },
        "scales": {
            "depth": W.scale("办理深度", ("指南", 0.4, "能查到"), ("网办", 1, "能办成")),
            "pleased": W.scale("满意程度", ("不满意", 0, ""), ("满意", 1, "")),
        },
        "nodes": [
            W.group(
                "A",
                "服务",
                60,
                W.leaf("A1", "网上事项", 50, "coverage", measure="sample", scale="depth", spare=1),
                W.leaf("A2", "便民专窗", 20, "rubric", measure="rubric", scale="depth"),
                W.leaf("A3", "公众评价", 30, "survey", measure="survey", scale="pleased"),
            ),
            W.group(
                "B",
                "数据",
                40,
                W.ratio("B1", "共享率", 40, "已共享", "应共享", "项"),
                W.leaf("B2", "人均数据量", 30, "minmax", W.number("x", "人均数据量", "条")),
                W.leaf(
                    "B3",
                    "平均用时",
                    30,
                    "own",
                    W.number("a", "用时", "天", max=100),
                    formula="MAX(0,100-a)",
                    direction="cost",
                ),
                combine={"method": "geometric", "floor": 1},
            ),
            W.group(
                "K",
                "扣分",
                10,
                W.counted("K1", "差错", 100, "差错", "处", each=10, most=50),
            ),
        ],
    },
    (("code", "name", "class"), ("JY", "市教育局", "office"), ("MZ", "市民政局", "office")),
    [
        ("unit", "leaf", "item_code", "item_name", "kind", "audience"),
        ("JY", "A1", "X1", "学区查询", "查询", "个人"),
        ("JY", "A1", "X2", "入学报名", "办理", "个人"),
        ("JY", "A1", "X3", "学生资助申请", "办理", "个人"),
        ("MZ", "A1", "Y1", "低保申请", "办理", "个人"),
        ("MZ", "A1", "Y2", "婚姻登记预约", "预约", "个人"),
    ],
)


def found(project: Project) -> dict[str, Any]:
    """What a version makes of the ledger: scores of every node, states, events, findings."""
    scores = project.scores().drop(columns="rank")
    numbers = scores.select_dtypes("number")
    status = project.status().units
    return {
        "scores": json.loads(numbers.to_json(orient="index", double_precision=15)),
        "stages": scores["stage"].fillna("").to_dict(),
        "states": status["state"].to_dict(),
        "history": len(project.history().table),
        "findings": sorted(project.findings().reset_index()["code"].tolist()),
    }


def freeze(folder: Path) -> None:
    """Makes the example in a new folder."""
    write(TOPIC, folder)
    project = Project.open(folder, "zh")
    project.build(jobs=1)
    jy, mz = project.fill(seed=2, jobs=1).paths
    _spoil(mz)
    last_day = datetime.combine(project.definition.round.due, time(9)).astimezone()
    project.collect(jy, mz, processes=0, clock=lambda: last_day)
    project.mark("JY", "accepted", "已核对", by="样例")
    project.mark("MZ", "returned", "请补报", by="样例")
    project.report()
    told = {"version": smartxl.__version__, **found(project)}
    (folder / "expected.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for name in ("inbox", ".smartxl"):  # the ledger has the forms that came back
        shutil.rmtree(folder / name)
    for path in (
        *folder.glob("commentary*"),
        *folder.glob("workbooks/*.xlsx"),
        *folder.glob("workbooks/*/JY*"),
    ):
        path.unlink()


def _spoil(form: Path) -> None:
    """A number that was typed in words, and one with a unit: what is cleaned, and what is asked about."""
    book = load_workbook(form)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int) and not cell.protection.locked:
                    cell.value = f"约{cell.value}"
                    book.save(form)
                    return


if __name__ == "__main__":
    target = HERE / smartxl.__version__
    if target.exists():
        shutil.rmtree(target)
    target.mkdir()
    freeze(target)
    print(target, sum(path.stat().st_size for path in target.rglob("*") if path.is_file()), "bytes")
