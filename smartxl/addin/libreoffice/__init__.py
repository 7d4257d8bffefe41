"""The functions in LibreOffice: an extension built from their declarations, installed for the user.

In: `ExtensionSettings`. Out: an .oxt file; in it `component.py` runs inside LibreOffice and hands calls to `server.py`, which
runs in the Python that has smartxl. Start at `extension.py`.
"""

from __future__ import annotations

from smartxl.addin.libreoffice.extension import ExtensionSettings, build_extension
from smartxl.addin.libreoffice.install import (
    OfficeUser,
    add_extension,
    add_to_libreoffice,
    find_unopkg,
    remove_extension,
    write_extension,
)

__all__ = [
    "ExtensionSettings",
    "OfficeUser",
    "add_extension",
    "add_to_libreoffice",
    "build_extension",
    "find_unopkg",
    "remove_extension",
    "write_extension",
]
