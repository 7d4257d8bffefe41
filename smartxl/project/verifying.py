"""Workbooks verified: those of a project beside the engine, all others on their own formulas alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from smartxl.errors import SmartxlError, VerifyError
from smartxl.findings import Finding, FindingCode
from smartxl.processes import cores
from smartxl.project.anybook import OwnersReader, pooled
from smartxl.project.folder import ProjectFolder, root_if_any
from smartxl.project.progress import Progress
from smartxl.project.verifier import ProjectVerifier, functions_of, is_workbench
from smartxl.text import Text
from smartxl.verify import BookReport, VerifyReport, recalculated
from smartxl.xlsx import FileRefused
from smartxl.xlsx.gate import BUDGET, LARGE_BUDGET, Budget
from smartxl.xlsx.saved import open_saved

__all__ = ["Verified", "verify_file", "verify_files", "verify_workbook"]

Verified = VerifyReport | BookReport | SmartxlError
"""What verifying a file came to: a report, of a file that is of no project on its own formulas alone; or why there is none."""

_TOO_MUCH = frozenset({FindingCode.TOO_BIG, FindingCode.TOO_COSTLY})
_WRITTEN = ("reports", "workbooks")
"""The folders of a project in which workbooks of all units lie: of a thousand units they are larger than any form may be."""


def verify_files(
    paths: Sequence[Path],
    project: ProjectFolder | None,
    lang: str | None,
    passwords: Iterable[str] = (),
    processes: int | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[Path, Verified]]:
    """Verifies files, each in the project given or the one around it, in their order; what is wrong with one stops none.

    Of a file that lies in no project the formulas are recalculated and compared with the values that it shows. Files are
    verified in so many `processes` of their own (by default one for each core), within limits of time and memory. `progress` is
    told of each that has been verified, before those that take longer.
    """
    homes = {str(path): project.root if project else root_if_any(path) for path in paths}
    known = {project.root: project} if project else {}
    reader = _Verifier(homes, lang, tuple(passwords), known)
    yield from pooled(paths, reader, processes or cores(), progress)


def verify_file(
    project: ProjectFolder, path: Path, passwords: Iterable[str] = ()
) -> VerifyReport | BookReport:
    """Recalculates a generated workbook and compares it with the engine on the answers in that same workbook.

    A workbench is compared with the values that it shows: its report is a `BookReport`.
    """
    return _verified(path, project, passwords)


def verify_workbook(path: str | Path, *, passwords: Iterable[str] = ()) -> VerifyReport | BookReport:
    """Recalculates a workbook, whoever made it, and compares it with the values that it shows: see `docs/verify.md`.

    A workbook that lies in a project is compared with the engine, and its report is a `VerifyReport`.
    Raises UnreadableFile, VerifyError; ProjectError for a workbook of another project than the one around it.
    """
    return _verified(Path(path), None, passwords)


def _verified(
    path: Path, project: ProjectFolder | None, passwords: Iterable[str]
) -> VerifyReport | BookReport:
    """What verifying one file comes to. Raises SmartxlError where that is no report."""
    ((_, outcome),) = verify_files([path], project, None, passwords, 1)
    if isinstance(outcome, SmartxlError):
        raise outcome
    return outcome


@dataclass
class _Verifier(OwnersReader):
    """Verifies one file after the other. `homes`: the folder of the project that a path belongs to, None for none."""

    homes: Mapping[str, Path | None]
    lang: str | None
    passwords: tuple[str, ...] = field(repr=False)
    known: dict[Path, ProjectFolder]
    _verifiers: dict[Path, ProjectVerifier | SmartxlError] = field(default_factory=dict)

    def prepare(self) -> None:
        """Opens the projects, which all processes share then."""
        for root in dict.fromkeys(self.homes.values()):
            if root is not None:
                self._verifier(root)

    def read(self, content: bytes, name: str) -> VerifyReport | BookReport:
        """What verifying a file comes to. Raises SmartxlError, whatever the file does to its reader."""
        try:
            return self._report(content, Path(name), self.homes[name])
        except FileRefused as error:
            raise self._told(error, name) from error
        except (SmartxlError, MemoryError):
            raise
        except Exception as error:  # a fault of ours must not cost the other files
            raise self.failed(FindingCode.READER_FAILED, type(error).__name__, name) from error

    def failed(self, code: FindingCode, found: str, name: str) -> SmartxlError:
        """What is said of a file that could not be verified."""
        return self._told(FileRefused(Finding(code, found=found, file=Path(name).name)), name)

    def _told(self, error: FileRefused, name: str) -> SmartxlError:
        """A refusal in words for those who read it: what the project wrote itself, no respondent can make smaller."""
        code, found, root = error.finding.code, error.finding.found, self.homes[name]
        if code not in _TOO_MUCH or root is None or not _is_own(root, Path(name)):
            return error
        return VerifyError(
            name,
            Text(
                f"核对它超出了上限（{found}），已停止",
                f"verifying it is beyond the limits ({found}): stopped",
            ),
            Text(
                "工作簿本身无须改动：在空闲的、内存更多的机器上核对，或逐份核对各单位的表",
                "the workbook needs no change: verify it on an idle machine with more memory, or the forms of its units",
            ),
        )

    def _report(self, content: bytes, path: Path, root: Path | None) -> VerifyReport | BookReport:
        if root is None:
            book = open_saved(content, path.name, passwords=self.passwords, budget=LARGE_BUDGET)
            return recalculated(book, functions_of(book))
        verifier = self._verifier(root)
        book = open_saved(content, path.name, passwords=self.passwords, budget=_budget(root, path))
        if is_workbench(book):  # what it tries, the engine does not know
            return recalculated(book, functions_of(book))
        if isinstance(verifier, SmartxlError):
            raise verifier
        return verifier.report(book, path)

    def _verifier(self, root: Path) -> ProjectVerifier | SmartxlError:
        """What verifies the workbooks of a project, or why none of them is."""
        if root not in self._verifiers:
            try:
                project = self.known.get(root) or ProjectFolder.open(root, self.lang)
                self._verifiers[root] = ProjectVerifier(project)
            except SmartxlError as error:
                self._verifiers[root] = error
        return self._verifiers[root]


def _budget(root: Path, path: Path) -> Budget:
    """What a file of a project may cost: little if it came from a respondent, more where the project writes its own."""
    return LARGE_BUDGET if _is_own(root, path) else BUDGET


def _is_own(root: Path, path: Path) -> bool:
    """Whether a file lies where the project writes its own workbooks."""
    return any(path.resolve().is_relative_to((root / folder).resolve()) for folder in _WRITTEN)
