"""The print edition: a unit's form on paper, with boxes to tick and cells to write into. Nothing is read from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartxl.model.answers import HIGH, LOW, MEDIUM, Field
from smartxl.model.definition import Unit
from smartxl.model.framework import Indicator
from smartxl.model.keys import evidence_number
from smartxl.model.layout import LayoutRow
from smartxl.model.plan import Content, SheetPlan
from smartxl.planning.context import Context
from smartxl.planning.headings import column_heads, form_title, repeated_heads
from smartxl.planning.place import SheetBuilder
from smartxl.planning.rows import FormRow, form_rows, level_meanings, meaning
from smartxl.planning.tables import (
    BESIDE,
    TABLE_ROLES,
    FormPart,
    TableTexts,
    asked_rows,
    has_tables_only,
)

__all__ = ["plan_paper", "plan_paper_evidence"]

_BODY = ("section", "heading", "entry_heading", "legend", "item", "entry", *TABLE_ROLES, "spare", "added")
_ROWS = ("item", "entry", *TABLE_ROLES, "spare", "added")
_FEW = 3
"""Choices that stand in a cell one below the other; of more only the numbers do, and a line above says what they mean."""
_LINE = "________"
_UNASKED = "—"


def plan_paper(context: Context, unit: Unit, parts: tuple[FormPart, ...]) -> SheetPlan:
    """All sections of a unit's form."""
    return _Paper(context, unit, parts).plan()


def plan_paper_evidence(context: Context, unit: Unit) -> SheetPlan | None:
    """The evidence register on paper, None where the round has none."""
    size = context.definition.round.evidence_rows
    if not size:
        return None
    sheet = context.builder("paper_evidence")
    title = context.words["evidence.title"].format(unit=unit.name.get(context.lang))
    values = {**context.general(), **context.of_unit(unit), "evidence.title": title}
    sheet.add_rows(sheet.above("row"), values)
    head = sheet.position("head", "row")
    for number in range(1, size + 1):
        sheet.add("row", {"evidence.number": evidence_number(number)})
    sheet.add_rows(sheet.below("row"), values)
    return SheetPlan(
        name=context.words["sheet.evidence"],
        template="paper_evidence",
        rows=tuple(sheet.rows),
        column_styles=sheet.column_styles,
        title_row=head,
    )


