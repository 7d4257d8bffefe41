"""The needs worksheet of a round: written from the definition, taken in again, and what it makes of the definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.model.answers import Field
from smartxl.model.needs import Needs, NeedsPart, PartAnswer, PartChoice, PartRow
from smartxl.project.folder import ProjectFolder
from smartxl.project.needsbase import NeedsBase, blank_worksheet, given_answers
from smartxl.project.needschanges import PartChange, other_changes, part_changes, weight_changes
from smartxl.project.needsfile import KEPT_NEEDS
from smartxl.project.outputs import Built, Outputs
from smartxl.project.selecting import (
    JoiningModule,
    Selection,
    apply_files,
    selected,
)
from smartxl.project.sources import sources
from smartxl.project.weighing.inbox import QuestionnaireInbox
from smartxl.project.weighing.notices import Notice, notices_of
from smartxl.project.weighing.table import WeightChange
from smartxl.questionnaires import (
    MODULE_SHARE,
    NEEDS,
    ChoiceFault,
    choice_faults,
    outcomes,
    plan_needs,
    read_needs,
)
from smartxl.text import LANGUAGES, Lang, Text, fold, language, number_text
from smartxl_generators.workbook import write_blank

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.model.plan import WorkbookPlan
    from smartxl.questionnaires import NeedsReply
    from smartxl.stamp import Stamp

__all__ = ["NeedsTaken", "NeedsWritten", "RoundNeeds"]

_MOST = 100.0
_BETWEEN = re.compile("[;；、,，\n]")
_TOLD = {
    ChoiceFault.ABOVE_LEFT_OUT: (
        Text("上级未选用，本项不能选用", "what it stands below is not used, so it cannot be"),
        Text("选用上级，或把本项改为不选", "use what it stands below, or leave this out"),
    ),
    ChoiceFault.NOTHING_BELOW: (
        Text("选用了它，下面却没有选用的指标", "it is used, and nothing below it is"),
        Text("至少选用一项，或不选本项", "use one of them at least, or leave this out"),
    ),
    ChoiceFault.NO_REASON: (
        Text("与默认不同，没有写理由", "it departs from the usual choice without a reason"),
        Text("请写理由", "give the reason"),
    ),
    ChoiceFault.SHARE_WITHOUT_MODULE: (
        Text("模块没有选用，却写了占比", "the module does not join, and has a share"),
        Text("删去占比，或选用该模块", "delete the share, or use the module"),
    ),
}


@dataclass(frozen=True)
class NeedsWritten:
    """The worksheet, and how many parts it asks about."""

    built: Built
    parts: int


@dataclass(frozen=True)
class NeedsTaken:
    """What is kept of the needs, what it changed in the definition, and what is to be told.

    `items`: how many sampled items there are more, or fewer; `others`: what else in the definition spoke of what left, and
    does no more; `taken`: whether the worksheet was followed.
    """

    needs: Needs
    changes: tuple[PartChange, ...]
    weights: tuple[WeightChange, ...]
    items: int
    remarks: tuple[Notice, ...]
    taken: bool
    others: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundNeeds:
    """The needs of a project: what was taken in is in `needs.json`, the definition of before in `needs/base/`."""

    project: ProjectFolder

    def kept(self) -> Needs:
        """What was taken in."""
        return KEPT_NEEDS.kept(self.project.root)

    def write(self, *, force: bool = False) -> NeedsWritten:
        """Writes the worksheet into `needs/`, with what was taken in before.

        Raises WouldOverwrite for a worksheet that somebody changed and that was not taken in.
        """
        project = self.project
        form = NeedsBase.of(project).form(project.lang)
        plan, answers = plan_needs(form, given_answers(form.rows, self.kept()))
        moment = datetime.combine(project.definition.round.start, time())
        path = _folder(project) / plan.file_name
        with Outputs(project.root, force) as outputs:
            built = Built(path, outputs.write(path, write_blank(plan, project.template, moment, answers)))
        return NeedsWritten(built, len(form.rows))

    def collect(self, *paths: str | Path, passwords: Iterable[str] = ()) -> NeedsTaken:
        """Takes in a worksheet that came back (by default the one in `needs/`; of several the newest) and follows it.

        Where something in it must be mended nothing is changed. Open the project again afterwards. Raises ProjectError for a
        path that does not exist, DefinitionError where the definition would not be in order.
        """
        project, asked = self.project, NeedsBase.of(self.project)
        written = [
            _folder(project) / blank_worksheet(asked, lang).file_name for lang in _languages(project.lang)
        ]
        there = [path for path in written if path.exists()] or written[:1]
        inbox = QuestionnaireInbox(lambda stamp, file: _planned(asked, stamp, file))
        inbox.take(sources(project.root, map(Path, paths or there)), passwords)
        remarks = list(inbox.remarks)
        for returned in inbox.counting.values():
            forms = tuple(asked.form(lang) for lang in _languages(returned.plan.stamp.lang))
            reply = read_needs(returned.plan, returned.book, forms)
            remarks += notices_of(reply.findings)
            faults = list(_faults(asked, reply, returned.book.file_name))
            remarks += faults
            if reply.complete and not faults:
                taken = _follow(project, asked, reply, remarks)
                with Outputs(project.root) as outputs:
                    for path in written:
                        outputs.accept(path, returned.book.digest)
                return taken
        return NeedsTaken(self.kept(), (), (), 0, tuple(remarks), taken=False)


def _folder(project: ProjectFolder) -> Path:
    return project.root / "needs"


def _languages(first: str) -> tuple[Lang, ...]:
    own = language(first) or LANGUAGES[0]
    return (own, *(lang for lang in LANGUAGES if lang != own))


def _planned(asked: NeedsBase, stamp: Stamp, file: str) -> WorkbookPlan | Notice:
    if stamp.edition == NEEDS:
        return blank_worksheet(asked, language(stamp.lang) or LANGUAGES[0])
    what = Text("这不是需求工作表", "this is no needs worksheet")
    remedy = Text("请收回由 smartxl needs 生成的工作簿", "take in the workbook that smartxl needs made")
    return Notice(file, what, remedy, unreadable=True)


def _faults(asked: NeedsBase, reply: NeedsReply, file: str) -> Iterator[Notice]:
    """What is wrong with the choices, with the place of each."""
    found = outcomes(asked.rows, reply.parts)
    for row, fault in choice_faults(asked.rows, reply.parts):
        what, remedy = _TOLD[fault]
        named = Text(
            f"“{row.code} {row.name.get('zh')}”：{what.zh}", f"{row.code} {row.name.get('en')}: {what.en}"
        )
        place = reply.places.get((row.code, Field.LEVEL)) or reply.places.get((row.code, Field.VALUE)) or ()
        yield Notice(" ".join((file, *place)), named, remedy)
    leaves = [row for row in asked.rows if row.leaf and found[row.code] is PartChoice.SELECTED]
    if not any(not row.module for row in leaves):
        what = Text("本指标体系的指标全部未选用", "none of the system's own indicators is used")
        remedy = Text(
            "至少选用一项；模块只能加入，不能代替", "use one at least: modules join it, and do not replace it"
        )
        yield Notice(file, what, remedy)
    for code, answer in reply.parts.items():
        for name in _answerers(asked.definition, answer.who)[2]:
            what = Text(
                f"“{code}”的填报对象“{name}”不在单位名录中",
                f"{code} is to be answered by {name!r}, who is no unit",
            )
            remedy = Text(
                "写名录中的单位名称、代码，或类别名称", "write a name or code of a unit, or a class"
            )
            yield Notice(" ".join((file, *reply.places.get((code, Field.NAME), ()))), what, remedy)
    shares = _shares(asked.rows, reply.parts)
    if sum(shares.values()) >= _MOST:
        taken = number_text(sum(shares.values()))
        what = Text(f"加入的模块共占 {taken}%", f"the modules that join take {taken} percent")
        remedy = Text("让占比之和小于 100", "let their shares be less than 100 together")
        yield Notice(file, what, remedy)


def _shares(rows: Sequence[PartRow], parts: Mapping[str, PartAnswer]) -> Mapping[str, float]:
    """Module that joins → what it takes of the total, percent."""
    found = outcomes(rows, parts)
    return {
        row.code: share if answer and (share := answer.share) is not None else MODULE_SHARE
        for row in rows
        if row.joins and found[row.code] is PartChoice.SELECTED
        for answer in (parts.get(row.code),)
    }


def _selection(asked: NeedsBase, parts: Mapping[str, PartAnswer]) -> Selection:
    found = outcomes(asked.rows, parts)
    left_out = {row.code for row in asked.rows if found[row.code] is not PartChoice.SELECTED}
    own = frozenset(row.code for row in asked.rows if not row.module) & left_out
    modules = []
    for code, share in _shares(asked.rows, parts).items():
        below = frozenset(row.code for row in asked.rows if row.module == code)
        classes, units, _ = _answerers(asked.definition, parts[code].who)
        modules.append(JoiningModule(code, share, below & left_out, classes, units))
    return Selection(own, tuple(modules))


def _answerers(definition: Definition, text: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The classes and the units (codes) that a text names, and the names that are neither; none of both: all of them."""
    framework, roster = definition.framework, definition.roster
    names = [name for part in _BETWEEN.split(text) if (name := part.strip())]
    whole = {
        entry.code
        for entry in framework.classes
        for name in names
        if fold(name) in map(fold, (entry.code, entry.name.zh, entry.name.en))
    }
    classes_named = {fold(n) for c in framework.classes for n in (c.code, c.name.zh, c.name.en)}
    others = [name for name in names if fold(name) not in classes_named]
    found = [(name, roster.find(name)) for name in others]
    units = {unit.code for _, unit in found if unit}
    classes = whole | {unit.unit_class for _, unit in found if unit}
    if units:
        units |= {unit.code for unit in roster.units if unit.unit_class in whole}
    listed = tuple(unit.code for unit in roster.units if unit.code in units)
    ordered = tuple(entry.code for entry in framework.classes if entry.code in classes)
    return ordered, listed, tuple(name for name, unit in found if unit is None)


