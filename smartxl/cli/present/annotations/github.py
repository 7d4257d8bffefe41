"""Annotations of GitHub Actions: lines of output that a run shows beside the files of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cli.present.annotations.annotation import AnnotationLevel
from smartxl.cli.present.annotations.paths import seen_path
from smartxl.text import Lang, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from smartxl.cli.present.annotations.annotation import AnnotatedFile, Annotation

__all__ = ["github_lines"]

_WORDS = {
    AnnotationLevel.ERROR: "error",
    AnnotationLevel.WARNING: "warning",
    AnnotationLevel.NOTE: "notice",
}
_ORDER = {level: place for place, level in enumerate(AnnotationLevel)}


def github_lines(files: Iterable[AnnotatedFile], lang: Lang) -> Iterator[str]:
    """`::error file=…,title=…::…`, the gravest first: GitHub shows ten of a kind, and lists all in the log."""
    found = [each for file in files for each in file.annotations]
    yield from (_line(each, lang) for each in sorted(found, key=lambda each: _ORDER[each.level]))


def _line(each: Annotation, lang: Lang) -> str:
    path = seen_path(each.path)
    properties = {"file": path}
    if each.line:
        properties["line"] = str(each.line)
    properties["title"] = f"{each.rule.title.get(lang)} [{each.rule.code}]"
    told = ",".join(f"{name}={_property(printable(text))}" for name, text in properties.items())
    message = f"{path} {each.said(lang)}"  # the log shows no more than this
    return f"::{_WORDS[each.level]} {told}::{_data(printable(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
