"""A city whose files a worker cannot see: they are sent as bytes, and what changed comes back as bytes."""

from __future__ import annotations

import io
import tarfile
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from smartxl.campaign.opened import project_folder
from smartxl.campaign.work import CityResult, CityStep, CityTask, do_city, told_of
from smartxl.errors import ProjectError
from smartxl.project.outputs import write_whole
from smartxl.text import Text

__all__ = ["SentCity", "SentResult", "do_sent_city", "pack", "refuse_unless_sent", "take_back"]

_SENT_STEPS = frozenset({CityStep.COLLECT, CityStep.STATUS, CityStep.SCORE, CityStep.VERIFY})
"""The steps that write nothing but the ledger and what is kept of their results."""
_CITY, _COMMON = "city", "common"
_LEFT = frozenset({"workbooks", "paper", "reviews", "appeals", "weights"})
_LEDGER = "ledger.sqlite"


@dataclass(frozen=True, slots=True)
class SentCity:
    """A step for a city, and an archive with the files that it reads."""

    task: CityTask
    archive: bytes


@dataclass(frozen=True, slots=True)
class SentResult:
    """What a step came to, and the bytes of the city's ledger; None where it is in a database, or there is none."""

    result: CityResult
    ledger: bytes | None


def refuse_unless_sent(step: CityStep) -> None:
    """Raises ProjectError for a step that writes more into a project than comes back."""
    if step not in _SENT_STEPS:
        what = Text(
            "这一步要写入项目文件夹，不能只发送文件",
            "this step writes into the projects: sent files are not enough",
        )
        raise ProjectError("--send-files", what, Text("在本机运行", "run it on this machine"))


def pack(task: CityTask) -> SentCity:
    """A step with the files of its city and of the common definition.

    Raises ProjectError for a folder that is no project, and for a ledger in it that another program has open.
    """
    with told_of(task.city):
        root = project_folder(task.campaign, task.city)
        if (root / f"{_LEDGER}-wal").exists():
            what = Text("另一个程序正在使用该市的台账", "another program uses the city's ledger")
            raise ProjectError(task.city.folder, what, Text("等它完成后再运行", "wait until it has finished"))
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", dereference=True) as archive:
        for name, folder in ((_CITY, root), (_COMMON, task.common)):
            for path in sorted(folder.rglob("*")):
                inside = path.relative_to(folder)
                if path.is_file() and inside.parts[0] not in _LEFT:
                    archive.add(path, f"{name}/{inside.as_posix()}")
    return SentCity(task, stream.getvalue())


def do_sent_city(sent: SentCity) -> SentResult:
    """On a worker: does the step in a folder of its own, which is removed."""
    with tempfile.TemporaryDirectory(prefix="smartxl-") as scratch:
        here = Path(scratch)
        with tarfile.open(fileobj=io.BytesIO(sent.archive)) as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python before 3.11.4 has none
            archive.extractall(here)  # noqa: S202  (packed by this program)
        (here / _CITY).mkdir(exist_ok=True)
        city = replace(sent.task.city, folder=_CITY)
        # marks are of this folder's files: what is kept elsewhere holds here as little as the other way round
        result = do_city(replace(sent.task, campaign=here, city=city, common=here / _COMMON, again=True))
        ledger = here / _CITY / _LEDGER
        return SentResult(result, ledger.read_bytes() if ledger.is_file() else None)


def take_back(task: CityTask, found: SentResult) -> CityResult:
    """Puts the ledger that came back into the city's folder, whole or not at all."""
    if found.ledger is not None and task.root.is_dir():
        write_whole(task.root / _LEDGER, found.ledger)
    return found.result
