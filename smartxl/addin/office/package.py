"""The files of the add-in, put together, checked, and written into a folder."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from smartxl import __version__
from smartxl.addin.office.address import hosting_address
from smartxl.addin.office.checks import manifest_faults
from smartxl.addin.office.filled import source
from smartxl.addin.office.functions import described, functions_file
from smartxl.addin.office.icons import SIZES, icon
from smartxl.addin.office.languages import ENDS
from smartxl.addin.office.manifest import manifest
from smartxl.addin.office.pages import functions_page, help_page, readme
from smartxl.errors import ProjectError
from smartxl.text import LANGUAGES, Lang, Text

__all__ = ["MANIFEST", "OfficeAddin", "OfficeAddinWritten", "build_office_addin", "write_office_addin"]

MANIFEST = "manifest.xml"
"""The file that Office is given; all others are fetched from the server."""


@dataclass(frozen=True, slots=True)
class OfficeAddin:
    """An add-in: where its files are hosted, and the files, by their path in that folder."""

    url: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class OfficeAddinWritten:
    """Where an add-in will be hosted, the folder that was written, its files by their path in it."""

    url: str
    folder: Path
    files: tuple[str, ...]


def build_office_addin(url: str) -> OfficeAddin:
    """The files of the add-in for an address; the same address gives the same bytes. Raises ProjectError."""
    base = hosting_address(url)
    content = manifest(base, __version__)
    parts = {
        **{f"assets/icon-{size}.png": icon(size) for size in SIZES},
        "taskpane.css": source("taskpane.css").encode(),
        "taskpane.js": source("taskpane.js").encode(),
    }
    for lang in LANGUAGES:
        parts |= _of_language(lang, base)
    if faults := manifest_faults(content, parts, base):
        told = Text("；".join(fault.zh for fault in faults), "; ".join(fault.en for fault in faults))
        raise ProjectError(
            MANIFEST, told, Text("换一个网址，或报告这个错误", "choose another address, or report this error")
        )
    return OfficeAddin(base, {MANIFEST: content, "README.md": readme(base), **dict(sorted(parts.items()))})


def write_office_addin(url: str, folder: Path) -> OfficeAddinWritten:
    """Writes the files into a folder that is new or empty, all or none of them. Raises ProjectError."""
    addin = build_office_addin(url)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            what = Text("已存在，而且不是空文件夹", "it is there already, and no empty folder")
            raise ProjectError(
                str(folder),
                what,
                Text("换一个文件夹，或先清空它", "choose another folder, or empty it first"),
            )
        _write(addin, folder)
    except OSError as error:
        what = Text(f"写不了：{error.strerror}", f"it cannot be written: {error.strerror}")
        raise ProjectError(str(folder), what, Text("换一个位置", "choose another place")) from error
    return OfficeAddinWritten(addin.url, folder, tuple(addin.files))


def _write(addin: OfficeAddin, folder: Path) -> None:
    target = folder.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        for name, content in addin.files.items():
            file = beside / "new" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        if target.exists():
            target.rmdir()
        (beside / "new").rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _of_language(lang: Lang, base: str) -> dict[str, bytes]:
    end = ENDS[lang]
    setting = json.dumps({"lang": lang, "functions": described(lang)}, ensure_ascii=False, indent=1)
    script = files("smartxl.addin.office").joinpath("functions.js").read_text("utf-8")
    told = functions_file(lang, f"{base}/taskpane{end}.html")
    return {
        f"functions{end}.js": f"var SMARTXL = {setting};\n{script}".encode(),
        f"functions{end}.json": f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode(),
        f"functions{end}.html": functions_page(lang),
        f"taskpane{end}.html": help_page(lang),
    }
