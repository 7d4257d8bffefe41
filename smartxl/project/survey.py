"""Tallies of the satisfaction survey: made, counted, and their counts written into the units' forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smartxl.define.columns import Column, Columns, Holds
from smartxl.errors import DefinitionError, ProjectError
from smartxl.model.answers import Answer, Field, State
from smartxl.model.definition import Unit
from smartxl.model.keys import option_code, row_key
from smartxl.model.plan import WorkbookPlan
from smartxl.project.csvfile import csv_bytes
from smartxl.project.folder import ProjectFolder
from smartxl.project.outputs import Built, Outputs
from smartxl.project.weighing.inbox import (
    QuestionnaireInbox,
    ReturnedQuestionnaire,
    nothing_recognised,
    read_rows,
    write_all,
)
from smartxl.project.weighing.notices import Notice, notices_of
from smartxl.questionnaires import SURVEY, AnswerCount, Tally, plan_tally, read_tally, survey_nodes, tally_of
from smartxl.scoring import score
from smartxl.stamp import Stamp
from smartxl.text import CountOf, Text, file_name
from smartxl_generators import write
from smartxl_templates import wording

__all__ = [
    "SurveyCounts",
    "ask_tallies",
    "collect_tallies",
    "counts_path",
    "fill_forms",
    "survey_answers",
    "surveyed_units",
    "table_of",
]

_HEAD = ("unit", "indicator", "option", "label", "count")
_COLUMNS = Columns(
    (
        Column("unit", ("单位", "单位代码"), required=True, filled=True, holds=Holds.CODE, spans=True),
        Column("indicator", ("指标", "指标编码"), required=True, filled=True, holds=Holds.CODE, spans=True),
        Column("option", ("选项", "选项编码"), required=True, filled=True, holds=Holds.CODE),
        Column("label", ("选项名称", "答案")),
        Column("count", ("份数", "人数", "数量"), required=True, filled=True, holds=Holds.NUMBER),
    )
)
_MOST_ROWS = 5000  # of a tally that comes back: what identifies it does not depend on its number of rows


@dataclass(frozen=True)
class SurveyCounts:
    """Counts of every unit whose tallies came back, all its tallies together."""

    counts: Mapping[str, Sequence[AnswerCount]]
    remarks: tuple[Notice, ...]


def counts_path(project: ProjectFolder) -> Path:
    """Where the counts are kept."""
    return project.root / "surveys" / "counts.csv"


def surveyed_units(project: ProjectFolder, names: Sequence[str]) -> list[Unit]:
    """The units that answer a survey indicator, or those of `names`. Raises ProjectError for none, UnknownName."""
    chosen = [project.unit(name) for name in names] or list(project.definition.roster.units)
    asked = [unit for unit in chosen if survey_nodes(project.definition, unit)]
    if not asked:
        what = Text(
            "这些单位都没有问卷指标（measure: survey）",
            "none of the units has an indicator with measure: survey",
        )
        remedy = Text(
            "在 framework.yaml 中加一项，或指定其他单位", "add one to framework.yaml, or name other units"
        )
        raise ProjectError(str(project.root), what, remedy)
    return asked


def ask_tallies(
    project: ProjectFolder,
    units: Sequence[Unit],
    copies: int,
    rows: int,
    *,
    force: bool,
    tick: Callable[[], None],
) -> Iterator[Built]:
    """Writes `copies` numbered tallies for each unit into surveys/out/."""
    words = wording(project.lang)
    plans = (
        plan_tally(project.definition, unit, number, rows, project.lang, words)
        for unit in units
        for number in range(1, copies + 1)
    )
    with Outputs(project.root, force) as outputs:
        yield from write_all(project, outputs, project.root / "surveys" / "out", plans, tick)


def collect_tallies(
    project: ProjectFolder, source: Iterable[Path], passwords: Iterable[str] = ()
) -> SurveyCounts:
    """Counts what came back: the newest file of each tally, all tallies of a unit together.

    `passwords` are tried on encrypted files.
    """
    roster = project.definition.roster.by_code

    def planned(stamp: Stamp, file: str) -> WorkbookPlan | Notice:
        tally = tally_of(stamp.unit) if stamp.edition == SURVEY else ("", 0)
        if tally is None or (tally[0] and tally[0] not in roster):
            what = Text(f"单位“{stamp.unit}”不在单位名录中", f"no unit of the roster: {stamp.unit!r}")
            return Notice(file, what, Text("加入名录，或移走该文件", "add it, or move the file away"))
        unit = roster[tally[0]] if tally[0] else project.definition.roster.units[0]
        words = wording(stamp.lang)
        return plan_tally(project.definition, unit, tally[1], _MOST_ROWS, stamp.lang, words)

    inbox = QuestionnaireInbox(planned)
    inbox.take(source, passwords)
    remarks = [*nothing_recognised(inbox.counting), *inbox.remarks]
    tallies: dict[str, list[Tally]] = {}
    for returned in sorted(inbox.counting.values(), key=lambda returned: returned.who):
        unit, tally = _read(project, returned)
        remarks += notices_of(tally.findings)
        told = Text(f"登记 {tally.respondents} 人", f"{CountOf(tally.respondents):respondent}")
        remarks.append(Notice(returned.book.file_name, told, Text(""), asks=False))
        tallies.setdefault(unit.code, []).append(tally)
    return SurveyCounts({unit: _together(found) for unit, found in tallies.items()}, tuple(remarks))


def _read(project: ProjectFolder, returned: ReturnedQuestionnaire) -> tuple[Unit, Tally]:
    code, _ = tally_of(returned.who) or ("", 0)
    unit, definition = project.definition.roster.by_code[code], project.definition
    nodes, scales = survey_nodes(definition, unit), definition.framework.scales
    return unit, read_tally(nodes, scales, returned.plan, returned.book, code)


def _together(tallies: Sequence[Tally]) -> list[AnswerCount]:
    rows = zip(*(tally.counts for tally in tallies), strict=True)
    return [
        AnswerCount(row[0].indicator, row[0].option, row[0].label, sum(count.count for count in row))
        for row in rows
    ]


def table_of(counted: SurveyCounts) -> bytes:
    """The counts as a table that Excel opens."""
    rows = [
        (unit, c.indicator, option_code(c.option), c.label, str(c.count))
        for unit, counts in counted.counts.items()
        for c in counts
    ]
    return csv_bytes(_HEAD, rows)


def survey_answers(project: ProjectFolder) -> Mapping[str, Sequence[Answer]]:
    """Unit → the answers that surveys/counts.csv stands for, with the keys of the unit's form.

    Raises ProjectError where nothing was counted, DefinitionError for what is wrong in the table.
    """
    path = counts_path(project)
    if not path.is_file():
        what = Text("还没有汇总问卷", "no tallies were counted")
        raise ProjectError(
            str(path), what, Text("先汇总：smartxl survey collect", "count them: smartxl survey collect")
        )
    answers: dict[str, list[Answer]] = {}
    known = {
        (unit.code, row.key)
        for unit in project.definition.roster.units
        for node in survey_nodes(project.definition, unit)
        for row in project.definition.rows(unit, node)
    }
    for row in read_rows(path, _COLUMNS):
        unit, key = row.cells["unit"], row_key(row.cells["indicator"], row.cells["option"])
        if (unit, key) not in known:
            what = Text(f"{unit} 的表中没有 {key} 这一行", f"{unit} has no row {key} in its form")
            remedy = Text("重新汇总问卷", "count the tallies again")
            raise DefinitionError((row.mark.problem("option", what, remedy),))
        if not row.cells["count"].isdecimal():
            what = Text(f"“{row.cells['count']}”不是份数", f"{row.cells['count']!r} is no count")
            remedy = Text("写整数", "write a whole number")
            raise DefinitionError((row.mark.problem("count", what, remedy),))
        count = float(row.cells["count"])
        answers.setdefault(unit, []).append(Answer(unit, key, State.VALUE, count, {Field.VALUE: count}))
    return answers


def fill_forms(project: ProjectFolder, units: Sequence[Unit], *, force: bool) -> Iterator[Built]:
    """Writes the workbooks of units with the survey's counts filled in, where `build` puts them."""
    answers = survey_answers(project)
    table = score(project.definition, [answer for found in answers.values() for answer in found])
    with Outputs(project.root, force) as outputs:
        for unit in units:
            if unit.code in answers:
                plan = project.unit_plan(unit.code, project.lang)
                mine = answers[unit.code]
                content = write(plan, project.template_of(unit), project.definition, table, mine)
                unit_class = project.definition.framework.unit_class(unit.unit_class)
                path = project.workbooks / file_name(unit_class.name.get(project.lang)) / plan.file_name
                yield Built(path, outputs.write(path, content))
