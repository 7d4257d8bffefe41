"""Which files were read as a form that their unit is not asked to fill in any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.received import FileState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartxl.model.definition import Definition
    from smartxl.model.received import StoredReading

__all__ = ["outdated_readings"]


def outdated_readings(records: Iterable[StoredReading], definition: Definition) -> tuple[StoredReading, ...]:
    """The last accepted readings of files of this round, where what their unit is asked has changed since."""
    round_, roster = definition.round, definition.roster
    last = {record.digest: record for record in records if record.state is FileState.ACCEPTED}
    return tuple(
        record
        for record in last.values()
        if (record.assessment, record.round) == (round_.id, round_.name)
        and record.unit in roster.by_code
        and not record.belongs_to(definition)
    )
