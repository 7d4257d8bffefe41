"""Many files verified at once: each comes to what it comes to alone, in its place; a crash or a hang is that of its file."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from smartxl.collecting.worker import Limits
from smartxl.errors import UnreadableFile, VerifyError
from smartxl.project import anybook, open_project, verifier, verifying
from smartxl.project.verifier import ProjectVerifier
from smartxl.project.verifying import Verified, verify_files
from smartxl.verify import BookReport, VerifyReport
from smartxl.xlsx.gate import BUDGET
from smartxl.xlsx.saved import open_saved
from tests.cli.conftest import write_project
from tests.collecting.readhere import read_here
from tests.verify.mutants import KINDS, Package, mutants


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filled forms of all units, and copies of one of them that were changed, each in another way."""
    folder = write_project(tmp_path_factory.mktemp("batches") / "city")
    forms = open_project(folder).fill(seed=3, messy=True).paths
    content = forms[0].read_bytes()
    for number, mutant in enumerate(mutants(Package.of(content), 5, len(KINDS), KINDS)):
        name = f"{number:02}-{mutant.kind.replace(' ', '-')}.xlsx"
        (folder / "inbox" / name).write_bytes(mutant.package.content())
    return folder


def timeless(outcome: Verified) -> object:
    """What verifying a file came to, but for how long it took."""
    if isinstance(outcome, VerifyReport):
        return replace(outcome, seconds=0.0)
    return type(outcome), str(outcome)


@pytest.mark.slow
def test_a_batch_comes_to_what_its_files_come_to_alone(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = sorted((city / "inbox").glob("*.xlsx"))
    together = dict(verify_files(paths, None, None, processes=2))
    assert list(together) == paths
    assert {report.ok for report in together.values() if isinstance(report, VerifyReport)} == {True, False}
    # Alone: nothing is kept from file to file, and how it is set is compared with the workbook of its very answers.
    monkeypatch.setattr(verifier, "opens_alike", lambda *_: False)
    project = open_project(city)
    for path in paths:
        alone = ProjectVerifier(project).report(open_saved(path.read_bytes(), path.name), path)
        assert timeless(together[path]) == timeless(alone), path.name


class TroubledReader(verifying._Verifier):
    """Comes to grief over files of three names, in whatever process reads them."""

    def _report(self, content: bytes, path: Path, root: Path | None) -> VerifyReport | BookReport:
        if path.name == "crash.xlsx":
            os._exit(3)
        if path.name == "hang.xlsx":
            time.sleep(60)
        if path.name == "fault.xlsx":
            raise KeyError(path.name)
        return super()._report(content, path, root)


@pytest.mark.slow
def test_files_that_bring_their_reader_down_cost_no_other(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_, last = sorted((city / "inbox").glob("*.xlsx"))
    monkeypatch.setattr(verifying, "_Verifier", TroubledReader)
    monkeypatch.setattr(anybook, "OWNERS_LIMITS", Limits(all_seconds=6.0))
    odd = [tmp_path / f"{name}.xlsx" for name in ("crash", "hang", "fault")]
    for path in odd:
        path.write_bytes(first.read_bytes())
    paths = [odd[0], first, odd[1], tmp_path / "none.xlsx", odd[2], last]
    found = list(verify_files(paths, open_project(city), None, processes=2))
    assert [path for path, _ in found] == paths
    refused = [isinstance(outcome, UnreadableFile) for _, outcome in found]
    assert refused == [path not in (first, last) for path in paths]
    assert ["crash.xlsx" in str(found[0][1]), "hang.xlsx" in str(found[2][1])] == [True, True]


def test_what_the_project_wrote_itself_is_never_called_too_large_by_its_respondent(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook of a thousand units is larger than any form may be: it is read all the same, within limits of its own."""
    form = sorted((city / "inbox").glob("*.xlsx"))[-1]
    own = city / "workbooks" / "x.xlsx"
    own.parent.mkdir(exist_ok=True)
    own.write_bytes(form.read_bytes())
    small = replace(BUDGET, cells=200)
    read_here(monkeypatch)
    monkeypatch.setattr(verifying, "BUDGET", small)
    (_, refused), (_, read) = verify_files([form, own], None, None, processes=1)
    assert isinstance(refused, UnreadableFile)
    assert isinstance(read, VerifyReport)
    monkeypatch.setattr(verifying, "LARGE_BUDGET", small)
    (_, refused), (_, told) = verify_files([form, own], None, None, processes=1)
    assert isinstance(refused, UnreadableFile)
    assert isinstance(told, VerifyError)
    assert "工作簿本身无须改动" in told.remedy.get("zh")
