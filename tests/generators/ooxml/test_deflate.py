"""How parts are compressed: what is written reads back, by whichever library, and pieces make the same bytes as the whole."""

from __future__ import annotations

import importlib.util
import sys
import zlib
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl_generators.ooxml import deflate
from smartxl_generators.ooxml.archive import packed


def without_isal(patch: pytest.MonkeyPatch) -> ModuleType:
    """The module as it is on a machine that there is no package of ISA-L for."""
    patch.setitem(sys.modules, "isal.isal_zlib", None)
    spec = importlib.util.find_spec(deflate.__name__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_the_library_zlib_compresses(monkeypatch: pytest.MonkeyPatch) -> None:
    module = without_isal(monkeypatch)
    assert module.crc32 is zlib.crc32
    raw = "示例单位".encode() * 1000
    stream = module.compressor()
    assert zlib.decompress(stream.compress(raw) + stream.flush(), -zlib.MAX_WBITS) == raw


@pytest.mark.parametrize("size", [0, 1, 2**20 - 1, 2**20, 2**20 + 1, 3 * 2**20 + 5])
def test_large_parts_are_the_same_from_pieces(size: int) -> None:
    whole = "".join(map(str, range(size))).encode()[:size]
    pieces = (whole[start : start + 7001] for start in range(0, size, 7001))
    part = packed("a.xml", pieces)
    assert part == packed("a.xml", whole)
    assert zlib.decompress(part.content, -zlib.MAX_WBITS) == whole


@given(rows=st.lists(st.binary(max_size=60), max_size=40), times=st.integers(0, 300))
def test_pieces_make_the_bytes_of_the_whole_and_read_back(rows: list[bytes], times: int) -> None:
    pieces = rows * times
    whole = b"".join(pieces)
    part = packed("a.xml", iter(pieces))
    assert part == packed("a.xml", whole)
    assert zlib.decompress(part.content, -zlib.MAX_WBITS) == whole
    assert (part.checksum, part.size) == (zlib.crc32(whole), len(whole))
