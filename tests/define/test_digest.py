"""The one digest of before there were two: forms and ledgers of then name it, so it stays what it was."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from smartxl.define import load
from smartxl_templates import example_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Spoil = Callable[[Path, str], list[Any]]

# The example declares a coverage floor; the digest below it is the one without.
EXAMPLE = "d9dc44904983edf21169b3241704d13bae78f29a872c2faf0f9e326946c46e22"
# As version 0.1 gave them before roll-ups, groups and rules over peers could be declared.
EXAMPLE_WITHOUT_FLOOR = "7518787b1c49d4eacb23c5b1c1fd36cca8ec28582b0ecf80f67f5e21c3034e4e"
SMALL = "883bef752e3d4f6a19d53e94e864ec5c68fbf79cbd0566343c403a85e948f1c1"


@pytest.mark.slow
def test_the_digests_of_old_definitions(folder: Path) -> None:
    """A change here has every form of then compared row by row, and every ledger of then read again."""
    assert load(example_folder()).identity.earlier == EXAMPLE
    assert load(folder).identity.earlier == SMALL


def test_the_floor_alone_changed_the_example(tmp_path: Path) -> None:
    copy = shutil.copytree(example_folder(), tmp_path / "example")
    framework = copy / "framework.yaml"
    text = framework.read_text("utf-8")
    framework.write_text(text.replace("  coverage_floor: { unit: 0.6 }\n", ""), "utf-8")
    assert load(copy).identity.earlier == EXAMPLE_WITHOUT_FLOOR


COMBINE = "code: A\n → code: A\n    combine: "
DECLARED = "digits: 2\n → digits: 2\n  "
SAME = {
    "mean in one word": f"{COMBINE}mean\n",
    "mean as a mapping": f"{COMBINE}{{ method: mean, unscored: leave-out, not_applicable: spread, coverage: 0 }}\n",
    "decimals per level": "digits: 2\n → digits: { indicator: 2, group: 2, total: 2 }\n",
    "competition ranks": f"{DECLARED}ranking: {{ ties: competition, of: rounded }}\n",
    "peers of the class": f"{DECLARED}peers: class\n",
    "no step": f"{DECLARED}pipeline: []\n",
    "what a number means": "unit: { zh: 条 }, min: 0 → unit: { zh: 条 }, min: 0, meaning: { zh: 首发 }",
    "a usual range": "unit: { zh: 条 }, min: 0 → unit: { zh: 条 }, min: 0, high: 90",
    "unanswered rows left out": f"{DECLARED}unanswered: {{ before_due: leave-out, after_due: leave-out }}\n",
    "no spare rows": "rule: coverage → rule: coverage\n        spare: 0",
}
BANDS = "params: { thresholds: [0, 5, 10], points: [0, 60, 100] }"
OTHER = {
    "sum": f"{COMBINE}sum\n",
    "floor": f"{COMBINE}{{ method: geometric, floor: 1 }}\n",
    "another floor": f"{COMBINE}{{ method: geometric, floor: 2 }}\n",
    "geometric": f"{COMBINE}geometric\n",
    "unscored": f"{COMBINE}{{ unscored: zero }}\n",
    "not applicable": f"{COMBINE}{{ not_applicable: lost }}\n",
    "coverage": f"{COMBINE}{{ coverage: 0.5 }}\n",
    "counted": f"{COMBINE}{{ coverage: 0.5, counted: count }}\n",
    "the total's roll-up": f"{DECLARED}total: geometric\n",
    "decimals of a node": "code: A\n → code: A\n    digits: 2\n",
    "decimals of groups": "digits: 2\n → digits: { indicator: 2, group: 3 }\n",
    "decimals of the total": "digits: 2\n → digits: { indicator: 2, total: 3 }\n",
    "ties": f"{DECLARED}ranking: {{ ties: mid }}\n",
    "raw": f"{DECLARED}ranking: {{ of: raw }}\n",
    "a rule over peers": f"rule: bands → rule: minmax ; {BANDS} → params: {{}}",
    "its words": f"rule: bands → rule: percentile ; {BANDS} → params: {{ of: share }}",
    "unanswered rows after the due date": f"{DECLARED}unanswered: {{ after_due: zero }}\n",
    "unanswered rows before it": f"{DECLARED}unanswered: {{ before_due: zero }}\n",
    "a coverage floor": f"{DECLARED}coverage_floor: {{ unit: 0.6 }}\n",
    "a coverage floor of nodes": f"{DECLARED}coverage_floor: {{ node: 0.6 }}\n",
    "what becomes of a unit below it": f"{DECLARED}coverage_floor: {{ unit: 0.6, below: flagged }}\n",
    "its other words": f"rule: bands → rule: percentile ; {BANDS} → params: {{ of: inclusive }}",
}


@pytest.mark.parametrize("name", SAME)
def test_what_holds_anyway_changes_nothing(folder: Path, spoil: Spoil, name: str) -> None:
    assert spoil(folder, SAME[name]) == []
    assert load(folder).identity.earlier == SMALL


@pytest.mark.slow
def test_every_declaration_changes_it(folder: Path, spoil: Spoil) -> None:
    original = (folder / "framework.yaml").read_text("utf-8")
    seen, first = {SMALL}, load(folder).identity
    for name, edits in OTHER.items():
        (folder / "framework.yaml").write_text(original, "utf-8")
        assert spoil(folder, edits) == [], name
        found = load(folder).identity
        assert not {found.earlier, found.scoring} & seen, name
        assert found.forms == first.forms, name
        seen |= {found.earlier, found.scoring}


STEPS = [
    "cap: 15 → cap: 16",
    "[K], cap: 15 → [K]",
    "record: 59 → record: 0",
    "least: 80 → least: 81",
    "boundary: lower → boundary: upper",
    "deduct, nodes: [K] → deduct, nodes: [J] ; bonus, nodes: [J] → bonus, nodes: [K]",
]


@pytest.mark.parametrize("edits", STEPS)
def test_steps_change_it(pipeline: Path, spoil: Spoil, edits: str) -> None:
    before = load(pipeline).identity
    assert spoil(pipeline, edits) == []
    now = load(pipeline).identity
    assert (now.forms, now.form) == (before.forms, before.form)
    assert now.scoring != before.scoring


def test_groups_change_it(peers: Path, spoil: Spoil) -> None:
    before = load(peers).identity
    assert spoil(peers, "LJ,临江区,district,城区 → LJ,临江区,district,县域") == []
    now = load(peers).identity
    assert (now.forms, now.scoring != before.scoring) == (before.forms, True)
