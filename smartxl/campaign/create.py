"""A campaign's folder, and the projects of its cities, made from the common one."""

from __future__ import annotations

import shutil
from pathlib import Path

from smartxl.define.campaign import load_campaign
from smartxl.define.campaign_schema import CampaignFile
from smartxl.define.reweigh import read_source
from smartxl.define.schema import write_schema
from smartxl.define.yamltext import compose, edited, value
from smartxl.errors import ProjectError, system_words
from smartxl.executors import text_digest
from smartxl.filenames import ASSESSMENT, CAMPAIGN, is_project
from smartxl.model.campaign import CampaignCity
from smartxl.project.create import new_project
from smartxl.project.outputs import write_whole
from smartxl.text import Text, as_typed
from smartxl_templates import STANDARD

__all__ = ["make_campaign"]

_COMMON, _TABLE = "common", "cities.csv"
_YAML = """\
# yaml-language-server: $schema=schema/campaign.schema.json
# 一轮多市评估 · one round of many cities
id: {id}
title: {{ zh: 多市智慧城市诊断评估, en: Smart city assessment of many cities }}
common: {common}      # 共有指标所在的项目 · the project with the common indicators
cities: {table}  # 城市表 · the table of cities
groups: [province, size]
coverage: 0.6       # 覆盖率低于此数的城市不排名 · cities below it have no rank
least: 3            # 一组至少几个城市才公布统计 · cities that a group needs for its statistics
# ledger: postgresql+psycopg://user@host/database
"""
_CITIES = """\
code,name,name_en,province,size,folder
city-a,甲市,City A,某省,大,
city-b,乙市,City B,某省,中,
"""
_LEFT_OUT = (
    "inbox",
    "workbooks",
    "reports",
    "reviews",
    "appeals",
    "paper",
    "ledger.sqlite*",
    ".smartxl",
    "weights",
)


def make_campaign(folder: Path, cities: Path | None, framework: str) -> None:
    """Makes what of a campaign is not there yet. Raises ProjectError, DefinitionError, UnknownName."""
    try:
        if not (folder / CAMPAIGN).is_file():
            _begin(folder, cities, framework or STANDARD)
        elif cities is not None or framework:
            what = Text("该文件夹已是多市评估", "the folder is a campaign already")
            run = f"smartxl campaign init {as_typed(folder)}"
            remedy = Text(
                f"要加城市：填入其中的城市表，再运行 {run}（不加 --cities、--framework）",
                f"to add cities: fill in its table of cities, and run {run} without --cities and --framework",
            )
            raise ProjectError(str(folder), what, remedy)
        loaded = load_campaign(folder)
        for city in loaded.cities:
            if not is_project(folder / city.folder):
                _make_city(folder, loaded.rules.id, city, loaded.common)
    except OSError as error:
        words = system_words(error)
        what = Text(f"文件夹无法写入（{words.zh}）", f"the folder cannot be written ({words.en})")
        raise ProjectError(str(folder), what, Text("另指定一个", "name another")) from error


def _begin(folder: Path, cities: Path | None, framework: str) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        what = Text("文件夹不是空的", "the folder is not empty")
        raise ProjectError(str(folder), what, Text("另指定一个", "name another"))
    if cities is not None and not cities.is_file():
        raise ProjectError(
            str(cities), Text("没有这个文件", "there is no such file"), Text("检查文件名", "check its name")
        )
    new_project(folder / _COMMON, framework)
    table = cities.name if cities is not None else _TABLE
    write_whole(folder / table, cities.read_bytes() if cities is not None else _CITIES.encode())
    text = _YAML.format(id=_id_of(folder.resolve().name), common=_COMMON, table=table)
    write_schema(folder / "schema", "campaign", CampaignFile)
    write_whole(folder / CAMPAIGN, text.encode())


def _id_of(name: str) -> str:
    """A short name for a campaign from that of its folder; of a Chinese name its digest, so that two are not called alike."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name).strip("-")[:40]
    return kept if kept and name.isascii() else f"{kept or 'campaign'}-{text_digest(name)[:6]}"


def _make_city(folder: Path, campaign_id: str, city: CampaignCity, common: Path) -> None:
    """A project like the common one, with its own id and the city's name; whole or not at all."""
    target = folder / city.folder
    made = target.with_name(f".{target.name}.part")
    if target.exists() and any(target.iterdir()):
        what = Text("文件夹里没有项目定义，但不是空的", "the folder holds no project, but it is not empty")
        raise ProjectError(str(target), what, Text("移走其中的文件", "move its files away"))
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(common, made, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    source = read_source(made / ASSESSMENT)
    text = _of_city(source.text, f"{campaign_id}-{city.code}"[:64], city)
    (made / ASSESSMENT).write_text(text, "utf-8", newline="")
    if target.exists():
        target.rmdir()
    target.parent.mkdir(parents=True, exist_ok=True)
    made.replace(target)


def _of_city(text: str, project_id: str, city: CampaignCity) -> str:
    """assessment.yaml of the common project with a city's id and name; all else, comments too, stays."""
    root = compose(text)
    name = f"{{ zh: {_quoted(city.name.zh)}, en: {_quoted(city.name.en or city.name.zh)} }}"
    title = (
        f"{{ zh: {_quoted(f'{city.name.zh}智慧城市诊断评估')}, "
        f"en: {_quoted(f'Smart City Diagnostic Assessment of {city.name.en or city.name.zh}')} }}"
    )
    wanted = {"id": project_id, "city": name, "title": title}
    edits = [
        (node.start_mark.index, node.end_mark.index, written)
        for key, written in wanted.items()
        if (node := value(root, key)) is not None
    ]
    return edited(text, edits)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
