"""Which engines are installed, and what to install where one is not."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from smartxl.errors import VerifyError
from smartxl.text import Text

__all__ = ["not_installed", "version_of"]


def version_of(package: str) -> str:
    """The version of an installed package. Raises VerifyError with what to install."""
    try:
        return version(package)
    except PackageNotFoundError:
        raise not_installed(package, "pip install 'smartxl[engines]'") from None


def not_installed(name: str, install: str) -> VerifyError:
    """The refusal of an engine that is not there."""
    what = Text("这个重算引擎没有安装", "this engine of recalculation is not installed")
    return VerifyError(name, what, Text(f"安装：{install}", f"install it: {install}"))
