"""The gate before any reader: what a file is, by its first bytes; what it may cost; passwords, which are never kept."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath

from smartxl.errors import UnreadableFile
from smartxl.findings import Finding, FindingCode
from smartxl.text import Text

__all__ = [
    "BUDGET",
    "LARGE_BUDGET",
    "OLE",
    "Budget",
    "FileRefused",
    "check_kind",
    "check_rights",
    "check_size",
    "is_encrypted",
    "kind_of",
    "megabytes",
    "naming",
    "refused",
    "unlocked",
]

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
"""How .xls files and encrypted workbooks begin."""
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"{\\rtf", "RTF"),
)
_IN_OLE = (
    ("EncryptedPackage", ""),
    ("WordDocument", "Word .doc"),
    ("PowerPoint Document", "PowerPoint .ppt"),
    ("__substg1.0_", "Outlook .msg"),
)
_OF_RIGHTS = ("DRMEncryptedDataSpace", "DRMEncryptedTransform", "\tDRMContent", "\tDRMViewerContent")
_OF_SOFTWARE = (
    b"%TSD-Header",
    b"E-SafeNet",
    b"<## NASCA DRM FILE",
    b"SCDSA",
    b"DRMONE",
    b"Fasoo DRM",
    b".pfile",
)
_HEAD = 512  # bytes in which software that encrypts documents names itself
_PAGES = ("<html", "<!doctype html", "<table", "<head", "<meta", "mime-version:")
_LOCK_BYTES = 165  # what Excel and Word write beside an open file: the user's name, padded
_OF_EXCEL = "VelvetSweatshop"
"""What Excel itself uses, unasked, for a workbook that is only protected from changes."""


class FileRefused(UnreadableFile):
    """A file that is not read; `finding` says the same in Chinese and English."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        what, remedy = (Text(said("zh"), said("en")) for said in (finding.message, finding.remedy))
        super().__init__(finding.file, what, remedy)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.finding,)


def refused(code: FindingCode, found: str = "", expected: str = "") -> FileRefused:
    """The exception for a file whose name is not known here; `naming` adds it."""
    return FileRefused(Finding(code, found=found, expected=expected))


@contextmanager
def naming(file_name: str) -> Iterator[None]:
    """Refusals in this context are those of a file of this name."""
    try:
        yield
    except FileRefused as error:
        raise FileRefused(replace(error.finding, file=file_name)) from error.__cause__


@dataclass(frozen=True, slots=True)
class Budget:
    """What a file may cost: bytes packed and unpacked, their ratio in a large part, and what is counted in its parts.

    `read_bytes` are those of the parts that are read, pictures aside; `ratio` holds from `ratio_from_bytes`; `cells`, also
    empty ones, and `merged_cells` are of the whole file; `text` are the characters of one string; `depth` is how far elements
    stand inside each other.
    """

    file_bytes: int = 64 * 2**20
    entries: int = 5_000
    unpacked_bytes: int = 256 * 2**20
    read_bytes: int = 96 * 2**20
    ratio: int = 200
    ratio_from_bytes: int = 4 * 2**20
    sheets: int = 1_500
    rows: int = 20_000
    columns: int = 500
    cells: int = 1_000_000
    merges: int = 20_000
    merged_cells: int = 4_000_000
    names: int = 20_000
    properties: int = 1_000
    relations: int = 65_530
    formats: int = 65_490
    text: int = 100_000
    depth: int = 128


BUDGET = Budget()
LARGE_BUDGET = Budget(
    file_bytes=512 * 2**20,
    unpacked_bytes=2 * 2**30,
    read_bytes=2**30,
    rows=1_048_576,
    columns=16_384,
    cells=8_000_000,
    merges=200_000,
    merged_cells=100_000_000,
    names=100_000,
)
"""For a workbook whose owner asks about it."""
"""Far above any form of ours, far below what hurts."""


def check_size(size: int, file_name: str, budget: Budget = BUDGET) -> None:
    """Raises FileRefused for a file of more bytes than are read."""
    if size > budget.file_bytes:
        found, limit = megabytes(size), megabytes(budget.file_bytes)
        raise FileRefused(Finding(FindingCode.TOO_BIG, found=found, expected=limit, file=file_name))


