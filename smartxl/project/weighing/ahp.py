"""AHP questionnaires: made, collected, and turned into weights with what is wrong said in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smartxl.errors import SmartxlError
from smartxl.model.plan import WorkbookPlan
from smartxl.project.folder import ProjectFolder
from smartxl.project.outputs import Built, Outputs
from smartxl.project.weighing.inbox import (
    QuestionnaireInbox,
    ReturnedQuestionnaire,
    asked_branches,
    branch_title,
    children_names,
    folder_of,
    nothing_recognised,
    record_asked,
    silent_experts,
    unknown_expert,
    write_all,
)
from smartxl.project.weighing.notices import Notice, notices_of
from smartxl.questionnaires import AHP, AhpReply, Branch, RandomTable, Respondent, plan_ahp, read_ahp
from smartxl.scoring.weights import (
    RANDOM_INDICES,
    AhpResult,
    Doubtful,
    GroupResult,
    Judgements,
    Pooling,
    Priority,
    RandomIndex,
    ahp,
    group,
)
from smartxl.stamp import Stamp
from smartxl.text import LANGUAGES, CountOf, Lang, Text
from smartxl_templates import wording

__all__ = ["AhpOutcome", "Pooled", "Rules", "ask_ahp", "collect_ahp"]

_INDEX = RandomIndex.SAATY_1980
_TABLE = RandomTable(_INDEX.value, RANDOM_INDICES[_INDEX])
_SHOWN_PAIRS = 6


@dataclass(frozen=True)
class Pooled:
    """One branch: what the experts judged (code → matrix and result), and the group; None where nobody did."""

    branch: Branch
    matrices: Mapping[str, Judgements]
    results: Mapping[str, AhpResult]
    group: GroupResult | None
    other: GroupResult | None


@dataclass(frozen=True)
class AhpOutcome:
    """Everything that collecting AHP questionnaires gave. `replies`: expert code → what was read."""

    pooled: tuple[Pooled, ...]
    replies: Mapping[str, AhpReply]
    remarks: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """How the group's weights are made; `drop_above` leaves out matrices with a CR above it."""

    priority: Priority = Priority.GEOMETRIC_MEAN
    pooling: Pooling = Pooling.JUDGEMENTS
    drop_above: float | None = None

    @property
    def other(self) -> Priority:
        """The method shown beside it."""
        return Priority.EIGENVECTOR if self.priority is Priority.GEOMETRIC_MEAN else Priority.GEOMETRIC_MEAN


def ask_ahp(
    project: ProjectFolder,
    experts: Mapping[str, Respondent],
    nodes: Sequence[str],
    *,
    force: bool,
    tick: Callable[[], None],
) -> Iterator[Built]:
    """Writes one workbook for each expert into weights/out/ahp/."""
    asked = asked_branches(project, nodes=nodes)
    words = wording(project.lang)
    plans = (
        plan_ahp(project.definition, asked, expert, project.lang, words, _TABLE)
        for expert in experts.values()
    )
    with Outputs(project.root, force) as outputs:
        yield from write_all(project, outputs, folder_of(project) / "out" / AHP, plans, tick)
        record_asked(project, outputs, AHP, asked)


def collect_ahp(
    project: ProjectFolder,
    source: Iterable[Path],
    experts: Mapping[str, Respondent],
    rules: Rules,
    passwords: Iterable[str] = (),
) -> AhpOutcome:
    """Reads what came back, pools it branch by branch, and says what is wrong. `passwords` are tried on encrypted files."""
    asked = asked_branches(project, AHP)

    def planned(stamp: Stamp, file: str) -> WorkbookPlan | Notice:
        if stamp.edition == AHP and stamp.unit not in experts:
            return unknown_expert(stamp.unit, file)
        expert, words = Respondent(stamp.unit, ""), wording(stamp.lang)
        return plan_ahp(project.definition, asked, expert, stamp.lang, words, _TABLE)

    inbox = QuestionnaireInbox(planned)
    inbox.take(source, passwords)
    replies = {code: _read(asked, inbox.counting[code]) for code in experts if code in inbox.counting}
    remarks = [*nothing_recognised(replies), *inbox.remarks, *silent_experts("AHP", experts, replies)]
    for reply in replies.values():
        remarks += notices_of(reply.findings)
    pooled = []
    for branch in asked:
        found, more = _pool(project, branch, replies, experts, rules)
        pooled.append(found)
        remarks += more
    return AhpOutcome(tuple(pooled), replies, tuple(remarks))


def _read(asked: Sequence[Branch], returned: ReturnedQuestionnaire) -> AhpReply:
    own = returned.plan.stamp.lang
    wordings = (wording(own), *(wording(lang) for lang in LANGUAGES if lang != own))
    return read_ahp(asked, returned.plan, returned.book, wordings)


