"""The score table as a data frame, for people with other tools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartxl.model.combination import Ties
from smartxl.model.definition import Definition
from smartxl.model.framework import GRADING, ROOT
from smartxl.model.scores import CITY, QuantityKind, ScoreTable
from smartxl.model.spoken import kind_of_place
from smartxl.text import Lang, Text
from smartxl_templates import wording

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["frames", "score_rows"]

Entry = str | float | None

_WHOLE_CLASS = Text("整体", "as a whole")


def frames(definition: Definition, table: ScoreTable, lang: Lang = "zh") -> pd.DataFrame:
    """One row per unit in roster order, then per class as a whole, then the city.

    Columns: code, name, class, total, rank, stage (words), coverage (0 to 1), then one per node code. Where a coverage
    floor is declared for units, `grading` stands before the nodes: in words what becomes of a unit below it, else None.
    Scores are floats, NaN for none; `rank` (Int64, or Float64 where ties share the mean of their ranks) and `stage` are
    missing where there is none.
    """
    import pandas as pd

    head, rows = score_rows(definition, table, lang)
    frame = pd.DataFrame(rows, columns=head)
    numbers = ["total", "coverage", *(node.code for node in definition.framework.nodes)]
    frame[numbers] = frame[numbers].astype("float64")
    halves = definition.framework.conventions.ranking.ties is Ties.MID
    frame["rank"] = frame["rank"].astype("Float64" if halves else "Int64")
    return frame


def score_rows(
    definition: Definition, table: ScoreTable, lang: Lang = "zh"
) -> tuple[list[str], list[list[Entry]]]:
    """The same without pandas: heads and rows, None where there is nothing."""
    nodes = [node.code for node in definition.framework.nodes]
    head = ["code", "name", "class", "total", "rank", "stage", "coverage", *_floor_columns(definition)]
    rows: list[list[Entry]] = [
        [
            *identity,
            *_results(definition, table, identity[0], lang),
            *(_grading(definition, table, identity[0], lang) for _ in _floor_columns(definition)),
            *_scores(table, identity[0], nodes),
        ]
        for identity in _identities(definition, lang)
    ]
    return [*head, *nodes], rows


def _floor_columns(definition: Definition) -> tuple[str, ...]:
    return (GRADING,) if definition.framework.floor(ROOT) > 0 else ()


def _grading(definition: Definition, table: ScoreTable, unit: str, lang: Lang) -> str | None:
    if not table.below_floor(unit, ROOT):
        return None
    is_ungraded = definition.framework.withholds(ROOT)
    return wording(lang)["label.ungraded" if is_ungraded else "label.below_floor"]


def _identities(definition: Definition, lang: Lang) -> Iterator[tuple[str, str, str]]:
    """Code, name and class of each row."""
    names = {c.code: c.name.get(lang) for c in definition.framework.classes}
    for unit in definition.roster.units:
        yield unit.code, unit.name.get(lang), names.get(unit.unit_class, unit.unit_class)
    for unit_class in definition.framework.classes:
        name = names[unit_class.code]
        yield unit_class.aggregate, f"{name}{'' if lang == 'zh' else ' '}{_WHOLE_CLASS.get(lang)}", name
    kind = kind_of_place(definition.round, lang)
    yield CITY, definition.round.city.get(lang), f"全{kind}" if lang == "zh" else f"whole {kind}"


def _results(
    definition: Definition, table: ScoreTable, unit: str, lang: Lang
) -> tuple[float | None, float | None, str | None, float | None]:
    names = definition.framework.conventions.stages.names
    stage = table.get(QuantityKind.STAGE, unit)
    return (
        table.get(QuantityKind.SCORE, unit, ROOT),
        table.get(QuantityKind.RANK, unit),
        None if stage is None else names[int(stage)].get(lang),
        table.get(QuantityKind.COVERAGE, unit, ROOT),
    )


def _scores(table: ScoreTable, unit: str, nodes: list[str]) -> list[float | None]:
    return [table.get(QuantityKind.SCORE, unit, node) for node in nodes]
