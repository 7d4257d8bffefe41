"""What follows a round in assessment.yaml: read, told and not scored; what cannot be is refused with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from smartxl.define import load
from smartxl.errors import DefinitionError
from smartxl.model.rewards import RewardCondition, RewardKind
from smartxl.model.signing import Signature
from smartxl.model.yearplan import PlanEvent, TaskDays
from smartxl.text import Text


def added(folder: Path, text: str) -> Path:
    path = folder / "assessment.yaml"
    path.write_text(f"{path.read_text('utf-8')}{text}\n", "utf-8")
    return folder


def rule(when: str, more: str = "") -> str:
    return f"rewards:\n  - {{ kind: reward, says: {{ zh: 表扬 }}, when: {when}{more} }}"


def test_both_change_no_digest(folder: Path) -> None:
    before = load(folder)
    assert (before.round.plan, before.round.rewards) == (None, ())
    text = """\
plan:
  events:
    - { after: 30, what: { zh: 公布 }, who: { zh: 专班 } }
    - { day: 2027-06-01, what: { zh: 验收 } }
  tasks_from: 45
  tasks: [{ items: 1, days: 60 }, { items: 20, days: 120 }]
  number_days: 180
""" + rule("{ stage_from: Developing, progress: 2.5, late: false }", ", classes: [dep]")
    after = load(added(folder, text))
    assert after.identity == before.identity
    plan, (found,) = after.round.plan, after.round.rewards
    assert plan is not None
    assert plan.events == (
        PlanEvent(Text("公布"), Text("专班"), 30),
        PlanEvent(Text("验收"), day=date(2027, 6, 1)),
    )
    assert (plan.tasks, plan.tasks_from, plan.number_days) == ((TaskDays(1, 60), TaskDays(20, 120)), 45, 180)
    assert found.when == RewardCondition(stage_from=1, progress=2.5, late=False)
    assert (found.kind, found.says, found.classes) == (RewardKind.REWARD, Text("表扬"), ("dep",))


def test_signatures_are_told_and_change_no_digest(folder: Path) -> None:
    before = load(folder)
    text = """\
signatures:
  - { role: { zh: 编制 }, office: { zh: 数据局 }, name: 李敏, day: 2026-11-20 }
  - { role: { zh: 批准 }, seal: true }
"""
    after = load(added(folder, text))
    assert after.identity == before.identity
    assert before.round.signatures == ()
    assert after.round.signatures == (
        Signature(Text("编制"), Text("数据局"), "李敏", day=date(2026, 11, 20)),
        Signature(Text("批准"), seal=True),
    )


WRONG: dict[str, tuple[str, str]] = {
    "an unknown condition": (rule("{ ranks: 3 }"), "unknown key `ranks`"),
    "no condition": (rule("{}"), "no condition"),
    "all units of a class": (rule("{ rank: 2 }"), "all units of a class"),
    "the last of all": (rule("{ last: 9 }"), "all units of a class"),
    "no such stage": (rule("{ stage_from: 成熟期 }"), "is no stage of the framework"),
    "below the lowest stage": (rule("{ stage_below: 起步期 }"), "no stage below the lowest"),
    "between two stages": (rule("{ stage_from: 发展期, stage_below: 发展期 }"), "not above stage_from"),
    "between two scores": (rule("{ score: 80, score_below: 80 }"), "no unit has 80 points"),
    "no veto in the framework": (rule("{ vetoed: true }"), "has no veto"),
    "missing and ranked": (rule("{ missing: true, rank: 1 }"), "has no rank"),
    "missing and late": (rule("{ missing: true, late: true }"), "has no late"),
    "an unknown class": (rule("{ score: 80 }", ", classes: [city]"), "unknown class 'city'"),
    "no such kind": (rule("{ score: 80 }").replace("kind: reward", "kind: prize"), "'prize'"),
    "the same rule twice": (rule("{ score: 80 }") + rule("{ score: 80 }")[8:], "stands here twice"),
    "an event without a day": ("plan: { events: [{ what: { zh: 公布 } }] }", "the event has no day"),
    "an event with two days": (
        "plan: { events: [{ what: { zh: 公布 }, after: 3, day: 2027-01-01 }] }",
        "the event has two days",
    ),
    "a milestone without a day": ("milestones: [{ what: { zh: 辅导 } }]", "the milestone has no day"),
    "a milestone with two days": (
        "milestones: [{ what: { zh: 辅导 }, share: 0.5, day: 2026-10-01 }]",
        "the milestone has two days",
    ),
    "a milestone after the round": (
        "milestones: [{ what: { zh: 辅导 }, day: 2031-10-01 }]",
        "2031-10-01 is not between start",
    ),
    "more than the whole time": ("milestones: [{ what: { zh: 辅导 }, share: 50 }]", "50"),
    "a signature without a role": ("signatures: [{ name: 李敏 }]", "role"),
    "sizes that fall": (
        "plan: { tasks: [{ items: 5, days: 3 }, { items: 5, days: 9 }] }",
        "a task of 5 items or more stands after one of 5",
    ),
}


@pytest.mark.parametrize(("text", "what"), WRONG.values(), ids=WRONG)
def test_what_cannot_be(folder: Path, text: str, what: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        load(added(folder, text))
    (problem,) = raised.value.problems
    assert problem.file == "assessment.yaml"
    assert problem.line
    assert what in problem.what.en
    assert problem.remedy
