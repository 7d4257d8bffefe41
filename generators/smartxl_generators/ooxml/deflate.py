"""How parts are compressed: by Intel's ISA-L where the machine has it, in a quarter of zlib's time, else by zlib.

Both write what RFC 1951 describes, and any program reads either. Only our own parts are compressed here: what respondents
send is inflated by zlib.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Protocol

__all__ = ["Compressor", "compressor", "crc32"]


class Compressor(Protocol):
    """A stream of compressed bytes, to which the next ones are given."""

    def compress(self, data: bytes, /) -> bytes:
        """What can be told of all that was given."""
        ...

    def flush(self) -> bytes:
        """The rest."""
        ...


def _library() -> tuple[ModuleType, int]:
    """The library, and at which level it compresses.

    Compared with zlib's level 6, ISA-L writes a fifth more in an eighth of its time, level 3 a tenth more in half of it.
    """
    try:
        return import_module("isal.isal_zlib"), 1
    except ImportError:  # machines that there is no package of ISA-L for
        return zlib, 3


_LIBRARY, _LEVEL = _library()
crc32: Callable[[bytes, int], int] = _LIBRARY.crc32
"""The checksum of bytes behind those that have this one."""


def compressor() -> Compressor:
    """A new stream without a head, as zip files have it."""
    stream: Compressor = _LIBRARY.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream
