"""Evidence beside forms: kept by its bytes, within a budget, and held against what the register names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from smartxl.collecting.evidence import (
    EvidenceBudget,
    Reference,
    check_references,
    evidence_beside,
    keep_evidence,
    read_evidence,
    references_of,
)
from smartxl.findings import FindingCode
from smartxl.ledger import EventKind, Ledger
from smartxl.model.answers import Answer, Field, State
from smartxl.model.received import Attachment, FileReading, FileState
from smartxl.xlsx import digest_of
from tests.ledger.ledgers import counting, reading, receive, received
from tests.reading.forms import DEFINITION, NOW, old_stamp


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with Ledger.open(ledger_url) as ledger:
        yield ledger


def put(folder: Path, **files: str) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def names(paths: tuple[Path, ...], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_evidence_is_kept_once_by_its_bytes(ledger: Ledger) -> None:
    receive(ledger, received(b"form"), reading(), NOW)
    for _ in range(2):
        for name in ("证据/1.png", "证据/同.png"):
            ledger.keep_attachments(DEFINITION, "GAJ", [received(b"picture", name)], NOW, digest_of(b"form"))
    ledger.keep_attachments(DEFINITION, "JYJ", [received(b"picture", "1.png")], NOW)
    kept = ledger.attachments(DEFINITION)
    assert [(a.unit, a.name, a.form, a.kept) for a in kept] == [
        ("GAJ", "证据/1.png", digest_of(b"form"), True),
        ("GAJ", "证据/同.png", digest_of(b"form"), True),
        ("JYJ", "1.png", "", True),
    ]
    assert ledger.attachments(DEFINITION, "JYJ") == kept[2:]
    assert ledger.content(kept[0].digest) == b"picture"
    assert len(ledger.records()) == 1


def test_a_form_that_was_sent_as_evidence_first_is_still_a_form(ledger: Ledger) -> None:
    ledger.keep_attachments(DEFINITION, "GAJ", [received(b"form")], NOW)
    assert ledger.records() == ()
    receive(ledger, received(b"form 1"), reading(), NOW)
    ledger.mark(DEFINITION, "GAJ", EventKind.RETURNED, "x", NOW)
    receive(ledger, received(b"form"), reading(), NOW + timedelta(days=1))
    later = ledger.records()[-1]
    assert (later.digest, later.received_at) == (digest_of(b"form"), NOW + timedelta(days=1))
    assert counting(ledger, DEFINITION) == {"GAJ": digest_of(b"form")}
    assert [event.kind for event in ledger.events(DEFINITION)] == ["received", "returned", "resubmitted"]


def test_which_folders_belong_to_a_form(tmp_path: Path) -> None:
    put(
        tmp_path,
        a_xlsx="",
        证据__1_png="1",
        证据__深__2_png="2",
        证据___DS_Store="x",
        **{"other__b_xlsx": ""},
    )
    (tmp_path / "证据" / "link").symlink_to("/etc/hostname")
    forms = [tmp_path / "a.xlsx", tmp_path / "other" / "b.xlsx"]
    assert names(evidence_beside(forms)[forms[0]], tmp_path) == ["证据/1.png", "证据/深/2.png"]
    assert evidence_beside(forms)[forms[1]] == ()
    assert evidence_beside([tmp_path / "gone" / "x.xlsx"]) == {tmp_path / "gone" / "x.xlsx": ()}
    put(tmp_path, c_xlsx="", a证据__3_png="3")
    forms.append(tmp_path / "c.xlsx")
    assert names(evidence_beside(forms)[forms[0]], tmp_path) == ["a证据/3.png"]
    assert evidence_beside(forms)[forms[2]] == ()


@pytest.mark.parametrize(
    ("budget", "kept"),
    [
        (EvidenceBudget(), [True, True, True]),
        (EvidenceBudget(file_bytes=3), [False, True, False]),
        (EvidenceBudget(total_bytes=6), [True, True, False]),
        (EvidenceBudget(files=1), [True, False, False]),
    ],
    ids=["ample", "one file", "all files", "number"],
)
def test_beyond_the_budget_only_digests_are_recorded(
    tmp_path: Path, ledger: Ledger, budget: EvidenceBudget, kept: list[bool]
) -> None:
    put(tmp_path, a_png="aaaa", b_png="bb", c_png="cccc")
    paths = sorted(tmp_path.glob("*.png"))
    for _ in range(2):
        files, findings = read_evidence(paths, tmp_path, "GAJ", budget)
        assert [f.found for f in findings] == [p.name for p, k in zip(paths, kept, strict=True) if not k]
        assert {f.code for f in findings} <= {FindingCode.EVIDENCE_TOO_BIG}
    assert [p.digest for p in files] == [digest_of(path.read_bytes()) for path in paths]
    ledger.keep_attachments(DEFINITION, "GAJ", files, NOW)
    assert [attachment.kept for attachment in ledger.attachments(DEFINITION)] == kept


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    files, findings = read_evidence([tmp_path / "gone.png"], tmp_path, "GAJ")
    assert (files, [f.code for f in findings]) == ((), [FindingCode.CANNOT_BE_OPENED])


def sent(*names_: str) -> list[Attachment]:
    return [Attachment("GAJ", name, digest_of(name.encode()), 1, NOW) for name in names_]


@pytest.mark.parametrize(
    ("addresses", "files", "codes"),
    [
        (["证据/1.png"], ["证据/1.png"], []),
        (["1.PNG", " .\\证据\\1.png "], ["证据/1.png"], []),
        (["１.png"], ["1.png"], []),
        (["https://example.org/1.png", "www.example.org", " "], ["证据/1.png"], []),
        (["2.png"], ["证据/1.png"], ["M06", "M08"]),
        (["据/1.png"], ["证据/1.png"], ["M06", "M08"]),
        (["1.png"], ["a/1.png", "b/1.png", "b/2.png"], ["M08"]),
    ],
    ids=["path", "other slashes and case", "full width", "web", "missing", "part of a name", "unused"],
)
def test_references_are_held_against_what_came(
    addresses: list[str], files: list[str], codes: list[str]
) -> None:
    references = [Reference(address, "GAJ", "登记", "C4", "截图", "a.xlsx") for address in addresses]
    for _ in range(2):
        assert [f.code.value[:3] for f in check_references(references, sent(*files))] == codes


def test_the_same_bytes_under_two_names_are_told() -> None:
    same = [Attachment(unit, name, "d", 1, NOW) for unit, name in (("GAJ", "a"), ("GAJ", "b"), ("JYJ", "c"))]
    (finding,) = check_references([], [*same, same[0]])
    assert (finding.code, finding.found, finding.expected) == (FindingCode.EVIDENCE_TWICE, "b", "a")


def test_evidence_of_collected_forms_is_kept_with_them(tmp_path: Path, ledger: Ledger) -> None:
    rows = [
        Answer(
            "GAJ",
            f"~/E0{i}",
            State.VALUE,
            None,
            {Field.NAME: "截图", Field.ADDRESS: address},
            "登记",
            f"C{i}",
        )
        for i, address in enumerate(["1.png", "2.png", "https://example.org"], 1)
    ]
    put(tmp_path, 公安局__a_xlsx="form", 公安局__证据__1_png="1", 教育局__b_xlsx="x")
    content = (tmp_path / "公安局" / "a.xlsx").read_bytes()
    receive(ledger, received(content), FileReading(FileState.ACCEPTED, old_stamp(), tuple(rows), ()), NOW)
    (record,) = ledger.records()
    for _ in range(2):
        found = keep_evidence(DEFINITION, ledger, tmp_path, {"公安局/a.xlsx": record}, NOW)
        assert [(f.code, f.cell, f.found) for f in found["公安局/a.xlsx"].findings] == [
            (FindingCode.EVIDENCE_MISSING, "C2", "2.png")
        ]
    assert [(a.name, a.form) for a in ledger.attachments(DEFINITION)] == [("证据/1.png", record.digest)]


@pytest.mark.parametrize(
    ("address", "named", "is_file"),
    [
        ("验收报告.pdf", "验收报告.pdf", True),
        ("验收报告.pdf <file:///C:/a/验收报告.pdf>", "验收报告.pdf", True),
        ("验收报告.pdf <b.pdf>", "验收报告.pdf", True),
        ("验收报告 <https://www.example.gov.cn/1>", "https://www.example.gov.cn/1", False),
    ],
)
def test_a_link_beside_a_text_leads_to_the_web_or_is_left_out(
    address: str, named: str, is_file: bool
) -> None:
    answer = Answer("GAJ", "~/E01", State.BLANK, None, {Field.ADDRESS: address}, "清单", "D5")
    (reference,) = references_of([answer])
    assert (reference.address, reference.is_file) == (named, is_file)
