"""A new project folder out of a packaged definition, with modules of another one where they are wanted."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from smartxl.errors import ProjectError, system_words
from smartxl.filenames import FRAMEWORK
from smartxl.project.frameworks import MODULES_OF, packaged_framework, unknown_framework
from smartxl.project.outputs import check_empty
from smartxl.project.schemafiles import write_schemas
from smartxl.text import Text
from smartxl_templates import BLANK, STANDARD, framework_folder, framework_names

__all__ = ["WantedModule", "new_project", "wanted_module"]

_SHARE = 10.0


@dataclass(frozen=True, slots=True)
class WantedModule:
    """A module by code or name, and the share of the total that it is to take, percent."""

    name: str
    share: float = _SHARE


def wanted_module(typed: str) -> WantedModule:
    """A module as it is typed: 医疗, or 医疗=15. Raises ProjectError for a share that is no number."""
    name, _, share = typed.partition("=")
    try:
        return WantedModule(name.strip(), float(share.strip().rstrip("%％")) if share.strip() else _SHARE)
    except ValueError as error:
        what = Text(f"“{share}”不是比例", f"{share!r} is no share")
        remedy = Text("写模块和百分数：医疗=10", "write a module and its percent: health=10")
        raise ProjectError("--with", what, remedy) from error


def new_project(folder: Path, framework: str = STANDARD, modules: Sequence[WantedModule] = ()) -> None:
    """Copies a packaged definition, or `BLANK`, into a folder that does not exist or is empty.

    Raises ProjectError where it is not empty or cannot be written, UnknownName for a framework or a module.
    """
    if framework != BLANK and framework not in framework_names():
        raise unknown_framework("--framework", framework)
    check_empty(folder)
    text = _text(framework, modules) if modules else None
    try:
        ignored = shutil.ignore_patterns("about.toml")
        shutil.copytree(framework_folder(framework), folder, dirs_exist_ok=True, ignore=ignored)
        if text is not None:
            (folder / FRAMEWORK).write_text(text, "utf-8")
        write_schemas(folder / "schema")
    except OSError as error:
        what = Text(
            f"文件夹无法写入（{system_words(error).zh}）",
            f"the folder cannot be written ({system_words(error).en})",
        )
        raise ProjectError(str(folder), what, Text("另指定一个", "name another")) from error


def _text(framework: str, modules: Sequence[WantedModule]) -> str:
    """framework.yaml of a packaged definition with modules."""
    from smartxl.define.modules import Joining, with_modules
    from smartxl.project.definitions import cache_folder, load_cached

    source = packaged_framework(MODULES_OF)
    joining = [Joining(source.module(wanted.name).node.code, wanted.share) for wanted in modules]
    home = framework_folder(framework)
    definition = load_cached(home, cache_folder())
    texts = [(each / FRAMEWORK).read_text("utf-8") for each in (home, source.folder)]
    return with_modules(texts[0], definition.framework, texts[1], joining)
