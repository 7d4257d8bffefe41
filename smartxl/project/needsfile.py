"""What a city needs as a project keeps it: `needs.json`, texts as they were typed, whatever they begin with."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError, system_words
from smartxl.model.needs import NO_NEEDS, Needs
from smartxl.project.outputs import write_whole
from smartxl.text import Text

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["keep_needs", "kept_needs", "needs_bytes", "needs_file"]


def needs_file(folder: Path) -> Path:
    """Where the needs of a project folder stand."""
    return folder / "needs.json"


def kept_needs(folder: Path) -> Needs:
    """The needs of a project folder, none where it keeps none. Raises ProjectError for a file that cannot be used."""
    path = needs_file(folder)
    if not path.exists():
        return NO_NEEDS
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = " ".join(str(part) for part in first["loc"])
        what = Text(
            f"{where or '文件'}：无法使用（{first['msg']}）", f"{where or 'the file'}: {first['msg']}"
        )
        remedy = Text(
            "用备份恢复该文件，或移走后重新收回需求工作表",
            "put the file back from a copy, or move it away and take the needs worksheet in again",
        )
        raise ProjectError(str(path), what, remedy) from error
    except OSError as error:
        what = Text(
            f"文件无法读取（{system_words(error).zh}）", f"the file cannot be read ({system_words(error).en})"
        )
        raise ProjectError(str(path), what, Text("请在其他程序中关闭它", "close it elsewhere")) from error


def keep_needs(folder: Path, needs: Needs) -> None:
    """Writes the needs. Raises ProjectError when the system refuses."""
    write_whole(needs_file(folder), needs_bytes(needs))


def needs_bytes(needs: Needs) -> bytes:
    """The needs as the file has them."""
    plain = _adapter().dump_python(needs, mode="json")
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


@cache
def _adapter() -> TypeAdapter[Needs]:
    from pydantic import TypeAdapter

    return TypeAdapter(Needs)
