"""What is given back to whom: of each unit the form that it sent last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from smartxl.findings import Counts, Finding
from smartxl.ledger import Ledger, RowTotals
from smartxl.model.definition import Roster, Unit
from smartxl.model.received import FileState, StoredReading
from smartxl.processes import spread, worthwhile
from smartxl.project.folder import ProjectFolder
from smartxl.project.outputs import Outputs
from smartxl.project.progress import Tick
from smartxl.project.returnpapers import Case, ReturnWriter, SentForm, Terms
from smartxl.text import fold

__all__ = ["Given", "cases", "give_back", "unit_named"]

_FEW = 8
"""Cases: the papers of fewer are made before processes have started that begin anew."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was written for a unit: how many findings, how far its rows are, the files, the digest of what is returned.

    `unmarked` says why no workbook is marked.
    """

    unit: Unit
    counts: Counts
    rows: RowTotals
    files: tuple[Path, ...]
    digest: str = ""
    unmarked: str = ""


def cases(project: ProjectFolder, ledger: Ledger) -> tuple[tuple[Case, ...], tuple[Finding, ...]]:
    """Every unit of which a file was received, in the order of the roster; and findings of unread files of nobody known."""
    records = ledger.records()
    chosen = _chosen(project, records)
    unread, loose = _unread(project.definition.roster, records, chosen, ledger)
    found = []
    for unit in project.definition.roster.units:
        record = chosen.get(unit.code)
        if record or unit.code in unread:
            findings = ledger.findings([record.digest]) if record else ()
            found.append(Case(unit, record, findings, tuple(unread.get(unit.code, ()))))
    return tuple(found), tuple(loose)


def _chosen(project: ProjectFolder, records: Iterable[StoredReading]) -> Mapping[str, StoredReading]:
    """Unit → the form that it sent last, else the last of its files that was refused; never the evaluator's, and no appeal.

    It need not be the one that counts: what a unit sent last is what it wants to say, and what it must correct.
    """
    own: dict[str, StoredReading] = {}
    refused: dict[str, StoredReading] = {}
    for record in {record.digest: record for record in records}.values():
        if record.reviewed or record.appealed or record.unit not in project.definition.roster.by_code:
            continue
        if record.state is FileState.REFUSED:
            refused[record.unit] = record
        elif record.state is FileState.ACCEPTED and record.belongs_to(project.definition):
            own[record.unit] = record
    return {**refused, **own}


def _unread(
    roster: Roster, records: Sequence[StoredReading], chosen: Mapping[str, StoredReading], ledger: Ledger
) -> tuple[dict[str, list[Finding]], list[Finding]]:
    """Findings of unread files: by the unit that their name tells, where they came later than its other file; and the rest."""
    arrival = {record.digest: number for number, record in reversed(list(enumerate(records)))}
    by_unit: dict[str, list[Finding]] = {}
    loose: list[Finding] = []
    for digest, record in {record.digest: record for record in records}.items():
        if record.state is not FileState.UNREADABLE:
            continue
        unit = unit_named(record.name, roster)
        if unit is None:
            loose += ledger.findings([digest])
        elif unit.code not in chosen or arrival[digest] > arrival[chosen[unit.code].digest]:
            by_unit.setdefault(unit.code, []).extend(ledger.findings([digest]))
    return by_unit, loose


def unit_named(name: str, roster: Roster) -> Unit | None:
    """The unit whose code begins a file's name, or whose name stands in it (the longest); None for none or several."""
    stem = fold(PurePosixPath(name).stem)
    coded = [unit for unit in roster.units if stem.partition("-")[0] == fold(unit.code)]
    if len(coded) == 1:
        return coded[0]
    lengths = {
        unit.code: max(
            (len(word) for word in (unit.name.zh, unit.name.en) if word and fold(word) in stem), default=0
        )
        for unit in roster.units
    }
    longest = max(lengths.values(), default=0)
    named = [unit for unit in roster.units if longest and lengths[unit.code] == longest]
    return named[0] if len(named) == 1 else None


def give_back(
    project: ProjectFolder,
    chosen: Sequence[Case],
    folder: Path,
    terms: Terms,
    *,
    force: bool,
    tick: Tick,
    jobs: int = 1,
) -> Iterator[Given]:
    """Writes for each case the marked workbook, a blank form where the received one is of no use, and the letter.

    Up to `jobs` processes make them; they are written in the order of the cases.
    """
    inside = folder.resolve().is_relative_to(project.root.resolve())
    apart = worthwhile(len(chosen), jobs, _FEW)
    with (
        project.ledger() as ledger,
        Outputs(project.root if inside else folder, force) as outputs,
        closing(spread(ReturnWriter(project, terms), _SentForms(ledger, chosen), apart)) as written,
    ):
        for case, papers in zip(chosen, written, strict=True):
            for name, content in papers.files.items():
                outputs.write(folder / name, content)
            paths = tuple(folder / name for name in papers.files)
            digest = case.record.digest if case.record else ""
            yield Given(case.unit, case.counts, papers.rows, paths, digest, papers.unmarked)
            tick()


@dataclass(frozen=True, slots=True)
class _SentForms:
    """Cases with what the ledger holds of them, read one after the other as they are asked for."""

    ledger: Ledger
    cases: Sequence[Case]

    def __len__(self) -> int:
        return len(self.cases)

    def __iter__(self) -> Iterator[SentForm]:
        return map(self._sent, self.cases)

    def _sent(self, case: Case) -> SentForm:
        record = case.record
        if record is None:
            return SentForm(case)
        is_accepted = record.state is FileState.ACCEPTED
        answers = self.ledger.answers([record.digest]) if is_accepted else ()
        return SentForm(case, self.ledger.content(record.digest) or b"", answers)
