"""Zip containers written byte by byte, so that their tables of contents can lie."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Raw", "parts_of", "repeated", "write_raw"]


@dataclass(frozen=True)
class Raw:
    """An entry as it is written: `size` and `crc` as declared, `local_name` and `offset` where they differ."""

    name: str
    packed: bytes
    size: int
    crc: int
    method: int = 8
    flags: int = 0x800
    local_name: str | None = None
    offset: int | None = None

    @classmethod
    def of(cls, name: str, data: bytes, **lies: object) -> Raw:
        """An honest entry, but for what is said otherwise."""
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
        return cls(**{"name": name, "packed": packed, "size": len(data), "crc": zlib.crc32(data), **lies})  # type: ignore[arg-type]


def repeated(name: str, head: bytes, block: bytes, times: int, tail: bytes) -> Raw:
    """A huge part that is cheap to make: one packed block over and over."""
    first = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = [first.compress(head) + first.flush(zlib.Z_FULL_FLUSH)]
    middle = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed += [middle.compress(block) + middle.flush(zlib.Z_FULL_FLUSH)] * times
    last = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed.append(last.compress(tail) + last.flush())
    crc = zlib.crc32(head)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    size = len(head) + times * len(block) + len(tail)
    return Raw(name, b"".join(packed), size, zlib.crc32(tail, crc))


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a container."""
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return {name: container.read(name) for name in container.namelist()}


def write_raw(parts: Mapping[str, bytes], entries: Iterable[Raw] = (), comment: bytes = b"") -> bytes:
    """A container of honest parts and of entries as they are; an entry takes the place of a part with its name."""
    extra = list(entries)
    named = {entry.name for entry in extra}
    out, central, count = bytearray(), bytearray(), 0
    for entry in [*(Raw.of(name, data) for name, data in parts.items() if name not in named), *extra]:
        local = (entry.local_name or entry.name).encode()
        offset = len(out) if entry.offset is None else entry.offset
        sizes = (entry.crc & 0xFFFFFFFF, len(entry.packed), entry.size & 0xFFFFFFFF)
        fields = (20, entry.flags, entry.method, 0, 0x21, *sizes)
        if entry.offset is None:
            out += struct.pack("<4s5H3L2H", b"PK\3\4", *fields, len(local), 0) + local + entry.packed
        name = entry.name.encode()
        central += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, *fields, len(name), 0, 0, 0, 0, 0, offset) + name
        count += 1
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(central), len(out), len(comment))
    return bytes(out + central + end + comment)
