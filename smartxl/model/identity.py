"""The two identities of a definition: what its forms ask, and what the answers are worth.

`PARTS` declares of every field to which of them it belongs. A form stays valid as long as what its unit is asked does not
change: a new weight, stage, parameter or translation makes another scoring, and voids no form. A row is known by its key:
who asks something else gives it another code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from enum import Flag
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, cast

from smartxl.model.combination import Combination, Ranking, Step
from smartxl.model.earlier_digest import earlier_digest
from smartxl.model.framework import Bands, Conventions, Measure, RuleSpec
from smartxl.model.provenance import NodeProvenance
from smartxl.model.relations import Relation
from smartxl.model.rewards import RewardCondition, RewardRule
from smartxl.model.scenarios import CombinationChange, Scenario
from smartxl.model.sharing import Sharing
from smartxl.model.signing import Signature
from smartxl.model.unanswered import CoverageFloor, Unanswered
from smartxl.model.uncertaintydesign import (
    AnswerError,
    ChoiceOptions,
    Exclusion,
    RuleRange,
    ScenarioOptions,
    UncertaintyDesign,
    WeightConcentration,
    WeightSets,
    WeightShares,
)
from smartxl.model.yearplan import Milestone, PlanEvent, TaskDays, YearPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from smartxl.model.framework import Framework, Indicator, Node
    from smartxl.model.roster import AskedRow, Catalogue, Roster, Round, Unit
    from smartxl.text import Text

__all__ = ["PARTS", "Identity", "IdentityPart", "identify", "indicator_digest", "question"]


class IdentityPart(Flag):
    """Which identities a field belongs to."""

    TOLD = 0  # said beside the cells, or checked when a form comes back
    FORM = 1  # what a form asks, and how its cells lie
    SCORING = 2  # what answers are worth, and the words of the result
    BOTH = FORM | SCORING


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_quoted = json.encoder.encode_basestring
_MANY = 100  # from so many things on they are written field by field
_TOLD, _FORM, _SCORING, _BOTH = (
    IdentityPart.TOLD,
    IdentityPart.FORM,
    IdentityPart.SCORING,
    IdentityPart.BOTH,
)
PARTS: Mapping[str, Mapping[str, IdentityPart]] = {
    "Definition": {
        **dict.fromkeys(("round", "framework", "roster", "catalogue"), _BOTH),
        **dict.fromkeys(("moved", "day"), _TOLD),
    },
    "Moved": dict.fromkeys(("keys", "items"), _TOLD),
    "Round": {
        **dict.fromkeys(("id", "name"), _BOTH),
        "due": _SCORING,  # after it unanswered rows may count otherwise
        "evidence_rows": _FORM,
        **dict.fromkeys(("revision", "title", "city", "place", "start", "languages"), _TOLD),
        **dict.fromkeys(
            ("organiser", "contact", "protect", "targets", "plan", "rewards", "milestones", "scenarios"),
            _TOLD,
        ),
        **dict.fromkeys(("robustness", "signatures"), _TOLD),
    },
    "Roster": {"units": _BOTH},
    "Unit": {
        **dict.fromkeys(("code", "unit_class"), _BOTH),
        **dict.fromkeys(("name", "weight", "group"), _SCORING),
        **dict.fromkeys(("contact", "aliases"), _TOLD),
    },
    "Catalogue": {"items": _BOTH},
    "Item": {
        **dict.fromkeys(("unit", "leaf", "code"), _BOTH),
        **dict.fromkeys(("name", "name_en", "kind", "audience", "points"), _SCORING),
    },
    "Framework": {
        **dict.fromkeys(("code", "scales", "nodes", "channels"), _BOTH),
        **dict.fromkeys(("version", "title", "classes", "conventions"), _SCORING),
    },
    "UnitClass": dict.fromkeys(("code", "name", "share"), _SCORING),
    "Scale": {"code": _SCORING, "title": _SCORING, "options": _BOTH},
    "ScaleOption": {"label": _BOTH, "points": _SCORING, "guidance": _TOLD},
    "Node": {
        **dict.fromkeys(("code", "weights", "indicator"), _BOTH),  # a class that has no weight is not asked
        **dict.fromkeys(("name", "parent", "level", "element", "combination", "digits"), _SCORING),
        "provenance": _TOLD,
    },
    "Indicator": {
        **dict.fromkeys(("measure", "scale", "inputs", "units"), _BOTH),
        **dict.fromkeys(("rule", "missing", "heads", "direction", "specific"), _SCORING),
        **dict.fromkeys(("spare", "asks"), _FORM),
        **dict.fromkeys(("source", "evidence", "checks", "sharing"), _TOLD),
    },
    "Input": {
        **dict.fromkeys(("code", "unit"), _BOTH),
        "name": _SCORING,
        **dict.fromkeys(("minimum", "maximum"), _FORM),
        **dict.fromkeys(("meaning", "low", "high"), _TOLD),
    },
    **{
        kind.__name__: {field.name: part for field in fields(kind)}
        for part, kinds in {
            _SCORING: (RuleSpec, Conventions, Bands, Ranking, Combination, Step, Unanswered, CoverageFloor),
            _TOLD: (
                Relation,
                NodeProvenance,
                Sharing,
                RewardRule,
                RewardCondition,
                YearPlan,
                PlanEvent,
                Milestone,
                Signature,
                TaskDays,
                Scenario,
                CombinationChange,
                UncertaintyDesign,
                WeightShares,
                WeightConcentration,
                WeightSets,
                ChoiceOptions,
                ScenarioOptions,
                RuleRange,
                Exclusion,
                AnswerError,
            ),
        }.items()
        for kind in kinds
    },
    "Text": dict.fromkeys(("zh", "en"), _SCORING),
}
"""Class → field → where it belongs. Of a text that a form asks, the Chinese words are meant: the English ones translate them
and belong to the scoring alone; they stand for a text that has no Chinese."""


@dataclass(frozen=True)
class Identity:
    """The digests (SHA-256) of a definition: `forms` by unit, `form` of them all, `scoring`; `parts` are its parts."""

    forms: Mapping[str, str]
    form: str
    scoring: str
    parts: tuple[Round, Framework, Roster, Catalogue] = field(repr=False, compare=False)

    @cached_property
    def earlier(self) -> str:
        """The one digest that stood for both at first: forms and ledgers of that time name it."""
        return earlier_digest(*self.parts)

    @property
    def whole(self) -> str:
        """One digest for what is asked and what it is worth."""
        return _digest([self.form, self.scoring])

    def of(self, unit: str) -> str:
        """The digest of what the forms of a unit ask; of a workbook of all units that of all forms."""
        return self.forms.get(unit, self.form)


def identify(
    round_: Round,
    framework: Framework,
    roster: Roster,
    catalogue: Catalogue,
    asked: Callable[[Unit], Iterable[Node]],
    rows: Callable[[Unit, Node], Sequence[AskedRow]],
) -> Identity:
    """The digests of a definition; `asked` are the indicators that a unit is asked about, `rows` the rows under one."""
    shared = [
        *(round_.id, round_.name, framework.code, round_.evidence_rows),
        [_asked(channel) for channel in framework.channels],
    ]
    start, sections = _JSON.encode(shared), _Sections(framework, catalogue, rows)
    forms = {
        unit.code: _digest_of(
            f"[{start},{_quoted(unit.code)},[{','.join([sections.of(unit, node) for node in asked(unit)])}]]"
        )
        for unit in roster.units
    }
    parts = (round_, framework, roster, catalogue)
    return Identity(forms, _digest([*forms.items()]), _digest_of(_scoring(parts)), parts)


def indicator_digest(framework: Framework, node: Node, rows: Sequence[AskedRow]) -> str:
    """The digest of what an indicator asks and what its answers are worth, wherever it stands and whatever it weighs.

    Of a sample the rows differ from unit to unit: `rows` are those that all units have alike. Units that are named are not
    part of it.
    """
    if node.indicator is None:
        return _digest_of(f"[{_JSON.encode(node.code)},{_scoring(node.name)}]")
    scale = framework.scales.get(node.indicator.scale)
    asked = [[row.key, question(framework, node.indicator, row), *_bounds(row)] for row in rows]
    worth = _scoring(
        replace(node, parent="", level=0, weights={}, indicator=replace(node.indicator, units=()))
    )
    labels = [_asked(option.label) for option in scale.options] if scale else []
    head, tail = _JSON.encode([node.code, asked])[:-1], _JSON.encode([labels, node.indicator.spare])[1:]
    return _digest_of(f"{head},{worth},{_scoring(scale)},{tail}")


def question(framework: Framework, indicator: Indicator, row: AskedRow) -> str:
    """What a row asks, whatever it is called: the kind of its answer, with its list or its unit of measurement."""
    if row.asked is not None:
        counted = f"{_asked(row.asked.name)} " if indicator.measure is Measure.SURVEY else ""
        return f"number: {counted}{_asked(row.asked.unit)}"
    scale = framework.scales.get(indicator.scale)
    levels = " | ".join(_asked(option.label) for option in scale.options) if scale else ""
    return f"{'item' if row.item else 'level'}: {levels}"


@dataclass(frozen=True)
class _Sections:
    """What is asked under each indicator, as JSON: also within which bounds, and how many rows may be added.

    What all units have alike is written once: all rows, or of a sample the question, which is the same for every item.
    """

    framework: Framework
    catalogue: Catalogue
    rows: Callable[[Unit, Node], Sequence[AskedRow]]
    _alike: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def of(self, unit: Unit, node: Node) -> str:
        """The section of an indicator in the form of a unit."""
        if node.code not in self._alike:
            self._alike[node.code] = self._shared(unit, node)
        head, same, tail = self._alike[node.code]
        items = self.catalogue.of(unit.code, node.code) if same else ()
        return f"{head}{','.join([f'[{_quoted(item.key)},{same}]' for item in items])}{tail}"

    def _shared(self, unit: Unit, node: Node) -> tuple[str, str, str]:
        """How a section begins, what every item of a sample is asked (else ""), and how it ends."""
        indicator, rows = cast("Indicator", node.indicator), self.rows(unit, node)
        head = f"{_JSON.encode([node.code, indicator.spare])[:-1]},["
        tail = f"],{_JSON.encode(indicator.asks)}]" if indicator.asks else "]]"
        if indicator.measure is Measure.SAMPLE:
            return head, _quoted(question(self.framework, indicator, rows[0])), tail
        found = [[row.key, question(self.framework, indicator, row), *_bounds(row)] for row in rows]
        return head + _JSON.encode(found)[1:-1], "", tail


def _bounds(row: AskedRow) -> tuple[float | None, ...]:
    bounds = (row.asked.minimum, row.asked.maximum) if row.asked else ()
    return tuple(bound if bound is None else float(bound) for bound in bounds)


def _asked(text: Text) -> str:
    return text.get("zh")


def _digest(content: object) -> str:
    return _digest_of(_JSON.encode(content))


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _scoring(value: object) -> str:
    """What belongs to the scoring, as lists in JSON: of a dataclass the fields that are not at their default."""
    if isinstance(value, str | bool) or value is None:
        return _JSON.encode(value)
    if isinstance(value, int | float):  # 5 and 5.0 are the same number
        return _JSON.encode(float(value))
    if is_dataclass(value) and not isinstance(value, type):
        parts: Iterable[str] = (
            f"{start}{_JSON.encode(entry) if type(entry) is str else _scoring(entry)}]"
            for start, name, default in _scored_fields(type(value))
            if (entry := getattr(value, name)) is not default and (default is MISSING or entry != default)
        )
    elif isinstance(value, Mapping):
        parts = (f"[{_JSON.encode(key)},{_scoring(entry)}]" for key, entry in sorted(value.items()))
    elif isinstance(value, tuple):
        parts = _scoring_of_all(value)
    else:
        return _JSON.encode(str(value))
    return f"[{','.join(parts)}]"


def _scoring_of_all(values: tuple[object, ...]) -> Iterable[str]:
    """The same of each: of many things of one class field by field, for most values of a field come again."""
    kind = type(values[0]) if len(values) >= _MANY else None
    if kind is None or not is_dataclass(kind) or {*map(type, values)} != {kind}:
        return map(_scoring, values)
    columns = (
        _scored_column(start, default, [getattr(value, name) for value in values])
        for start, name, default in _scored_fields(kind)
    )
    return (f"[{''.join(parts)[1:]}]" for parts in zip(*columns, strict=True))


def _scored_column(start: str, default: object, entries: list[Any]) -> list[str]:
    """A field of many things, behind a comma, and "" where it is at its default. Numbers are told apart by all their digits."""
    kinds = {*map(type, entries)}
    keys = entries if kinds == {str} else [*map(repr if kinds == {float} else id, entries)]
    write = _quoted if kinds == {str} else _scoring
    written = {
        key: "" if entry is default or entry == default else f",{start}{write(entry)}]"
        for key, entry in dict(zip(keys, entries, strict=True)).items()
    }
    return [written[key] for key in keys]


@cache
def _scored_fields(kind: type) -> tuple[tuple[str, str, object], ...]:
    """The fields of a class that belong to the scoring: how their JSON begins, name and default.

    What a later version adds changes no digest.
    """
    declared = PARTS[kind.__name__]
    return tuple(
        (
            f'["{field.name}",',
            field.name,
            field.default_factory() if field.default_factory is not MISSING else field.default,
        )
        for field in fields(kind)
        if IdentityPart.SCORING in declared[field.name]
    )
