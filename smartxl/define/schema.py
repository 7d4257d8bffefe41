"""The shape of assessment.yaml, and the JSON Schemas of both YAML files for editors.

The descriptions of the fields are the editor's help, and the remedy in smartxl's own messages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import Field

from smartxl.define.entries import CODE_HELP, Bilingual, Code, Day, Line, Words, YamlModel
from smartxl.define.followup_schema import MilestoneEntry, PlanEntry, RewardEntry, SignatureEntry
from smartxl.define.robustness_schema import RobustnessEntry
from smartxl.define.scenario_schema import ScenarioEntry
from smartxl.define.schema_words import for_editors, with_chinese
from smartxl.text import Lang

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "AssessmentFile",
    "FrameworkReference",
    "OptionsEntry",
    "Schema",
    "json_schema",
    "schema_text",
    "write_schema",
]

Schema = Mapping[str, Any]


class FrameworkReference(YamlModel):
    """Which indicator system the round uses; code and version are compared with the file's own."""

    file: Line = Field(
        description="name of the framework's file inside the project folder, e.g. framework.yaml"
    )
    code: Code = Field(description="the framework's code, as its file has it")
    version: Line = Field(description="the framework's version in quotes, as its file has it")


class OptionsEntry(YamlModel):
    """Switches of a round."""

    protect: bool = Field(
        True, description="true or false: whether the fixed cells of the workbooks are locked"
    )
    evidence_rows: int = Field(
        0, ge=0, le=999, description="rows of the evidence register in every unit's form; 0: no register"
    )


class AssessmentFile(YamlModel):
    """assessment.yaml: one round of an assessment."""

    id: Code = Field(description="short name of the assessment, the same in all its rounds: " + CODE_HELP.en)
    round: Line = Field(description="name of the round, e.g. 2026-1")
    revision: int = Field(
        1, ge=1, description="whole number from 1; raise it when workbooks are sent out anew"
    )
    title: Bilingual = Field(description="title on the cover of every workbook")
    city: Bilingual = Field(description="the city, county, district or park that is assessed: its name")
    place: Bilingual | None = Field(
        None,
        description="what kind of place it is, as workbooks and reports call it, e.g. { zh: 县, en: county }; "
        "without it what the name ends with, else 市, city",
    )
    start: Day = Field(description="first day of the round, as 2026-09-01")
    due: Day = Field(description="last day for handing in, as 2026-10-31")
    languages: tuple[Lang, ...] = Field(
        min_length=1, description="languages of the workbooks: zh, en or both"
    )
    organiser: Bilingual = Field(description="who runs the assessment and receives the files")
    contact: Words = Field("", description="telephone and e-mail for questions")
    framework: FrameworkReference = Field(description="the indicator system: its file, code and version")
    targets: dict[str, float] = Field(
        {},
        description="scores that the city is to reach: total, or the code of a node, and points, e.g. total: 75; "
        "told in the report, and not scored",
    )
    plan: PlanEntry | None = Field(
        None, description="the plan of the year that follows, told in the report: { events: […], tasks: […] }"
    )
    rewards: tuple[RewardEntry, ...] = Field(
        (), description="rules of rewards and penalties, suggested in the report: { kind, says, when }"
    )
    milestones: tuple[MilestoneEntry, ...] = Field(
        (),
        description="what happens until the due date, told in the scheme: [{ share: 0.5, what: {…}, who: {…} }, …]",
    )
    signatures: tuple[SignatureEntry, ...] = Field(
        (),
        description="who signs the report, on the page behind its cover: [{ role: {…}, office: {…}, seal: true }, …]",
    )
    scenarios: tuple[ScenarioEntry, ...] = Field(
        (),
        description="other weights and conventions to compare with: [{ name: 等权, equal: true }, …]",
    )
    robustness: RobustnessEntry | None = Field(
        None,
        description="how sure ranks are: what varies, in how many runs: { runs: 1000, vary: [{ what: weights, by: 0.25 }, …] }",
    )
    options: OptionsEntry = Field(
        OptionsEntry(protect=True, evidence_rows=0), description="switches of the round"
    )


@cache
def json_schema(model: type[YamlModel]) -> Schema:
    """The JSON Schema (draft 2020-12) of a YAML file's model; `description` gives what a node of it is for."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **with_chinese(model.model_json_schema()),
    }


def schema_text(model: type[YamlModel]) -> str:
    """The schema of one YAML file as editors take it."""
    return json.dumps(for_editors(json_schema(model)), ensure_ascii=False, indent=2) + "\n"


def write_schema(folder: Path, name: str, model: type[YamlModel]) -> Path:
    """Writes the schema of one YAML file for editors, NAME.schema.json."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.schema.json"
    path.write_text(schema_text(model), "utf-8")
    return path
