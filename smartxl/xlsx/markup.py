"""Checked XML as bytes, for the quick readers: whether it is as plain as programs write it, and its texts."""

from __future__ import annotations

import re

from smartxl.xlsx.cellvalues import plain_text

__all__ = ["is_plain", "levels", "resolved"]

_DECLARED = re.compile(
    rb"""(?:\xef\xbb\xbf)?<\?xml version=["']1\.0["'](?: encoding=["']([A-Za-z0-9_-]+)["'])?[^<>]*\?>"""
)
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));")
_LOOSE = re.compile(r"&(?!#[0-9]{1,7};|#x[0-9A-Fa-f]{1,6};|(?:lt|gt|amp|quot|apos);)")
_CONTROLS, _FIRST_SHOWN, _HALVES, _LAST = (9, 10, 13), 0x20, range(0xD800, 0xE000), 0x10FFFF
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_TAG = re.compile(rb"<(/?)[^<>]*?(/?)>")


def is_plain(data: bytes) -> bool:
    """Whether sound XML is in UTF-8 and has no comments, instructions or CDATA, so that every < begins a tag."""
    declared = _DECLARED.match(data)
    encoding = (declared[1] or b"utf-8").lower() if declared else b"utf-8"
    start = declared.end() if declared else 0
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"))
    return encoding == b"utf-8" and not utf_16 and data.find(b"<!", start) < 0 and data.find(b"<?", start) < 0


def resolved(text: str) -> str:
    """A text as XML means it: references resolved, line ends as \\n, and the file format's own escapes.

    Raises ValueError for a reference that XML does not know.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        if _LOOSE.search(text):
            raise ValueError("unknown reference")
        text = _REFERENCE.sub(_character, text)
    return plain_text(text)


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _ENTITIES[match[3]]
    code = int(match[1]) if match[1] else int(match[2], 16)
    if not (code in _CONTROLS or _FIRST_SHOWN <= code < _HALVES[0] or _HALVES[-1] < code <= _LAST):
        raise ValueError(f"no character {code}")
    return chr(code)


def levels(data: bytes) -> int:
    """How deep elements stand inside each other in a piece of sound XML."""
    depth = deepest = 0
    for closing, closed in _TAG.findall(data):
        if not closed:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest
