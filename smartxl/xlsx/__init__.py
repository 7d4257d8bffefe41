"""Untrusted .xlsx files as plain data.

In: the bytes of a file of unknown origin. Out: a `RawBook` (values, formulas, merges, names, properties), or FileRefused.
Nothing is run, fetched or written; sizes are held to a budget. `gate` tells what a file is, `package` inflates its parts,
`xmlpart` parses them, `open` and `sheet` read them; `plainsheet`, `sharedstrings` and `plainstyles` spare the parser where a
part is written plainly (`plainxml`). `anyfile` also reads .ods, .xls and .csv. Start reading at `open.open_book`.
"""

from smartxl.xlsx.anyfile import open_any
from smartxl.xlsx.book import RawBook, RawSheet
from smartxl.xlsx.gate import FileRefused
from smartxl.xlsx.open import digest_of, open_book

__all__ = [
    "FileRefused",
    "RawBook",
    "RawSheet",
    "digest_of",
    "open_any",
    "open_book",
]
