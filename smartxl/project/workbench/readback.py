"""What an edited workbench says: weights and scores by their keys, from whichever place they stand in now."""

from __future__ import annotations

from dataclasses import dataclass, field

from smartxl.cells import a1, column_letter, qualified
from smartxl.errors import Problem, ProjectError, SmartxlError, UnreadableFile
from smartxl.ledger import Moment
from smartxl.model.definition import Definition
from smartxl.model.framework import ROOT
from smartxl.project.workbench.keys import (
    AHP,
    EDITION,
    NOW,
    SHARE,
    TRY,
    USE,
    WEIGHT,
    FoundInput,
    SheetKind,
    found_inputs,
)
from smartxl.questionnaires.branches import Branch, branches
from smartxl.reading import read_stamp
from smartxl.stamp import Stamp
from smartxl.text import Text
from smartxl.xlsx import RawBook
from smartxl.xlsx.cellvalues import Percent
from smartxl_templates import wording
from smartxl_udfs.callers import CONF_SHEET

__all__ = ["HELD", "ReadWorkbench", "TypedNumber", "held_text", "read_workbench"]

HELD = "SMARTXL_HELD"
"""The setting that says what the ledger held when the workbench was made: the numbers of its last reading and last event."""


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number of the workbench, None for none, and the cell that it stands in ('权重'!F7)."""

    value: float | None
    place: str


@dataclass
class ReadWorkbench:
    """A workbench as it was read.

    `weights` and `scores` are by (class, node) and (unit, indicator); of weights those that the workbench counts with, and
    `before` what the definition had when it was made. `shares` are of classes: tried, now, and the cell. `told` is what is odd
    and does no harm, `problems` what must be put right.
    """

    stamp: Stamp
    held: Moment | None
    weights: dict[tuple[str, str], TypedNumber] = field(default_factory=dict)
    before: dict[tuple[str, str], float] = field(default_factory=dict)
    shares: dict[str, tuple[float, float, str]] = field(default_factory=dict)
    scores: dict[tuple[str, str], TypedNumber] = field(default_factory=dict)
    told: list[Text] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_workbench(definition: Definition, book: RawBook) -> ReadWorkbench:
    """Reads one. Raises ProjectError for a workbook that is no workbench, or one of another assessment or round."""
    stamp = _stamp_of(definition, book)
    reader = _BenchReader(definition, book.file_name, ReadWorkbench(stamp, _held(book)))
    for found in found_inputs(book):
        reader.take(found)
    reader.finish()
    return reader.found


def _stamp_of(definition: Definition, book: RawBook) -> Stamp:
    made = Text("用 smartxl workbench 生成的工作台", "use a workbook that smartxl workbench made")
    try:
        stamp = read_stamp(book)
    except UnreadableFile as error:
        what = Text("不是咨询工作台", "it is no workbench")
        raise ProjectError(book.file_name, what, made) from error
    if stamp.edition != EDITION:
        what = Text("是另一种工作簿，不是咨询工作台", "it is another kind of workbook, no workbench")
        raise ProjectError(book.file_name, what, made)
    own = definition.round
    if (stamp.assessment, stamp.round) != (own.id, own.name):
        what = Text(
            f"是 {stamp.assessment} {stamp.round} 的工作台，本项目是 {own.id} {own.name}",
            f"it is a workbench of {stamp.assessment} {stamp.round}, and this project is {own.id} {own.name}",
        )
        raise ProjectError(book.file_name, what, Text("指定它的项目", "name its project"))
    return stamp


def held_text(held: Moment) -> str:
    """What the setting `HELD` says of a moment: two numbers."""
    return f"{held.submissions} {held.events}"


def _held(book: RawBook) -> Moment | None:
    sheet = book.sheets.get(CONF_SHEET)
    rows = range(1, sheet.height + 1) if sheet else ()
    told = next((sheet.text(row, 2) for row in rows if sheet and sheet.text(row, 1) == HELD), "")
    numbers = told.split()
    if len(numbers) != 2 or not all(each.isdecimal() and len(each) < 10 for each in numbers):
        return None
    return Moment(int(numbers[0]), int(numbers[1]))


class _BenchReader:
    """Takes the inputs one by one, in whatever order they stand."""

    def __init__(self, definition: Definition, file: str, found: ReadWorkbench) -> None:
        self.definition, self.file, self.found = definition, file, found
        framework = definition.framework
        self.due_weights = {(c, node.code) for node in framework.nodes for c in node.weights}
        self.due_scores = {
            (unit.code, leaf.code)
            for unit in definition.roster.units
            for leaf in framework.leaves(unit.unit_class)
            if definition.answers(unit, leaf)
        }
        self.branches = {branch.key: branch for branch in branches(framework, Text(ROOT, ROOT))}
        self.tried: dict[tuple[str, str], TypedNumber] = {}
        self.judged: dict[str, dict[tuple[str, str], FoundInput]] = {key: {} for key in self.branches}
        self.by_judgement: dict[str, str] = {}
        self.seen: set[tuple[SheetKind, str, str, str]] = set()
        self.unknown: dict[str, None] = {}
        self.no_score = {wording(lang)["label.no_score"] for lang in ("zh", "en")}
        self.by_matrix = {wording(lang)["workbench.by_judgement"] for lang in ("zh", "en")}

    def take(self, found: FoundInput) -> None:
        """One cell; a second one with the same keys is a problem, for nobody can tell which is meant."""
        kind, _, rest = found.row.partition(":")
        if found.kind is SheetKind.WEIGHTS and found.column in {TRY, NOW} and kind in {WEIGHT, SHARE}:
            taken = self._weight(found, kind, rest)
        elif found.kind is SheetKind.JUDGEMENTS and kind in {USE, AHP}:
            taken = self._judgement(found, kind, rest)
        elif found.kind is SheetKind.SCORES:
            taken = self._score(found)
        else:
            return
        key = (found.kind, found.unit_class, found.row, found.column)
        if taken and key in self.seen:
            what = Text(
                f"{found.row} {found.column} 出现两次", f"{found.row} {found.column} stands there twice"
            )
            self._wrong(found, what, Text("删去多出的行", "delete the row that is one too many"))
        self.seen.add(key)

    def _weight(self, found: FoundInput, kind: str, rest: str) -> bool:
        if kind == SHARE:
            if rest in {c.code for c in self.definition.framework.classes}:
                number, (tried, now, _) = self._number(found), self.found.shares.get(rest, (0.0, 0.0, ""))
                shown = now if number is None else number
                pair = (shown, now) if found.column == TRY else (tried, shown)
                self.found.shares[rest] = (*pair, _place(found))
            return True
        unit_class, _, code = rest.partition("/")
        if (unit_class, code) not in self.due_weights:
            self.unknown[found.row] = None
            return False
        number = self._number(found)
        if number is not None and number < 0:
            self._wrong(
                found,
                Text(f"权重是 {number:g}", f"the weight is {number:g}"),
                Text("写不小于 0 的数", "type 0 or more"),
            )
        if found.column == NOW and number is not None:
            self.found.before[unit_class, code] = number
        elif found.column == TRY:
            self.tried[unit_class, code] = TypedNumber(number, _place(found))
        return True

    def _judgement(self, found: FoundInput, kind: str, rest: str) -> bool:
        branch, _, left = rest.partition("|")
        if branch not in self.branches:
            self.unknown[found.row] = None
            return False
        if kind == USE:
            if found.column == TRY and str(found.value).strip() in self.by_matrix:
                self.by_judgement[branch] = _place(found)
            return found.column == TRY
        self.judged[branch][left, found.column] = found
        return True

    def _score(self, found: FoundInput) -> bool:
        if (found.row, found.column) not in self.due_scores:
            unit = self.definition.roster.by_code.get(found.row)
            if unit is None and found.row[:1] not in {"@", ""} and "/" not in found.row:
                self.unknown[found.row] = None
            return False
        is_none = str(found.value).strip() in self.no_score | {""}
        value = None if is_none else self._number(found)
        self.found.scores[found.row, found.column] = TypedNumber(value, _place(found))
        return True

    def _number(self, found: FoundInput) -> float | None:
        """25 for 25 and for 25 %; a problem for what is no number of 0 or more."""
        value = found.value
        if isinstance(value, Percent):
            return 100 * float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
            return float(value)
        what = (
            Text(f"“{value}”不是数", f"{value!r} is no number")
            if value != ""
            else Text("是空的", "it is empty")
        )
        self._wrong(found, what, Text("写一个数", "type a number"))
        return None

    def _wrong(self, found: FoundInput, what: Text, remedy: Text) -> None:
        row, column = found.place
        self.found.problems.append(
            Problem(self.file, row, "", what, remedy, found.sheet, column_letter(column))
        )

    def finish(self) -> None:
        """Weights by judgement where the workbench takes them; rows that are gone, and those that nobody knows."""
        for branch, place in self.by_judgement.items():
            self._by_matrix(self.branches[branch], place)
        self.found.weights.update(
            {key: each for key, each in self.tried.items() if key not in self.found.weights}
        )
        missing = [f"{c}/{code}" for c, code in sorted(self.due_weights - self.tried.keys())]
        units = sorted({unit for unit, _ in self.due_scores - self.found.scores.keys()})
        for rows, zh, en in ((missing, "权重", "weights"), (units, "得分", "scores")):
            if rows:
                told = ", ".join(rows)
                self.found.told.append(
                    Text(
                        f"{zh}表中没有这些行，保持不变：{told}",
                        f"these rows of {en} are gone, and stay as they are: {told}",
                    )
                )
        if self.unknown:
            told = ", ".join(self.unknown)
            self.found.told.append(
                Text(f"不认识这些行，没有读：{told}", f"these rows are not known, and were not read: {told}")
            )

    def _by_matrix(self, branch: Branch, place: str) -> None:
        from smartxl.scoring.weights import Judgements, Priority, priorities

        pairs = {}
        for one, other in branch.pairs:
            found = self.judged[branch.key].get((one.code, other.code))
            value = self._number(found) if found else None
            if value is None:
                return
            pairs[one.code, other.code] = value
        codes = [child.code for child in branch.children]
        try:
            judged = priorities(Judgements.from_pairs(codes, pairs), Priority.GEOMETRIC_MEAN)
        except SmartxlError as fault:
            self.found.problems.append(Problem(self.file, None, branch.key, fault.what, fault.remedy))
            return
        for unit_class in branch.classes:
            points = sum(child.weights[unit_class] for child in branch.children)
            for code, share in zip(codes, judged.tolist(), strict=True):
                self.found.weights[unit_class, code] = TypedNumber(points * share, place)


def _place(found: FoundInput) -> str:
    return qualified(found.sheet, a1(*found.place))
