"""What a project keeps as JSON: texts as they were typed, whatever they begin with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from smartxl.errors import ProjectError, system_words
from smartxl.project.outputs import write_whole
from smartxl.text import Text

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

__all__ = ["KeptJson"]

T = TypeVar("T")


@dataclass(frozen=True)
class KeptJson(Generic[T]):
    """One value of a project folder: the name of its file, its type, what stands for no file, what to do with a spoilt one."""

    name: str
    kind: type[T]
    nothing: T
    remedy: Text

    def path(self, folder: Path) -> Path:
        """Where it stands."""
        return folder / self.name

    def kept(self, folder: Path) -> T:
        """The value that a folder keeps. Raises ProjectError for a file that cannot be used."""
        path = self.path(folder)
        if not path.exists():
            return self.nothing
        from pydantic import ValidationError

        try:
            return self._adapter.validate_json(path.read_bytes())
        except ValidationError as error:
            raise ProjectError(str(path), _fault(error), self.remedy) from error
        except OSError as error:
            said = system_words(error)
            what = Text(f"文件无法读取（{said.zh}）", f"the file cannot be read ({said.en})")
            raise ProjectError(str(path), what, Text("在其他程序中关闭它", "close it elsewhere")) from error

    def keep(self, folder: Path, value: T) -> None:
        """Writes the value. Raises ProjectError when the system refuses."""
        write_whole(self.path(folder), self.content(value))

    def content(self, value: T) -> bytes:
        """The value as the file has it."""
        plain = self._adapter.dump_python(value, mode="json")
        return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        from pydantic import TypeAdapter

        return TypeAdapter(self.kind)


def _fault(error: ValidationError) -> Text:
    first = error.errors()[0]
    where = " ".join(str(part) for part in first["loc"])
    return Text(f"{where or '文件'} 不符合格式（{first['msg']}）", f"{where or 'the file'}: {first['msg']}")
