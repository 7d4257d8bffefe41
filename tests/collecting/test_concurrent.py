"""Several programs on one ledger at once, and one that is killed: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise

import pytest

from smartxl.ledger import EventKind, Ledger
from smartxl.model.received import Delivery
from smartxl.xlsx import digest_of
from tests.ledger.ledgers import ANSWERS, FINDINGS, reading, receive, received
from tests.reading.forms import DEFINITION, NOW

FILES = [f"file {number}".encode() for number in range(40)]
_COLLECT = """
import sys
from itertools import count
from smartxl.ledger import Ledger
from smartxl.model.received import Delivery
from tests.reading.forms import NOW
from tests.ledger.ledgers import received, reading, receive
url, first, number, batch = sys.argv[1], *map(int, sys.argv[2:])
sys.stdin.readline()  # all start at once
with Ledger.open(url, wait=60) as ledger:
    files = [f"file {i}".encode() for i in range(first, first + number)]
    for start in range(0, number, batch):
        ledger.receive_all([Delivery(received(file), reading(), NOW) for file in files[start : start + batch]])
        print(start + batch, flush=True)
"""


def collector(url: str, first: int, number: int, batch: int) -> subprocess.Popen[str]:
    """A process that records files, and says after each batch how many are recorded."""
    return subprocess.Popen(
        [sys.executable, "-c", _COLLECT, url, str(first), str(number), str(batch)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def finish(processes: list[subprocess.Popen[str]]) -> None:
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        _, error = process.communicate(timeout=120)
        assert process.returncode == 0, error


def check_whole(ledger: Ledger, files: list[bytes], receipts: int) -> None:
    """Every file is there once, with its bytes, all of its answers and findings; numbers have no gaps."""
    digests = [digest_of(file) for file in files]
    records = ledger.records()
    assert sorted(record.digest for record in records) == sorted(digests)
    assert len({record.arrival for record in records}) == len(files)
    assert len(ledger.receipts()) == receipts
    assert [ledger.content(digest) for digest in digests] == files
    assert ledger.answers(digests) == ANSWERS * len(files)
    assert ledger.findings(digests) == FINDINGS * len(files)
    assert [event.kind for event in ledger.events(DEFINITION)] == [EventKind.RECEIVED]


def test_threads_that_create_one_ledger_and_write_into_it(ledger_url: str) -> None:
    def collect(part: int) -> None:
        with Ledger.open(ledger_url, wait=60) as ledger:
            for file in FILES[part::4]:
                receive(ledger, received(file), reading(), NOW)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(collect, range(4)))
    with Ledger.open(ledger_url) as ledger:
        check_whole(ledger, FILES, len(FILES))


@pytest.mark.slow
def test_threads_that_share_an_open_ledger(ledger_url: str) -> None:
    with Ledger.open(ledger_url, wait=60) as ledger, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda file: receive(ledger, received(file), reading(), NOW), FILES * 2))
        check_whole(ledger, FILES, 2 * len(FILES))


@pytest.mark.slow
def test_processes_that_create_one_ledger_and_bring_the_same_files(ledger_url: str) -> None:
    finish([collector(ledger_url, 0, 40, batch) for batch in (1, 3, 7)])
    with Ledger.open(ledger_url) as ledger:
        check_whole(ledger, FILES, 3 * len(FILES))


@pytest.mark.slow
def test_a_collector_that_is_killed_leaves_whole_batches(ledger_url: str) -> None:
    process = collector(ledger_url, 0, 100_000, 5)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    told = int(list(islice(process.stdout, 3))[-1])
    time.sleep(0.05)  # into the middle of some batch
    process.send_signal(signal.SIGKILL)
    told = max([told, *(int(line) for line in process.communicate(timeout=60)[0].splitlines())])
    assert process.returncode == -signal.SIGKILL
    with Ledger.open(ledger_url, wait=30) as ledger:
        kept = len(ledger.records())
        assert kept >= told >= 15  # what was said to be recorded is
        assert kept % 5 == 0
        files = [f"file {number}".encode() for number in range(kept + 20)]
        check_whole(ledger, files[:kept], kept)
        for start in range(0, len(files), 5):  # the same command again
            deliveries = [Delivery(received(file), reading(), NOW) for file in files[start : start + 5]]
            ledger.receive_all(deliveries)
        check_whole(ledger, files, kept + len(files))


def test_two_who_decide_at_once_decide_one_after_the_other(ledger_url: str) -> None:
    """Only one of several may accept what is received; then the others may do so again, in a row."""
    with Ledger.open(ledger_url, wait=60) as ledger:
        receive(ledger, received(), reading(), NOW)
        with ThreadPoolExecutor(4) as pool:
            marks = [EventKind.RETURNED, EventKind.ACCEPTED] * 4
            done = [pool.submit(ledger.mark, DEFINITION, "GAJ", kind, "x", NOW) for kind in marks]
        refused = sum(future.exception() is not None for future in done)
        events = ledger.events(DEFINITION)
    assert len(events) == 1 + len(marks) - refused
    kinds = [event.kind for event in events]
    assert (EventKind.RETURNED, EventKind.RETURNED) not in set(pairwise(kinds))
