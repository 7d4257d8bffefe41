"""Reading in processes: whatever a file does to its reader is one finding, and nothing is left running."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from smartxl.collecting import CollectProgress, OutcomeKind, collect
from smartxl.collecting import pool as pool_module
from smartxl.collecting.pool import ReaderPool
from smartxl.collecting.worker import Limits
from smartxl.errors import ProjectError
from smartxl.findings import FindingCode
from smartxl.ledger import Ledger
from smartxl.model.plan import WorkbookPlan
from smartxl.model.received import FileReading, FileState
from smartxl.reading import FileReader
from smartxl.stamp import Stamp
from smartxl.text import Text
from tests.reading.forms import DEFINITION, FIRST, GOOD, NOW, make_plan, write_form

QUICK = Limits(work_seconds=0.2, all_seconds=2.5, memory_bytes=200 * 2**20)
FAILED, COSTLY = FindingCode.READER_FAILED, FindingCode.TOO_COSTLY


def plans(stamp: Stamp) -> WorkbookPlan:
    return make_plan(stamp.unit)


def spin() -> None:
    while True:
        pass


def break_our_side() -> None:
    raise ProjectError("template", Text("它坏了", "it is broken"), Text("修好它", "mend it"))


TROUBLES: dict[bytes, Callable[[], object]] = {
    b"abort": os.abort,
    b"once": os.abort,
    b"fault": lambda: ctypes.string_at(0),
    b"exit": lambda: os._exit(7),
    b"spin": spin,
    b"sleep": lambda: time.sleep(60),
    b"memory": lambda: bytes(900 * 2**20),
    b"project": break_our_side,
}


@dataclass(frozen=True)
class Troubled(FileReader):
    """Does what the bytes say; `marks` is where it notes that it was asked."""

    marks: Path = Path()

    def read(self, content: bytes, name: str) -> FileReading:
        with (self.marks / name).open("a") as file:
            file.write(f"{os.getpid()}\n")
        if content == b"once" and len(asked(self.marks, name)) > 1:
            content = b"fine"
        if content in TROUBLES:
            TROUBLES[content]()
        return FileReading(FileState.REFUSED, None, (), ())


def asked(marks: Path, name: str) -> list[str]:
    return (marks / name).read_text().split()


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[ReaderPool[FileReading]]:
    with ReaderPool(Troubled(DEFINITION, plans, marks=tmp_path), 2, QUICK) as pool:
        yield pool


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b"abort", FAILED, "SIGABRT"),
        (b"fault", FAILED, "SIGSEGV"),
        (b"exit", FAILED, "exit 7"),
        (b"spin", COSTLY, "0.2 s"),
        (b"sleep", COSTLY, "2.5 s"),
        (b"memory", COSTLY, "内存 memory"),
    ],
    ids=lambda value: value.decode() if isinstance(value, bytes) else "",
)
@pytest.mark.skipif(sys.platform != "linux", reason="limits of the system")
def test_trouble_is_one_finding_and_the_others_are_read(
    content: bytes, code: FindingCode, found: str, pool: ReaderPool[FileReading]
) -> None:
    files = [b"fine", content, b"fine", content, b"fine"]
    for number, data in enumerate(files):
        pool.submit(number, f"{number}.xlsx", data)
    for number, data in enumerate(files):
        findings = pool.result(number).findings
        expected = [] if data == b"fine" else [(code, found, f"{number}.xlsx")]
        assert [(f.code, f.found, f.file) for f in findings] == expected


def _refusing(*_: object, **__: object) -> object:
    """A process that the system does not start."""

    def refuse(*_: object) -> None:
        raise OSError("too many processes")

    return type("Process", (), {"start": refuse})()


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_what_plans_have_in_common_is_there_before_processes_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # other tests may have left threads
    monkeypatch.setattr(pool_module, "_new_process", _refusing)
    planned: list[int] = []

    def told(stamp: Stamp) -> WorkbookPlan:
        planned.append(os.getpid())
        return plans(stamp)

    with ReaderPool(Troubled(DEFINITION, told, marks=tmp_path), 2, QUICK) as pool:
        assert planned == []
        for number in range(4):
            pool.submit(number, "a", b"fine")
        assert all(pool.result(number).findings == () for number in range(4))
    assert planned == [os.getpid()]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits of the system")
def test_each_file_is_told_of_once_when_it_has_been_read(tmp_path: Path) -> None:
    told: list[int] = []
    reader = Troubled(DEFINITION, plans, marks=tmp_path)
    with ReaderPool(reader, 2, QUICK, lambda: told.append(len(told))) as pool:
        for number, content in enumerate([b"abort", b"spin", b"fine", b"fine"]):
            pool.submit(number, f"{number}.xlsx", content)
        pool.result(1)
        assert len(told) >= 1
        for number in (0, 2, 3):
            pool.result(number)
    assert told == [0, 1, 2, 3]


@pytest.mark.slow
def test_a_crash_is_tried_once_more_in_another_process(pool: ReaderPool[FileReading], tmp_path: Path) -> None:
    pool.submit(0, "once", b"once")
    assert pool.result(0).findings == ()
    assert len(set(asked(tmp_path, "once"))) == 2


@pytest.mark.slow
def test_trouble_of_our_own_is_raised_and_ends_the_processes(tmp_path: Path) -> None:
    with ReaderPool(Troubled(DEFINITION, plans, marks=tmp_path), 1, QUICK) as pool:
        pool.submit(0, "a", b"project")
        pool.submit(1, "b", b"sleep")
        with pytest.raises(ProjectError, match="mend it"):
            pool.result(0)
    assert not alive(int(asked(tmp_path, "a")[0]))


def test_where_no_process_starts_files_are_read_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pool_module, "_new_process", _refusing)
    with ReaderPool(Troubled(DEFINITION, plans, marks=tmp_path), 2, QUICK) as pool:
        pool.submit(0, "a", b"fine")
        assert pool.result(0).findings == ()
    assert asked(tmp_path, "a") == [str(os.getpid())]


def test_processes_that_die_at_their_start_cost_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pool_module, "worker_main", lambda *_: os._exit(1))
    with ReaderPool(Troubled(DEFINITION, plans, marks=tmp_path), 2, QUICK) as pool:
        for number in range(3):
            pool.submit(number, "a", b"fine")
        assert [pool.result(number).findings for number in range(3)] == [(), (), ()]
    assert set(asked(tmp_path, "a")) == {str(os.getpid())}


@pytest.mark.slow
def test_everything_can_be_sent_to_a_process_that_shares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    content = write_form().save()
    with ReaderPool(FileReader(DEFINITION, plans), 1) as pool:
        pool.submit(0, "公安局.xlsx", content)
        assert pool.result(0) == FileReader(DEFINITION, plans).read(content, "公安局.xlsx")


def fill(inbox: Path, count: int) -> None:
    inbox.mkdir()
    for number in range(count):
        answers = {**GOOD, FIRST: {**GOOD[FIRST], list(GOOD[FIRST])[2]: f"{number}"}}
        (inbox / f"{number:03d}.xlsx").write_bytes(write_form(answers=answers).save())


@pytest.mark.slow
def test_interrupted_and_begun_again_nothing_is_lost_or_twice(tmp_path: Path) -> None:
    fill(tmp_path / "inbox", 30)
    seen = 0

    def interrupt(step: CollectProgress) -> None:
        nonlocal seen
        seen = step.done
        if step.done == 12:
            raise KeyboardInterrupt

    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        with pytest.raises(KeyboardInterrupt):
            collect(
                DEFINITION,
                plans,
                tmp_path / "inbox",
                ledger,
                now=lambda: NOW,
                progress=interrupt,
                processes=2,
            )
        assert len(ledger.records()) == seen == 12, "what was finished is recorded"
        report = collect(DEFINITION, plans, tmp_path / "inbox", ledger, now=lambda: NOW, processes=2)
        assert (report.number(OutcomeKind.AGAIN), report.number(OutcomeKind.ACCEPTED)) == (12, 18)
        assert len(ledger.records()) == len(ledger.receipts()) == 30
        assert [record.name for record in ledger.records()] == [o.file for o in report.outcomes]


SCRIPT = """
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from smartxl.collecting import collect
from smartxl.ledger import Ledger
from tests.reading.forms import DEFINITION, make_plan

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background starts without it

