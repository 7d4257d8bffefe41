"""The compression of source text in VBA projects: both ways.

Source: Microsoft, [MS-OVBA] 2.4.1. A container is a sign byte and chunks of 4096 bytes; in a chunk eight tokens stand behind a
byte of flags, each a byte as it is or a copy of what stands further up in the chunk.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["compressed", "decompressed"]

_SIGN = 1
_CHUNK = 4096
_LEAST = 3  # bytes that are worth a copy
_PACKED, _STORED = 0xB000, 0x3000


def compressed(data: bytes) -> bytes:
    """The container of a text. Raises ValueError for bytes that are none: what cannot be compressed has to fill its chunk."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return bytes([_SIGN]) + b"".join(map(_chunk, chunks))


def _chunk(data: bytes) -> bytes:
    """A chunk with its head; as it is where it would not become shorter."""
    packed = b"".join(_groups(list(_tokens(data))))
    if len(packed) >= _CHUNK:
        if len(data) < _CHUNK:
            raise ValueError("the last part is no text: it cannot be compressed")
        return _number(_STORED | (_CHUNK - 1)) + data
    return _number(_PACKED | (len(packed) - 1)) + packed


def _groups(tokens: list[bytes]) -> Iterator[bytes]:
    for start in range(0, len(tokens), 8):
        group = tokens[start : start + 8]
        yield bytes([sum(1 << place for place, token in enumerate(group) if len(token) > 1)])
        yield from group


def _tokens(data: bytes) -> Iterator[bytes]:
    """Each position where three bytes began is remembered; the longest of the latest few is copied."""
    begun: dict[bytes, list[int]] = {}
    place = 0
    while place < len(data):
        length, back = _longest(data, place, begun.get(data[place : place + _LEAST], [])[-32:])
        if length >= _LEAST:
            bits = _bits(place)
            yield _number((back - 1) << (16 - bits) | (length - _LEAST))
        else:
            length = 1
            yield data[place : place + 1]
        for passed in range(place, place + length):
            begun.setdefault(data[passed : passed + _LEAST], []).append(passed)
        place += length


def _longest(data: bytes, place: int, candidates: list[int]) -> tuple[int, int]:
    """Length and distance of the longest copy, (0, 0) for none."""
    most = min(len(data) - place, (0xFFFF >> _bits(place)) + _LEAST)
    best = (0, 0)
    for start in reversed(candidates):
        length = 0
        while length < most and data[start + length] == data[place + length]:
            length += 1
        if length > best[0]:
            best = (length, place - start)
    return best


def _bits(place: int) -> int:
    """How many bits of a copy are its distance: as many as reach the beginning of the chunk, 4 at least."""
    return max((place - 1).bit_length(), 4) if place > 0 else 4


def decompressed(data: bytes) -> bytes:
    """The text of a container. Raises ValueError where it is none."""
    if not data or data[0] != _SIGN:
        raise ValueError("no compressed container begins here")
    out, place = bytearray(), 1
    while place + 2 <= len(data):
        head = int.from_bytes(data[place : place + 2], "little")
        end = min(place + (head & 0x0FFF) + 3, len(data))
        body = data[place + 2 : end]
        out += _unpacked(body) if head & 0x8000 else body
        place = end
    return bytes(out)


def _unpacked(body: bytes) -> bytes:
    out, place = bytearray(), 0
    while place < len(body):
        flags = body[place]
        place += 1
        for bit in range(8):
            if place >= len(body):
                break
            if not flags >> bit & 1:
                out.append(body[place])
                place += 1
                continue
            token, bits = int.from_bytes(body[place : place + 2], "little"), _bits(len(out))
            place += 2
            start = len(out) - (token >> (16 - bits)) - 1
            if start < 0:
                raise ValueError("a copy reaches before the beginning")
            for step in range((token & (0xFFFF >> bits)) + _LEAST):
                out.append(out[start + step])
    return bytes(out)


def _number(value: int) -> bytes:
    return value.to_bytes(2, "little")
