"""Evidence: files that lie beside a form, and whether the files that it names are there."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.collecting.inbox import is_link, shown_name
from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Field
from smartxl.model.keys import UNSCORED
from smartxl.model.received import Attachment, ReceivedFile
from smartxl.typed import says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from smartxl.ledger import Ledger
    from smartxl.model.answers import Answer
    from smartxl.model.definition import Definition
    from smartxl.model.received import StoredReading

__all__ = [
    "EVIDENCE_BUDGET",
    "EvidenceBudget",
    "EvidenceFound",
    "Reference",
    "check_references",
    "evidence_beside",
    "keep_evidence",
    "read_evidence",
    "references_of",
]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://|www\.|mailto:", re.IGNORECASE)
_LINKED = re.compile(r"(.*) <([^<>]*)>", re.DOTALL)  # as the reader of forms keeps a hyperlink
_IGNORED = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_MEGABYTE = 2**20
_HASHED = 2**34  # bytes of a file of which at least a digest is taken: larger files would delay all others
_REGISTER = f"{UNSCORED}/"
"""Begins the keys of the evidence register's rows."""


@dataclass(frozen=True, slots=True)
class EvidenceBudget:
    """What is kept of a unit: bytes of one file and of all, and how many files. Beyond it only digests are recorded."""

    file_bytes: int = 50 * _MEGABYTE
    total_bytes: int = 500 * _MEGABYTE
    files: int = 2_000


EVIDENCE_BUDGET = EvidenceBudget()