def tell(step):
    print(step.done, flush=True)

def slowly(stamp):  # so that the end comes before the work is done, however busy the machine is
    time.sleep(0.1)
    return make_plan(stamp.unit)

with Ledger.open(Path(sys.argv[2])) as ledger:
    collect(DEFINITION, slowly, Path(sys.argv[1]), ledger, now=datetime.now, progress=tell, processes=2)
"""


def begun(tmp_path: Path) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", SCRIPT, str(tmp_path / "inbox"), str(tmp_path / "ledger.sqlite")]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda s: s.name)
def test_ended_from_outside_it_leaves_no_process(by: signal.Signals, tmp_path: Path) -> None:
    fill(tmp_path / "inbox", 40)
    process = begun(tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    own = children_of(process.pid)
    assert own
    process.send_signal(by)
    process.communicate(timeout=10)
    deadline = time.monotonic() + 5
    while any(map(alive, own)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(alive, own))
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        before = len(ledger.records())
        collect(DEFINITION, plans, tmp_path / "inbox", ledger, now=lambda: NOW)
        assert before < 40
        assert len(ledger.records()) == len(ledger.receipts()) == 40


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not asked after does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.slow
def test_two_collectors_at_once_record_each_file_once(tmp_path: Path) -> None:
    fill(tmp_path / "inbox", 12)
    with Ledger.open(tmp_path / "ledger.sqlite"):
        pass
    both = [begun(tmp_path), begun(tmp_path)]
    for process in both:
        process.communicate(timeout=60)
    assert [process.returncode for process in both] == [0, 0]
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        assert len(ledger.records()) == 12
