"""The program: its commands, and an end at once, for taking memory apart takes as long as a quick command needs to start."""

from __future__ import annotations

import atexit
import os
import sys

__all__ = ["run"]


def run() -> None:
    """Does what was typed; raises SystemExit with the exit code, as any program does that ends."""
    codes: list[int] = []
    atexit.register(_end_at_once, codes)  # the first that is registered, and so the last that is called
    from smartxl.cli.main import main

    try:
        main(prog_name="smartxl")
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            codes.append(end.code or 0)
        raise


def _end_at_once(codes: list[int]) -> None:
    """Leaves the memory to the system, where all else is done. What cannot be flushed Python tells in its own way."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return
    for code in codes:  # none where the program fails
        os._exit(code)
