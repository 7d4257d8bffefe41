"""The table of roles and placeholders says what planning does: no more, no less.

The example is planned in every edition, with conventions that ask for every optional column; what planning offers to
each row and asks of it is compared with the table that `smartxl template check` and the docs follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from smartxl.define.template_table import Kind, RolePlace, template_table
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import ABOUT_DATA, Field
from smartxl.model.combination import Combination, Peers, Ranking, Unscored
from smartxl.model.definition import Definition
from smartxl.model.diagnosis import Diagnosis, Gap
from smartxl.model.edition import Edition
from smartxl.model.framework import Measure, Node, RuleSpec
from smartxl.model.layout import PLAIN_ROLES, Layout, LayoutRow
from smartxl.model.plan import (
    Computed,
    Content,
    InputCell,
    Link,
    PreviousAnswer,
    RowCheckFormula,
    Shown,
    Spread,
)
from smartxl.model.rowcells import Hole, Slot
from smartxl.model.sheetdesign import Chart
from smartxl.planning import plan_city, plan_unit
from smartxl.planning.context import PreviousAnswers
from smartxl.planning.formrows import FormRows
from smartxl.planning.place import SheetBuilder
from smartxl.planning.rowform import RowForm
from smartxl.text import Text

Row = tuple[str, str]
KINDS = {
    InputCell: Kind.INPUT,
    Shown: Kind.INPUT,  # of an input that is open in other forms
    Computed: Kind.FORMULA,
    Spread: Kind.FORMULA,
    RowCheckFormula: Kind.FORMULA,
    PreviousAnswer: Kind.ANSWER,
    Link: Kind.LINK,
    Chart: Kind.CHART,
}


@dataclass
class Recording:
    """(sheet, role) → name → kinds of content offered; and the names that had to have a place."""

    offered: dict[Row, dict[str, set[Kind]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    asked: dict[Row, set[str]] = field(default_factory=lambda: defaultdict(set))

    def offer(self, sheet: SheetBuilder, role: str, values: Mapping[str, Slot]) -> None:
        """Keeps what is offered; what a row has of its own is offered beside its holes."""
        for key, content in values.items():
            if not isinstance(content, Hole):
                self.offered[sheet.template, role][key.partition("@")[0]].add(_kind(content))


def _demanding(definition: Definition) -> Definition:
    """The example with conventions that need every column: groups of peers, raw ranks, a rule over peers, data about data,
    imputation."""
    framework = definition.framework
    conventions = replace(framework.conventions, peers=Peers.GROUP, ranking=Ranking(raw=True))
    compared = next(n.code for n in framework.nodes if n.indicator and n.indicator.measure is Measure.KPI)
    nodes = tuple(_compared(n) if n.code == compared else _imputed(n) for n in framework.nodes)
    units = tuple(replace(u, group="一组") for u in definition.roster.units)
    roster = replace(definition.roster, units=units)
    return replace(
        definition, framework=replace(framework, conventions=conventions, nodes=nodes), roster=roster
    )


def _compared(node: Node) -> Node:
    if node.indicator is None:
        return node
    return replace(node, indicator=replace(node.indicator, rule=RuleSpec("rank"), asks=ABOUT_DATA))


def _imputed(node: Node) -> Node:
    if node.is_leaf:
        return node
    return replace(node, combination=Combination(unscored=Unscored.PEER_MEAN))


def _plan_all(definition: Definition, layout: Layout) -> None:
    units = definition.roster.by_code
    for code in ("GAJ", "HD"):
        for edition in (Edition.UNIT, Edition.EVALUATOR, Edition.APPEAL, Edition.PRINT):
            plan_unit(definition, layout, units[code], "zh", edition)
        for edition in (Edition.UNIT, Edition.PRINT):  # as forms of before there were tables
            plan_unit(definition, layout, units[code], "zh", edition, generation="")
        plan_unit(definition, layout, units[code], "zh", Edition.EVALUATOR, contested=True)
    shown = {item.key: "办事指南" for item in definition.catalogue.items if item.unit == "GAJ"}
    plan_unit(definition, layout, units["GAJ"], "zh", last=PreviousAnswers("2025", shown))
    leaf = next(n.code for n in definition.framework.nodes if n.is_leaf)
    gap = Gap("GAJ", f"{leaf}/1", Text("事项"), None, 1.0, "地址")
    finding = Finding(FindingCode.ROW_MISSING, "GAJ", "采样表", item="事项", file="a.xlsx")
    for edition in (Edition.RESULT, Edition.RESULT_UDF):
        plan_city(definition, layout, "zh", edition, diagnosis=Diagnosis((gap,), (finding,)))


def _kind(content: Content) -> Kind:
    if isinstance(content, str | float):
        return Kind.TEXT if isinstance(content, str) else Kind.NUMBER
    if isinstance(content, InputCell | Shown) and content.field is Field.APPEAL:
        return Kind.ANSWER  # its column is not in every form
    return KINDS[type(content)]


def _listen_to_sheets(found: Recording, patch: pytest.MonkeyPatch) -> None:
    add_row, add_given, add_rows = SheetBuilder.add_row, SheetBuilder.add_given, SheetBuilder.add_rows
    column = SheetBuilder.column

    def of_row(sheet: SheetBuilder, row: LayoutRow, values: Mapping[str, Content], **others: Any) -> int:
        found.offer(sheet, row.role, values)
        return add_row(sheet, row, values, **others)

    def of_given(
        sheet: SheetBuilder, row: LayoutRow, given: Mapping[str, str | float], values: Mapping[str, Content]
    ) -> int:
        found.offer(sheet, row.role, {**values, **given})
        return add_given(sheet, row, given, values)

    def of_rows(
        sheet: SheetBuilder,
        rows: Sequence[LayoutRow],
        values: Mapping[str, Content],
        heads: Mapping[str, str] | None = None,
    ) -> None:
        for row in rows:
            found.offer(sheet, row.role, {**values, **(heads or {})})
        add_rows(sheet, rows, values, heads)

    def ask(sheet: SheetBuilder, role: str, name: str, member: str = "") -> int:
        found.asked[sheet.template, role].add(name)
        return column(sheet, role, name, member)

    patch.setattr(SheetBuilder, "add_row", of_row)
    patch.setattr(SheetBuilder, "add_given", of_given)
    patch.setattr(SheetBuilder, "add_rows", of_rows)
    patch.setattr(SheetBuilder, "column", ask)


def _listen_to_forms(found: Recording, patch: pytest.MonkeyPatch) -> None:
    """Rows that can be answered: what they share, and what each has of its own."""
    slots, add = FormRows._slots, FormRows.add

    def shared(rows: FormRows, form: RowForm) -> dict[str, Slot]:
        made = slots(rows, form)
        found.offer(rows.sheet, rows.role, made)
        return made

    def of_row(
        rows: FormRows,
        sheet: SheetBuilder,
        form: RowForm,
        unit: str,
        key: str,
        own: tuple[Content, ...],
        last: float | None = None,
    ) -> None:
        found.offer(rows.sheet, rows.role, dict(zip(rows.names, own, strict=True)))
        add(rows, sheet, form, unit, key, own, last)

    patch.setattr(FormRows, "_slots", shared)
    patch.setattr(FormRows, "add", of_row)


@pytest.fixture(scope="module")
def recording(example: Definition, layout: Layout) -> Recording:
    found = Recording()
    own = replace(example, framework=replace(example.framework))  # rows of the example may be kept already
    with pytest.MonkeyPatch.context() as patch:
        _listen_to_sheets(found, patch)
        _listen_to_forms(found, patch)
        for definition in (own, _demanding(example)):
            _plan_all(definition, layout)
    return found


def test_every_role_of_the_template_is_in_the_table(layout: Layout) -> None:
    used = {(name, row.role) for name, sheet in layout.sheets.items() for row in sheet.rows}
    known = {(name, role) for name, table in template_table().items() for role in table.roles}
    assert {pair for pair in used - known if pair[1] not in PLAIN_ROLES} == set()


@pytest.mark.slow
def test_the_table_lists_what_planning_offers(recording: Recording) -> None:
    differences = {}
    for (sheet, role), offered in recording.offered.items():
        listed = set(template_table()[sheet].of(role))
        if listed != set(offered):
            differences[sheet, role] = sorted(listed ^ set(offered))
    assert differences == {}


@pytest.mark.slow
def test_every_row_of_the_table_comes_out(recording: Recording) -> None:
    """Roles that the packaged template does not use behave like others that come once."""
    once = {RolePlace.ONCE, RolePlace.BAND}
    rows = {
        (name, role.name)
        for name, table in template_table().items()
        for role in table.roles.values()
        if role.place not in once
    }
    assert rows - set(recording.offered) == set()


@pytest.mark.slow
def test_the_kinds_are_right(recording: Recording) -> None:
    """A blank stands for any kind; a formula may be words where it does not apply."""
    wrong, never = {}, set()
    for (sheet, role), offered in recording.offered.items():
        for name, kinds in offered.items():
            kind = template_table()[sheet].of(role)[name].kind
            if kinds - {kind, Kind.TEXT}:
                wrong[sheet, role, name] = kinds
            if kind in kinds:
                never.discard((sheet, name))
            elif not any(
                kind in other.get(name, ())
                for (where, _), other in recording.offered.items()
                if where == sheet
            ):
                never.add((sheet, name))
    assert wrong == {}
    assert never == set()


@pytest.mark.slow
def test_what_must_have_a_place_is_needed_by_the_table(recording: Recording) -> None:
    optional = {
        *("input.review", "input.review_note", "appeal.text"),
        *("row.check", "section.to_correct", "node.to_correct"),
        *("input.quality", "input.origin", "input.year", "group.name"),
    }
    missing = {
        (sheet, role): names - needed
        for (sheet, role), names in recording.asked.items()
        if (
            needed := {n for n, entry in template_table()[sheet].of(role).items() if role in entry.needed}
            | optional
        )
        and names - needed
    }
    assert missing == {}
