"""A scenario written into the definition: into the text of assessment.yaml, or the workbook in its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from smartxl.define.check_scenarios import scenario_faults
from smartxl.define.contained import contained_workbook
from smartxl.define.faults import fault_text
from smartxl.define.rescenario import with_scenario
from smartxl.define.reweigh import read_source
from smartxl.define.scenario_schema import ScenarioEntry
from smartxl.errors import DefinitionError, Problem, ProjectError
from smartxl.filenames import ASSESSMENT
from smartxl.project.outputs import write_whole
from smartxl.text import Text, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from smartxl.model.scenarios import Scenario
    from smartxl.project.folder import ProjectFolder

__all__ = ["save_scenario"]


def save_scenario(
    project: ProjectFolder, name: str, scenario: Scenario, *, title: Text | None = None, force: bool = False
) -> Path:
    """Writes a scenario under a name into the definition's file; see `Project.keep_scenario`."""
    named = replace(scenario, name=plain(name), title=title or Text(""))
    definition = project.definition
    units = [unit.code for unit in definition.roster.units]
    faults = [(each.what, each.remedy) for each in scenario_faults(definition.framework, named, units)]
    faults += _name_faults(named.name)
    if faults:
        raise DefinitionError(tuple(Problem("--save", None, "", what, remedy) for what, remedy in faults))
    known = {each.name for each in definition.round.scenarios}
    if named.name in known and not force:
        what = Text(f"已有名为“{named.name}”的情景", f"there is a scenario {named.name!r} already")
        raise ProjectError(
            "--save", what, Text("换一个名称，或加 --force", "choose another name, or add --force")
        )
    if workbook := contained_workbook(project.root):
        from smartxl.project.whatif.workbook import workbook_with_scenario

        path, content = workbook, workbook_with_scenario(workbook, named)
    else:
        path = project.root / ASSESSMENT
        source = read_source(path)
        content = with_scenario(source.text, ASSESSMENT, named).encode(source.encoding)
    write_whole(path, content)
    return path


def _name_faults(name: str) -> Iterator[tuple[Text, Text]]:
    try:
        ScenarioEntry.model_validate({"name": name})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            yield (
                fault_text(fault),
                Text("写一个简短的名称，如 等权", "write a short name, such as equal-weights"),
            )
