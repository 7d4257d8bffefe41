"""VBA projects: the one that xlwings brings is taken apart, and put together again with other modules.

Source: Microsoft, [MS-OVBA] 2.3. Modules are written as source text alone, as xlwings' own module is: Excel compiles them when
the workbook is opened.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import olefile

from smartxl_generators.macros.compound import compound_file
from smartxl_generators.macros.ovba import compressed, decompressed

__all__ = ["ModuleKind", "VbaModule", "VbaProject"]

_ENCODING = "cp1252"
_NEWLINE = "\r\n"
_MODULES, _COOKIE, _VERSION, _END = 0x0F, 0x13, 0x09, 0x10
_NAME, _NAME_WIDE, _STREAM, _STREAM_WIDE, _DOC, _DOC_WIDE = 0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48
_OFFSET, _HELP, _OWN_COOKIE, _PROCEDURAL, _OTHER, _MODULE_END = 0x31, 0x1E, 0x2C, 0x21, 0x22, 0x2B
_NO_COOKIE = b"\xff\xff"


class ModuleKind(StrEnum):
    """What a module is, as the stream PROJECT calls it."""

    DOCUMENT = "Document"
    MODULE = "Module"
    CLASS = "Class"


@dataclass(frozen=True, slots=True)
class VbaModule:
    """A module with its source, which begins with its attributes; ASCII, lines end in CR LF."""

    name: str
    kind: ModuleKind
    source: str

    def named(self, name: str) -> VbaModule:
        """The same under another name."""
        own = f'Attribute VB_Name = "{self.name}"'
        return replace(self, name=name, source=self.source.replace(own, f'Attribute VB_Name = "{name}"', 1))


@dataclass(frozen=True, slots=True)
class VbaProject:
    """A project: what stands before its modules, its settings, the modules."""

    head: bytes
    settings: str
    version: bytes
    modules: tuple[VbaModule, ...]

    @classmethod
    def read(cls, content: bytes) -> VbaProject:
        """A vbaProject.bin. Raises ValueError where it is none; to be trusted: xlwings' own."""
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            settings = file.openstream("PROJECT").read().decode(_ENCODING)
            listed = decompressed(file.openstream("VBA/dir").read())
            kinds = _kinds(settings)
            head, offsets = _taken_apart(listed)
            modules = [
                VbaModule(
                    name,
                    kinds[name],
                    decompressed(file.openstream(f"VBA/{name}").read()[offset:]).decode(_ENCODING),
                )
                for name, offset in offsets
            ]
            version = file.openstream("VBA/_VBA_PROJECT").read()
        return cls(head, settings, version, tuple(modules))

    def with_modules(self, modules: Sequence[VbaModule]) -> VbaProject:
        """The same project with these modules, in this order."""
        return replace(self, modules=tuple(modules))

    def content(self) -> bytes:
        """The vbaProject.bin. The same project gives the same bytes."""
        streams = {
            "PROJECT": self._told().encode(_ENCODING),
            "PROJECTwm": b"".join(map(_in_both, (module.name for module in self.modules))) + b"\0\0",
            "VBA/_VBA_PROJECT": self.version,
            "VBA/dir": compressed(self.head + b"".join(self._listed())),
        }
        sources = {f"VBA/{each.name}": compressed(each.source.encode(_ENCODING)) for each in self.modules}
        return compound_file(streams | sources)

    def _listed(self) -> Iterator[bytes]:
        yield _record(_MODULES, len(self.modules).to_bytes(2, "little"))
        yield _record(_COOKIE, _NO_COOKIE)
        for module in self.modules:
            narrow, wide = module.name.encode(_ENCODING), module.name.encode("utf-16-le")
            yield _record(_NAME, narrow) + _record(_NAME_WIDE, wide)
            yield _record(_STREAM, narrow) + _record(_STREAM_WIDE, wide)
            yield _record(_DOC, b"") + _record(_DOC_WIDE, b"")
            yield _record(_OFFSET, bytes(4)) + _record(_HELP, bytes(4)) + _record(_OWN_COOKIE, _NO_COOKIE)
            yield _record(_PROCEDURAL if module.kind is ModuleKind.MODULE else _OTHER, b"")
            yield _record(_MODULE_END, b"")
        yield _record(_END, b"")

    def _told(self) -> str:
        """The stream PROJECT: modules in place of those that stood there, and no places of windows."""
        lines = self.settings.split(_NEWLINE)
        kept = [line for line in lines if line.partition("=")[0] not in ModuleKind.__members__.values()]
        kept = kept[: kept.index("[Workspace]")] if "[Workspace]" in kept else kept
        first = next(place for place, line in enumerate(lines) if line.partition("=")[0] in set(ModuleKind))
        own = [
            f"{each.kind}={each.name}{_DOCUMENT_END if each.kind is ModuleKind.DOCUMENT else ''}"
            for each in self.modules
        ]
        return _NEWLINE.join([*kept[:first], *own, *kept[first:]])


_DOCUMENT_END = "/&H00000000"


def _kinds(settings: str) -> dict[str, ModuleKind]:
    found = {}
    for line in settings.split(_NEWLINE):
        word, _, name = line.partition("=")
        if word in set(ModuleKind):
            found[name.partition("/")[0]] = ModuleKind(word)
    return found


def _taken_apart(listed: bytes) -> tuple[bytes, list[tuple[str, int]]]:
    """What stands before the modules, and of each its stream's name and where in it the source begins."""
    head, found, name = b"", [], ""
    for place, kind, content in _records(listed):
        if kind == _MODULES:
            head = listed[:place]
        elif kind == _STREAM and head:
            name = content.decode(_ENCODING)
        elif kind == _OFFSET and head:
            found.append((name, int.from_bytes(content, "little")))
    if not head:
        raise ValueError("no modules are listed")
    return head, found


def _records(listed: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where a record begins, its kind, its content. That of the version is two bytes longer than it says."""
    place = 0
    while place + 6 <= len(listed):
        kind = int.from_bytes(listed[place : place + 2], "little")
        size = int.from_bytes(listed[place + 2 : place + 6], "little") + (2 if kind == _VERSION else 0)
        yield place, kind, listed[place + 6 : place + 6 + size]
        place += 6 + size


def _record(kind: int, content: bytes) -> bytes:
    return kind.to_bytes(2, "little") + len(content).to_bytes(4, "little") + content


def _in_both(name: str) -> bytes:
    return name.encode(_ENCODING) + b"\0" + name.encode("utf-16-le") + b"\0\0"
