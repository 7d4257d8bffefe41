"""A project folder, opened: its definition, its template, the plans of its workbooks, its ledger."""

from __future__ import annotations

import getpass
import hashlib
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Self

from smartxl.errors import LedgerError, ProjectError, UnknownName
from smartxl.filenames import CAMPAIGN, is_project, project_of
from smartxl.model.answers import NOT_APPLICABLE, Answer, Field, State
from smartxl.model.definition import Definition, Unit
from smartxl.model.edition import Edition
from smartxl.project.definitions import KeptDefinition, cache_folder, load_kept
from smartxl.stamp import GENERATION
from smartxl.text import Lang, Text, language

if TYPE_CHECKING:
    from smartxl.define.load import Loaded
    from smartxl.ledger import CountedAnswers, Ledger, LedgerLook
    from smartxl.model.diagnosis import Diagnosis
    from smartxl.model.plan import WorkbookPlan
    from smartxl.planning import CityPlanner, PreviousAnswers
    from smartxl.project.templates import Templates
    from smartxl.stamp import Stamp
    from smartxl_generators import Template

__all__ = ["NotedDefinition", "ProjectFolder", "root_if_any"]


@dataclass(frozen=True, slots=True)
class NotedDefinition:
    """A definition by which a round was scored, since when."""

    definition: Definition
    since: datetime


