"""The type library of an add-in: what LibreOffice knows of an interface, in the binary format of its unoidl.

Source: LibreOffice, unoidl/README and the files that its program unoidl-write makes. Numbers are little endian; a name
ends with a zero byte; other texts have their length before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["UnoMethod", "type_library"]

_MAGIC = b"UNOIDL\xff\0"
_MODULE, _INTERFACE, _IN = b"\x00", b"\x05", b"\x00"
_BASE = "com.sun.star.uno.XInterface"


@dataclass(frozen=True, slots=True)
class UnoMethod:
    """A function of the interface: its name, the type of its result, the types of its parameters by name."""

    name: str
    result: str
    parameters: tuple[tuple[str, str], ...]


def type_library(interface: str, methods: Sequence[UnoMethod]) -> bytes:
    """The file of one interface, whose name has its modules before it (org.smartxl.XFunctions)."""
    *modules, name = interface.split(".")
    out = bytearray(_MAGIC) + bytearray(8)
    payload = len(out)
    out += _interface(methods)
    for module in reversed(modules):
        named = _name(out, name)
        entry = len(out)
        out += _MODULE + _number(1) + _number(named) + _number(payload)
        name, payload = module, entry
    named = _name(out, name)
    root = len(out)
    out += _number(named) + _number(payload)
    out[len(_MAGIC) : len(_MAGIC) + 8] = _number(root) + _number(1)
    return bytes(out)


def _interface(methods: Sequence[UnoMethod]) -> bytes:
    """One base, no optional bases, no attributes, the methods."""
    head = _INTERFACE + _number(1) + _text(_BASE) + _number(0) + _number(0) + _number(len(methods))
    return head + b"".join(map(_method, methods))


def _method(method: UnoMethod) -> bytes:
    parameters = b"".join(_IN + _text(name) + _text(kind) for name, kind in method.parameters)
    exceptions = _number(0)
    return (
        _text(method.name) + _text(method.result) + _number(len(method.parameters)) + parameters + exceptions
    )


def _name(out: bytearray, name: str) -> int:
    place = len(out)
    out += name.encode("ascii") + b"\0"
    return place


def _number(value: int) -> bytes:
    return value.to_bytes(4, "little")


def _text(text: str) -> bytes:
    return _number(len(text)) + text.encode("ascii")
