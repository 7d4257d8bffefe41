"""What a step of the round came to for one city: data that goes between processes and is kept beside the city's project."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "CityBuilt",
    "CityCollected",
    "CityRecord",
    "CityScores",
    "CityStatus",
    "CityVerified",
    "UnitTotal",
]


@dataclass(frozen=True, slots=True)
class CityBuilt:
    """How many workbooks were written (`new`), and found as they are (`same`)."""

    new: int
    same: int


@dataclass(frozen=True, slots=True)
class CityCollected:
    """How many files were read, by what became of them, and how many findings they have; `skipped` are no forms.

    `outcomes`: accepted, again, refused, unreadable by the words of `OutcomeKind`. `not_taken`: of files that were refused or
    could not be read, why and what to do.
    """

    files: int
    outcomes: dict[str, int]
    findings: int
    skipped: int = 0
    not_taken: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CityStatus:
    """Where a city's round stands: its units, those of which a file counts, rows asked, filled and to correct.

    `coverage`: rows that score out of those that apply, 0 to 1; None where none applies.
    """

    units: int
    received: int
    rows: int
    filled: int
    to_correct: int
    must_fix: int
    coverage: float | None


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """A unit of a city by the city's own definition: total, coverage (0 to 1), stage, score of each node; None for none."""

    code: str
    name: str
    unit_class: str
    total: float | None
    coverage: float | None
    stage: str = ""
    nodes: dict[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CityScores:
    """A city's scores: `total` and `stage` by its own definition, `common` of the common indicators alone.

    `nodes`: the city's score of each common node. `coverage`: the share of rows of common indicators that
    are answered. `classes`: the total of each class by the common definition, `leaves`
    (`class/leaf`) the score of each common indicator in each class. `counted`: units of which a file counts.
    """

    units: int
    counted: int
    total: float | None
    stage: str
    common: float | None
    coverage: float | None
    nodes: dict[str, float | None] = field(default_factory=dict)
    classes: dict[str, float | None] = field(default_factory=dict)
    leaves: dict[str, float | None] = field(default_factory=dict)
    unit_totals: tuple[UnitTotal, ...] = ()
    scoring: str = ""


@dataclass(frozen=True, slots=True)
class CityVerified:
    """How many workbooks were recalculated, and those that differ or could not be: path in the city's project →
    what was found.

    `drawn` of the city's `forms` are among them.
    """

    files: int
    cells: int
    differing: dict[str, str] = field(default_factory=dict)
    forms: int = 0
    drawn: int = 0


CityRecord = CityBuilt | CityCollected | CityScores | CityStatus | CityVerified
"""What any step came to."""
