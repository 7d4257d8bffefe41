"""From a project to the file of its workbench."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from smartxl.errors import ProjectError
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.spoken import own_wording
from smartxl.model.variation import apply
from smartxl.planning.bookends import stamp_of
from smartxl.planning.context import Context
from smartxl.planning.shared import shared
from smartxl.project.bookproject import PROJECT_SETTING
from smartxl.project.folder import ProjectFolder
from smartxl.project.outputs import Built, Outputs
from smartxl.project.result import ScoredRound
from smartxl.project.workbench.experts import judgements_of
from smartxl.project.workbench.facts import ScenarioWeights, Workbench
from smartxl.project.workbench.keys import EDITION, SCENARIOS
from smartxl.project.workbench.plan import PlannedWorkbench, plan_workbench, workbench_names
from smartxl.project.workbench.readback import HELD, held_text
from smartxl.project.workbench.shown import calculated, with_values
from smartxl.questionnaires.branches import LARGEST_MATRIX, branches
from smartxl.text import Lang, Text
from smartxl_generators import write
from smartxl_udfs.callers import CONF_SHEET
from smartxl_udfs.modules import UDF_MODULES

__all__ = ["MadeWorkbench", "make_workbench", "planned_workbench", "workbench_bytes"]


@dataclass(frozen=True)
class MadeWorkbench:
    """A workbench as it is written: its plan with all values, and the bytes."""

    planned: PlannedWorkbench
    content: bytes


def planned_workbench(
    project: ProjectFolder, scored: ScoredRound, lang: Lang, settings: Mapping[str, str] | None = None
) -> PlannedWorkbench:
    """The plan of the workbench of a scored round, without what its formulas show; `settings` for its sheet xlwings.conf."""
    definition = scored.definition
    common = shared(definition, lang, Edition.RESULT)
    words = common.words.setdefault(("workbench",), own_wording(definition, lang))
    context = Context(
        definition,
        project.templates.layout(),
        words,
        lang,
        common,
        stamp_of(definition, Edition.RESULT, lang),
    )
    framework = definition.framework
    total = Text(*(own_wording(definition, each)["label.total"] for each in ("zh", "en")))
    asked = tuple(branch for branch in branches(framework, total) if len(branch.children) <= LARGEST_MATRIX)
    classes = {c.code: c.name.get(lang) for c in framework.classes}
    names = workbench_names(words, classes, (common.sheet.name, CONF_SHEET))
    judgements = judgements_of(project, asked)
    book = Workbench(context, scored.table, names, asked, judgements, _scenarios(definition), settings or {})
    stamp = replace(context.stamp, edition=EDITION)
    return plan_workbench(book, stamp, common.sheet)


def _scenarios(definition: Definition) -> tuple[ScenarioWeights, ...]:
    """The declared scenarios that change weights alone: a sheet of weights could not show what the others do."""
    found = []
    for scenario in definition.round.scenarios:
        rest = replace(scenario, weights={}, equal=False)
        if rest.is_empty and not scenario.is_empty:
            nodes = apply(definition, scenario).framework.nodes
            weights = {
                c.code: {node.code: node.weights[c.code] for node in nodes if c.code in node.weights}
                for c in definition.framework.classes
            }
            found.append(ScenarioWeights(scenario.told, weights))
    return tuple(found[:SCENARIOS])


def _settings(project: ProjectFolder, *, inside: bool) -> Mapping[str, str]:
    """What xlwings and we are told: the modules of the functions, what the ledger held, on Windows the interpreter.

    A workbench that lies `inside` its project finds it by itself. Python files beside a workbook are never imported.
    """
    with project.ledger(as_read=True) as ledger:
        # All that the scores are of, whichever day judges them.
        held = ledger.held(datetime.now().astimezone())
    own = {"Interpreter_Win": sys.executable} if sys.platform.startswith("win") else {}
    named = {} if inside else {PROJECT_SETTING: str(project.root.resolve())}
    modules = {"UDF Modules": ";".join(UDF_MODULES), "ADD_WORKBOOK_TO_PYTHONPATH": "False"}
    return {**own, **modules, **named, HELD: held_text(held)}


def workbench_bytes(project: ProjectFolder, scored: ScoredRound, planned: PlannedWorkbench) -> MadeWorkbench:
    """The workbook with what its formulas show."""

    def written(plan: PlannedWorkbench) -> bytes:
        return write(plan.plan, project.template, scored.definition, scored.table, plan.inputs)

    draft = written(planned)
    shown = replace(planned, plan=with_values(planned, calculated(draft, planned.plan.file_name)))
    return MadeWorkbench(shown, written(shown))


def make_workbench(
    project: ProjectFolder,
    scored: ScoredRound,
    path: Path | None,
    lang: Lang,
    *,
    force: bool,
    xlsm: bool = False,
) -> Built:
    """Writes the workbench, into `reports/` unless a path is given; `xlsm`: with macros, as a path that ends so has it.

    Raises ProjectError where no submission counts, WouldOverwrite for a workbench that somebody changed.
    """
    if not scored.answers:
        what = Text(
            "没有计入的报送，没有得分可调", "no submission counts, so there are no scores to work with"
        )
        remedy = Text("先收回填好的表：smartxl collect", "collect the forms first: smartxl collect")
        raise ProjectError(str(project.root), what, remedy)
    inside = path is None or path.resolve().is_relative_to(project.root.resolve())
    planned = planned_workbench(project, scored, lang, _settings(project, inside=inside))
    target = path or project.reports / planned.plan.file_name
    has_macros = xlsm or target.suffix.casefold() == ".xlsm"
    if has_macros:
        target = _with_its_ending(target, is_named=path is not None)
    content = workbench_bytes(project, scored, planned).content
    if has_macros:
        from smartxl.project.workbench.macros import with_buttons

        shown = tuple(sheet.name for sheet in planned.plan.sheets if not sheet.hidden)[:2]
        content = with_buttons(content, target.name, shown, lang)
    with Outputs(project.root if inside else target.parent, force) as outputs:
        return Built(target, outputs.write(target, content))


def _with_its_ending(target: Path, *, is_named: bool) -> Path:
    """A path of a workbook with macros: Excel opens none under another ending."""
    if is_named and target.suffix.casefold() != ".xlsm":
        what = Text("带宏的工作簿要以 .xlsm 结尾", "the name of a workbook with macros ends with .xlsm")
        raise ProjectError(
            str(target), what, Text("改文件名，或去掉 --xlsm", "change the name, or leave out --xlsm")
        )
    return target.with_suffix(".xlsm")