def _follow(
    project: ProjectFolder, asked: NeedsBase, reply: NeedsReply, remarks: Sequence[Notice]
) -> NeedsTaken:
    """Changes the definition to what was chosen, and keeps why."""
    files, definition = selected(project.root, asked.base, _selection(asked, reply.parts))
    needs = Needs(reply.texts, tuple(_kept_parts(asked.rows, reply.parts)))
    before = project.definition
    changes = tuple(part_changes(before.framework, definition.framework))
    weights = tuple(weight_changes(before.framework, definition.framework))
    items = len(definition.catalogue.items) - len(before.catalogue.items)
    if changes or weights or items:
        apply_files(project.root, asked.base, files)
    KEPT_NEEDS.keep(project.root, needs)
    others = tuple(other_changes(before, definition))
    return NeedsTaken(needs, changes, weights, items, tuple(remarks), taken=True, others=others)


def _kept_parts(rows: Sequence[PartRow], parts: Mapping[str, PartAnswer]) -> Iterator[NeedsPart]:
    found = outcomes(rows, parts)
    for row in rows:
        answer = parts.get(row.code)
        if answer is not None:
            yield NeedsPart(
                row.code,
                row.name,
                row.leaf,
                found[row.code],
                answer.reason,
                answer.priority,
                row.module,
                answer.share,
                answer.who,
            )
