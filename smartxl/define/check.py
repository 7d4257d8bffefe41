"""Checks a whole project: every file in itself, then one against the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.define.check_common import code_problems
from smartxl.define.check_followup import milestone_problems, plan_problems, reward_problems
from smartxl.define.check_framework import framework_problems
from smartxl.define.check_leaf import leaf_problems
from smartxl.define.check_moved import moved_items, moved_keys
from smartxl.define.check_relations import relation_problems
from smartxl.define.check_robustness import robustness_problems
from smartxl.define.check_roster import roster_problems
from smartxl.define.check_scenarios import scenario_problems
from smartxl.define.check_sharing import sharing_problems
from smartxl.define.check_tables import catalogue_problems, idle_units, unanswered_leaves
from smartxl.define.check_targets import target_problems
from smartxl.define.convert import rule_spec, to_framework
from smartxl.define.tree import place_nodes
from smartxl.model.answers import HIGH, LOW, MEDIUM
from smartxl.text import LANGUAGES, Text
from smartxl_templates import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.parse import Parsed
    from smartxl.define.schema import AssessmentFile
    from smartxl.define.tables import ItemRows, UnitRows
    from smartxl.define.tree import PlacedNode
    from smartxl.errors import Problem

__all__ = ["ProjectFiles", "answer_words", "check"]


@dataclass(frozen=True)
class ProjectFiles:
    """The files of a project as far as they could be read."""

    assessment: Parsed[AssessmentFile]
    framework: Parsed[FrameworkFile]
    roster: UnitRows
    catalogue: ItemRows


_OF_QUALITY = frozenset(f"answer.{quality}" for quality in (HIGH, MEDIUM, LOW))
"""Answers of a column of their own, which no scale can be taken for."""


def answer_words() -> frozenset[str]:
    """What every table offers as answers (yes, no, not applicable …), in every language."""
    words = (wording(lang) for lang in LANGUAGES)
    return frozenset(
        text
        for entries in words
        for key, text in entries.items()
        if key.startswith("answer.") and key not in _OF_QUALITY
    )


def check(files: ProjectFiles) -> tuple[Problem, ...]:
    """All problems, in the order of files and lines; empty for a definition that can be built."""
    found = [
        *files.assessment.problems,
        *files.framework.problems,
        *files.roster.problems,
        *files.catalogue.problems,
    ]
    placed = place_nodes(files.framework.model) if files.framework.model else None
    found += _assessment(files)
    found += _framework(files, placed or ())
    found += _tables(files, placed)
    if files.framework.model and not any(problem.file == files.framework.source.name for problem in found):
        units = [row.unit.code for row in files.roster.rows]
        framework = to_framework(files.framework.model)
        found += scenario_problems(files.assessment, framework, units)
        found += robustness_problems(files.assessment, framework, units)
    found = _once_per_cell(files, found)
    order = [files.assessment.source.name, files.framework.source.name]
    files_of = dict.fromkeys([*((name, "") for name in order), *((p.file, p.sheet) for p in found)])
    rank = {place: number for number, place in enumerate(files_of)}
    return tuple(sorted(dict.fromkeys(found), key=lambda p: (rank[p.file, p.sheet], p.line or 0)))


def _once_per_cell(files: ProjectFiles, found: Sequence[Problem]) -> list[Problem]:
    """Without what only follows from a cell of a workbook that cannot be read at all."""
    unread = [*files.assessment.source.problems, *files.framework.source.problems]
    cells = {(p.file, p.sheet, p.line, p.letter) for p in unread if p.sheet and p.letter}
    return [p for p in found if p in unread or (p.file, p.sheet, p.line, p.letter) not in cells]


def _assessment(files: ProjectFiles) -> Iterator[Problem]:
    file, model = files.assessment, files.assessment.model
    if model is None:
        return
    for what, remedy in code_problems(model.id):
        yield from file.report(("id",), what, remedy)
    if model.due < model.start and not file.is_broken(("start",)):
        what = Text(
            f"截止日期 due 是 {model.due}，早于开始日期 {model.start}",
            f"due is {model.due}, before the start {model.start}",
        )
        yield from file.report(
            ("due",), what, Text("把 due 改为开始日期或更晚的日期", "let due be the start or a later day")
        )
    if len(set(model.languages)) < len(model.languages):
        yield from file.report(
            ("languages",),
            Text("同一种语言写了两次", "a language stands here twice"),
            Text("每种语言只写一次", "name each language once"),
        )
    framework = files.framework.model
    for field in ("code", "version") if framework else ():
        said, found = getattr(model.framework, field), getattr(framework, field)
        if said != found and not files.framework.is_broken((field,)):
            name = files.framework.source.name
            what = Text(
                f"这里的 {field} 是“{said}”，{name} 中是“{found}”",
                f"{field} is {said!r} here, {found!r} in {name}",
            )
            remedy = Text(
                f"如果用的就是这套指标体系，改为“{found}”；否则改写文件名",
                f"write {found!r} if this is the framework you mean, else name another file",
            )
            yield from file.report(("framework", field), what, remedy)
    if framework:
        yield from target_problems(file, model, framework)
        units = [row.unit for row in files.roster.rows] if files.roster.complete else []
        yield from reward_problems(file, framework, units)
    yield from milestone_problems(file, model)
    if model.plan:
        yield from plan_problems(file, model.plan)


def _framework(files: ProjectFiles, placed: Sequence[PlacedNode]) -> Iterator[Problem]:
    file, model = files.framework, files.framework.model
    if model is None:
        return
    languages = files.assessment.model.languages if files.assessment.model else ()
    yield from framework_problems(file, model, placed, languages, answer_words())
    yield from leaf_problems(file, model, placed)
    if files.catalogue.complete:
        yield from moved_keys(file, model, placed, files.catalogue.rows)
        yield from sharing_problems(file, model, placed, files.catalogue.rows)
    yield from relation_problems(file, model, placed)
    if files.roster.complete:
        yield from _unit_references(files, placed)
        yield from _empty_classes(files, model)
        units = [row.unit for row in files.roster.rows]
        if files.catalogue.complete:
            for node, what, remedy in unanswered_leaves(units, files.catalogue.rows, placed):
                yield from file.report((*node.place, "units"), what, remedy)


def _unit_references(files: ProjectFiles, placed: Sequence[PlacedNode]) -> Iterator[Problem]:
    classes = {row.unit.code: row.unit.unit_class for row in files.roster.rows}
    known = {code for node in placed for code in node.weights}
    for node in placed:
        yield from _reference_unit(files.framework, node, classes)
        for index, code in enumerate(node.entry.units):
            place = (*node.place, "units", index)
            if code not in classes:
                yield from files.framework.report(
                    place,
                    Text(f"单位名册中没有“{code}”", f"unknown unit {code!r}"),
                    Text("用名册中的代码", "use a code of the roster"),
                )
            elif classes[code] in known and classes[code] not in node.weights:
                what = Text(
                    f"{code} 属于类别 {classes[code]}，而 {node.entry.code} 不适用于该类别",
                    f"{code} is of the class {classes[code]}, which does not have {node.entry.code}",
                )
                remedy = Text(
                    f"去掉 {code}，或在 {node.entry.code} 的权重中加上 {classes[code]}",
                    f"take {code} out, or give {node.entry.code} a weight for {classes[code]}",
                )
                yield from files.framework.report(place, what, remedy)


def _reference_unit(
    file: Parsed[FrameworkFile], node: PlacedNode, classes: Mapping[str, str]
) -> Iterator[Problem]:
    """The unit that a rule over peers compares with must answer; it may be of another group or class."""
    code = rule_spec(node.entry, {}).options.get("reference")
    place = (*node.place, "params", "reference")
    if code is None:
        return
    if code not in classes:
        yield from file.report(
            place,
            Text(f"单位名册中没有“{code}”", f"unknown unit {code!r}"),
            Text("用名册中的代码", "use a code of the roster"),
        )
    elif not node.asks(code, classes[code]):
        what = Text(
            f"{code} 不填报 {node.entry.code}，其他单位无法与它比较",
            f"{code} does not answer {node.entry.code}, so nobody can be compared with it",
        )
        yield from file.report(
            place,
            what,
            Text(f"写一个填报 {node.entry.code} 的单位", f"name a unit that answers {node.entry.code}"),
        )


def _empty_classes(files: ProjectFiles, model: FrameworkFile) -> Iterator[Problem]:
    present = {row.unit.unit_class for row in files.roster.rows}
    for index, entry in enumerate(model.classes):
        if entry.code not in present:
            what = Text(
                f"{files.roster.name} 中没有类别 {entry.code} 的单位",
                f"{files.roster.name} has no unit of the class {entry.code}",
            )
            remedy = Text(
                "补上该类别的单位，或删去该类别并把它的占比分给其他类别",
                "add its units, or remove the class and give its share to the others",
            )
            yield from files.framework.report(("classes", index, "code"), what, remedy)


def _tables(files: ProjectFiles, placed: Sequence[PlacedNode] | None) -> Iterator[Problem]:
    framework = files.framework.model
    classes = {entry.code for entry in framework.classes} if framework else None
    known = framework and not files.framework.is_broken(("conventions", "peers"))
    peers = framework.conventions.peers if framework and known else None
    yield from roster_problems(files.roster.rows, classes, peers)
    units = [row.unit for row in files.roster.rows] if files.roster.complete else None
    yield from catalogue_problems(files.catalogue.rows, units, placed)
    yield from moved_items(files.catalogue.rows, units or (), placed or ())
    if placed is not None and classes is not None and files.roster.complete and files.catalogue.complete:
        yield from idle_units(files.roster.rows, files.catalogue.rows, placed, classes)
