"""An edited workbench brought back: weights into the definition, scores as the evaluator's reviews; all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from smartxl.errors import DefinitionError, ProjectError, system_words
from smartxl.ledger import Ledger, appeals, with_appeals
from smartxl.model.answers import Answer
from smartxl.model.combination import RollUp
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT, Measure
from smartxl.model.received import FileState
from smartxl.model.scores import CITY, QuantityKind, ScoreTable
from smartxl.project.folder import ProjectFolder
from smartxl.project.gather import gather
from smartxl.project.jobs import BuildJob, WorkbookFile
from smartxl.project.outputs import Outputs, write_whole
from smartxl.project.weighing.table import WeightChange, branch_problems
from smartxl.project.weights import rewritten_definition
from smartxl.project.workbench.brought import BenchChange, BroughtKind, TotalMove, WorkbenchImport, alike
from smartxl.project.workbench.readback import ReadWorkbench, read_workbench
from smartxl.project.workbench.reviews import ReviewedRound, reviewed
from smartxl.reading import FileReader
from smartxl.scoring import score
from smartxl.text import SEMICOLON, Text, shorten
from smartxl.xlsx import RawBook, open_book

__all__ = ["ImportOrder", "bring_back", "open_workbench"]

_NOTE = 200  # characters
_REVIEWS = "workbench"  # a folder of its own: the evaluator's own forms are never written over
_Key = tuple[str, str]
_FROM_NUMBERS = Text(
    "这一得分由填报的数或问卷算出，改得分就要编造数字；请在复核表中改数",
    "it is worked out from numbers that were reported: change those in the evaluator's edition",
)
_NO_SCORE = Text(
    "得分不能清空；请在复核表中标不适用", "a score cannot be taken away; mark rows in the evaluator's edition"
)
_NO_SHARES = Text("类别份额请在定义中改", "change the shares of classes in the definition")
_ADJUSTING = Text(
    "加减分节点的权重请在定义中改", "change the weights of bonus and deduction in the definition"
)
_MEANWHILE = Text("项目中其间也变过", "the project changed it meanwhile, too")


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """How a workbench is brought back: why, and whether nothing is written."""

    reason: str = ""
    dry_run: bool = False


def open_workbench(path: Path) -> RawBook:
    """Opens the file. Raises UnreadableFile, ProjectError where it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        words = system_words(error)
        what = Text(f"读不了（{words.zh}）", f"it cannot be read ({words.en})")
        raise ProjectError(str(path), what, Text("检查路径", "look at the path")) from error
    return open_book(content, path.name)


def bring_back(project: ProjectFolder, book: RawBook, order: ImportOrder, now: datetime) -> WorkbenchImport:
    """Brings the changes of a workbench into the project.

    Raises ProjectError for another workbook, DefinitionError with all that is wrong in it; then nothing is written.
    """
    read = read_workbench(project.definition, book)
    if read.problems:
        raise DefinitionError(tuple(read.problems))
    return _Bringing(project, read, order, now).brought(book.file_name)


