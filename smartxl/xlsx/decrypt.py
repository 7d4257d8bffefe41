"""Files with a password for opening: opened with the passwords that were given, which are never kept."""

from __future__ import annotations

import io
from collections.abc import Iterable

from smartxl.findings import Finding, FindingCode
from smartxl.xlsx.gate import FileRefused

__all__ = ["unlocked"]

_OF_EXCEL = "VelvetSweatshop"
"""What Excel itself uses, unasked, for a workbook that is only protected from changes."""


def unlocked(content: bytes, file_name: str, passwords: Iterable[str]) -> bytes:
    """The bytes of a workbook as they are without its password. Raises FileRefused when none opens it."""
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
        raise FileRefused(Finding(FindingCode.DAMAGED, found="EncryptedPackage", file=file_name))
    raise FileRefused(Finding(FindingCode.WRONG_PASSWORD if given else FindingCode.ENCRYPTED, file=file_name))


def _opened(content: bytes, password: str) -> bytes:
    from msoffcrypto import OfficeFile
    from msoffcrypto.format.ooxml import OOXMLFile

    package, plain = OfficeFile(io.BytesIO(content)), io.BytesIO()
    if not isinstance(package, OOXMLFile):
        raise TypeError("no encrypted .xlsx")
    package.load_key(password=password, verify_password=True)
    package.decrypt(plain)
    return plain.getvalue()
