"""The gate before any reader: what a file is, told from its first bytes and its table of contents."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass

from smartxl.errors import UnreadableFile
from smartxl.findings import Finding, FindingCode

__all__ = ["BUDGET", "Budget", "FileRefused", "check_size", "open_container"]

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)
_PACKAGES = (
    ("xl/workbook.bin", ".xlsb"),
    ("word/document.xml", "Word .docx"),
    ("ppt/presentation.xml", "PowerPoint .pptx"),
    ("content.xml", "OpenDocument .ods"),
)


class FileRefused(UnreadableFile):
    """A file that is not read; `finding` says the same in Chinese and English."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.file, finding.message("en"), finding.remedy("en"))


@dataclass(frozen=True, slots=True)
class Budget:
    """What a file may cost: bytes, packed and unpacked, their ratio in a large part, cells of a sheet."""

    file_bytes: int = 64 * 2**20
    entries: int = 5_000
    unpacked_bytes: int = 256 * 2**20
    ratio: int = 200
    ratio_from_bytes: int = 4 * 2**20
    rows: int = 20_000
    columns: int = 500
    merges: int = 20_000


BUDGET = Budget()
"""Far above any form of ours, far below what hurts."""


def open_container(content: bytes, file_name: str, budget: Budget = BUDGET) -> zipfile.ZipFile:
    """The zip container of an .xlsx file, found harmless. Raises FileRefused for anything else."""

    def refuse(code: FindingCode, found: str = "", expected: str = "") -> FileRefused:
        return FileRefused(Finding(code, found=found, expected=expected, file=file_name))

    if not content:
        raise refuse(FindingCode.EMPTY_FILE)
    check_size(len(content), file_name, budget)
    if content.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise refuse(FindingCode.ENCRYPTED if encrypted else FindingCode.OLD_XLS)
    if not content.startswith(b"PK"):
        raise refuse(*_what_it_is(content))
    try:
        container = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise refuse(FindingCode.DAMAGED, "zip") from error
    if fault := _fault(container.infolist(), budget):
        raise refuse(*fault)
    return container


def check_size(size: int, file_name: str, budget: Budget = BUDGET) -> None:
    """Raises FileRefused for a file of more bytes than are read."""
    if size > budget.file_bytes:
        found, limit = _megabytes(size), _megabytes(budget.file_bytes)
        raise FileRefused(Finding(FindingCode.TOO_BIG, found=found, expected=limit, file=file_name))


def _what_it_is(content: bytes) -> tuple[FindingCode, str]:
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            return FindingCode.NOT_A_WORKBOOK, name
    text = _as_text(content[:4096])
    if text is None:
        return FindingCode.NOT_A_WORKBOOK, content[:8].hex(" ")
    start = text.lstrip("\ufeff \r\n\t").lower()
    if start.startswith(("<html", "<!doctype html", "<table", "<head", "<meta")):
        return FindingCode.TEXT_OR_PAGE, "HTML"
    if start.startswith(("<?xml", "<workbook")):
        return FindingCode.TEXT_OR_PAGE, "XML"
    return FindingCode.TEXT_OR_PAGE, "CSV" if "," in start or "\t" in start else "TXT"


def _as_text(head: bytes) -> str | None:
    """The head of a text file; None when it is binary. A character cut in two at the end does not count."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="ignore")
    if b"\x00" in head:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            return (
                head[: len(head) - 4].decode(encoding, errors="strict")
                if len(head) > 64
                else head.decode(encoding)
            )
        except UnicodeDecodeError as error:
            if error.start >= len(head) - 8:
                return head[: error.start].decode(encoding)
    return None


def _fault(entries: list[zipfile.ZipInfo], budget: Budget) -> tuple[FindingCode, str, str] | None:
    """Why the container is not opened, from its table of contents alone."""
    names = [entry.filename for entry in entries]
    if len(names) > budget.entries:
        return FindingCode.TOO_BIG, f"{len(names)} parts", f"{budget.entries} parts"
    total = sum(entry.file_size for entry in entries)
    if total > budget.unpacked_bytes:
        return FindingCode.TOO_BIG, _megabytes(total), _megabytes(budget.unpacked_bytes)
    for entry in entries:
        if entry.file_size > max(budget.ratio_from_bytes, budget.ratio * entry.compress_size):
            return (
                FindingCode.SUSPICIOUS,
                f"{entry.filename}: 1 : {entry.file_size // max(entry.compress_size, 1)}",
                "",
            )
        if entry.flag_bits & 1:
            return FindingCode.ENCRYPTED, "", ""
    return _fault_of_names(names)


def _fault_of_names(names: list[str]) -> tuple[FindingCode, str, str] | None:
    odd = next((n for n in names if n.startswith("/") or "\\" in n or ".." in n.split("/")), None)
    twice = next((n for n, times in Counter(name.casefold() for name in names).items() if times > 1), None)
    if odd or twice:
        return FindingCode.SUSPICIOUS, odd or f"{twice} × 2", ""
    if "xl/workbook.xml" in names:
        return None
    kind = next((kind for name, kind in _PACKAGES if name in names), "zip")
    return FindingCode.OTHER_PACKAGE, kind, ""


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.0f} MB"
