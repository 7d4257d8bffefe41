"""Delphi questionnaires: each round made from the one before, collected, and judged by the stop rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from smartxl.define.columns import Columns
from smartxl.errors import DefinitionError, Problem, ProjectError
from smartxl.model.plan import WorkbookPlan
from smartxl.project.csvfile import csv_bytes
from smartxl.project.folder import ProjectFolder
from smartxl.project.outputs import Built, Outputs
from smartxl.project.weighing.inbox import (
    QuestionnaireInbox,
    asked_branches,
    folder_of,
    nothing_recognised,
    read_rows,
    record_asked,
    silent_experts,
    unknown_expert,
    write_all,
)
from smartxl.project.weighing.notices import Notice, notices_of
from smartxl.questionnaires import (
    FIRST_ROUND,
    Branch,
    DelphiFeedback,
    DelphiReply,
    GroupItem,
    Respondent,
    delphi_edition,
    plan_delphi,
    read_delphi,
    round_of,
)
from smartxl.scoring.weights import (
    RoundSummary,
    StopRule,
    Verdict,
    Weights,
    delphi_weights,
    summarise,
    verdict,
)
from smartxl.stamp import Stamp
from smartxl.text import CountOf, Text
from smartxl.typed import says_nothing
from smartxl_templates import wording

__all__ = [
    "STOP_RULE",
    "DelphiOutcome",
    "Rated",
    "ask_delphi",
    "collect_delphi",
    "newest_round",
    "ratings_of",
    "ratings_table",
]

_HEAD = ("expert", "item", "rating", "reason")
_COLUMNS = Columns.plain(_HEAD[:3], _HEAD[3:])
STOP_RULE = StopRule()
"""When the rounds may stop; docs/weights.md says what it asks for."""


@dataclass(frozen=True)
class Rated:
    """One branch: the last round's statistics, whether it may be the last, and weights; None where too little came."""

    branch: Branch
    summary: RoundSummary | None
    verdict: Verdict | None
    weights: Weights | None


@dataclass(frozen=True)
class DelphiOutcome:
    """Everything that collecting a round gave. `replies`: expert code → what was read."""

    number: int
    judged: tuple[Rated, ...]
    replies: Mapping[str, DelphiReply]
    remarks: tuple[Notice, ...]


def newest_round(project: ProjectFolder) -> int:
    """The newest round that was asked; 0 before the first."""
    names = (path.name.removesuffix("-asked.csv") for path in folder_of(project).glob("delphi-*-asked.csv"))
    return max((number for name in names if (number := round_of(name))), default=0)


def ratings_table(project: ProjectFolder, number: int) -> Path:
    """Where the ratings of a round are kept."""
    return folder_of(project) / f"{delphi_edition(number)}.csv"


def ask_delphi(
    project: ProjectFolder,
    experts: Mapping[str, Respondent],
    nodes: Sequence[str],
    *,
    force: bool,
    tick: Callable[[], None],
) -> Iterator[Built]:
    """Writes a round's workbooks into weights/out/delphi-N/: the next round once the last was collected."""
    newest = newest_round(project)
    number = newest + 1 if not newest or ratings_table(project, newest).is_file() else newest
    if newest and nodes:
        what = Text("后续轮次问的指标与第一轮相同", "a later round asks about the same nodes as the first")
        raise ProjectError("--node", what, Text("去掉 --node", "leave --node out"))
    asked = asked_branches(project, delphi_edition(newest) if newest else "", nodes)
    frame = ratings_of(project, number - 1) if number > 1 else pd.DataFrame()
    plans = (
        plan_delphi(
            project.definition,
            asked,
            expert,
            project.lang,
            wording(project.lang),
            number,
            _last_round(frame, expert.code),
        )
        for expert in experts.values()
    )
    edition = delphi_edition(number)
    with Outputs(project.root, force) as outputs:
        yield from write_all(project, outputs, folder_of(project) / "out" / edition, plans, tick)
        record_asked(project, outputs, edition, asked)


def _last_round(frame: pd.DataFrame, expert: str) -> DelphiFeedback:
    if frame.empty:
        return FIRST_ROUND
    group = {
        item.key: GroupItem(
            item.median, item.lower, item.upper, None if math.isnan(item.variation) else item.variation
        )
        for item in summarise(frame).items
    }
    mine = frame.loc[[name for name in frame.index if name == expert]].to_numpy(dtype="float64")
    own = {
        str(key): float(value)
        for row in mine
        for key, value in zip(frame.columns, row, strict=True)
        if not math.isnan(value)
    }
    return DelphiFeedback(group, own)


def ratings_of(project: ProjectFolder, number: int) -> pd.DataFrame:
    """The ratings of a round: index experts, columns items. Raises DefinitionError for a table that was spoilt."""
    path = ratings_table(project, number)
    if not path.is_file():
        remedy = Text(
            "先收回该轮：smartxl weights collect", "collect the round first: smartxl weights collect"
        )
        raise ProjectError(
            str(path), Text(f"第 {number} 轮还没有收回", f"round {number} was not collected"), remedy
        )
    frame: dict[str, dict[str, float]] = {}
    for row in read_rows(path, _COLUMNS):
        try:
            value = float(row.cells["rating"])
        except ValueError:
            what = Text(f"“{row.cells['rating']}”不是数", f"{row.cells['rating']!r} is no number")
            raise DefinitionError(
                (Problem(path.name, row.number, "rating", what, Text("写一个数", "write a number")),)
            ) from None
        frame.setdefault(row.cells["item"], {})[row.cells["expert"]] = value
    return pd.DataFrame(frame, dtype="float64")


