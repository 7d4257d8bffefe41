"""The drill-down as JSON inside the page: texts once, nothing that could end the element it stands in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple

from markupsafe import Markup

from smartxl.model.answers import State
from smartxl.model.drilldown import DrillDown, DrillRow, DrillScore
from smartxl.model.report import Figure, plain
from smartxl.text import printable

__all__ = ["island"]

_STATES = tuple(State)
_ESCAPED = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&"})


def island(drill: DrillDown, words: Mapping[str, str]) -> Markup:
    """What `drill.js` shows, with the words that it needs; the same data give the same text.

    `subjects` are [code, name, place of the subject above or -1, 1 for a unit], `nodes` [code, name, place of the parent],
    `scores` subject → node → texts, `rows` unit → indicator → rows; `texts` hold what rows say more than once.
    """
    packed = _Packed(drill)
    data = {
        "words": {**words, "heads": astuple(drill.heads)},
        "subjects": packed.subjects(),
        "nodes": packed.nodes(),
        "scores": packed.scores(),
        "rows": packed.rows(),
        "texts": list(packed.texts),
        "steps": drill.steps,
    }
    told = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(told.translate(_ESCAPED))  # noqa: S704  (no sign of markup is left)


class _Packed:
    """The parts of a drill-down by their places instead of their codes."""

    def __init__(self, drill: DrillDown) -> None:
        self.drill = drill
        self.texts: dict[str, int] = {}
        self.subject_at = {subject.code: at for at, subject in enumerate(drill.subjects)}
        self.node_at = {node.code: at for at, node in enumerate(drill.nodes)}

    def subjects(self) -> list[list[object]]:
        return [
            [s.code, printable(s.name), self.subject_at.get(s.above, -1), int(s.is_unit)]
            for s in self.drill.subjects
        ]

    def nodes(self) -> list[list[object]]:
        return [[n.code, printable(n.name), self.node_at.get(n.above, -1)] for n in self.drill.nodes]

    def scores(self) -> list[dict[int, list[str]]]:
        found: list[dict[int, list[str]]] = [{} for _ in self.drill.subjects]
        for (subject, node), score in self.drill.scores.items():
            found[self.subject_at[subject]][self.node_at[node]] = _score(score)
        return [dict(sorted(nodes.items())) for nodes in found]

    def rows(self) -> list[dict[int, list[list[object]]]]:
        found: list[dict[int, list[list[object]]]] = [{} for _ in self.drill.subjects]
        for (unit, leaf), rows in self.drill.rows.items():
            found[self.subject_at[unit]][self.node_at[leaf]] = [self._row(row) for row in rows]
        return found

    def _row(self, row: DrillRow) -> list[object]:
        told = [value for head, text in row.told for value in (self._at(head), printable(text))]
        return [
            printable(row.code),
            printable(row.name),
            _STATES.index(row.state),
            self._at(plain(row.said)),
            _shown(row.points),
            _shown(row.full),
            self._at(row.file),
            self._at(row.sheet),
            row.cell,
            *told,
        ]

    def _at(self, text: str) -> int:
        """The place of a text among those that are said more than once."""
        return self.texts.setdefault(printable(text), len(self.texts))


def _score(score: DrillScore) -> list[str]:
    figures = (
        score.score,
        score.weight,
        score.coverage,
        score.answered,
        score.applicable,
        score.lost,
        score.obstacle,
    )
    return [*(_shown(figure) for figure in figures), score.note]


def _shown(figure: Figure | None) -> str:
    return "" if figure is None else figure.shown
