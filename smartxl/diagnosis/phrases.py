"""The statements of a report: templates in one language, filled with words and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from smartxl.errors import ProjectError
from smartxl.model.report import Figure, Run, Words
from smartxl.text import Lang, Text, both

__all__ = ["Phrases"]

_FORMATTER = Formatter()


@dataclass(frozen=True)
class Phrases:
    """The statements of one language: dotted key → template with `{name}` for what is filled in."""

    lang: Lang
    templates: Mapping[str, str]

    def with_own(self, own: Mapping[str, str], source: str) -> Phrases:
        """The same with a project's own wording of some of them.

        Raises ProjectError for a statement that does not exist or a template that asks for something else.
        """
        for key, template in own.items():
            if key not in self.templates:
                raise ProjectError(
                    f"{source}: {key}",
                    Text("没有这一句", "there is no such statement"),
                    _near(key, self.templates),
                )
            strange = _names(template, f"{source}: {key}") - _names(self.templates[key], key)
            if strange:
                known = ", ".join(sorted(_names(self.templates[key], key))) or "-"
                what = Text(f"这里没有 {{{min(strange)}}}", f"{{{min(strange)}}} is not known here")
                raise ProjectError(
                    f"{source}: {key}", what, Text(f"可用的有：{known}", f"it may hold: {known}")
                )
        return Phrases(self.lang, {**self.templates, **own})

    def text(self, key: str) -> str:
        """A statement without anything to fill in."""
        return self.templates[key]

    def say(self, key: str, **parts: Run | Words) -> Words:
        """A statement with its parts filled in. Raises KeyError for a part that it asks for and is not given."""
        return tuple(self._runs(self.templates[key], parts))

    def listed(self, entries: Iterable[Run | Words]) -> Words:
        """Several things one after the other, as a sentence lists them."""
        between = "、" if self.lang == "zh" else ", "
        runs: list[Run] = []
        for entry in entries:
            runs += [between] if runs else []
            runs += _as_words(entry)
        return tuple(runs)

    @staticmethod
    def _runs(template: str, parts: Mapping[str, Run | Words]) -> Iterator[Run]:
        for literal, name, _, _ in _FORMATTER.parse(template):
            if literal:
                yield literal
            if name is not None:
                yield from _as_words(parts[name])


def _as_words(part: Run | Words) -> Words:
    return (part,) if isinstance(part, str | Figure) else part


def _names(template: str, where: str) -> set[str]:
    try:
        return {name for _, name, _, _ in _FORMATTER.parse(template) if name is not None}
    except ValueError as error:
        what = Text("花括号不成对", f"the braces do not match ({error})")
        raise ProjectError(
            where, what, Text("写 {name}；花括号本身写 {{", "write {name}, and {{ for a brace itself")
        ) from error


def _near(key: str, known: Iterable[str]) -> Text:
    group = key.split(".", maxsplit=1)[0]
    near = [name for name in known if name.startswith(f"{group}.")]
    listed = near or sorted({name.split(".", maxsplit=1)[0] for name in known})
    return Text("可用的有：", "one of: ") + both(", ".join(listed))
