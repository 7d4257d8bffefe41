"""From a folder of files to the ledger.

In: files and folders. Out: a `CollectReport`; the ledger holds every file by its bytes. Files are read in processes of their
own, so that none stops the others. Start reading at `collect.collect`.
"""

from smartxl.collecting.collect import (
    CollectProgress,
    CollectReport,
    FileOutcome,
    OnProgress,
    OutcomeKind,
    Plans,
    collect,
)
from smartxl.collecting.evidence import (
    EVIDENCE_BUDGET,
    EvidenceBudget,
    Reference,
    check_references,
    evidence_beside,
    keep_evidence,
    read_evidence,
    references_of,
)
from smartxl.collecting.worker import Limits

__all__ = [
    "EVIDENCE_BUDGET",
    "CollectProgress",
    "CollectReport",
    "EvidenceBudget",
    "FileOutcome",
    "Limits",
    "OnProgress",
    "OutcomeKind",
    "Plans",
    "Reference",
    "check_references",
    "collect",
    "evidence_beside",
    "keep_evidence",
    "read_evidence",
    "references_of",
]
