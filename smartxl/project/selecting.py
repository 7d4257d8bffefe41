"""A definition cut down to what a city chose: the files that change, checked as a whole before anything is written.

What was there before the first choice lies in `needs/base/`: a later choice starts from it, so that parts come back with the
weights they had. Where somebody changed the definition meanwhile, what they made of it is what is cut down.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ruamel.yaml.nodes import MappingNode

from smartxl.define import load
from smartxl.define.convert import to_framework
from smartxl.define.load import read_project
from smartxl.define.modules import Joining, with_modules
from smartxl.define.prune import pruned
from smartxl.define.rescenario import without_nodes
from smartxl.define.reweigh import framework_in, read_source
from smartxl.define.yamltext import TextEdit, compose, edited, in_one_line, pair_lines, value
from smartxl.errors import DefinitionError, Problem, ProjectError, SmartxlError
from smartxl.filenames import (
    ASSESSMENT,
    CATALOGUE,
    FRAMEWORK,
    TABLE_SUFFIXES,
    catalogue_files,
    definition_workbooks,
)
from smartxl.model.definition import Definition
from smartxl.project.frameworks import MODULES_OF, packaged_framework
from smartxl.project.outputs import write_whole
from smartxl.text import Text

__all__ = [
    "DefinitionFiles",
    "JoiningModule",
    "Selection",
    "apply_files",
    "base_files",
    "definition_of",
    "selected",
]

_STATE = "state.json"


@dataclass(frozen=True, slots=True)
class JoiningModule:
    """A module that joins: what it takes of the total (percent), which of its parts are left out, and who answers it.

    `classes` and `units` are codes; without any all classes, or all units of them.
    """

    code: str
    share: float
    removed: frozenset[str]
    classes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """What leaves a definition, with all below it, and what joins."""

    removed: frozenset[str]
    modules: tuple[JoiningModule, ...]


@dataclass(frozen=True)
class DefinitionFiles:
    """The framework's file and the catalogues by their paths in the project."""

    framework: str
    files: Mapping[str, bytes]

    @property
    def digests(self) -> Mapping[str, str]:
        """Path → SHA-256."""
        return {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}


def base_files(root: Path) -> DefinitionFiles:
    """What a choice starts from: `needs/base/` while the definition is what the last choice made of it, else the definition."""
    now, base = _files_in(root, root), _base(root)
    with suppress(OSError, ValueError, KeyError, TypeError):
        written = json.loads((base / _STATE).read_text("utf-8"))["written"]
        if written == now.digests:
            return _files_in(base, root)
    return now


def definition_of(root: Path, files: DefinitionFiles) -> Definition:
    """The definition of a project with other files for framework and catalogues. Raises DefinitionError for its problems."""
    with TemporaryDirectory() as folder:
        _assemble(root, files.files, Path(folder))
        return load(Path(folder))


def selected(root: Path, base: DefinitionFiles, wanted: Selection) -> tuple[Mapping[str, bytes], Definition]:
    """The files of a project with a selection, by their paths, and the definition that they are. Nothing is written.

    Raises DefinitionError with all problems that the definition would have, SmartxlError for what must be done by hand.
    """
    files = {**base.files, base.framework: _framework(root, base, wanted)}
    with TemporaryDirectory() as folder:
        _assemble(root, base.files, Path(folder))
        files = dict(_catalogues(files, Path(folder), wanted.removed))
    files[ASSESSMENT] = _assessment(root, wanted.removed)
    try:
        return files, definition_of(root, DefinitionFiles(base.framework, files))
    except DefinitionError as error:
        what = Text(
            "照此选择，定义会有下列问题；没有改动任何文件",
            "with this choice the definition would have these problems; nothing was changed",
        )
        remedy = Text("先在定义中改正，或改变选择", "mend them in the definition first, or choose otherwise")
        raise DefinitionError((Problem(ASSESSMENT, None, "", what, remedy), *error.problems)) from error


def apply_files(root: Path, base: DefinitionFiles, files: Mapping[str, bytes]) -> None:
    """Writes the files of a selection, all or none; `base` is kept beside, and catalogues that are in no file any more go.

    Raises ProjectError when the system refuses; then everything is as it was.
    """
    now = {name: _content(root / name) for name in {*base.files, *files, *_files_in(root, root).files}}
    _keep_base(root, base)
    try:
        for name, content in files.items():
            if now.get(name) != content:
                write_whole(root / name, content)
        for name in now.keys() - files.keys():
            (root / name).unlink(missing_ok=True)
        written = DefinitionFiles(base.framework, {n: c for n, c in files.items() if n != ASSESSMENT}).digests
        write_whole(_base(root) / _STATE, json.dumps({"written": written}, indent=1).encode())
    except (ProjectError, OSError) as error:
        for name, before in now.items():
            _put_back(root / name, before)
        if isinstance(error, ProjectError):
            raise
        what = Text(f"文件无法改动（{error.strerror}）", f"the files cannot be changed ({error.strerror})")
        raise ProjectError(str(root), what, Text("在其他程序中关闭它们", "close them elsewhere")) from error


def _base(root: Path) -> Path:
    return root / "needs" / "base"


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif _content(path) != content:
        write_whole(path, content)


