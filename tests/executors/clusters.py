"""A cluster of Dask for tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["dask_programs"]


@contextmanager
def dask_programs(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, started by Dask's own commands."""
    file = folder / "scheduler.json"
    root = Path(__file__).parents[2]
    paths = (root, root / "generators", root / "udfs", root / "workbook_templates")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
            env=environment,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    common = ("--scheduler-file", str(file), "--no-dashboard")
    started = [start("dask_scheduler", *common, "--port", "0", "--host", "127.0.0.1")]
    started += [
        start("dask_worker", *common, "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1")
        for _ in range(2)
    ]
    try:
        for _ in range(300):
            if file.exists() and file.stat().st_size:
                break
            time.sleep(0.1)
        yield json.loads(file.read_text("utf-8"))["address"], started
    finally:
        for process in started:
            process.kill()
            process.wait()
