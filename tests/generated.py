"""The modules of examples/, as tests use them."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

__all__ = ["maker"]

_EXAMPLES = str(Path(__file__).parents[1] / "examples")


def maker(name: str) -> ModuleType:
    """A module of examples/ by its name."""
    if _EXAMPLES not in sys.path:
        sys.path.append(_EXAMPLES)
    return import_module(name)