def _keep_base(root: Path, base: DefinitionFiles) -> None:
    """Keeps what the choice starts from; another one that is there already stays under a name of its own."""
    folder = _base(root)
    if folder.is_dir():
        kept = {name: _content(folder / name) for name in base.files}
        if kept == base.files:
            return
        number = 1
        while (aside := folder.with_name(f"base.old{number}")).exists():
            number += 1
        folder.replace(aside)
    for name, content in base.files.items():
        write_whole(folder / name, content)


def _files_in(folder: Path, root: Path) -> DefinitionFiles:
    """Framework and catalogues in a folder, with the names that the project has for them."""
    if definition_workbooks(root):
        what = Text(
            "定义是一个工作簿，不能按选择改写", "the definition is one workbook, which a choice cannot change"
        )
        remedy = Text(
            "先转成文件：smartxl define import 工作簿 新文件夹",
            "make files of it first: smartxl define import WORKBOOK FOLDER",
        )
        raise ProjectError(str(root), what, remedy)
    file = read_project(root).assessment.model
    framework = file.framework.file if file else FRAMEWORK
    tables = {f"{CATALOGUE}/{path.name}": path.read_bytes() for path in catalogue_files(folder)}
    return DefinitionFiles(framework, {framework: (folder / framework).read_bytes(), **tables})


def _assemble(root: Path, files: Mapping[str, bytes], folder: Path) -> None:
    """A project folder with these files, and all others of the definition as the project has them."""
    for path in root.iterdir():
        if path.is_file() and path.suffix.casefold() in {".yaml", ".yml", *TABLE_SUFFIXES}:
            shutil.copyfile(path, folder / path.name)
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def _framework(root: Path, base: DefinitionFiles, wanted: Selection) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "framework.yaml")
        path.write_bytes(base.files[base.framework])
        source = read_source(path)
    text = pruned(source.text, base.framework, wanted.removed)
    if wanted.modules:
        packaged = packaged_framework(MODULES_OF)
        modules = (packaged.folder / FRAMEWORK).read_text("utf-8")
        framework = to_framework(framework_in(text, base.framework))
        for name, scale in packaged.definition.framework.scales.items():
            if name in framework.scales and framework.scales[name].options != scale.options:
                what = Text(
                    f"等级“{name}”与模块的同名等级不同",
                    f"the scale {name!r} is another one than that of the modules",
                )
                remedy = Text("给指标体系中的等级另取代码", "give the scale of the framework another code")
                raise SmartxlError(str(root / base.framework), what, remedy)
        left_out = frozenset[str]().union(*(module.removed for module in wanted.modules))
        joining = [Joining(m.code, m.share, m.classes, m.units) for m in wanted.modules]
        text = with_modules(text, framework, pruned(modules, FRAMEWORK, left_out), joining)
    return text.encode(source.encoding)


def _catalogues(
    files: Mapping[str, bytes], folder: Path, removed: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    """The files without the items of indicators that go; a catalogue that has no others goes as a whole."""
    gone: dict[str, set[int]] = defaultdict(set)
    kept: dict[str, int] = defaultdict(int)
    for row in read_project(folder).catalogue.rows:
        if row.item.leaf in removed:
            gone[row.mark.head.file].add(row.mark.number)
        else:
            kept[row.mark.head.file] += 1
    for name, content in files.items():
        if not gone.get(name):
            yield name, content
        elif kept[name]:
            yield name, _without_rows(folder / name, name, gone[name])


def _without_rows(path: Path, name: str, numbers: Collection[int]) -> bytes:
    """A table without some of its rows; all others stay as they are written."""
    if path.suffix.casefold() != ".csv":
        what = Text("有不再采样的事项", "it has items that are no longer sampled")
        remedy = Text("手工删去这些行，或另存为 CSV", "delete those rows by hand, or save it as CSV")
        raise SmartxlError(name, what, remedy)
    source = read_source(path)
    lines = list(io.StringIO(source.text, newline=""))
    reader, start, kept = csv.reader(lines, strict=True), 0, list[str]()
    for number, _ in enumerate(reader, 1):
        if number not in numbers:
            kept += lines[start : reader.line_num]
        start = reader.line_num
    return "".join(kept).encode(source.encoding)


def _assessment(root: Path, removed: Collection[str]) -> bytes:
    """assessment.yaml without targets of what goes, and without scenarios that speak of it."""
    source = read_source(root / ASSESSMENT)
    edits = [*_targets(source.text, removed), *without_nodes(source.text, removed)]
    return edited(source.text, edits).encode(source.encoding)


def _targets(text: str, removed: Collection[str]) -> Iterator[TextEdit]:
    root = compose(text)
    found = value(root, "targets")
    pairs = found.value if isinstance(found, MappingNode) else ()
    stay = [(key, below) for key, below in pairs if str(key.value) not in removed]
    if found is None or len(stay) == len(pairs):
        return
    if not stay:
        key = next(key for key, below in root.value if below is found)
        yield (*pair_lines(text, key, found), "")
    elif in_one_line(found):
        told = ", ".join(f"{key.value}: {below.value}" for key, below in stay)
        yield found.start_mark.index, found.end_mark.index, "{ " + told + " }"
    else:
        yield from ((*pair_lines(text, key, below), "") for key, below in pairs if str(key.value) in removed)
