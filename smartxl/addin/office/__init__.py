"""The SX_ functions as an Office.js add-in: static files for Excel on the web, on the Mac and in Windows.

In: the address at which any web server will host them. Out: manifest, functions, descriptions, pages and icons. The script
is compiled from `udfs/office`; what is said of the functions comes from their declarations. Start at `package.py`.
"""

from __future__ import annotations

from smartxl.addin.office.address import hosting_address
from smartxl.addin.office.checks import manifest_faults
from smartxl.addin.office.functions import PORTED, described, function_id
from smartxl.addin.office.package import (
    OfficeAddin,
    OfficeAddinWritten,
    build_office_addin,
    write_office_addin,
)

__all__ = [
    "PORTED",
    "OfficeAddin",
    "OfficeAddinWritten",
    "build_office_addin",
    "described",
    "function_id",
    "hosting_address",
    "manifest_faults",
    "write_office_addin",
]
