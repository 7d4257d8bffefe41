"""The task list as a project keeps it: `tasks.json`."""

from __future__ import annotations

from smartxl.model.tasks import NO_TASKS, TaskList
from smartxl.project.keptjson import KeptJson
from smartxl.text import Text

__all__ = ["KEPT_TASKS"]

KEPT_TASKS = KeptJson(
    "tasks.json",
    TaskList,
    NO_TASKS,
    Text(
        "用备份恢复该文件，或把它移走，重新收任务表",
        "put the file back from a copy, or move it away and take the list's workbook in again",
    ),
)