@dataclass(frozen=True, slots=True)
class Reference:
    """A line of the register: what the form says there is, and in which cell it says so."""

    address: str
    unit: str = ""
    sheet: str = ""
    cell: str = ""
    item: str = ""
    file: str = ""

    @property
    def is_file(self) -> bool:
        """Whether a file is named, and not a page of the web."""
        return bool(self.address.strip()) and not _ADDRESS.match(self.address.strip())


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """What lay beside a form: the files by their names below the folder that was collected, and findings about them."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]


def evidence_beside(forms: Sequence[Path]) -> Mapping[Path, tuple[Path, ...]]:
    """The files of evidence of each form: what lies in folders beside it in which there is no form.

    Where several forms lie side by side, a folder belongs to those whose name its own begins with.
    """
    of_place: dict[Path, list[Path]] = defaultdict(list)
    for form in forms:
        of_place[form.parent].append(form)
    with_forms = {folder for place in of_place for folder in (place, *place.parents)}
    found = {}
    for place, mine in of_place.items():
        inside = sorted(place.iterdir()) if place.is_dir() else []
        folders = [
            path for path in inside if path.is_dir() and not path.is_symlink() and path not in with_forms
        ]
        for form in mine:
            own = folders if len(mine) == 1 else [f for f in folders if f.name.startswith(form.stem)]
            found[form] = tuple(path for folder in own for path in _files(folder))
    return found


def _files(folder: Path) -> Iterator[Path]:
    """The files in a folder and below it; links are not followed, so that nothing outside is taken.

    A folder that cannot be opened is given as a file: reading it then fails with a finding.
    """
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        folders.sort()
        for path in (Path(place, name) for name in sorted(files)):
            hidden = path.name.startswith((".", "~$")) or path.name.casefold() in _IGNORED
            if not hidden and not is_link(path) and not _is_special(path):
                yield path
    yield from (Path(error.filename) for error in closed)


def _is_special(path: Path) -> bool:
    """Whether it is a pipe, a socket or a device; a path that cannot be looked at fails when it is read."""
    try:
        return not path.is_file()
    except OSError:
        return False


def read_evidence(
    paths: Sequence[Path], folder: Path, unit: str, budget: EvidenceBudget = EVIDENCE_BUDGET
) -> tuple[tuple[ReceivedFile, ...], tuple[Finding, ...]]:
    """The files with their names below a folder; of what is beyond the budget only the digest, with a finding.

    Of what is far beyond it there is the finding alone. A file that cannot be read is a finding too.
    """
    files, findings, total = [], [], 0
    for number, path in enumerate(paths):
        name = shown_name(path.relative_to(folder).as_posix())
        try:
            size = path.stat().st_size
            fits = size <= budget.file_bytes and total + size <= budget.total_bytes and number < budget.files
            content, digest = _contents(path, size, fits=fits)
        except OSError as error:
            found = error.strerror or str(error)
            findings.append(Finding(FindingCode.CANNOT_BE_OPENED, unit, found=found, file=name))
            continue
        if not fits:
            limit = f"{budget.file_bytes // _MEGABYTE} / {budget.total_bytes // _MEGABYTE} MB, {budget.files}"
            findings.append(
                Finding(FindingCode.EVIDENCE_TOO_BIG, unit, found=name, expected=limit, file=name)
            )
        total += len(content)
        if digest:
            files.append(ReceivedFile(name, digest, size, content, str(path)))
    return tuple(files), tuple(findings)


def _contents(path: Path, size: int, *, fits: bool) -> tuple[bytes, str]:
    """The bytes of a file that fits, and its digest, "" where it would take too long."""
    if size > _HASHED:
        return b"", ""
    with path.open("rb") as file:
        content = file.read() if fits else b""
        digest = hashlib.sha256(content) if fits else hashlib.file_digest(file, "sha256")
    return content, digest.hexdigest()


def references_of(answers: Iterable[Answer], file: str = "") -> tuple[Reference, ...]:
    """The lines of the evidence register among the answers of a form."""
    return tuple(
        Reference(
            _address_of(str(answer.fields[Field.ADDRESS])),
            answer.unit,
            answer.sheet,
            answer.cell,
            str(answer.fields.get(Field.NAME, answer.key.removeprefix(_REGISTER))),
            file,
        )
        for answer in answers
        if answer.key.startswith(_REGISTER)
        and Field.ADDRESS in answer.fields
        and not says_nothing(str(answer.fields[Field.ADDRESS]))
    )


def _address_of(text: str) -> str:
    """The address of a piece of evidence: of a text with a link beside it the link, where that leads into the web."""
    match = _LINKED.fullmatch(text)
    if match is None:
        return text
    is_web = _ADDRESS.match(match[2]) and not match[2].casefold().startswith("file:")
    return match[2] if is_web else match[1]


def keep_evidence(
    definition: Definition, ledger: Ledger, folder: Path, forms: Mapping[str, StoredReading], at: datetime
) -> Mapping[str, EvidenceFound]:
    """Keeps what lies beside forms in a folder, and checks it against their registers.

    `forms` are the accepted forms by their names below the folder; what is found comes by the same names. Raises LedgerError.
    """
    found = {}
    evidence = evidence_beside([folder / name for name in forms])
    registers = ledger.answers_by_file([record.digest for record in forms.values()], _REGISTER)
    for name, record in forms.items():
        beside = evidence[folder / name]
        references = references_of(registers.get(record.digest, ()), name)
        if not beside and not any(reference.is_file for reference in references):
            continue
        files, findings = read_evidence(beside, (folder / name).parent, record.unit)
        ledger.keep_attachments(definition, record.unit, files, at, record.digest)
        sent = ledger.attachments(definition, record.unit)
        mine = [attachment for attachment in sent if attachment.form == record.digest]
        names = tuple(shown_name(path.relative_to(folder).as_posix()) for path in beside)
        checked = () if record.appealed else check_references(references, mine)  # its register is in the form
        found[name] = EvidenceFound(names, (*findings, *checked))
    return found


def check_references(
    references: Iterable[Reference], attachments: Iterable[Attachment]
) -> tuple[Finding, ...]:
    """Files that a register names and that were not sent, files that were sent and are not named, and the same file twice.

    A file is known by the last parts of its path, whatever the case and the kind of slash.
    """
    named, sent = [r for r in references if r.is_file], list(attachments)
    findings = []
    used: set[str] = set()
    for reference in named:
        matching = [a for a in sent if _matches(reference.address, a.name)]
        used.update(a.name for a in matching)
        if not matching:
            r = reference
            findings.append(
                Finding(
                    FindingCode.EVIDENCE_MISSING,
                    r.unit,
                    r.sheet,
                    r.cell,
                    r.item,
                    r.address.strip(),
                    file=r.file,
                )
            )
    if named:
        findings += [
            Finding(FindingCode.EVIDENCE_UNUSED, a.unit, found=a.name, file=a.name)
            for a in sent
            if a.name not in used
        ]
    return (*findings, *_twice(sent))


def _twice(attachments: Iterable[Attachment]) -> Iterator[Finding]:
    names: dict[tuple[str, str], dict[str, Attachment]] = defaultdict(dict)
    for attachment in attachments:
        names[attachment.unit, attachment.digest].setdefault(attachment.name, attachment)
    for same in names.values():
        first, *others = same.values()
        for other in others:
            yield Finding(
                FindingCode.EVIDENCE_TWICE, other.unit, found=other.name, expected=first.name, file=other.name
            )


def _matches(address: str, name: str) -> bool:
    """Whether the parts of an address are the last parts of a path."""
    asked, there = _path_parts(address), _path_parts(name)
    return bool(asked) and there[-len(asked) :] == asked


def _path_parts(path: str) -> list[str]:
    text = unicodedata.normalize("NFKC", path).strip().casefold().replace("\\", "/")
    return [part.strip() for part in text.split("/") if part.strip() not in {"", "."}]
