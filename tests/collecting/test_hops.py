"""How far it is from a file to the ledger: who follows one form through the code reads so many functions, and no more."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import FrameType

import smartxl
from smartxl.collecting import OutcomeKind, collect
from smartxl.define.template import read_layout
from smartxl.ledger import Ledger
from smartxl.model.edition import Edition
from smartxl.model.plan import WorkbookPlan
from smartxl.planning import plan_answers
from smartxl.stamp import Stamp
from smartxl_templates import template_path
from tests.reading.damage.filled import UNIT, definition, filled

ROOMS = {"xlsx", "typed", "reading", "ledger", "collecting"}
ROOT = Path(smartxl.__file__).parent
FUNCTIONS, MODULES = 165, 28


@contextmanager
def called() -> Iterator[Mapping[str, set[str]]]:
    """Module → the named functions of the rooms of a file's way that are called inside the context."""
    found: dict[str, set[str]] = defaultdict(set)
    root = f"{ROOT}/"

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(root) and not code.co_name.startswith("<"):
            module = code.co_filename.removeprefix(root)
            if module.split("/")[0] in ROOMS:
                found[module].add(code.co_qualname)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(before)


@cache
def plan(stamp: Stamp) -> WorkbookPlan:
    """The plan of the form, planned before it is followed."""
    layout = read_layout(template_path("standard"))
    return plan_answers(definition(), layout, definition().roster.by_code[UNIT], stamp.lang, Edition.UNIT)


def test_one_form_from_file_to_ledger(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "form.xlsx").write_bytes(filled().content)
    plan(filled().plan.stamp)
    filled().read(filled().content)  # styles are resolved once for all forms of a build
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger, called() as found:
        report = collect(
            definition(), plan, [inbox], ledger, now=lambda: datetime.now(UTC), progress=None, processes=0
        )
    assert [outcome.outcome for outcome in report.outcomes] == [OutcomeKind.ACCEPTED]
    table = "\n".join(
        f"{len(names):4} {module}: {' '.join(sorted(names))}" for module, names in sorted(found.items())
    )
    assert sum(map(len, found.values())) <= FUNCTIONS, table
    assert len(found) <= MODULES, table
