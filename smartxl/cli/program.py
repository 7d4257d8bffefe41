"""The program: its commands, and an end at once, for taking memory apart takes as long as a quick command needs to start."""

from __future__ import annotations

import atexit
import errno
import os
import sys
from contextlib import suppress
from dataclasses import dataclass

__all__ = ["run"]

_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What the system says of a file that takes no more of what is said."""


@dataclass
class _Ending:
    """How the program ends: its exit code, None while it has not ended or fails; whether that nothing can be said was told."""

    code: int | None = None
    told: bool = False


def run() -> None:
    """Does what was typed; raises SystemExit with the exit code, as any program does that ends."""
    ending = _Ending()
    atexit.register(_end_at_once, ending)  # the first that is registered, and so the last that is called
    from smartxl.cli.main import main

    try:
        main(prog_name="smartxl")
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            ending.code = end.code or 0
        raise
    except OSError as error:
        if error.filename is not None or error.errno not in _UNWRITABLE:
            raise
        _tell(error, ending)
        raise SystemExit(ending.code) from None


def _end_at_once(ending: _Ending) -> None:
    """Leaves the memory to the system, where all else is done. Of a program that fails Python tells in its own way."""
    if ending.code is None:
        return
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except OSError as error:
        if not ending.told:
            _tell(error, ending)
    except ValueError:  # a stream that was closed
        return
    os._exit(ending.code)


def _tell(error: OSError, ending: _Ending) -> None:
    """Tells that what was to be said cannot be written, which is then how the program ends."""
    from smartxl.cli.exitcodes import ExitCode
    from smartxl.cli.spoken import spoken
    from smartxl.errors import system_words
    from smartxl.text import Text

    why = system_words(error)
    told = Text(
        f"输出写不下去：{why.zh}\n  → 腾出空间，或把输出写到别处，再运行一次",
        f"the output could not be written: {why.en}\n  → make room or send the output elsewhere, and run it again",
    )
    ending.code, ending.told = ExitCode.REFUSED, True
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{told.get(spoken())}\n")
        sys.stderr.flush()