def collect_delphi(
    project: ProjectFolder,
    source: Iterable[Path],
    experts: Mapping[str, Respondent],
    passwords: Iterable[str] = (),
    *,
    force: bool,
) -> DelphiOutcome:
    """Reads the newest round, keeps its ratings in weights/delphi-N.csv, and judges whether it may be the last.

    `passwords` are tried on encrypted files.
    """
    number = newest_round(project)
    edition = delphi_edition(number) if number else "delphi-1"
    asked = asked_branches(project, edition)

    def planned(stamp: Stamp, file: str) -> WorkbookPlan | Notice:
        if stamp.edition == edition and stamp.unit not in experts:
            return unknown_expert(stamp.unit, file)
        expert, words = Respondent(stamp.unit, ""), wording(stamp.lang)
        return plan_delphi(project.definition, asked, expert, stamp.lang, words, number)

    inbox = QuestionnaireInbox(planned)
    inbox.take(source, passwords)
    counting = [inbox.counting[code] for code in experts if code in inbox.counting]
    replies = {returned.who: read_delphi(returned.plan, returned.book) for returned in counting}
    remarks = [*nothing_recognised(replies), *inbox.remarks]
    for reply in replies.values():
        remarks += notices_of(reply.findings)
    remarks += _unanswered(asked, replies, experts)
    if not any(reply.ratings for reply in replies.values()):
        return DelphiOutcome(
            number, tuple(Rated(b, None, None, None) for b in asked), replies, tuple(remarks)
        )
    rows = [
        (code, r.key, f"{r.value:.10g}", r.reason) for code, reply in replies.items() for r in reply.ratings
    ]
    with Outputs(project.root, force) as outputs:
        outputs.write(ratings_table(project, number), csv_bytes(_HEAD, rows))
    remarks += _unexplained(project, asked, replies, experts, number)
    rounds = [ratings_of(project, n) for n in range(1, number + 1)]
    judged = tuple(_judge(branch, rounds) for branch in asked)
    return DelphiOutcome(number, judged, replies, tuple(remarks))


def _unanswered(
    asked: Sequence[Branch], replies: Mapping[str, DelphiReply], experts: Mapping[str, Respondent]
) -> Iterator[Notice]:
    """Experts who have not answered, and items they left blank."""
    yield from silent_experts("Delphi", experts, replies)
    names = {branch.child_key(node.code): node.name for branch in asked for node in branch.children}
    for code, reply in replies.items():
        rated = {rating.key for rating in reply.ratings}
        blank = [name for key, name in names.items() if key not in rated]
        if blank:
            zh, en = ("、".join(n.get("zh") for n in blank), ", ".join(n.get("en") for n in blank))
            what = Text(
                f"{len(blank)} 项没有打分：{zh}", f"{CountOf(len(blank)):item is|items are} not rated: {en}"
            )
            remedy = Text("请专家补填；空白不计入统计", "ask for them; blanks count for nothing")
            yield Notice(f"{experts[code].name}（{code}）", what, remedy)


def _unexplained(
    project: ProjectFolder,
    asked: Sequence[Branch],
    replies: Mapping[str, DelphiReply],
    experts: Mapping[str, Respondent],
    number: int,
) -> Iterator[Notice]:
    """Ratings outside the last round's quartiles without a reason."""
    if number < 2:
        return
    group = _last_round(ratings_of(project, number - 1), "").group
    names = {branch.child_key(node.code): node.name for branch in asked for node in branch.children}
    for code, reply in replies.items():
        for rating in reply.ratings:
            item = group.get(rating.key)
            if item and says_nothing(rating.reason) and not item.lower <= rating.value <= item.upper:
                name = names[rating.key]
                what = Text(
                    f"“{name.get('zh')}”打 {rating.value:g} 分，超出上轮四分位区间 "
                    f"{item.lower:g}–{item.upper:g}，没有说明理由",
                    f'"{name.get("en")}" was rated {rating.value:g}, outside the last quartiles '
                    f"{item.lower:g} to {item.upper:g}, without a reason",
                )
                yield Notice(
                    f"{experts[code].name}（{code}）", what, Text("请专家说明理由", "ask for the reason")
                )


def _judge(branch: Branch, rounds: Sequence[pd.DataFrame]) -> Rated:
    keys = [branch.child_key(node.code) for node in branch.children]
    frames = [frame.reindex(columns=keys).dropna(how="all") for frame in rounds]
    if frames[-1].empty or frames[-1].isna().all().any():
        return Rated(branch, None, None, None)
    summaries = [summarise(f) for f in frames if not f.empty and not f.isna().all().any()]
    return Rated(branch, summaries[-1], verdict(summaries, STOP_RULE), delphi_weights([frames[-1]]))
