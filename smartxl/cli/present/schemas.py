"""The record that each command prints under `--json`, by the command's name; `refusal` is what all print in trouble."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smartxl.cli.present.addin import (
    AddinFaultRecord,
    AddinInstalledRecord,
    AddinUninstalledRecord,
    OfficeAddinRecord,
)
from smartxl.cli.present.appeals import AppealsRecord
from smartxl.cli.present.audited import AuditRecord
from smartxl.cli.present.besides import EnginesRecord
from smartxl.cli.present.brought import BroughtRecord
from smartxl.cli.present.campaigned import (
    CampaignRecord,
    CampaignReportRecord,
    ComparisonRecord,
    FilesRecord,
    RobustnessRecord,
    RunRecord,
)
from smartxl.cli.present.carried import CarriedRecord
from smartxl.cli.present.carriedinbox import CarriedInboxRecord
from smartxl.cli.present.checked import CheckRecord, TemplateRecord
from smartxl.cli.present.collected import CollectedRecord
from smartxl.cli.present.defined import BookRecord, ImportRecord, WrittenRecord
from smartxl.cli.present.diffed import DiffRecord
from smartxl.cli.present.diffedbooks import DiffBookRecord
from smartxl.cli.present.examined import DoctorRecord
from smartxl.cli.present.explained import ExplainRecord
from smartxl.cli.present.findings import FindingsRecord
from smartxl.cli.present.frameworks import FrameworkRecord
from smartxl.cli.present.given import GivenRecord
from smartxl.cli.present.history import ChangeRecord, HistoryRecord
from smartxl.cli.present.jsonout import Refusal
from smartxl.cli.present.linted import LintRecord
from smartxl.cli.present.marked import ChoiceRecord, MarkRecord
from smartxl.cli.present.methods import MethodsRecord
from smartxl.cli.present.needs import NeedsRecord, NeedsTakenRecord
from smartxl.cli.present.pasted import InitRecord
from smartxl.cli.present.replies import SetWeightsRecord, TalliesRecord, WeighedRecord
from smartxl.cli.present.robustrecords import RobustRecord
from smartxl.cli.present.status import StatusRecord
from smartxl.cli.present.tasks import TasksRecord, TasksTakenRecord
from smartxl.cli.present.verified import RecalculationRecord, VerifyRecord
from smartxl.cli.present.whatif import WhatIfRecord

__all__ = ["RECORDS"]

RECORDS: Mapping[str, Any] = {
    "addin-doctor": tuple[AddinFaultRecord, ...],
    "addin-install": AddinInstalledRecord,
    "addin-office": OfficeAddinRecord,
    "addin-uninstall": AddinUninstalledRecord,
    "appeals": AppealsRecord,
    "audit": tuple[AuditRecord, ...],
    "build": WrittenRecord,
    "campaign-build": RunRecord,
    "campaign-collect": RunRecord,
    "campaign-export": FilesRecord,
    "campaign-fill": RunRecord,
    "campaign-init": CampaignRecord,
    "campaign-report": CampaignReportRecord,
    "campaign-robust": RobustnessRecord,
    "campaign-score": ComparisonRecord,
    "campaign-status": RunRecord,
    "campaign-verify": RunRecord,
    "check": CheckRecord,
    "choose": ChoiceRecord,
    "collect": CollectedRecord,
    "compare": tuple[ChangeRecord, ...],
    "define-export": BookRecord,
    "define-import": ImportRecord,
    "define-new": BookRecord,
    "diff": DiffRecord,
    "diff-book": DiffBookRecord,
    "doctor": DoctorRecord,
    "explain": ExplainRecord,
    "fill": WrittenRecord,
    "findings": FindingsRecord,
    "fresh": CarriedRecord | CarriedInboxRecord,
    "frameworks": tuple[FrameworkRecord, ...],
    "history": HistoryRecord,
    "init": InitRecord,
    "lint": Mapping[str, LintRecord | Refusal],
    "mark": MarkRecord,
    "methods": tuple[MethodsRecord, ...],
    "needs": NeedsRecord,
    "needs-collect": NeedsTakenRecord,
    "refusal": Refusal,
    "report": WrittenRecord,
    "return": GivenRecord,
    "scheme": WrittenRecord,
    "robust": RobustRecord,
    "score": tuple[Mapping[str, str | float | None], ...],
    "status": StatusRecord,
    "survey-ask": WrittenRecord,
    "survey-collect": TalliesRecord,
    "survey-forms": WrittenRecord,
    "tasks": TasksRecord,
    "tasks-collect": TasksTakenRecord,
    "template-check": TemplateRecord,
    "template-export": WrittenRecord,
    "verify": Mapping[str, VerifyRecord | RecalculationRecord | EnginesRecord | Refusal],
    "weights-ask": WrittenRecord,
    "weights-collect": WeighedRecord,
    "weights-set": SetWeightsRecord,
    "whatif": WhatIfRecord,
    "workbench": WrittenRecord,
    "workbench-import": BroughtRecord,
}
