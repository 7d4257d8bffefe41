"""Earlier rounds and other cities for a report: their folders opened, scored, and brought to a common basis."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from smartxl.diagnosis.basis import Common, common_leaves, cut_down
from smartxl.diagnosis.others import CommonBasis, Comparisons, OtherScores
from smartxl.errors import LedgerError, ProjectError
from smartxl.model.definition import Definition, Round
from smartxl.model.scores import Quantity, QuantityKind, ScoreTable
from smartxl.model.tasks import PreviousTasks
from smartxl.project.folder import ProjectFolder
from smartxl.project.result import ScoredRound
from smartxl.project.taskfile import KEPT_TASKS
from smartxl.scoring.engine import score
from smartxl.text import Text

__all__ = ["compared", "comparisons", "previous_tasks", "scored_apart"]

_SAME = 1e-9
_Scored = tuple[Definition, ScoredRound | None]
_Side = tuple[OtherScores, ScoredRound]


def comparisons(
    project: ProjectFolder, scored: ScoredRound, last: Sequence[Path], peers: Sequence[Path]
) -> Comparisons:
    """The rounds in the folders `last`, by their dates, and the cities in `peers`, scored by the day of the project.

    Raises ProjectError for a folder that is no project, is named twice or cannot be what it is named for; DefinitionError.
    """
    _check_named_once(project.root, [*last, *peers])
    opened = [
        type(project).open(folder, project.lang).at(project.definition.day) for folder in (*last, *peers)
    ]
    rounds, cities = opened[: len(last)], opened[len(last) :]
    _check_rounds(project, rounds)
    rounds.sort(key=lambda other: _when(other.definition.round))
    return compared(
        scored, *([(other.definition, _score(other)) for other in some] for some in (rounds, cities))
    )


def previous_tasks(project: ProjectFolder, last: Sequence[Path]) -> PreviousTasks | None:
    """The tasks that the last of the rounds in these folders keeps; None where it keeps none."""
    if not last:
        return None
    rounds = [type(project).open(folder, project.lang) for folder in last]
    latest = max(rounds, key=lambda other: _when(other.definition.round))
    tasks = KEPT_TASKS.kept(latest.root).tasks
    return PreviousTasks(latest.definition, tasks) if tasks else None


def compared(own: ScoredRound, rounds: Sequence[_Scored], cities: Sequence[_Scored]) -> Comparisons:
    """A scored round beside earlier ones, the first one first, and other cities; None: no answers of theirs count."""
    earlier, unanswered = _sides(own, rounds, "last", lambda round_: round_.name)
    named, silent = _sides(own, cities, "peer", lambda round_: round_.city.get(own.lang))
    peers = [(side, city) for side, city in named if common_leaves(own.definition, [city.definition])]
    bases = {
        side.origin: basis for side, other in earlier if (basis := _basis(own, [(side, other)], side.origin))
    }
    return Comparisons(
        tuple(side for side, _ in earlier),
        bases,
        unanswered,
        tuple(side for side, _ in peers),
        _basis(own, peers, "peers"),
        silent,
        tuple(side.label for side, city in named if (side, city) not in peers),
        scored_apart(own),
    )


def scored_apart(own: ScoredRound) -> tuple[OtherScores, ...]:
    """A round on its common indicators alone, and on those that only its city has; nothing where it lacks either."""
    definition = own.definition
    leaves = common_leaves(definition, ())
    specific = {
        node.code for node in definition.framework.nodes if node.indicator and node.indicator.specific
    }
    if not specific or specific == leaves.keys():
        return ()
    whole = OtherScores("", definition.round.name, definition, own.table, own.lang)
    return tuple(
        _on_basis(own, replace(whole, origin=f"apart:{key}"), own, dict(kept))
        for key, kept in (
            ("common", ((code, classes) for code, classes in leaves.items() if code not in specific)),
            ("specific", ((code, classes) for code, classes in leaves.items() if code in specific)),
        )
    )


def _check_named_once(own: Path, folders: Sequence[Path]) -> None:
    seen = {own.resolve()}
    for folder in folders:
        place = folder.resolve()
        if place == own.resolve():
            what = Text("这就是本次报告的项目", "this is the project that the report is about")
            remedy = Text(
                "另指定较早一轮或其他城市的项目文件夹",
                "name the folder of an earlier round, or of another city",
            )
            raise ProjectError(str(folder), what, remedy)
        if place in seen:
            what = Text("同一文件夹指定了两次", "the folder is named twice")
            raise ProjectError(str(folder), what, Text("每个文件夹只指定一次", "name each folder once"))
        seen.add(place)


def _when(round_: Round) -> tuple[object, ...]:
    return round_.start, round_.due, round_.name


def _check_rounds(project: ProjectFolder, rounds: Sequence[ProjectFolder]) -> None:
    own = project.definition.round
    seen = {(own.id, own.name): project.root}
    for other in rounds:
        round_, where = other.definition.round, str(other.root)
        if round_.city.zh != own.city.zh:
            what = Text(
                f"是另一城市“{round_.city.zh}”的项目",
                f"this is a project of another city, {round_.city.get('en')}",
            )
            remedy = Text(
                "用 --peer 比较城市；若只是更名，把其 assessment.yaml 的 city 改为现名",
                "compare cities with --peer; where only the name changed, write the present one as city into its "
                "assessment.yaml",
            )
            raise ProjectError(where, what, remedy)
        if (round_.id, round_.name) in seen:
            same = seen[round_.id, round_.name]
            what = Text(f"与 {same} 是同一轮（{round_.name}）", f"{same} is the same round ({round_.name})")
            raise ProjectError(where, what, Text("每一轮只指定一个文件夹", "name one folder of each round"))
        if _when(round_) > _when(own):
            what = Text(
                f"该轮开始于 {round_.start}，不早于本轮（{own.start}）",
                f"its round starts on {round_.start}, not before this one ({own.start})",
            )
            remedy = Text(
                "报告以最新一轮为项目，--last 指定较早的",
                "report on the latest round, and name earlier ones with --last",
            )
            raise ProjectError(where, what, remedy)
        seen[round_.id, round_.name] = other.root


def _sides(
    own: ScoredRound, others: Sequence[_Scored], kind: str, name_of: Callable[[Round], str]
) -> tuple[list[_Side], tuple[str, ...]]:
    """The scores of rounds in which answers count; what the others are called."""
    labels = _labels([own.definition.round, *(definition.round for definition, _ in others)], name_of)[1:]
    found: list[_Side] = []
    silent = []
    for (_, scored), label in zip(others, labels, strict=True):
        if scored is None:
            silent.append(label)
        else:
            side = OtherScores(f"{kind}:{label}", label, scored.definition, scored.table, own.lang)
            found.append((side, scored))
    return found, tuple(silent)


def _labels(rounds: Sequence[Round], name_of: Callable[[Round], str]) -> list[str]:
    """What rounds are called; one that is called as another is with the day it starts, and a number if need be."""
    names = [name_of(round_) for round_ in rounds]
    dated = [
        name if names.count(name) == 1 else f"{name} ({round_.start.isoformat()})"
        for name, round_ in zip(names, rounds, strict=True)
    ]
    return [
        label if dated.count(label) == 1 else f"{label} {dated[: place + 1].count(label)}"
        for place, label in enumerate(dated)
    ]


def _score(project: ProjectFolder) -> ScoredRound | None:
    """The scores of a project; None where no submission counts. Its ledger is not made where there is none."""
    if not project.has_ledger:
        return None
    try:
        with project.ledger() as ledger:
            if not ledger.count(project.definition):
                return None
            answers = project.scored_in(ledger)
    except LedgerError as error:
        what = Text(
            f"台账无法读取（{error.what.get('zh')}）", f"its ledger cannot be read ({error.what.get('en')})"
        )
        remedy = Text(
            f"用备份恢复，或不指定该文件夹（{error.remedy.get('zh')}）",
            f"restore a copy of it, or leave the folder out ({error.remedy.get('en')})",
        )
        raise ProjectError(str(project.root), what, remedy) from error
    return ScoredRound(project.definition, score(project.definition, answers), answers, project.lang)


def _basis(own: ScoredRound, others: Sequence[_Side], key: str) -> CommonBasis | None:
    """The basis on which rounds can be compared; None where their scores, as published, already are on one."""
    if all(other.definition.framework == own.definition.framework for _, other in others):
        return None
    common = common_leaves(own.definition, [other.definition for _, other in others])
    label = own.definition.round.name
    mine = OtherScores(f"basis:{key}:own", label, own.definition, own.table, own.lang)
    sides = [(mine, own), *((replace(side, origin=f"basis:{key}:{side.origin}"), s) for side, s in others)]
    cut = [_on_basis(own, side, scored, common) for side, scored in sides] if common else []
    if cut and all(_alike(scored.table, side.table) for side, (_, scored) in zip(cut, sides, strict=True)):
        return None
    own_side, *rest = cut or [replace(side, table=ScoreTable({})) for side, _ in sides]
    return CommonBasis(frozenset(common), own_side, tuple(rest))


def _on_basis(own: ScoredRound, side: OtherScores, scored: ScoredRound, common: Common) -> OtherScores:
    definition, answers = cut_down(own.definition, scored.definition, scored.answers, common)
    return replace(side, definition=definition, table=score(definition, answers))


def _alike(one: ScoreTable, other: ScoreTable) -> bool:
    """Whether two tables have the same scores."""
    here, there = _scores_in(one), _scores_in(other)
    return here.keys() == there.keys() and all(abs(here[key] - there[key]) <= _SAME for key in here)


def _scores_in(table: ScoreTable) -> Mapping[Quantity, float]:
    return {
        key: value
        for key, value in table.values.items()
        if key.kind is QuantityKind.SCORE and value is not None
    }