@dataclass
class ProjectFolder:
    """Where everything of one assessment lies.

    `workbooks/` what goes out, `paper/` what is printed, `reviews/` what the evaluator fills in, `appeals/` where
    units contest the result, `inbox/` what came back, `reports/` results, `ledger.sqlite` what was received.

    What plans, reads and writes workbooks and what keeps the ledger is imported where it is needed: no command needs it all.
    """

    root: Path
    definition: Definition
    lang: Lang
    _kept: KeptDefinition | None = field(default=None, repr=False, compare=False)
    ledger_url: str = field(default="", kw_only=True)
    """The database of its ledger, where it is neither the project's own file nor what SMARTXL_LEDGER names."""

    def __getstate__(self) -> dict[str, object]:
        """For another process, which reads the templates itself."""
        state = ("root", "definition", "lang", "ledger_url")
        return {name: getattr(self, name) for name in state}

    @classmethod
    def open(cls, root: Path, lang: str | None = None) -> Self:
        """Loads the definition of a folder, which its file may name. Raises DefinitionError or ProjectError."""
        root = project_of(root)
        kept = load_kept(root, cache_folder())
        return cls(root, kept.definition, language(lang) or kept.definition.round.languages[0], kept)

    @property
    def loaded(self) -> Loaded:
        """What its files say beside the definition: advice, and conventions."""
        return (self._kept or load_kept(self.root, cache_folder())).loaded

    def at(self, day: date | None) -> Self:
        """The same project with unanswered rows judged by a day (`Definition.at`)."""
        dated = self.definition.at(day)
        if dated is self.definition:
            return self
        return type(self)(self.root, dated, self.lang, ledger_url=self.ledger_url)

    @classmethod
    def around(cls, path: Path, lang: str | None = None) -> Self:
        """The project that a file lies in. Raises ProjectError when none of its folders is one."""
        return cls.open(cls.root_around(path), lang)

    @staticmethod
    def root_around(path: Path) -> Path:
        """The folder of the project that a file lies in. Raises ProjectError."""
        if (found := root_if_any(path)) is not None:
            return found
        what = Text(
            "文件不在任何项目文件夹中（都没有 assessment.yaml，也没有 指标定义.xlsx）",
            "the file lies in no project folder (none has an assessment.yaml or a '指标定义.xlsx')",
        )
        remedy = Text("用 --project 指定项目文件夹", "name the project with --project FOLDER")
        raise ProjectError(str(path), what, remedy)

    @property
    def workbooks(self) -> Path:
        """Where generated workbooks go."""
        return self.root / "workbooks"

    @property
    def reviews(self) -> Path:
        """Where the evaluator's editions go."""
        return self.root / "reviews"

    @property
    def appeal_forms(self) -> Path:
        """Where the forms go in which units contest the result."""
        return self.root / "appeals"

    @property
    def paper(self) -> Path:
        """Where the forms to be printed go."""
        return self.root / "paper"

    @property
    def inbox(self) -> Path:
        """Where filled workbooks are looked for."""
        return self.root / "inbox"

    @property
    def returns(self) -> Path:
        """Where forms go that are given back."""
        return self.root / "returns"

    @property
    def reports(self) -> Path:
        """Where result workbooks go."""
        return self.root / "reports"

    @cached_property
    def templates(self) -> Templates:
        """The template workbooks: the project's own where it has some."""
        from smartxl.project.templates import Templates

        return Templates(self.root)

    @property
    def template(self) -> Template:
        """The standard template, for the generator."""
        return self.templates.template()

    def template_of(self, unit: Unit) -> Template:
        """The template that a unit's workbook follows."""
        return self.templates.template(unit.unit_class)

    def ledger(self, user: str = "", *, now: datetime | None = None, as_read: bool = False) -> Ledger:
        """Opens the ledger, a context manager: that of the project, or the database of its campaign or of SMARTXL_LEDGER.

        `user` is recorded with what is done; without one, the user of the computer. By which definition the round is scored
        is noted in it at the time `now`; files whose form has changed since are read again, but `as_read`.
        Raises LedgerError, also for a ledger whose round of this id and name is that of another project.
        """
        from smartxl.ledger import Ledger, outdated_readings

        ledger = Ledger.open(self._ledger_at, program=f"smartxl {version('smartxl')}", user=user or _user())
        at = now or datetime.now().astimezone()
        try:
            ledger.admit(self.definition, self._place)
            with suppress(LedgerError):  # scores can be read where nothing can be written
                ledger.note_scoring(self.definition, at)
            if not as_read and outdated_readings(ledger.records(), self.definition):
                from smartxl.collecting import read_again

                read_again(self.definition, self.answers_plan, ledger, at)
        except BaseException:
            ledger.close()
            raise
        return ledger

    @property
    def _place(self) -> str:
        """What tells this folder from others: of its machine and path, for a copy has whatever lies in it."""
        return hashlib.sha256(f"{platform.node()}:{self.root.resolve()}".encode()).hexdigest()[:32]

    @property
    def _ledger_at(self) -> str | Path:
        named = self.ledger_url or self._of_campaign or os.environ.get("SMARTXL_LEDGER")
        return named or self.root / "ledger.sqlite"

    @cached_property
    def _of_campaign(self) -> str | Path | None:
        """Its ledger as a city of the campaign around it, which is never what SMARTXL_LEDGER names; None where it is none."""
        if not any((folder / CAMPAIGN).is_file() for folder in self.root.resolve().parents[:3]):
            return None
        from smartxl.define.campaign_ledger import ledger_in_campaign

        return ledger_in_campaign(self.root)

    @property
    def has_ledger(self) -> bool:
        """Whether there is a ledger yet; a database that is named counts as one."""
        target = self._ledger_at
        return isinstance(target, str) or target.is_file()

    def look_at_ledger(self) -> LedgerLook | None:
        """What its ledger is found to be, without changing it; None where there is none yet. Raises LedgerError."""
        if not self.has_ledger:
            return None
        from smartxl.ledger import look_at

        return look_at(self._ledger_at)

    def noted_before(self) -> NotedDefinition | None:
        """The other definition by which the round was scored last, as the ledger noted it; None where there was none.

        Notes nothing itself.
        """
        if not self.has_ledger:
            return None
        from smartxl.ledger import Ledger

        with Ledger.open(self._ledger_at, program=f"smartxl {version('smartxl')}", user=_user()) as ledger:
            ledger.admit(self.definition, self._place)
            own = self.definition.identity.whole
            others = [each for each in ledger.scorings(self.definition) if each.definition != own]
            found = ledger.definition(others[-1].definition) if others else None
        return NotedDefinition(found, others[-1].at) if found else None

    def note_scoring(self, now: datetime) -> None:
        """Notes in the ledger, where there is one, by which definition the round is scored."""
        if self.has_ledger:
            self.ledger(now=now, as_read=True).close()

    def unit_plan(
        self,
        code: str,
        lang: Lang,
        edition: Edition = Edition.UNIT,
        *,
        contested: bool = False,
        last: PreviousAnswers | None = None,
        generation: str = GENERATION,
    ) -> WorkbookPlan:
        """The plan of an edition of one unit's workbook: see `plan_unit`."""
        from smartxl.planning import plan_unit

        unit = self.definition.roster.by_code[code]
        layout = self.templates.layout(unit.unit_class)
        return plan_unit(
            self.definition,
            layout,
            unit,
            lang,
            edition,
            contested=contested,
            last=last,
            generation=generation,
        )

    def form_plan(self, stamp: Stamp) -> WorkbookPlan:
        """The plan of a form that came back."""
        return self.unit_plan(stamp.unit, stamp.lang, Edition(stamp.edition), generation=stamp.generation)

    def answers_plan(self, stamp: Stamp) -> WorkbookPlan:
        """Of the plan of a form that came back what reading it needs."""
        from smartxl.planning import plan_answers

        unit = self.definition.roster.by_code[stamp.unit]
        layout = self.templates.layout(unit.unit_class)
        edition, generation = Edition(stamp.edition), stamp.generation
        return plan_answers(self.definition, layout, unit, stamp.lang, edition, generation=generation)

    def city_plan(
        self,
        edition: Edition = Edition.CITY,
        *,
        diagnosis: Diagnosis | None = None,
        lang: Lang | None = None,
        generation: str = GENERATION,
    ) -> WorkbookPlan:
        """The plan of a workbook of all units: see `plan_city`."""
        return self.city_planner(edition, lang, generation).plan(diagnosis)

    def city_planner(
        self,
        edition: Edition = Edition.CITY,
        lang: Lang | None = None,
        generation: str = GENERATION,
        *,
        whole: bool = False,
    ) -> CityPlanner:
        """What plans workbooks of all units that say something else beside the same numbers, `whole` or in several files."""
        from smartxl.planning import CityPlanner

        layout = self.templates.layout()
        return CityPlanner(self.definition, layout, lang or self.lang, edition, generation, whole=whole)

    def counting_answers(self) -> Sequence[Answer]:
        """The answers of the submissions that count."""
        with self.ledger() as ledger:
            return ledger.counting_answers(self.definition)

    def scored_answers(self) -> Sequence[Answer]:
        """The answers that are scored: those that count, and of an exempt unit that nothing applies to it."""
        with self.ledger() as ledger:
            return self.scored_in(ledger)

    def scored_in(self, ledger: Ledger, counted: Iterable[CountedAnswers] | None = None) -> Sequence[Answer]:
        """The same of a ledger that is open; `counted`: what counts in it, where that is known."""
        from smartxl.ledger import Standing, unit_states

        units = ledger.count(self.definition) if counted is None else counted
        answers = [answer for unit in units for answer in unit.answers]
        standings = unit_states(self.definition, ledger)
        exempt = {standing.unit.code for standing in standings if standing.state is Standing.EXEMPT}
        own = [answer for answer in answers if answer.unit not in exempt]
        return [*own, *(answer for code in sorted(exempt) for answer in self._nothing_applies(code))]

    def _nothing_applies(self, code: str) -> Iterator[Answer]:
        for _, section in self.unit_plan(code, self.lang).sections():
            for line in section.lines:
                if Field.APPLICABLE in line.inputs:
                    marked = {Field.APPLICABLE: NOT_APPLICABLE}
                    yield Answer(code, line.key, State.NOT_APPLICABLE, None, marked)

    def outdated(self) -> frozenset[str]:
        """Units whose form was accepted, but is not read as the form of now: it needs its password, or was too big to keep."""
        with self.ledger() as ledger:
            return self.outdated_in(ledger)

    def outdated_in(self, ledger: Ledger) -> frozenset[str]:
        """The same of a ledger that is open."""
        from smartxl.ledger import outdated_readings

        records = ledger.records()
        counted = {record.unit for record in records if record.may_count(self.definition)}
        return frozenset({r.unit for r in outdated_readings(records, self.definition)} - counted)

    def unit(self, name: str) -> Unit:
        """A unit by code or name. Raises UnknownName."""
        unit = self.definition.roster.find(name)
        if unit is None:
            codes = [f"{u.code} {u.name.get(self.lang)}" for u in self.definition.roster.units]
            near = ", ".join([text for text in codes if name and name.casefold() in text.casefold()] or codes)
            what = Text(
                f"没有名为“{name}”的单位，或不止一个", f"no unit, or more than one, is called {name!r}"
            )
            raise UnknownName("--unit", what, Text(f"可用：{near}", f"one of: {near}"))
        return unit


def root_if_any(path: Path) -> Path | None:
    """The folder of the project that a file lies in, None where it lies in none."""
    return next((folder for folder in path.resolve().parents if is_project(folder)), None)


def _user() -> str:
    """Who is logged in; "" where nobody is, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