class _Bringing:
    """One workbench on its way back."""

    def __init__(
        self, project: ProjectFolder, read: ReadWorkbench, order: ImportOrder, now: datetime
    ) -> None:
        self.project, self.read, self.order, self.now = project, read, order, now
        self.definition = project.definition.at(now.date())
        with project.ledger(now=now) as ledger:
            self.answers = project.scored_in(ledger)
            counted = ledger.counting_answers(project.definition)
            self.shown = with_appeals(counted, appeals(project.definition, ledger))
            then, until = self._then(ledger), ledger.as_of(read.held) if read.held else ledger
            former = type(project)(project.root, then, project.lang).scored_in(until)
        self.table = score(self.definition, self.answers)
        is_same = then is project.definition and read.held is None
        self.base = self.table if is_same else score(then.at(now.date()), former)
        self.told = list(read.told)

    def _then(self, ledger: Ledger) -> Definition:
        """The definition that the workbench was made from, where the ledger kept it."""
        own = self.project.definition
        if self.read.stamp.scoring == own.identity.scoring:
            return own
        noted = [each for each in ledger.scorings(own) if each.digest == self.read.stamp.scoring]
        return (ledger.definition(noted[-1].definition) if noted else None) or own

    def brought(self, file: str) -> WorkbenchImport:
        """All of it, written unless it is a dry run."""
        weights, weighed = self._weights(file)
        changes = [*weights, *self._shares()]
        asked = dict(self._asked())
        notes = {key: self._note(file, change) for key, change in asked.items()}
        wanted = {key: change.new for key, change in asked.items() if change.new is not None}
        round_ = reviewed(self.definition, self.answers, wanted, notes)
        changes += [self._settled(key, change, round_) for key, change in asked.items()]
        changed = self.definition if not weighed else _with_weights(self.definition, weighed)
        after = score(changed, round_.answers)
        written: tuple[Path, ...] = ()
        units = [
            change.of for change in changes if change.kind is BroughtKind.SCORE and change.refused is None
        ]
        if not self.order.dry_run and (weighed or units):
            written = self._write(weighed, round_, tuple(dict.fromkeys(units)))
        moves = tuple(self._moves(after))
        return WorkbenchImport(tuple(changes), tuple(self.told), moves, written, self.order.dry_run)

    def _weights(self, file: str) -> tuple[list[BenchChange], list[WeightChange]]:
        """The weights that were changed, and the whole branches that they belong to."""
        framework, changes, weighed = self.definition.framework, [], []
        touched: dict[_Key, None] = {}
        for (unit_class, code), typed in self.read.weights.items():
            node = framework.by_code[code]
            before = self.read.before.get((unit_class, code), node.weights[unit_class])
            if (
                typed.value is None
                or alike(typed.value, before)
                or alike(typed.value, node.weights[unit_class])
            ):
                continue
            if code in framework.adjusting:
                now = node.weights[unit_class]
                changes.append(
                    BenchChange(
                        BroughtKind.WEIGHT, unit_class, code, now, typed.value, typed.place, _ADJUSTING
                    )
                )
            else:
                touched[unit_class, node.parent] = None
        for unit_class, parent in touched:
            branch = self._branch(unit_class, parent)
            weighed += branch
            changes += list(self._of_branch(branch))
        if problems := tuple(branch_problems(framework, file, weighed)):
            raise DefinitionError(problems)
        return changes, weighed

    def _branch(self, unit_class: str, parent: str) -> list[WeightChange]:
        """All weights below a node as they are to be; shares of 100 where they are no points of a sum."""
        nodes = self.definition.framework.basis(parent, unit_class)
        new = {node.code: self._typed(unit_class, node.code, node.weights[unit_class]) for node in nodes}
        total = sum(new.values())
        is_sum = self.definition.framework.combination(parent).method is RollUp.SUM
        if not is_sum and total > 0 and abs(total - 100) > 1e-6:
            name, above = self.definition.framework.unit_class(unit_class).name, _above(parent)
            zh = f"{name.get('zh')}在{above.zh}之下的权重合计 {total:g}，按比例折算为 100"
            en = f"the weights below {above.en} for {name.get('en')} sum to {total:g} and were scaled to 100"
            self.told.append(Text(zh, en))
            new = {code: float(f"{100 * weight / total:.10g}") for code, weight in new.items()}
        return [WeightChange(unit_class, parent, n.code, n.weights[unit_class], new[n.code]) for n in nodes]

    def _typed(self, unit_class: str, code: str, now: float) -> float:
        typed = self.read.weights.get((unit_class, code))
        return now if typed is None or typed.value is None else typed.value

    def _of_branch(self, branch: Sequence[WeightChange]) -> Iterator[BenchChange]:
        for change in branch:
            key = (change.unit_class, change.code)
            typed = self.read.weights.get(key)
            if not alike(change.new, change.now):
                before = self.read.before.get(key, change.now)
                remark = None if alike(before, change.now) else _MEANWHILE
                place = typed.place if typed else ""
                yield BenchChange(
                    BroughtKind.WEIGHT,
                    change.unit_class,
                    change.code,
                    change.now,
                    change.new,
                    place,
                    None,
                    remark,
                )

    def _shares(self) -> Iterator[BenchChange]:
        for code, (tried, now, place) in self.read.shares.items():
            if not alike(tried, now):
                yield BenchChange(BroughtKind.SHARE, code, "", now, tried, place, _NO_SHARES)

    def _asked(self) -> Iterator[tuple[_Key, BenchChange]]:
        """The scores that were changed."""
        for key, typed in self.read.scores.items():
            base = self.base.get(QuantityKind.SCORE, *key)
            now = self.table.get(QuantityKind.SCORE, *key)
            if alike(typed.value, base) or alike(typed.value, now):
                continue
            remark = None if alike(base, now) else _MEANWHILE
            refused = _NO_SCORE if typed.value is None else None
            yield key, BenchChange(BroughtKind.SCORE, *key, now, typed.value, typed.place, refused, remark)

    def _settled(self, key: _Key, change: BenchChange, round_: ReviewedRound) -> BenchChange:
        """A change with the reason why it cannot be brought back, where it cannot."""
        if key not in round_.impossible:
            return change
        indicator = self.definition.framework.by_code[change.node].indicator
        if indicator is None or indicator.measure is not Measure.RUBRIC:
            return replace(change, refused=_FROM_NUMBERS)
        points = self.definition.framework.scales[indicator.scale].points.values()
        known = ", ".join(f"{100 * each:g}" for each in points)
        told = Text(f"按等级计分，等级得分是 {known}", f"it is scored by levels, which give {known}")
        return replace(change, refused=told)

    def _note(self, file: str, change: BenchChange) -> str:
        """What stands beside the review: that it comes from the workbench, from which score to which, and why."""
        old = "—" if change.old is None else f"{change.old:g}"
        new = "—" if change.new is None else f"{change.new:g}"
        told = Text(f"咨询工作台 {file}：{old} → {new}", f"workbench {file}: {old} → {new}").get(
            self.project.lang
        )
        parts = [part for part in (told, self.order.reason) if part]
        return shorten(SEMICOLON.get(self.project.lang).join(parts), _NOTE)

    def _write(
        self, weighed: Sequence[WeightChange], round_: ReviewedRound, units: tuple[str, ...]
    ) -> tuple[Path, ...]:
        """Writes weights and reviews. What was written is taken back where something fails."""
        new = rewritten_definition(self.project, weighed) if weighed else None
        files = self._forms(round_, units) if units else []
        old = new[0].read_bytes() if new else b""
        folder = self.project.reviews / _REVIEWS
        with Outputs(self.project.root, force=True) as outputs:
            paths = [folder / file.file_name for file in files]
            had = {path: path.read_bytes() for path in paths if path.is_file()}
            try:
                if new:
                    write_whole(*new)
                for path, file in zip(paths, files, strict=True):
                    outputs.write(path, file.content)
                self._collect(paths)
            except BaseException:
                with suppress(ProjectError):
                    if new:
                        write_whole(new[0], old)
                    for path in paths:
                        write_whole(path, had[path]) if path in had else path.unlink(missing_ok=True)
                raise
        return (*((new[0],) if new else ()), *paths)

    def _forms(self, round_: ReviewedRound, units: tuple[str, ...]) -> list[WorkbookFile]:
        """The evaluator's edition of each unit with its reviews."""
        words = {(answer.unit, answer.key): answer for answer in self.shown}
        of_unit: dict[str, list[Answer]] = defaultdict(list)
        for answer in round_.answers:
            shown = words.get((answer.unit, answer.key))
            fields = {**shown.fields, **answer.fields} if shown else answer.fields
            of_unit[answer.unit].append(answer._replace(fields=fields))
        today = self.project.at(self.now.date())
        work = BuildJob(today, Edition.EVALUATOR, only=frozenset(units), table=round_.table, answers=of_unit)
        files = work.forms(work.units)
        for file in files:
            self._proved(file, of_unit)
        return files

    def _proved(self, file: WorkbookFile, answers: Mapping[str, Sequence[Answer]]) -> None:
        """Reads a form as it will be read when it is collected. Raises ProjectError where something else comes out."""
        reading = FileReader(self.project.definition, self.project.answers_plan).read(
            file.content, file.file_name
        )
        due = {row.key: row.score_input for row in answers[file.unit.code if file.unit else ""]}
        found = {row.key: row.score_input for row in reading.answers}
        if reading.state is FileState.ACCEPTED and all(
            alike(found.get(key), value) for key, value in due.items()
        ):
            return
        what = Text("写成复核表后读回来会不一样", "its review would not be read back as it should")
        remedy = Text(
            "请在复核表中改这个单位的得分", "change the scores of this unit in the evaluator's edition"
        )
        raise ProjectError(file.file_name, what, remedy)

    def _collect(self, paths: Sequence[Path]) -> None:
        """Takes the forms into the ledger, where the evaluator's edition counts first."""
        if paths:
            gather(self.project, list(paths), lambda: self.now, note=self.order.reason, processes=0)

    def _moves(self, after: ScoreTable) -> Iterator[TotalMove]:
        """The totals and ranks that change: of the city, its classes, its units."""
        lang, framework = self.project.lang, self.definition.framework
        names = [(CITY, self.definition.round.city.get(lang))]
        names += [(c.aggregate, c.name.get(lang)) for c in framework.classes]
        names += [(unit.code, unit.name.get(lang)) for unit in self.definition.roster.units]
        for code, name in names:
            before, now = (t.get(QuantityKind.SCORE, code, ROOT) for t in (self.table, after))
            first, last = (t.get(QuantityKind.RANK, code) for t in (self.table, after))
            if not alike(before, now) or not alike(first, last):
                yield TotalMove(code, name, before, now, first, last)


def _above(code: str) -> Text:
    """A node that has others below it, in a sentence."""
    return Text("总分", "the total") if code == ROOT else Text(f" {code} ", code)


def _with_weights(definition: Definition, weighed: Sequence[WeightChange]) -> Definition:
    """The definition with other weights."""
    new: Mapping[_Key, float] = {(change.unit_class, change.code): change.new for change in weighed}
    nodes = tuple(
        replace(node, weights={c: new.get((c, node.code), weight) for c, weight in node.weights.items()})
        for node in definition.framework.nodes
    )
    return replace(definition, framework=replace(definition.framework, nodes=nodes))
