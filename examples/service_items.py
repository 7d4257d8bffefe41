"""Turns a list of service items (department, main_item, service_item, url) into a project folder.

    python examples/service_items.py ITEMS.csv FOLDER

The units are the departments in the order of their first item; one indicator samples all items by how deep
the online service goes. An item's code is taken from its address where that has one, else made from the name.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from smartxl.define import write_schemas

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["item_code", "make_project"]

_UNSORTED = "未分类"

_ASSESSMENT = """\
# yaml-language-server: $schema=schema/assessment.schema.json
id: service-items
round: 2026-1
revision: 1
title: { zh: 政务服务事项在线办理评估, en: Assessment of Online Government Services }
city: { zh: 示例区, en: Example District }
start: 2026-09-01
due: 2026-10-31
languages: [zh, en]
organiser: { zh: 示例区政务服务管理机构, en: Government Services Office of Example District }
framework: { file: framework.yaml, code: service-items, version: "1.0" }
"""

_FRAMEWORK = """\
# yaml-language-server: $schema=schema/framework.schema.json
code: service-items
version: "1.0"
title: { zh: 政务服务在线办理, en: Online Government Services }
classes:
  - { code: department, name: { zh: 部门, en: Departments }, share: 100 }
conventions:
  digits: 2
  stages:
    bands:
      - { from: 0, name: { zh: 起步期, en: Starting } }
      - { from: 55, name: { zh: 发展期, en: Developing } }
      - { from: 70, name: { zh: 提升期, en: Improving } }
      - { from: 85, name: { zh: 飞跃期, en: Leaping } }
channels:
  - { zh: 网站, en: Website }
  - { zh: APP, en: App }
  - { zh: 小程序, en: Mini program }
  - { zh: 自助终端, en: Terminal }
scales:
  depth:
    title: { zh: 在线办事深度, en: Depth of the online service }
    options:
      - { label: { zh: 办事指南, en: Guide }, points: 0.2 }
      - { label: { zh: 表格下载, en: Form download }, points: 0.4 }
      - { label: { zh: 在线申报, en: Online application }, points: 0.6 }
      - { label: { zh: 状态查询, en: Status tracking }, points: 0.8 }
      - { label: { zh: 结果反馈, en: Result delivery }, points: 1 }
nodes:
  - code: B
    name: { zh: 政务智慧化水平, en: Smart government }
    weight: 100
    children:
      - code: B2
        name: { zh: 在线办事, en: Online services }
        weight: 100
        element: S
        measure: sample
        rule: coverage
        scale: depth
        source: { zh: 政务服务网, en: Service portal }
        evidence: { zh: 页面地址, en: Address of the page }
"""


def item_code(url: str) -> str:
    """The item's code in an address: what stands before the region's code; "" where the address has none."""
    query = parse_qs(urlsplit(url).query)
    code, region = query.get("itemCode", [""])[0], query.get("areaCode", [""])[0]
    head, found, _ = code.partition(f"-{region}")
    return head if region and found and re.fullmatch(r"[A-Za-z0-9._-]{1,64}", head) else ""


def make_project(items: Path, folder: Path) -> None:
    """Writes the project. Raises FileExistsError where the folder holds one already."""
    if (folder / "assessment.yaml").exists():
        raise FileExistsError(f"{folder} is a project already: name another folder")
    with items.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {
        name: f"U{number:02}" for number, name in enumerate(dict.fromkeys(r["department"] for r in rows), 1)
    }
    (folder / "catalogue").mkdir(parents=True, exist_ok=True)
    (folder / "assessment.yaml").write_text(_ASSESSMENT, "utf-8")
    (folder / "framework.yaml").write_text(_FRAMEWORK, "utf-8")
    units = ([code, name, "", "department", "", 1] for name, code in codes.items())
    _write(folder / "roster.csv", ("code", "name", "name_en", "class", "contact", "weight"), units)
    _write(
        folder / "catalogue" / "01-在线办事.csv",
        ("unit", "leaf", "item_code", "item_name", "kind", "audience"),
        _items(rows, codes),
    )
    write_schemas(folder / "schema")


def _items(rows: Sequence[dict[str, str]], units: dict[str, str]) -> Iterable[list[str]]:
    """A code that one department has twice says nothing and is left out."""
    uses = Counter((row["department"], item_code(row["url"])) for row in rows)
    for row in rows:
        code = item_code(row["url"])
        kind = "" if row["main_item"] == _UNSORTED else row["main_item"]
        unique = uses[row["department"], code] == 1
        yield [units[row["department"]], "B2", code if unique else "", row["service_item"], kind, ""]


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark lets Excel see that it is UTF-8
        csv.writer(file).writerows([head, *rows])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        make_project(Path(sys.argv[1]), Path(sys.argv[2]))
    except OSError as error:
        sys.exit(str(error))
