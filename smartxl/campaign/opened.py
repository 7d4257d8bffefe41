"""A city of a campaign, opened: its project, its ledger, and its common indicators, checked against the campaign's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from smartxl.define.campaign_ledger import city_ledger
from smartxl.errors import ProjectError
from smartxl.filenames import is_project
from smartxl.model.answers import Answer
from smartxl.model.campaign import CampaignCity
from smartxl.model.definition import AskedRow, Catalogue, Definition, Roster
from smartxl.model.framework import Framework, Measure, Node
from smartxl.model.identity import indicator_digest
from smartxl.model.keys import leaf_of
from smartxl.project import Project
from smartxl.project.definitions import cache_folder, load_cached
from smartxl.text import Text

__all__ = ["OpenedCity", "common_definition", "open_city", "project_folder"]

_SHOWN = 5


@dataclass(frozen=True)
class OpenedCity:
    """A city with its project and the common definition of its campaign."""

    city: CampaignCity
    project: Project
    common: Definition

    @cached_property
    def comparable(self) -> Definition:
        """What of the city's definition all cities have: the common indicators with their weights, its own units and items."""
        own, framework = self.project.definition, _with_units(self.common.framework, self.project.definition)
        classes = {entry.code for entry in framework.classes}
        units = tuple(unit for unit in own.roster.units if unit.unit_class in classes)
        names = {unit.code for unit in units}
        items = tuple(
            item for item in own.catalogue.items if item.leaf in framework.by_code and item.unit in names
        )
        return replace(own, framework=framework, roster=Roster(units), catalogue=Catalogue(items))

    def answers(self, answers: Iterator[Answer]) -> list[Answer]:
        """The answers to common indicators."""
        units = self.comparable.roster.by_code
        codes = self.comparable.framework.by_code
        return [answer for answer in answers if answer.unit in units and leaf_of(answer.key) in codes]


def open_city(
    campaign: Path, campaign_id: str, city: CampaignCity, common: Path, ledger: str, lang: str
) -> OpenedCity:
    """Opens a city. Raises ProjectError, DefinitionError for what keeps it from taking part."""
    folder = project_folder(campaign, city)
    project = Project.open(folder, lang)
    project = replace(project, ledger_url=city_ledger(project.root, ledger, campaign_id, city.code))
    opened = OpenedCity(city, project, common_definition(common))
    for what, remedy in _differences(opened):
        raise ProjectError(city.folder, what, remedy)
    return opened


def project_folder(campaign: Path, city: CampaignCity) -> Path:
    """The folder of a city's project. Raises ProjectError where it is none."""
    folder = campaign / city.folder
    if is_project(folder):
        return folder
    state = Text("没有这个文件夹", "there is no such folder")
    if folder.is_dir():
        state = Text("文件夹里没有项目定义", "the folder holds no project")
    remedy = Text(
        "在城市表中改文件夹；新的城市再运行一次 smartxl campaign init",
        "mend the folder in the table of cities; for a new city run smartxl campaign init again",
    )
    raise ProjectError(city.folder, state, remedy)


def common_definition(folder: Path) -> Definition:
    """The definition of the common indicators, read once in a process while its files stay as they are."""
    return _common(folder, _stamp(folder))


@lru_cache(maxsize=4)
def _common(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Definition:  # noqa: ARG001  (the key)
    return load_cached(folder, cache_folder())


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)


def _with_units(framework: Framework, own: Definition) -> Framework:
    """The common framework; units that answer an indicator alone are those that the city names."""
    return replace(framework, nodes=tuple(_named_units(node, own) for node in framework.nodes))


def _named_units(node: Node, own: Definition) -> Node:
    mine = own.framework.by_code.get(node.code)
    if node.indicator is None or mine is None or mine.indicator is None:
        return node
    return replace(node, indicator=replace(node.indicator, units=mine.indicator.units))


def _differences(opened: OpenedCity) -> Iterator[tuple[Text, Text]]:
    """Why the common indicators of a city are not those of its campaign."""
    own, common = opened.project.definition, opened.common
    mend = Text(
        "以 common/ 的文件为准更新该市的 framework.yaml（本地指标另加）",
        "update the city's framework.yaml from the folder of the common indicators, local ones beside them",
    )
    for named, told in (
        ("code", Text("指标体系", "framework")),
        ("version", Text("指标体系版本", "version")),
    ):
        theirs, ours = getattr(own.framework, named), getattr(common.framework, named)
        if theirs != ours:
            yield (
                Text(f"{told.zh}是“{theirs}”，不是“{ours}”", f"its {told.en} is {theirs!r}, not {ours!r}"),
                mend,
            )
    if own.round.name != common.round.name:
        what = Text(
            f"轮次是“{own.round.name}”，不是“{common.round.name}”",
            f"its round is {own.round.name!r}, not {common.round.name!r}",
        )
        yield what, Text("改 assessment.yaml 的 round", "mend `round` in assessment.yaml")
    missing = [node.code for node in common.framework.nodes if node.code not in own.framework.by_code]
    if missing:
        yield (
            Text(f"缺少共有指标：{_listed(missing)}", f"common indicators are missing: {_listed(missing)}"),
            mend,
        )
    changed = [node.code for node in common.framework.nodes if not _same(node, own, common)]
    if changed:
        yield (
            Text(
                f"与共有定义不同的指标：{_listed(changed)}",
                f"indicators that differ from the common definition: {_listed(changed)}",
            ),
            mend,
        )


def _same(node: Node, own: Definition, common: Definition) -> bool:
    mine = own.framework.by_code.get(node.code)
    if mine is None:
        return True
    theirs = indicator_digest(common.framework, node, _entries(common, node))
    return indicator_digest(own.framework, mine, _entries(own, mine)) == theirs


def _entries(definition: Definition, node: Node) -> tuple[AskedRow, ...]:
    is_sample = node.indicator is not None and node.indicator.measure is Measure.SAMPLE
    return () if node.indicator is None or is_sample else definition.entries(node)


def _listed(codes: list[str]) -> str:
    shown = ", ".join(codes[:_SHOWN])
    return f"{shown}…（{len(codes)}）" if len(codes) > _SHOWN else shown
