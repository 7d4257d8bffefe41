"""From a folder of files to the ledger.

In: files and folders. Out: a `CollectReport`; the ledger holds every file by its bytes. Files are read in processes of their
own, so that none stops the others. Start reading at `collect.collect`: `inbox` finds and loads files, `pool` and `worker`
read them (`books` for others than `collect`), `evidence` is what lies beside them, `report` what is told at the end.
"""

from smartxl.collecting.again import read_again
from smartxl.collecting.books import OpenedFile, open_files
from smartxl.collecting.collect import collect
from smartxl.collecting.evidence import keep_evidence
from smartxl.collecting.inbox import InboxFile, load, look_into, named_file
from smartxl.collecting.ownlists import CARRIED_HEADS, MOVED_HEADS
from smartxl.collecting.report import CollectProgress, CollectReport, FileOutcome, OnProgress, OutcomeKind

__all__ = [
    "CARRIED_HEADS",
    "MOVED_HEADS",
    "CollectProgress",
    "CollectReport",
    "FileOutcome",
    "InboxFile",
    "OnProgress",
    "OpenedFile",
    "OutcomeKind",
    "collect",
    "keep_evidence",
    "load",
    "look_into",
    "named_file",
    "open_files",
    "read_again",
]