def check_kind(content: bytes, file_name: str) -> None:
    """Raises FileRefused for what does not begin like a zip container, and says what it is."""
    if not content.startswith(b"PK"):
        with naming(file_name):
            check_rights(content)
        code, found = kind_of(content, file_name)
        raise FileRefused(Finding(code, found=found, file=file_name))


def is_encrypted(content: bytes) -> bool:
    """Whether it is an Office file with a password for opening."""
    return content.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in content


def check_rights(content: bytes) -> None:
    """Raises FileRefused for a file that software or an account protects: no password opens it."""
    if content.startswith(OLE) and any(name.encode("utf-16-le") in content for name in _OF_RIGHTS):
        raise refused(FindingCode.PROTECTED, "Microsoft IRM")
    if content.startswith(b"PK") or b"\0" not in content[: 8 * _HEAD]:
        return
    if mark := next((mark for mark in _OF_SOFTWARE if mark in content[:_HEAD]), b""):
        raise refused(FindingCode.PROTECTED, mark.decode("ascii"))


def unlocked(content: bytes, passwords: Iterable[str]) -> bytes:
    """The bytes of an encrypted workbook as they are without its password. Raises FileRefused when none opens it."""
    check_rights(content)
    from msoffcrypto.exceptions import InvalidKeyError  # needed for few files, and slow to import

    given = tuple(passwords)
    damaged = False
    for password in (*given, _OF_EXCEL):
        try:
            return _opened(content, password)
        except InvalidKeyError:
            continue
        except MemoryError:
            raise
        except Exception:  # of any kind: the library does not expect damage
            damaged = True
    if damaged and given:
        raise refused(FindingCode.DAMAGED, "EncryptedPackage")
    raise refused(FindingCode.WRONG_PASSWORD if given else FindingCode.ENCRYPTED)


def _opened(content: bytes, password: str) -> bytes:
    from msoffcrypto import OfficeFile
    from msoffcrypto.format.ooxml import OOXMLFile
    from msoffcrypto.format.xls97 import Xls97File

    package, plain = OfficeFile(io.BytesIO(content)), io.BytesIO()
    if isinstance(package, OOXMLFile):
        package.load_key(password=password, verify_password=True)
    elif isinstance(package, Xls97File):
        package.load_key(password=password)
    else:
        raise TypeError("no encrypted workbook")
    package.decrypt(plain)
    return plain.getvalue()


def megabytes(size: int) -> str:
    """A size as a finding shows it."""
    return f"{size / 2**20:.0f} MB"


def kind_of(content: bytes, file_name: str) -> tuple[FindingCode, str]:
    """What a file that is no zip container is: the code of what is said of it, and its kind in a word."""
    if not content:
        return FindingCode.EMPTY_FILE, ""
    if PurePath(file_name).name.startswith("~$") and len(content) <= _LOCK_BYTES:
        return FindingCode.LOCK_FILE, ""
    if content.startswith(OLE):
        return _kind_of_ole(content, file_name)
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            return FindingCode.NOT_A_WORKBOOK, name
    text = _as_text(content[:4096])
    if text is None:
        return FindingCode.NOT_A_WORKBOOK, content[:8].hex(" ")
    return FindingCode.TEXT_OR_PAGE, _kind_of_text(text)


def _kind_of_ole(content: bytes, file_name: str) -> tuple[FindingCode, str]:
    for stream, name in _IN_OLE:
        if stream.encode("utf-16-le") in content:
            return (FindingCode.NOT_A_WORKBOOK, name) if name else (FindingCode.ENCRYPTED, "")
    suffix = PurePath(file_name).suffix.casefold()
    return FindingCode.OLD_XLS, suffix if suffix in {".et", ".ett", ".xlt"} else ".xls"


def _kind_of_text(text: str) -> str:
    start = text.lstrip("\ufeff \r\n\t").lower()
    if start.startswith(_PAGES):
        return "HTML"
    if start.startswith("<?xml") and "opendocument" in start:
        return "OpenDocument .fods"
    if start.startswith(("<?xml", "<workbook")):
        return "HTML" if "<html" in start else "XML"
    return "CSV" if any(mark in start for mark in (",", "\t", ";")) else "TXT"


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
