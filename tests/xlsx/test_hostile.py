"""Hostile files: each ends with its own finding, soon and in little memory, none stops the others or reaches outside."""

from __future__ import annotations

import json
import multiprocessing
import resource
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from smartxl.collecting import CollectProgress, OutcomeKind, collect
from smartxl.collecting.worker import Limits
from smartxl.findings import CATALOGUE, FindingCode, Severity
from smartxl.ledger import Ledger
from smartxl.model.received import FileState
from smartxl.reading import FileReader
from tests.reading.forms import DEFINITION, NOW, make_plan
from tests.xlsx.hostile import HOSTILE, good

NAMES = list(HOSTILE)


@dataclass(frozen=True)
class Lab:
    """What became of the files: name → codes, outcome, what was found, seconds; the peak of the reading process in MB."""

    codes: dict[str, list[str]]
    outcomes: dict[str, str]
    found: dict[str, list[str]]
    seconds: dict[str, float]
    peak: float
    honest: list[str]


def experiment(folder: Path, sender: Connection) -> None:
    """All hostile files, an honest one after every tenth, in one batch with one reading process; run in its own process."""
    inbox = folder / "inbox"
    inbox.mkdir()
    for number, case in enumerate(HOSTILE.values()):
        (inbox / f"{number:03d} {number}{case.suffix}").write_bytes(case.make())
        if number % 10 == 0:
            (inbox / f"{number:03d} honest.xlsx").write_bytes(good())
    times: dict[str, float] = {}
    last = time.monotonic()

    def note(step: CollectProgress) -> None:
        nonlocal last
        times[step.file], last = time.monotonic() - last, time.monotonic()

    with Ledger.open(folder / "ledger.sqlite") as ledger:
        report = collect(
            DEFINITION,
            lambda stamp: make_plan(stamp.unit),
            inbox,
            ledger,
            now=lambda: NOW,
            progress=note,
            processes=1,
            limits=Limits(),
        )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    told = [
        (o.file, o.outcome.value, [f.code.value for f in o.findings], [f.found for f in o.findings])
        for o in report.outcomes
    ]
    sender.send(json.dumps([told, times, peak]))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    folder = tmp_path_factory.mktemp("hostile")
    process = multiprocessing.get_context("spawn").Process(target=experiment, args=(folder, sender))
    process.start()
    sender.close()
    told, times, peak = json.loads(receiver.recv())
    process.join()
    name_of = {file: NAMES[int(Path(file).stem.split()[1])] for file, *_ in told if "honest" not in file}
    return Lab(
        {name_of[file]: codes for file, _, codes, _ in told if file in name_of},
        {name_of[file]: outcome for file, outcome, _, _ in told if file in name_of},
        {name_of[file]: found for file, _, _, found in told if file in name_of},
        {name_of[file]: seconds for file, seconds in times.items() if file in name_of},
        peak,
        [outcome for file, outcome, _, _ in told if file not in name_of],
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_each_ends_with_its_own_finding(name: str, lab: Lab) -> None:
    case = HOSTILE[name]
    kind = CATALOGUE[case.code]
    assert case.code.value in lab.codes[name]
    at = lab.codes[name].index(case.code.value)
    assert case.found in lab.found[name][at]
    refused = kind.severity is Severity.MUST_FIX and case.code.value.startswith("F")
    assert (lab.outcomes[name] == FileState.UNREADABLE.value) == refused
    assert lab.seconds[name] < 5


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (HOSTILE["external links"].make(), "a.xlsx", FindingCode.EXTERNAL_LINKS),
        (b"\x05admin".ljust(165), "~$a.xlsx", FindingCode.LOCK_FILE),
    ],
    ids=lambda value: value if isinstance(value, FindingCode) else "",
)
def test_codes_are_found_twice_alike(content: bytes, name: str, code: FindingCode) -> None:
    reader = FileReader(DEFINITION, lambda stamp: make_plan(stamp.unit))
    first, second = reader.read(content, name), reader.read(content, name)
    assert first == second
    assert [finding.code for finding in first.findings][:1] == [code]


@pytest.mark.slow
def test_none_stops_the_batch_and_none_takes_much_memory(lab: Lab) -> None:
    assert len(lab.codes) == len(HOSTILE) > 90
    assert set(lab.honest) <= {OutcomeKind.ACCEPTED.value, OutcomeKind.AGAIN.value}
    assert OutcomeKind.ACCEPTED.value in lab.honest
    assert lab.peak < 500