class _Paper:
    """The form on paper while it is planned: `keep` are rows that stay on one page with the next."""

    def __init__(self, context: Context, unit: Unit, parts: tuple[FormPart, ...]) -> None:
        self.context, self.unit, self.parts = context, unit, parts
        self.sheet: SheetBuilder = context.builder("paper")
        self.band = self.sheet.between("section", *_ROWS)
        self.keep: set[int] = set()
        self.numbered = self.added = 0
        self.general: dict[str, Content] = {
            **context.general(),
            **context.of_unit(unit),
            **repeated_heads(context, [(i, part.role(i)) for part in self.parts for _, i in part.nodes]),
            "sampling.title": form_title(context, unit),
        }

    def plan(self) -> SheetPlan:
        """Sections with their rows, between what the template has above and below."""
        opening, head = list(self.sheet.above(*_BODY)), self.sheet.position("head", *_BODY)
        table_head = self.sheet.layout.row("table_head")
        if table_head is not None and has_tables_only(self.parts):
            opening[head - 1] = table_head
        self.sheet.add_rows(opening, self.general)
        for part in self.parts:
            self._table(part) if part.table else self._section(part)
        self._foot(self.sheet.below(*_BODY))
        return SheetPlan(
            name=self.context.words["sheet.sampling"],
            template="paper",
            rows=tuple(self.sheet.rows),
            column_styles=self.sheet.column_styles,
            title_row=head,
            keep=frozenset(self.keep),
        )

    def _foot(self, rows: Sequence[LayoutRow]) -> None:
        """The place for signatures and the stamp, on one page."""
        first = self.sheet.next_row
        self.sheet.add_rows(rows, self.general)
        self.keep.update(range(first, self.sheet.next_row - 1))

    def _table(self, part: FormPart) -> None:
        """Indicators that share a title and headings."""
        texts, layout = TableTexts(self.context, part), self.sheet.layout
        values = {
            **self.general,
            **column_heads(self.context, None, "table_row"),
            "section.title": part.title,
            "section.legend": texts.legend,
        }
        in_view = layout.row("table_head") is not None and has_tables_only(self.parts)
        roles = (
            "table",
            *(("table_legend",) if texts.legend else ()),
            *(() if in_view else ("table_heading",)),
        )
        for row in map(layout.row, roles):
            if row is not None:
                self.keep.add(self.sheet.add_row(row, values))
        for node, indicator in part.nodes:
            for entry in asked_rows(self.context, self.unit, part, node):
                self._tabled(texts, indicator, entry)

    def _tabled(self, texts: TableTexts, indicator: Indicator, entry: FormRow) -> None:
        self.numbered += 1
        words = self.context.words
        levels = texts.levels(indicator) if entry.asked is None else []
        values: dict[str, Content] = {
            "item.no": float(self.numbered),
            "item.code": entry.code,
            "item.name": entry.name,
            "item.kind": entry.kind,
            "item.audience": entry.audience,
            **dict(zip(BESIDE, texts.beside(indicator, entry), strict=True)),
            "box.applicable": _below([words["answer.not_applicable"], words["answer.pending"]]),
            "box.value": _below(levels) if levels else f"{_LINE} {entry.kind}".rstrip(),
            **self._about(indicator),
        }
        self.sheet.add("table_row", values)

    def _section(self, part: FormPart) -> None:
        ((node, indicator),) = part.nodes
        kind = part.role(indicator)
        legend = "；".join(self._legends(indicator)) if kind == "item" else ""
        values = {
            **self.general,
            **column_heads(self.context, indicator, kind),
            "section.title": part.title,
            "section.legend": legend,
        }
        for row in self._heading(kind):
            if row.role != "legend" or legend:
                self.keep.add(self.sheet.add_row(row, values))
        for entry in form_rows(self.context, self.unit, node):
            self._row(kind, indicator, entry)
        if added := self.context.definition.added_keys(node):
            self._spare(indicator, len(added), values)

    def _heading(self, kind: str) -> Iterator[LayoutRow]:
        """The rows above those of a section: sections of entries may have headings of their own."""
        own = any(row.role == "entry_heading" for row in self.band)
        left_out = {"heading"} if kind == "entry" and own else {"entry_heading"}
        return (row for row in self.band if row.role not in left_out)

    def _row(self, kind: str, indicator: Indicator, entry: FormRow) -> None:
        self.numbered += 1
        words = self.context.words
        values: dict[str, Content] = {
            "item.no": float(self.numbered),
            "item.code": entry.code,
            "item.name": entry.name,
            "item.kind": entry.kind,
            "item.audience": entry.audience,
            "box.applicable": _below([words["answer.not_applicable"], words["answer.pending"]]),
        }
        if kind == "item":
            values |= {"item.full": entry.full, **self._boxes(indicator)}
        else:
            values |= {
                "item.meaning": "\n".join(meaning(self.context, indicator, entry)),
                "box.value": self._value(indicator, entry),
                **self._about(indicator),
            }
        self.sheet.add(kind, values)

    def _about(self, indicator: Indicator) -> dict[str, Content]:
        """What is told about a number: boxes for its quality, room to write for the rest, a stroke where it is not asked."""
        words = self.context.words
        boxes = _below([words[f"answer.{code}"] for code in (HIGH, MEDIUM, LOW)])
        return {
            f"box.{field}": _UNASKED
            if field not in indicator.asks
            else boxes
            if field is Field.QUALITY
            else ""
            for field in self.context.definition.asks
        }

    def _spare(self, indicator: Indicator, size: int, values: dict[str, Content]) -> None:
        """Rows for items that the unit adds."""
        self.keep.add(self.sheet.add("spare", values))
        for _ in range(size):
            self.added += 1
            name = self.context.words["sampling.added"].format(number=self.added)
            self.sheet.add("added", {"item.no": name, **self._boxes(indicator)})

    def _value(self, indicator: Indicator, entry: FormRow) -> str:
        """A line for a number with its unit, or the levels to choose from, each with what it means."""
        if entry.asked is None:
            return _below(level_meanings(self.context, indicator))
        return f"{_LINE} {entry.kind}".rstrip()

    def _boxes(self, indicator: Indicator) -> dict[str, Content]:
        words = self.context.words
        yes, no = words["answer.yes"], words["answer.no"]
        return {
            "box.provided": f"□{yes}  □{no}",
            "box.level": _choices(self._levels(indicator)),
            "box.channel": _choices(self._channels()),
        }

    def _levels(self, indicator: Indicator) -> list[str]:
        scale = self.context.definition.framework.scales[indicator.scale]
        return [option.label.get(self.context.lang) for option in scale.options]

    def _channels(self) -> list[str]:
        return [channel.get(self.context.lang) for channel in self.context.definition.framework.channels]

    def _legends(self, indicator: Indicator) -> Iterator[str]:
        """What the numbers of choices mean that have no room in their cells."""
        heads = column_heads(self.context, indicator, "item")
        for slot, options in (("level", self._levels(indicator)), ("channel", self._channels())):
            if len(options) > _FEW:
                listed = "  ".join(f"{number} {option}" for number, option in enumerate(options, 1))
                yield self.context.words["paper.legend"].format(name=heads[f"head.{slot}"], options=listed)


def _choices(options: Sequence[str]) -> str:
    """Boxes to tick: each with its words where there are few."""
    if len(options) <= _FEW:
        return _below(options)
    return " ".join(f"□{number}" for number in range(1, len(options) + 1))


def _below(options: Sequence[str]) -> str:
    return "\n".join(f"□{option}" for option in options)
