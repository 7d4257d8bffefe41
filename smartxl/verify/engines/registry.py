"""The engines by name; each is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from smartxl.errors import VerifyError
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.verify.engines.base import Engine

__all__ = ["engine", "engine_names"]

_ENGINES = {
    "smartxl": ("own", "OwnEngine"),
    "formulas": ("package", "FormulasPackage"),
    "formualizer": ("rust", "Formualizer"),
    "libreoffice": ("libre", "LibreOffice"),
}


def engine_names() -> tuple[str, ...]:
    """All engines, the default one first."""
    return tuple(_ENGINES)


def engine(name: str) -> Engine:
    """The engine of a name, installed or not (`Engine.version` says that). Raises VerifyError for any other name."""
    if name not in _ENGINES:
        known = ", ".join(_ENGINES)
        what = Text("没有这个重算引擎", "there is no such engine of recalculation")
        raise VerifyError(name, what, Text(f"可用：{known}", f"name one of {known}"))
    module, kind = _ENGINES[name]
    made: Engine = getattr(import_module(f"smartxl.verify.engines.{module}"), kind)()
    return made
