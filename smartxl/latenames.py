"""Packages whose public names are imported when they are first asked for, so that a command loads what it needs and no more."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

__all__ = ["late_names"]


def late_names(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a package; `homes`: module of the package → the public names that it has, between blanks.

    The package imports the same names under TYPE_CHECKING, for programs that check types. No module may be called as one of
    the names: once imported it would stand in the place of that name.
    """
    home_of = {name: home for home, names in homes.items() for name in names.split()}

    def late(name: str) -> object:
        """The name from its module, kept in the package. Raises AttributeError for one that is not listed."""
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return late
