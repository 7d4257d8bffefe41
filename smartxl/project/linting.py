"""Workbooks of any origin as a reviewer reads them; those of a project beside what it plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from smartxl.errors import ProjectError, SmartxlError
from smartxl.lint import LINT_RULES, LintBook, LintReport, ProgramProfile, RuleChoice, lint_book
from smartxl.lint.switchfile import SwitchFile, switch_file_for
from smartxl.processes import cores
from smartxl.project.anybook import OwnersReader, pooled
from smartxl.project.folder import ProjectFolder, root_if_any
from smartxl.project.verifier import plan_of_file
from smartxl.text import Text
from smartxl.xlsx.faults import package_faults
from smartxl.xlsx.gate import LARGE_BUDGET
from smartxl.xlsx.saved import open_saved

__all__ = ["LintOrder", "Linted", "lint_files", "lint_workbook"]

Linted = LintReport | SmartxlError
"""What linting a file came to: a report, or why there is none."""


@dataclass(frozen=True, slots=True)
class LintOrder:
    """What is asked: rules by the beginnings of their codes, the program that workbooks are for (None: as the file with
    switches says, else the current Excel), passwords of encrypted ones."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: ProgramProfile | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Raises ProjectError for a beginning that no code has."""
        for prefix in (*self.select, *self.ignore):
            if not prefix or not any(code.startswith(prefix) for code in LINT_RULES):
                what = Text(f"没有以“{prefix}”开头的规则", f"no rule has a code that begins with {prefix!r}")
                known = ", ".join(LINT_RULES)
                raise ProjectError("--select/--ignore", what, Text(f"可选：{known}", f"there are: {known}"))

    @property
    def choice(self) -> RuleChoice:
        """Which rules are asked."""
        return RuleChoice(self.select, self.ignore)


def lint_workbook(
    path: str | Path,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    profile: str | None = None,
    passwords: Iterable[str] = (),
) -> LintReport:
    """What a reviewer would say about a workbook, whoever made it: see `docs/lint.md`.

    `select` and `ignore`: rules by their codes or the beginnings of codes. `profile`: `excel2016`, `wps`, `libreoffice` or
    `web`, the program that it has to work in. A workbook of a project is read beside its plan. Raises UnreadableFile;
    DefinitionError for what is wrong in the file that switches rules off.
    """
    order = LintOrder(
        tuple(select), tuple(ignore), ProgramProfile(profile) if profile else None, tuple(passwords)
    )
    ((_, outcome),) = lint_files([Path(path)], order)
    if isinstance(outcome, SmartxlError):
        raise outcome
    return outcome


def lint_files(
    paths: Sequence[Path], order: LintOrder, project: ProjectFolder | None = None
) -> Iterator[tuple[Path, Linted]]:
    """Lints files, some at once, in their order, each beside the plan of the project given or the one around it.

    What is wrong with a file stops none. Raises DefinitionError for what is wrong in a file that switches rules off.
    """
    switches = {path: switch_file_for(path) for path in paths}
    homes = {str(path): project.root if project else root_if_any(path) for path in paths}
    reader = _Linter(order, {str(path): found for path, found in switches.items()}, homes)
    yield from pooled(paths, reader, cores())


@dataclass
class _Linter(OwnersReader):
    """Lints one file after the other. `switches` and `homes` are by the name that a file is handed in with, its path."""

    order: LintOrder
    switches: Mapping[str, SwitchFile | None]
    homes: Mapping[str, Path | None]
    _projects: dict[Path, ProjectFolder | None] = field(default_factory=dict)

    def prepare(self) -> None:
        """Opens the projects that files lie in."""
        for root in {root for root in self.homes.values() if root is not None}:
            self._project(root)

    def read(self, content: bytes, name: str) -> LintReport:
        """What linting a file comes to. Raises FileRefused."""
        raw = open_saved(content, Path(name).name, passwords=self.order.passwords, budget=LARGE_BUDGET)
        faults = package_faults(content, Path(name).name, LARGE_BUDGET, self.order.passwords)
        off = self.switches[name]
        profile = self.order.profile or (off.profile if off else None)
        root, plan = self.homes[name], None
        project = self._project(root) if root else None
        if project is not None:
            with suppress(SmartxlError):  # no workbook of the project: then it is as any other
                plan = plan_of_file(project, raw, Path(name))
        return lint_book(
            LintBook(raw, profile, plan, faults), self.order.choice, off.of(Path(name)) if off else ()
        )

    def _project(self, root: Path) -> ProjectFolder | None:
        """A project, None for one whose definition is not in order."""
        if root not in self._projects:
            self._projects[root] = None
            with suppress(SmartxlError):
                self._projects[root] = ProjectFolder.open(root, None)
        return self._projects[root]
