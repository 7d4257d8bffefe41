"""The shape of framework.yaml: classes, conventions, scales and the tree of indicators."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from smartxl.define.combination_schema import (
    Combine,
    Digits,
    DigitsPerLevel,
    Params,
    RankingEntry,
    StepEntry,
)
from smartxl.define.entries import CODE_HELP, Bilingual, Code, Line, Words, YamlModel, one_or_many, read_by
from smartxl.define.provenance_schema import ProvenanceEntry
from smartxl.define.relation_schema import RelationEntry
from smartxl.define.sharing_schema import SharingEntry
from smartxl.define.unanswered_schema import CoverageFloorEntry, UnansweredEntry
from smartxl.model.combination import Boundary, Peers, RollUp, Ties
from smartxl.model.framework import Element, Input, Measure, ScaleOption, UnitClass
from smartxl.model.unanswered import Missing
from smartxl.rules import PEER_RULES, RULES

__all__ = [
    "ClassEntry",
    "ConventionsEntry",
    "FrameworkFile",
    "InputEntry",
    "NodeEntry",
    "OptionEntry",
    "ScaleEntry",
    "StageEntry",
    "StagesEntry",
]


_Points = Annotated[float, Field(ge=0)]
_Weight = Annotated[
    Annotated[_Points, Tag("one")] | Annotated[dict[str, _Points], Tag("many")], Discriminator(one_or_many)
]
_Head = Literal["kind", "audience", "provided", "level", "channel"]
_RULES = (*RULES, *PEER_RULES)
_RULE_NAMES: dict[str, Any] = {"enum": list(_RULES)}


class ClassEntry(YamlModel):
    """A class of respondents with an indicator system of its own."""

    code: Code = Field(description="the class's code, as in the class column of the roster: " + CODE_HELP.en)
    name: Bilingual = Field(description="name of the class, e.g. 市直部门")
    share: float = Field(
        ge=0, le=100, description="weight of the class in the city's score, percent; they sum to 100"
    )


class StageEntry(YamlModel):
    """One stage: where it begins and what it is called."""

    start: float = Field(alias="from", description="score at which the stage begins")
    name: Bilingual = Field(description="name of the stage")


class StagesEntry(YamlModel):
    """The stages of the total score."""

    boundary: Boundary = Field(
        Boundary.LOWER,
        description="who owns a score that lies on a threshold: lower (the stage that begins there) or upper",
    )
    bands: tuple[StageEntry, ...] = Field(min_length=1, description="the stages from the lowest upwards")


class ConventionsEntry(YamlModel):
    """What differs between cities and is printed in every report."""

    digits: DigitsPerLevel = Field(
        2,
        description="decimals to which every indicator and node is rounded: 0 to 6, unrounded, or per level "
        "{ indicator: 2, group: 2, total: 2 }",
    )
    stages: StagesEntry = Field(description="stages of the total score")
    ranking: RankingEntry = Field(
        RankingEntry(ties=Ties.COMPETITION, of="rounded"),
        description="how units are ranked: { ties: …, of: … }",
    )
    peers: Peers = Field(
        Peers.CLASS,
        description="whom a unit is compared with: class, or group (the column group of the roster)",
    )
    total: Combine = Field(
        RollUp.MEAN,
        description="how the top level becomes the total: a method, or { method: …, floor: …, … }",
    )
    pipeline: tuple[StepEntry, ...] = Field(
        (), description="what happens to the total then, in this order: veto, deduct, gate, bonus"
    )
    unanswered: UnansweredEntry | None = Field(
        None, description="what an unanswered row is worth: { before_due: leave-out, after_due: zero }"
    )
    coverage_floor: CoverageFloorEntry | None = Field(
        None, description="share of applicable rows that must be answered for a score: { unit: 0.6 }"
    )


class OptionEntry(YamlModel):
    """One choice of a scale."""

    label: Bilingual = Field(description="the choice as it stands in the drop-down list")
    points: float = Field(ge=0, le=1, description="share of full points that the choice earns, 0 to 1")
    guidance: Bilingual | None = Field(None, description="when to choose it; printed on the guide")


class ScaleEntry(YamlModel):
    """A drop-down list whose choices earn points."""

    title: Bilingual = Field(description="title of the scale")
    options: tuple[Annotated[ScaleOption, read_by(OptionEntry, ScaleOption)], ...] = Field(
        min_length=1, description="the choices in the order of the list"
    )


class InputEntry(YamlModel):
    """One number that a unit reports."""

    code: Code = Field(description="code of the number, unique within the indicator: " + CODE_HELP.en)
    name: Bilingual = Field(description="what is reported")
    unit: Bilingual = Field(description="unit of measurement, e.g. 个")
    minimum: float | None = Field(
        None, alias="min", description="smallest number allowed; open when not given"
    )
    maximum: float | None = Field(
        None, alias="max", description="largest number allowed; open when not given"
    )
    meaning: Bilingual | None = Field(
        None, description="what is counted and what is not; shown beside the number"
    )
    low: float | None = Field(None, description="below it the number must be corrected or explained")
    high: float | None = Field(None, description="above it the number must be corrected or explained")


class NodeEntry(YamlModel):
    """A node of the tree: a group with children, or an indicator with a measure and a rule."""

    code: Code = Field(description="the node's code, unique in the framework: " + CODE_HELP.en)
    name: Bilingual = Field(description="name of the node")
    classes: tuple[str, ...] = Field(
        (), description="codes of the classes that have the node; else the parent's"
    )
    weight: _Weight = Field(
        description="share among its siblings in percent, or points from 0 up: one number, or class: number for each class"
    )
    element: Element | None = Field(
        None, description="SMART element: S service, M management, A application, R resource, T technology"
    )
    digits: Digits | None = Field(
        None, description="decimals of its own score: 0 to 6, or unrounded; else those of its level"
    )
    combine: Combine = Field(
        RollUp.MEAN,
        description="how a group is made of its children: a method, or { method: …, unscored: …, … }",
    )
    children: tuple[NodeEntry, ...] = Field((), description="the nodes below: all groups or all indicators")
    measure: Measure | None = Field(
        None,
        description="how it is answered: sample (items), kpi (numbers), rubric (a level), survey or given",
    )
    rule: str = Field(
        "",
        description="how answers become a score (docs/en/methods.md): " + ", ".join(_RULES),
        json_schema_extra=_RULE_NAMES,
    )
    params: Params = Field(
        {},
        description="parameters of the rule by name: numbers, lists of numbers; of rules over peers also words",
    )
    formula: Words = Field(
        "",
        description="of the rule own: an Excel formula over the codes of the inputs, e.g. MIN(100,100*a/b)",
    )
    scale: str = Field("", description="code of the scale of a sample, rubric or survey")
    inputs: tuple[Annotated[Input, read_by(InputEntry, Input)], ...] = Field(
        (), description="the numbers that a kpi or given indicator asks for"
    )
    checks: tuple[RelationEntry, ...] = Field(
        (),
        description="how its numbers must agree with each other; where it is not written, the numerator of a ratio is at "
        "most its denominator",
    )
    heads: dict[_Head, Bilingual] = Field(
        {}, description="this table's own headings for: kind, audience, provided, level, channel"
    )
    units: tuple[str, ...] = Field(
        (), description="codes of the only units that answer; else all of the classes"
    )
    missing: Missing = Field(
        Missing.LEAVE_OUT,
        description="what an unanswered item does: leave-out (of both sums) or zero (its full points stay)",
    )
    source: Bilingual | None = Field(None, description="where the data comes from")
    evidence: Bilingual | None = Field(None, description="what has to be handed in as evidence")
    direction: Literal["benefit", "cost"] = Field(
        "benefit", description="benefit (more is better) or cost (less is better)"
    )
    specific: bool = Field(
        False, description="true for an indicator of this city only, not comparable with others"
    )
    spare: int = Field(
        0,
        ge=0,
        le=200,
        description="rows in which a unit may add items to a sample; they are kept and do not score",
    )
    asks: tuple[Literal["quality", "origin", "year"], ...] = Field(
        (),
        description="what is asked about each number of a kpi, or the level of a rubric: quality (high, medium, low), "
        "origin (where it is from), year (of which year it is)",
    )
    provenance: ProvenanceEntry | None = Field(
        None,
        description="where it is known from: published, derived, from-memory or default; one word, or one each for name, "
        "weight, rule; holds for the nodes below too",
    )
    sharing: SharingEntry | None = Field(
        None,
        description="of a sample about data that units give each other: { kind: supply } or { kind: demand, provider: kind }",
    )


class FrameworkFile(YamlModel):
    """framework.yaml: an indicator system."""

    code: Code = Field(description="the framework's code, as assessment.yaml names it: " + CODE_HELP.en)
    version: Line = Field(description='version of the framework, in quotes: "1.0"')
    title: Bilingual = Field(description="title of the indicator system")
    classes: tuple[Annotated[UnitClass, read_by(ClassEntry, UnitClass)], ...] = Field(
        min_length=1, description="the classes of respondents"
    )
    provenance: ProvenanceEntry | None = Field(
        None, description="where names, weights and rules are known from, for all nodes that do not say it"
    )
    conventions: ConventionsEntry = Field(description="rounding, stages, ranks, peers, total and pipeline")
    channels: tuple[Bilingual, ...] = Field(
        (), description="ways in which an item is provided: a drop-down list"
    )
    scales: dict[str, ScaleEntry] = Field({}, description="the scales by code: " + CODE_HELP.en)
    nodes: tuple[NodeEntry, ...] = Field(min_length=1, description="the top level of the tree")
    moved: dict[str, str] = Field(
        {},
        description="where the answers of earlier forms belong: old indicator: new one, or old row: new one, "
        "a row as indicator/item_code or indicator/input",
    )
