"""Encrypted files: opened with a password that was given, told apart where none fits, and the password is kept nowhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from smartxl.collecting import OutcomeKind, collect
from smartxl.findings import FindingCode
from smartxl.ledger import Ledger
from smartxl.reading import FileReader
from smartxl.xlsx import FileRefused, digest_of, open_book
from tests.reading.forms import DEFINITION, FILE, NOW, make_plan, patch, write_form

PASSWORD = "示例 Pass-2026"  # noqa: S105  (of a test)


def encrypted(content: bytes, password: str = PASSWORD) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


PLAIN = write_form().save()
LOCKED = encrypted(PLAIN)
HOSTILE_INSIDE = patch(PLAIN, {"xl/workbook.xml": lambda part: b"<!DOCTYPE a>" + part})


def test_the_right_one_of_several_passwords_opens() -> None:
    book, plain = open_book(LOCKED, FILE, passwords=["wrong", PASSWORD]), open_book(PLAIN, FILE)
    assert (book.sheets, book.properties) == (plain.sheets, plain.properties)
    assert book.digest == digest_of(LOCKED)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "passwords", "code"),
    [
        (LOCKED, (), FindingCode.ENCRYPTED),
        (LOCKED, ("wrong", PASSWORD.lower()), FindingCode.WRONG_PASSWORD),
        (LOCKED[: len(LOCKED) // 2], (PASSWORD,), FindingCode.DAMAGED),
        (
            encrypted(patch(PLAIN, {"xl/workbook.xml": lambda part: b"<!DOCTYPE a>" + part})),
            (PASSWORD,),
            FindingCode.SUSPICIOUS,
        ),
    ],
    ids=["no password", "wrong passwords", "half a file", "hostile inside"],
)
def test_what_is_said_of_a_file_that_stays_closed(
    content: bytes, passwords: tuple[str, ...], code: FindingCode
) -> None:
    for _ in range(2):
        with pytest.raises(FileRefused) as raised:
            open_book(content, FILE, passwords=passwords)
        assert raised.value.finding.code is code


def test_a_workbook_that_excel_encrypts_unasked_needs_no_password() -> None:
    assert open_book(encrypted(PLAIN, "VelvetSweatshop"), FILE).sheets == open_book(PLAIN, FILE).sheets


@pytest.mark.slow
def test_collected_again_with_the_password_it_is_read_and_the_password_kept_nowhere(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.xlsx").write_bytes(LOCKED)
    found = []
    for passwords in ((), (), ("wrong",), (PASSWORD,), (PASSWORD,)):
        with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
            (outcome,) = collect(
                DEFINITION, lambda _: make_plan(), inbox, ledger, now=lambda: NOW, passwords=passwords
            ).outcomes
        found.append(outcome.outcome)
    closed = OutcomeKind.UNREADABLE
    assert found == [closed, OutcomeKind.AGAIN, closed, OutcomeKind.ACCEPTED, OutcomeKind.AGAIN]
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("ledger.sqlite*"))
    assert not any(PASSWORD.encode(encoding) in kept for encoding in ("utf-8", "utf-16-le"))
    assert PASSWORD not in repr(FileReader(DEFINITION, lambda _: make_plan(), (PASSWORD,)))