def _pool(
    project: ProjectFolder,
    branch: Branch,
    replies: Mapping[str, AhpReply],
    experts: Mapping[str, Respondent],
    rules: Rules,
) -> tuple[Pooled, list[Notice]]:
    matrices: dict[str, Judgements] = {}
    results: dict[str, AhpResult] = {}
    remarks: list[Notice] = []
    for code, reply in replies.items():
        review = _MatrixReview(project, branch, f"{experts[code].name}（{code}）", rules)
        matrix, result = review.judge(reply)
        remarks += review.remarks
        if matrix is not None and result is not None:
            matrices[code], results[code] = matrix, result
    if not matrices:
        return Pooled(branch, {}, {}, None, None), remarks
    try:
        pooled = group(matrices, rules.pooling, rules.priority, _INDEX)
        other = group(matrices, rules.pooling, rules.other, _INDEX)
    except SmartxlError as error:
        remarks.append(Notice(branch_title(project, branch), error.what, error.remedy))
        return Pooled(branch, matrices, results, None, None), remarks
    return Pooled(branch, matrices, results, pooled, other), remarks


class _MatrixReview:
    """One expert's matrix of one branch: whether it can be used, and what is to be said of it."""

    def __init__(self, project: ProjectFolder, branch: Branch, expert: str, rules: Rules) -> None:
        self.branch, self.rules = branch, rules
        self.where = f"{expert} {branch_title(project, branch)}"
        self.names = {lang: children_names(branch, lang) for lang in LANGUAGES}
        self.remarks: list[Notice] = []

    def judge(self, reply: AhpReply) -> tuple[Judgements | None, AhpResult | None]:
        """The matrix and its result; None where it is not used."""
        pairs = {(j.left, j.right): j.value for j in reply.judged if j.branch == self.branch.key}
        missing = [(a.code, b.code) for a, b in self.branch.pairs if (a.code, b.code) not in pairs]
        if missing:
            self._say_missing(missing, used=bool(pairs))
        if not pairs:
            return None, None
        try:
            matrix = Judgements.from_pairs([node.code for node in self.branch.children], pairs)
        except SmartxlError:
            self._say_islands()
            return None, None
        result = ahp(matrix, self.rules.priority, _INDEX)
        return self._consistent(matrix, result)

    def _consistent(
        self, matrix: Judgements, result: AhpResult
    ) -> tuple[Judgements | None, AhpResult | None]:
        if not result.consistency.acceptable(_TABLE.limit):
            self._say_inconsistent(result)
        limit, ratio = self.rules.drop_above, result.consistency.ratio
        if limit is not None and ratio > limit:
            what = Text(f"CR 大于 {limit:g}，未计入", f"its CR is above {limit:g}: not used")
            self.remarks.append(Notice(self.where, what, Text(""), asks=False))
            return None, None
        return matrix, result

    def _say_missing(self, missing: Sequence[tuple[str, str]], *, used: bool) -> None:
        if not used:
            what = Text("没有判断", "nothing judged")
            remedy = Text(
                "请专家填写，或就以其他专家的判断计算", "ask again, or go on with the other experts"
            )
            self.remarks.append(Notice(self.where, what, remedy))
            return
        shown = missing[:_SHOWN_PAIRS]
        told = {
            lang: "; ".join(f"{self.names[lang][a]} / {self.names[lang][b]}" for a, b in shown)
            + (" …" if len(missing) > len(shown) else "")
            for lang in LANGUAGES
        }
        what = Text(
            f"缺 {len(missing)} 对判断：{told['zh']}",
            f"{CountOf(len(missing)):pair is|pairs are} missing: {told['en']}",
        )
        remedy = Text("可用其余判断暂算；请专家补填", "the rest will do for now; ask for them")
        self.remarks.append(Notice(self.where, what, remedy))

    def _say_islands(self) -> None:
        what = Text(
            "有的指标没有与其他指标比较，未计入", "some items are compared with none of the others: not used"
        )
        remedy = Text("请专家补填缺少的判断", "ask the expert for the missing pairs")
        self.remarks.append(Notice(self.where, what, remedy))

    def _say_inconsistent(self, result: AhpResult) -> None:
        ratio = result.consistency.ratio
        doubts = {lang: [self._doubt(d, lang) for d in result.doubtful] for lang in LANGUAGES}
        what = Text(
            f"一致性比例 CR = {ratio:.3f}，不小于 {_TABLE.limit:g}：判断前后有矛盾",
            f"consistency ratio CR = {ratio:.3f}, not below {_TABLE.limit:g}: judgements contradict each other",
        )
        remedy = Text("请复核：" + "；".join(doubts["zh"]), "look again at " + "; ".join(doubts["en"]))
        self.remarks.append(Notice(self.where, what, remedy))

    def _doubt(self, doubt: Doubtful, lang: Lang) -> str:
        row, column = self.names[lang][doubt.row], self.names[lang][doubt.column]
        given, implied, nearest = (_ratio(v) for v in (doubt.given, doubt.implied, doubt.nearest))
        if lang == "zh":
            return (
                f"“{row}”对“{column}”判为 {given}，其余判断的意思约为 {implied}，"
                f"改为 {nearest} 后 CR = {doubt.ratio_after:.3f}"
            )
        return (
            f'"{row}" to "{column}" was judged {given}, the others imply {implied}; '
            f"with {nearest} CR = {doubt.ratio_after:.3f}"
        )


def _ratio(value: float) -> str:
    """A judgement as people say it: 3 or 1/3."""
    number = value if value >= 1 else 1 / value
    text = f"{number:.2g}" if abs(number - round(number)) > 1e-9 else f"{number:.0f}"
    return text if value >= 1 else f"1/{text}"
