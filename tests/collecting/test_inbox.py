"""What is read of a folder: everything that may be a form, nothing that lies elsewhere, and nothing is left out in silence."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from smartxl.collecting import OutcomeKind, collect
from smartxl.collecting.inbox import InboxFile, load, look_into
from smartxl.errors import ProjectError
from smartxl.findings import FindingCode
from smartxl.ledger import Ledger
from smartxl.xlsx import FileRefused
from tests.reading.forms import DEFINITION, NOW, make_plan, write_form

posix = pytest.mark.skipif(os.name != "posix", reason="files of other kinds")


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in look_into(folder).entries)


def test_folders_in_folders_are_read_and_the_rest_is_listed(tmp_path: Path) -> None:
    for name in (
        "a.xlsx",
        "b/c/d/e.XLSM",
        "f.et",
        "g.csv",
        "h.pdf",
        "~$a.xlsx",
        ".DS_Store",
        "._a.xlsx",
        "b/读我",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert names(tmp_path) == ["a.xlsx", "b/c/d/e.XLSM", "f.et", "g.csv"]
    assert look_into(tmp_path).skipped == ("._a.xlsx", "b/读我", "h.pdf", "~$a.xlsx")


def test_what_is_named_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("附件.pdf", "~$a.xlsx", "表格")]
    paths[0].write_bytes(b"%PDF-1.7")
    paths[1].write_bytes(b"\x05admin".ljust(165))
    paths[2].write_bytes(write_form().save())
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        report = collect(DEFINITION, lambda _: make_plan(), paths, ledger, now=lambda: NOW)
    found = {o.file: (o.outcome, [f.code for f in o.findings][:1]) for o in report.outcomes}
    assert found["附件.pdf"] == (OutcomeKind.UNREADABLE, [FindingCode.NOT_A_WORKBOOK])
    assert found["~$a.xlsx"] == (OutcomeKind.UNREADABLE, [FindingCode.LOCK_FILE])
    assert found["表格"][0] is OutcomeKind.ACCEPTED
    assert report.skipped == ()


def test_several_folders_and_files_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "one" / "two").mkdir(parents=True)
    (tmp_path / "one" / "two" / "a.xlsx").write_bytes(b"1")
    (tmp_path / "b.xlsx").write_bytes(b"2")
    found = look_into([tmp_path / "one", tmp_path / "b.xlsx"]).entries
    assert sorted((entry.name, entry.named) for entry in found) == [("b.xlsx", True), ("two/a.xlsx", False)]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no such folder"):
        look_into(tmp_path / "gone")


def link_to_file(at: Path, outside: Path) -> None:
    at.symlink_to(outside / "secret.xlsx")


def pipe(at: Path, _: Path) -> None:
    os.mkfifo(at)


def listening(at: Path, _: Path) -> None:
    here = Path.cwd()
    os.chdir(at.parent)  # the name of a socket must be short
    try:
        socket.socket(socket.AF_UNIX).bind(at.name)
    finally:
        os.chdir(here)


@posix
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (link_to_file, "链接 link"),
        (lambda at, outside: at.symlink_to(outside), "链接 link"),
        (lambda at, _: at.symlink_to(at.parent / "nowhere"), "链接 link"),
        (lambda at, _: at.symlink_to("/dev/zero"), "链接 link"),
        (lambda at, _: at.mkdir(), "文件夹 folder"),
        (pipe, "管道 pipe"),
        (listening, "套接字 socket"),
    ],
    ids=["link", "link to a folder", "broken link", "link to a device", "folder", "pipe", "socket"],
)
def test_nothing_but_plain_files_is_opened(
    make: Callable[[Path, Path], None], kind: str, tmp_path: Path
) -> None:
    outside, inbox = tmp_path / "outside", tmp_path / "inbox"
    outside.mkdir()
    inbox.mkdir()
    (outside / "secret.xlsx").write_bytes(write_form().save())
    make(inbox / "a.xlsx", outside)
    (inbox / "b.xlsx").write_bytes(write_form().save())
    for _ in range(2):
        with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
            report = collect(DEFINITION, lambda _: make_plan(), inbox, ledger, now=lambda: NOW)
            assert len(ledger.receipts()) == 1
        first, second = report.outcomes
        assert [(f.code, f.found) for f in first.findings] == [(FindingCode.NO_PLAIN_FILE, kind)]
        assert first.outcome is OutcomeKind.UNREADABLE
        assert second.outcome is not OutcomeKind.UNREADABLE


@posix
def test_a_linked_folder_without_the_look_of_a_form_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "更多").symlink_to(tmp_path)
    (entry,) = look_into(tmp_path / "inbox").entries
    with pytest.raises(FileRefused):
        load(entry)


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="everything may be read")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"x")
    path.chmod(0)
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        (outcome,) = collect(DEFINITION, lambda _: make_plan(), tmp_path, ledger, now=lambda: NOW).outcomes
    assert [f.code for f in outcome.findings] == [FindingCode.CANNOT_BE_OPENED]


@posix
@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("公安局.xlsx".encode("gb18030"), "公安局.xlsx"),
        ("局\x1b[2J\n.xlsx".encode(), "局\ufffd[2J\ufffd.xlsx"),
        ("a\u202excod.xlsx".encode(), "a\ufffdxcod.xlsx"),
        (b"\xff\xfe.xlsx", "\ufffd\ufffd.xlsx"),
    ],
    ids=["packed by Chinese Windows", "moves the cursor", "turns the direction", "no text at all"],
)
def test_names_can_be_kept_and_shown(raw: bytes, shown: str, tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(raw)).write_bytes(b"")
    except OSError:
        pytest.skip("the file system takes no such names")
    with Ledger.open(tmp_path.parent / f"{tmp_path.name}.sqlite") as ledger:
        (outcome,) = collect(DEFINITION, lambda _: make_plan(), tmp_path, ledger, now=lambda: NOW).outcomes
    assert outcome.file == shown


def test_a_file_is_read_only_once_from_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"abc")
    received = load(InboxFile(path, "a.xlsx", 0.0, named=False))
    assert (received.content, received.size, len(received.digest)) == (b"abc", 3, 64)
