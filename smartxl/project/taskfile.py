"""The task list as a project keeps it: `tasks.json`, texts as they were typed, whatever they begin with."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError, system_words
from smartxl.model.tasks import NO_TASKS, TaskList
from smartxl.project.outputs import write_whole
from smartxl.text import Text

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["keep_tasks", "kept_tasks", "tasks_file"]


def tasks_file(folder: Path) -> Path:
    """Where the list of a project folder stands."""
    return folder / "tasks.json"


def kept_tasks(folder: Path) -> TaskList:
    """The list of a project folder, none where it keeps none. Raises ProjectError for a file that cannot be used."""
    path = tasks_file(folder)
    if not path.exists():
        return NO_TASKS
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = " ".join(str(part) for part in first["loc"])
        what = Text(
            f"{where or '文件'} 不符合格式（{first['msg']}）", f"{where or 'the file'}: {first['msg']}"
        )
        remedy = Text(
            "用备份恢复该文件，或把它移走，重新收任务表",
            "put the file back from a copy, or move it away and take the list's workbook in again",
        )
        raise ProjectError(str(path), what, remedy) from error
    except OSError as error:
        what = Text(
            f"文件无法读取（{system_words(error).zh}）", f"the file cannot be read ({system_words(error).en})"
        )
        raise ProjectError(str(path), what, Text("在其他程序中关闭它", "close it elsewhere")) from error


def keep_tasks(folder: Path, tasks: TaskList) -> None:
    """Writes the list. Raises ProjectError when the system refuses."""
    plain = _adapter().dump_python(tasks, mode="json")
    write_whole(tasks_file(folder), (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode())


@cache
def _adapter() -> TypeAdapter[TaskList]:
    from pydantic import TypeAdapter

    return TypeAdapter(TaskList)
