"""What reports tell of the ledger beside scores: when forms came, which evidence, and what became of appeals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smartxl.findings import FindingCode
from smartxl.ledger import Ruling, appeal_cases
from smartxl.model.roundrecords import AppealedRow, AppealedUnit, FormRecord, RoundRecords
from smartxl.project.folder import ProjectFolder

if TYPE_CHECKING:
    from smartxl.ledger import CountedAnswers
    from smartxl.model.answers import Answer
    from smartxl.model.received import Attachment
    from smartxl.project.appeals import AppealList
    from smartxl.project.result import CountedRound

__all__ = ["round_records"]


def round_records(project: ProjectFolder, round_: CountedRound, answers: Sequence[Answer]) -> RoundRecords:
    """The records of a round; `answers` are those that are scored."""
    definition = project.definition
    with project.ledger() as ledger:
        sent = ledger.attachments(definition)
        cases = appeal_cases(definition, ledger, project.lang)
    units = {c.decision.unit: _record(c, sent) for c in round_.units}
    if not cases:
        return RoundRecords(units)
    from smartxl.project.appeals import appeal_list

    return RoundRecords(units, *_appealed(appeal_list(definition, cases, answers, project.lang)))


def _record(counted: CountedAnswers, sent: Sequence[Attachment]) -> FormRecord:
    from smartxl.collecting.evidence import check_references, references_of

    base, files = counted.decision.base, counted.decision.files
    digests = {record.digest for record in files}
    mine = [attachment for attachment in sent if attachment.unit == base.unit and attachment.form in digests]
    references = references_of(counted.answers, base.name)
    unsent = [f for f in check_references(references, mine) if f.code is FindingCode.EVIDENCE_MISSING]
    return FormRecord(
        base.name,
        base.digest,
        base.form,
        base.received_at.date(),
        len(mine),
        len(references),
        len(unsent),
    )


def _appealed(found: AppealList) -> tuple[tuple[AppealedUnit, ...], tuple[AppealedRow, ...]]:
    units = (
        AppealedUnit(
            entry.unit.code,
            sum(entry.counts.values()),
            entry.counts.get(Ruling.ADOPTED, 0),
            entry.counts.get(Ruling.UPHELD, 0),
            entry.counts.get(Ruling.PENDING, 0),
            None if entry.ungraded[0] else entry.before,
        )
        for entry in found.units
    )
    rows = (
        AppealedRow(
            entry.unit.code,
            entry.row.key,
            entry.row.name,
            entry.row.text,
            entry.row.ruling,
            entry.row.words,
            entry.before,
            entry.after,
        )
        for entry in found.rows
    )
    return tuple(units), tuple(rows)
