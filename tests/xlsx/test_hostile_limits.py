"""More hostile files and folders: those that cost much more than they look, and those that reach for the screen."""

from __future__ import annotations

import os
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from smartxl.cli.console import Screen
from smartxl.collecting import OutcomeKind, collect
from smartxl.collecting.evidence import keep_evidence
from smartxl.findings import FindingCode as Code
from smartxl.ledger import Ledger
from smartxl.model.received import FileReading, FileState
from smartxl.reading import FileReader
from smartxl.xlsx import open_book
from tests.ledger.ledgers import receive, received
from tests.reading.forms import DEFINITION, FILE, NOW, make_plan, old_stamp, patch
from tests.xlsx.hostile import BOOK, SHEET, after_cells, changed, good, merges

Make = Callable[[], bytes]
posix = pytest.mark.skipif(sys.platform == "win32", reason="no such names, no such files")
RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
LINK = '<Relationships><Relationship Id="a" Type="x/oleObject" Target="http://x/evil" TargetMode="External"/></Relationships>'


def listed(count: int) -> bytes:
    """A container that is little else than its table of contents."""
    line = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0x21, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    size = count * len(line)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, size, 30, 0)
    return b"PK\3\4" + bytes(26) + line * count + end


def overlapping(count: int) -> Make:
    return after_cells(lambda: merges(iter(["E3:K12"] * count)))


CASES: dict[str, tuple[Make, Code, int]] = {
    "1,300,000 parts listed": (lambda: listed(1_300_000), Code.TOO_BIG, 1),
    "2,000 areas one over the other": (overlapping(2_000), Code.MERGED_ANSWERS, 100),
    "a value with something in it": (
        changed(SHEET, b"<v>12</v>", b"<v>1<b/>2</v>"),
        Code.SUSPICIOUS,
        1,
    ),
    "a link in UTF-16": (
        lambda: patch(good(), {RELATIONS: lambda _: LINK.encode("utf-16")}),
        Code.EXTERNAL_LINKS,
        1,
    ),
}


@pytest.mark.parametrize(("make", "code", "most"), CASES.values(), ids=CASES)
def test_its_finding_comes_soon_and_not_a_thousand_times(make: Make, code: Code, most: int) -> None:
    content, started = make(), time.process_time()
    reading = FileReader(DEFINITION, lambda stamp: make_plan(stamp.unit)).read(content, "a.xlsx")
    assert time.process_time() - started < 2
    assert code in {finding.code for finding in reading.findings}
    assert len(reading.findings) <= most


def test_a_comment_of_a_name_does_not_make_it_local() -> None:
    name = next(iter(open_book(good(), FILE).names))
    head = f'<definedName name="{name}"'.encode()
    content = changed(BOOK, head, head + b' comment="localSheetId"')()
    assert open_book(content, FILE).names == open_book(good(), FILE).names


def deep(folder: Path) -> None:
    """Folders in folders until no path reaches them, and a file at the end."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        for _ in range(30):
            Path("d" * 200).mkdir()
            os.chdir("d" * 200)
        Path("a.xlsx").write_bytes(good())
    finally:
        os.chdir(here)


def vast(folder: Path) -> None:
    """A file of 1 TB that takes no room."""
    with (folder / "vast.xlsx").open("wb") as file:
        file.truncate(2**40)


@posix
@pytest.mark.parametrize(
    ("make", "code"), [(deep, Code.CANNOT_BE_OPENED), (vast, Code.TOO_BIG)], ids=["too deep", "1 TB"]
)
def test_what_cannot_be_reached_is_told_and_stops_nobody(
    make: Callable[[Path], None], code: Code, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    make(inbox)
    (inbox / "z.xlsx").write_bytes(good())
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        told = collect(DEFINITION, lambda _: make_plan(), inbox, ledger, now=lambda: NOW).outcomes
    outcomes = {outcome.file: outcome for outcome in told}
    assert outcomes.pop("z.xlsx").outcome is OutcomeKind.ACCEPTED
    assert [finding.code for outcome in outcomes.values() for finding in outcome.findings] == [code]


def in_gbk(folder: Path) -> None:
    """What Chinese Windows packs and others unpack."""
    (folder / os.fsdecode("清单.pdf".encode("gb18030"))).write_bytes(b"x")


@posix
@pytest.mark.parametrize(
    ("make", "names", "codes"),
    [
        (in_gbk, ["清单.pdf"], []),
        (deep, [], [Code.CANNOT_BE_OPENED]),
        (vast, [], [Code.EVIDENCE_TOO_BIG]),
    ],
    ids=["names in GBK", "too deep", "1 TB"],
)
def test_evidence_that_cannot_be_reached_is_told(
    make: Callable[[Path], None], names: list[str], codes: list[Code], tmp_path: Path
) -> None:
    (tmp_path / "in" / "证据").mkdir(parents=True)
    (tmp_path / "in" / "a.xlsx").write_bytes(b"form")
    try:
        make(tmp_path / "in" / "证据")
    except OSError:
        pytest.skip("the file system takes no such names")
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        receive(ledger, received(b"form"), FileReading(FileState.ACCEPTED, old_stamp(), (), ()), NOW)
        (record,) = ledger.records()
        (found,) = keep_evidence(DEFINITION, ledger, tmp_path / "in", {"a.xlsx": record}, NOW).values()
        assert [Path(attachment.name).name for attachment in ledger.attachments(DEFINITION)] == names
    assert [finding.code for finding in found.findings] == codes
    assert all(name.isprintable() for name in found.files)


HOSTILE_TEXT = "红[/b]\x9b31m\u202e[red]字\udcff"


def test_what_respondents_typed_does_not_steer_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen("zh")
    screen.show(HOSTILE_TEXT)
    screen.say(HOSTILE_TEXT, "")
    screen.table(["题"], [[HOSTILE_TEXT]])
    out, err = capsys.readouterr()
    shown = "红[/b]\ufffd31m\ufffd[red]字\ufffd"
    assert (out.count(shown), err.count(shown)) == (2, 1)
