"""What a city needs as a project keeps it: `needs.json`."""

from __future__ import annotations

from smartxl.model.needs import NO_NEEDS, Needs
from smartxl.project.keptjson import KeptJson
from smartxl.text import Text

__all__ = ["KEPT_NEEDS"]

KEPT_NEEDS = KeptJson(
    "needs.json",
    Needs,
    NO_NEEDS,
    Text(
        "用备份恢复该文件，或移走后重新收回需求工作表",
        "put the file back from a copy, or move it away and take the needs worksheet in again",
    ),
)
