"""What taking in a needs worksheet changed, on the screen and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.cli.present.replies import NoticeRecord
from smartxl.text import CountOf

if TYPE_CHECKING:
    from smartxl.cli.console import Screen
    from smartxl.model.needs import NeedsPart
    from smartxl.project import Project
    from smartxl.project.needs import NeedsTaken, NeedsWritten
    from smartxl.project.needschanges import PartChange
    from smartxl.text import Lang

__all__ = ["NeedsRecord", "NeedsTakenRecord", "show_taken"]


@dataclass(frozen=True, slots=True)
class NeedsRecord:
    """What `needs --json` prints: the worksheet, and how many parts it asks about."""

    file: str
    parts: int

    @classmethod
    def of(cls, written: NeedsWritten) -> NeedsRecord:
        """The record of a worksheet."""
        return cls(str(written.built.path), written.parts)


@dataclass(frozen=True, slots=True)
class NeedsPartRecord:
    """A part that somebody decided about: `choice` is selected, left-out or reserve, `priority` high, medium or low.

    `share` and `who` answers it are those of a module.
    """

    code: str
    name: str
    choice: str
    reason: str
    priority: str | None
    module: str
    share: float | None
    who: str

    @classmethod
    def of(cls, part: NeedsPart, lang: Lang) -> NeedsPartRecord:
        """The record of a part."""
        priority = part.priority.value if part.priority else None
        name = part.name.get(lang)
        return cls(
            part.code, name, part.choice.value, part.reason, priority, part.module, part.share, part.who
        )


@dataclass(frozen=True, slots=True)
class PartChangeRecord:
    """A part that joined the definition or left it, with so many indicators."""

    code: str
    name: str
    joined: bool
    indicators: int

    @classmethod
    def of(cls, change: PartChange, lang: Lang) -> PartChangeRecord:
        """The record of a change."""
        return cls(change.code, change.name.get(lang), change.joined, change.indicators)


@dataclass(frozen=True, slots=True)
class NewWeightRecord:
    """A weight of a node for a class, as it was and as it is."""

    unit_class: str
    code: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class NeedsTakenRecord:
    """What `needs collect --json` prints. Nothing changed unless it was `taken`.

    `items`: sampled items more or fewer; `others`: what else in the definition spoke of what left, in words.
    """

    taken: bool
    texts: Mapping[str, str]
    parts: tuple[NeedsPartRecord, ...]
    changes: tuple[PartChangeRecord, ...]
    weights: tuple[NewWeightRecord, ...]
    items: int
    others: tuple[str, ...]
    notices: tuple[NoticeRecord, ...]

    @classmethod
    def of(cls, taken: NeedsTaken, lang: Lang) -> NeedsTakenRecord:
        """The record of what was taken in."""
        return cls(
            taken.taken,
            {topic.value: text for topic, text in taken.needs.texts.items()},
            tuple(NeedsPartRecord.of(part, lang) for part in taken.needs.parts),
            tuple(PartChangeRecord.of(change, lang) for change in taken.changes),
            tuple(NewWeightRecord(w.unit_class, w.code, w.now, w.new) for w in taken.weights),
            taken.items,
            tuple(other.get(lang) for other in taken.others),
            tuple(NoticeRecord.of(notice, lang) for notice in taken.remarks),
        )


def show_taken(project: Project, screen: Screen, taken: NeedsTaken) -> None:
    """What left and joined, the new weights, and where the definition of before is. `project` is that of before."""
    if not taken.taken:
        screen.say(
            "定义没有改动：请先处理上面的问题，再收回。",
            "The definition was not changed: mend what stands above, then take it in again.",
        )
        return
    if not (taken.changes or taken.weights or taken.items):
        screen.say("需求已保存，定义没有变化。", "The needs are kept, the definition is as it was.")
        return
    words = screen.words
    for change in taken.changes:
        name = change.name.get(screen.lang)
        zh = f"{'加入' if change.joined else '去掉'} {change.code} {name}（指标 {change.indicators} 项）"
        en = f"{'joined' if change.joined else 'gone'}: {change.code} {name} ({CountOf(change.indicators):indicator})"
        screen.show(words(zh, en))
    if taken.items:
        more = taken.items > 0
        zh, en = ("增加", "more") if more else ("减少", "fewer")
        count = abs(taken.items)
        screen.show(words(f"采样事项{zh} {count} 个", f"{count} sampled items {en}"))
    for other in taken.others:
        screen.show(other.get(screen.lang))
    framework = project.definition.framework
    heads = words("类别,代码,名称,原权重,新权重", "Class,Code,Name,Before,Now").split(",")
    rows = [
        [
            framework.unit_class(weight.unit_class).name.get(screen.lang),
            weight.code,
            framework.by_code[weight.code].name.get(screen.lang),
            f"{weight.now:g}",
            f"{weight.new:g}",
        ]
        for weight in taken.weights
    ]
    if rows:
        screen.table(heads, rows, frozenset({3, 4}))
    screen.say(
        f"定义已改写；原来的在 {project.root / 'needs' / 'base'}。此前发出的采样表请重新生成。",
        f"The definition was changed; that of before is in {project.root / 'needs' / 'base'}. Build the forms anew.",
    )
