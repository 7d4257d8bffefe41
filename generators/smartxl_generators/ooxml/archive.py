"""A zip file in memory, the same bytes for the same parts; a part that many files share is compressed once."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from struct import Struct
from zipfile import ZipFile

from smartxl_generators.ooxml.deflate import compressor, crc32
from smartxl_generators.ooxml.xml import encoded

__all__ = ["Part", "archive", "packed", "packed_again", "repacked"]

_TOGETHER = 2_000  # pieces that are packed at once: the rows of a form
_BLOCK = 2**20  # bytes
_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4s6H3L5H2L")
_END = Struct("<4s4H2LH")
_VERSION, _DEFLATED, _UNIX = 20, 8, 3 << 8
_EPOCH = (0, 1 << 5 | 1)  # 1980-01-01 00:00, the first moment that a zip file can name
_READABLE = 0o644 << 16


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the package, compressed: its name, checksum, size before, and bytes."""

    name: str
    checksum: int
    size: int
    content: bytes


def packed(name: str, content: str | bytes | Iterable[bytes]) -> Part:
    """A part from its content, or from the pieces of it, which need not all be in memory at once: the bytes are the same."""
    deflate = compressor()
    checksum, size, found = 0, 0, []
    for raw in _blocks(_pieces(content)):
        checksum, size = crc32(raw, checksum), size + len(raw)
        found.append(deflate.compress(raw))
    return Part(name, checksum, size, b"".join([*found, deflate.flush()]))


@lru_cache(maxsize=64)
def packed_again(name: str, content: str) -> Part:
    """A small part that is the same in most workbooks of a kind: what belongs to what."""
    return packed(name, content)


def _pieces(content: str | bytes | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif isinstance(content, str):
        yield encoded(content)
    else:
        pieces = iter(content)
        while batch := list(islice(pieces, _TOGETHER)):
            yield b"".join(batch)


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks of one size: how ISA-L compresses depends on where they are parted."""
    rest = b""
    for piece in pieces:
        raw = rest + piece
        end = len(raw) - len(raw) % _BLOCK
        yield from (raw[start : start + _BLOCK] for start in range(0, end, _BLOCK))
        rest = raw[end:]
    yield rest


def archive(parts: Iterable[Part]) -> bytes:
    """The zip file. Names are ASCII, no part has 4 GB: a workbook's rows end long before."""
    out, directory, offset, count = [], [], 0, 0
    for part in parts:
        name = part.name.encode("ascii")
        sizes = (part.checksum, len(part.content), part.size, len(name), 0)
        head = _LOCAL.pack(b"PK\x03\x04", _VERSION, 0, _DEFLATED, *_EPOCH, *sizes)
        place = (0, 0, 0, _READABLE, offset)
        entry = _CENTRAL.pack(
            b"PK\x01\x02", _VERSION | _UNIX, _VERSION, 0, _DEFLATED, *_EPOCH, *sizes, *place
        )
        out += [head, name, part.content]
        directory += [entry, name]
        offset += len(head) + len(name) + len(part.content)
        count += 1
    size = sum(map(len, directory))
    return b"".join([*out, *directory, _END.pack(b"PK\x05\x06", 0, 0, count, count, size, offset, 0)])


def repacked(raw: bytes, instead: Mapping[str, str] | None = None) -> bytes:
    """A zip file with its parts as they are, or others `instead` of them, and without the time of day in its container."""
    others = instead or {}
    with ZipFile(io.BytesIO(raw)) as source:
        return archive(packed(name, others.get(name) or source.read(name)) for name in source.namelist())
