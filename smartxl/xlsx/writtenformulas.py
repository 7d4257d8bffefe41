"""Formulas as a file writes them, made what they mean when somebody asks: whoever reads a form asks only where they stand."""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Mapping

from smartxl.xlsx.book import Place
from smartxl.xlsx.cellvalues import plain_text
from smartxl.xlsx.plainxml import unescaped

__all__ = ["WrittenFormulas"]

_BETWEEN = "\0"  # stands in no XML


class WrittenFormulas(Mapping[Place, str]):
    """Place of a cell → its formula without =. `written` are the same with the references of XML and the file format's escapes,
    of which none may be unsound."""

    __slots__ = ("_texts", "_written")

    def __init__(self, written: dict[Place, str]) -> None:
        self._written = written
        self._texts: dict[Place, str] | None = None

    def _all(self) -> dict[Place, str]:
        """All at once, as nearly all of them have quotes and comparisons."""
        if self._texts is None:
            texts = plain_text(unescaped(_BETWEEN.join(self._written.values()))).split(_BETWEEN)
            self._texts = {place: text.strip() for place, text in zip(self._written, texts, strict=True)}
        return self._texts

    def __getitem__(self, place: Place) -> str:
        return self._all()[place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)

    def __contains__(self, place: object) -> bool:
        return place in self._written

    def keys(self) -> KeysView[Place]:
        """Where formulas stand."""
        return self._written.keys()

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type[dict[Place, str]], tuple[dict[Place, str]]]:
        """Elsewhere they are what they come to."""
        return dict, (self._all(),)
