"""Compound files, the containers of VBA projects: storages and streams in one file.

Source: Microsoft, [MS-CFB], version 3: sectors of 512 bytes, streams below 4096 bytes in sectors of 64. Read with olefile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from struct import Struct, pack

__all__ = ["compound_file"]

_SECTOR, _MINI, _SMALL = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_PER_SECTOR = _SECTOR // 4
_MOST_FATS = 109  # those that the head itself names: enough for 7 MB
_HEAD = Struct("<8s16s5H6s9I")
_ENTRY = Struct("<64sHBBIII16sIQQIQ")
_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_STORAGE, _STREAM, _ROOT, _BLACK = 1, 2, 5, 1


@dataclass
class _Stored:
    """A storage or a stream, and its place in the tree of its siblings."""

    name: str
    kind: int
    content: bytes = b""
    children: list[_Stored] = field(default_factory=list)
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END
    size: int = 0


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """The file of streams by their paths (`VBA/dir`), in which storages are made as they are named.

    The same streams give the same bytes. Raises ValueError for names over 31 characters and for more than 7 MB.
    """
    root = _Stored("Root Entry", _ROOT)
    for path, content in streams.items():
        *folders, name = path.split("/")
        storage = root
        for folder in folders:
            storage = _storage(storage, folder)
        storage.children.append(_Stored(name, _STREAM, content, size=len(content)))
    entries = _listed(root)
    return _file(root, entries)


def _storage(parent: _Stored, name: str) -> _Stored:
    for child in parent.children:
        if child.name == name:
            return child
    parent.children.append(_Stored(name, _STORAGE))
    return parent.children[-1]


def _listed(root: _Stored) -> list[_Stored]:
    """All entries, each storage before what it holds; siblings made into a balanced tree of black nodes."""
    entries = [root]
    for entry in entries:  # grows while it is gone through
        first = len(entries)
        ordered = sorted(entry.children, key=lambda child: (len(child.name), child.name.upper()))
        entries += ordered
        entry.child = _tree(ordered, first)
    return entries


def _tree(ordered: Sequence[_Stored], first: int) -> int:
    """Links siblings that are in order; gives the number of the one in the middle, `first` is that of the first."""
    if not ordered:
        return _NONE
    middle = len(ordered) // 2
    ordered[middle].left = _tree(ordered[:middle], first)
    ordered[middle].right = _tree(ordered[middle + 1 :], first + middle + 1)
    return first + middle


def _file(root: _Stored, entries: Sequence[_Stored]) -> bytes:
    sectors, fat = bytearray(), list[int]()
    small, mini_fat = bytearray(), list[int]()
    for entry in entries:
        if entry.kind == _STREAM and entry.content:
            is_small = entry.size < _SMALL
            body, chain, unit = (small, mini_fat, _MINI) if is_small else (sectors, fat, _SECTOR)
            entry.start = _append(body, chain, entry.content, unit)
    root.size = len(small)
    root.start = _append(sectors, fat, bytes(small), _SECTOR)
    mini = _append(sectors, fat, _numbers(mini_fat), _SECTOR, b"\xff")
    listing = b"".join(map(_packed, entries))
    unused = _ENTRY.pack(b"", 0, 0, 0, *[_NONE] * 3, b"", 0, 0, 0, 0, 0)
    listing += unused * (-len(entries) % (_SECTOR // _ENTRY.size))
    directory = _append(sectors, fat, listing, _SECTOR)
    fats = _fat_sectors(len(fat))
    first = len(fat)
    fat += [_FAT] * fats
    sectors += _numbers(fat).ljust(fats * _SECTOR, b"\xff")
    minis = -(-len(mini_fat) // _PER_SECTOR)
    return _head(directory, mini, minis, range(first, first + fats)) + bytes(sectors)


def _append(body: bytearray, chain: list[int], content: bytes, unit: int, fill: bytes = b"\0") -> int:
    """Appends content in units, chained one to the next; gives the number of the first."""
    if not content:
        return _END
    first, count = len(chain), -(-len(content) // unit)
    body += content.ljust(count * unit, fill)
    chain += [*range(first + 1, first + count), _END]
    return first


def _fat_sectors(used: int) -> int:
    """How many sectors the table of sectors takes, which lists itself."""
    count = 1
    while count * _PER_SECTOR < used + count:
        count += 1
    if count > _MOST_FATS:
        raise ValueError("more than 7 MB")
    return count


def _numbers(values: Sequence[int]) -> bytes:
    return pack(f"<{len(values)}I", *values)


def _packed(entry: _Stored) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    if len(name) > 64:
        raise ValueError(f"a name of more than 31 characters: {entry.name}")
    links = (entry.left, entry.right, entry.child)
    start = 0 if entry.kind == _STORAGE else entry.start
    return _ENTRY.pack(name, len(name), entry.kind, _BLACK, *links, b"", 0, 0, 0, start, entry.size)


def _head(directory: int, mini: int, minis: int, fats: range) -> bytes:
    """Version 3.62, little endian, sectors of 2**9 and 2**6 bytes; no table of tables beyond the head's own."""
    head = _HEAD.pack(
        _SIGNATURE, b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, len(fats), directory, 0, _SMALL, mini, minis, _END, 0
    )
    return head + _numbers([*fats]).ljust(4 * _MOST_FATS, b"\xff")
