"""Which template a workbook follows: a project's own in `templates/`, or the packaged one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from smartxl.errors import Problem, ProjectError, TemplateError, UnknownName
from smartxl.filenames import ASSESSMENT, is_project
from smartxl.model.layout import Layout
from smartxl.project.definitions import cache_folder, kept_layout, load_cached
from smartxl.project.kepttemplate import kept_template
from smartxl.project.outputs import Built, Outputs
from smartxl.text import Text, as_typed
from smartxl_generators import Template
from smartxl_generators.template import in_standard_order
from smartxl_templates import template_path, wording

__all__ = ["CheckedTemplates", "Templates", "check_templates", "export_templates"]

STANDARD = "standard"
_FOLDER = "templates"


@dataclass(frozen=True)
class Templates:
    """The templates of a project: `templates/<class>.xlsx` for one class's workbooks, `templates/standard.xlsx` for all others.

    Without them the packaged template. The city workbook always follows the standard one. What reads and checks a project's
    own is imported where there is some.
    """

    root: Path
    _layouts: dict[Path, Layout] = field(default_factory=dict)
    _books: dict[Path, Template] = field(default_factory=dict)

    def path(self, unit_class: str = "") -> Path:
        """The file that a class's workbooks follow, or the city's when no class is named."""
        folder = self.root / _FOLDER
        names = (unit_class, STANDARD) if folder.is_dir() else ()  # asked for every form
        own = (folder / f"{name}.xlsx" for name in names if name)
        return next((path for path in own if path.is_file()), template_path(STANDARD))

    def layout(self, unit_class: str = "") -> Layout:
        """What the template says. Raises TemplateError, naming its first problem and how many there are."""
        path = self.path(unit_class)
        if path not in self._layouts:
            packaged = path == template_path(STANDARD)
            self._layouts[path] = kept_layout(path, cache_folder()) if packaged else self._own_layout(path)
        return self._layouts[path]

    def _own_layout(self, path: Path) -> Layout:
        """What a template of the project says, with the sheets that it is lent."""
        from smartxl.define.template import read_layout
        from smartxl.define.template_check import check_layout
        from smartxl.define.template_table import UNIT_SHEETS

        layout = read_layout(path)
        sheets = () if path.stem == STANDARD else UNIT_SHEETS
        _insist(check_layout(layout, wording("zh"), sheets), path)
        lent = {name: read_layout(lender).sheets[name] for name, lender in self._lent(path)}
        return Layout(layout.source, {**layout.sheets, **lent})

    def _lent(self, path: Path) -> Iterator[tuple[str, Path]]:
        """Sheets for evidence and paper that a template lacks, and the templates that they are taken from."""
        from smartxl.define.template import read_layout
        from smartxl.define.template_table import OPTIONAL_SHEETS

        present = read_layout(path).sheets
        standard = self.path()
        for name in OPTIONAL_SHEETS:
            if name not in present:
                has = standard != path and name in read_layout(standard).sheets
                yield name, standard if has else template_path(STANDARD)

    def template(self, unit_class: str = "") -> Template:
        """The template workbook, for the generator."""
        path = self.path(unit_class)
        if path not in self._books:
            packaged = path == template_path(STANDARD)
            self._books[path] = kept_template(path, cache_folder()) if packaged else self._own_template(path)
        return self._books[path]

    def _own_template(self, path: Path) -> Template:
        """A template of the project, with the sheets that it is lent."""
        lent = tuple((name, Template.load(p.read_bytes(), p.name)) for name, p in self._lent(path))
        return Template.load(path.read_bytes(), path.name, lent)


def _insist(problems: Sequence[Problem], path: Path) -> None:
    if problems:
        first, more = problems[0], len(problems) - 1
        zh, en = first.what.get("zh"), first.what.get("en")
        see = f"smartxl template check {as_typed(path)}"
        what = Text(f"{zh}（另有{more}处，见 {see}）", f"{en} ({more} more: {see})") if more else first.what
        raise TemplateError(first.where, what, first.remedy)


def export_templates(folder: Path, classes: Sequence[str], *, force: bool) -> list[Built]:
    """Copies the packaged template into a project's `templates/`, once more for each class; into any other folder as it is.

    Raises UnknownName for a class that the project does not have, WouldOverwrite for a template that was changed.
    """
    in_project = is_project(folder)
    if classes:
        if not in_project:
            what = Text(
                f"不是项目文件夹（没有 {ASSESSMENT}）", f"the folder is no project (it has no {ASSESSMENT})"
            )
            remedy = Text("指定项目文件夹，或不用 --class", "name a project folder, or leave --class out")
            raise ProjectError(str(folder), what, remedy)
        known = [c.code for c in load_cached(folder, cache_folder()).framework.classes]
        for code in classes:
            if code not in known:
                what = Text(f"没有代码为“{code}”的类别", f"no class has the code {code!r}")
                listed = ", ".join(known)
                raise UnknownName("--class", what, Text(f"可用：{listed}", f"one of: {listed}"))
    target = folder / _FOLDER if in_project else folder
    content = in_standard_order(template_path(STANDARD).read_bytes())
    with Outputs(folder, force) as outputs:
        paths = [target / f"{name}.xlsx" for name in (STANDARD, *classes)]
        return [Built(path, outputs.write(path, content)) for path in paths]


@dataclass(frozen=True, slots=True)
class CheckedTemplates:
    """What is wrong (`problems`), and what will not come out or has no columns (`remarks`), of the templates `files`."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


def check_templates(path: Path) -> CheckedTemplates:
    """Checks one template file, or all templates of a project (the packaged one when it has none of its own)."""
    from smartxl.define.template import read_layout
    from smartxl.define.template_check import check_layout
    from smartxl.define.template_editions import columns_apart, missing_editions
    from smartxl.define.template_losses import losses
    from smartxl.define.template_unseen import unseen_inputs

    problems: list[Problem] = []
    paths = [path]
    if path.is_dir():
        own = sorted((path / _FOLDER).glob("[!~]*.xlsx"))
        problems += _misnamed(own, [c.code for c in load_cached(path, cache_folder()).framework.classes])
        paths = own or [template_path(STANDARD)]
    for file in paths:
        layout = read_layout(file)
        problems += check_layout(layout, wording("zh"), _needed(file, layout))
        problems += (*columns_apart(layout), *unseen_inputs(file))
    remarks = tuple(
        remark for file in paths for remark in (*losses(file), *missing_editions(read_layout(file)))
    )
    return CheckedTemplates(tuple(file.name for file in paths), tuple(problems), remarks)


def _needed(path: Path, layout: Layout) -> tuple[str, ...]:
    """All sheets, or those of a respondent's workbook for a template that holds nothing of the city's."""
    from smartxl.define.template_table import OPTIONAL_SHEETS, UNIT_SHEETS, template_table

    of_city = set(template_table()).difference(UNIT_SHEETS, OPTIONAL_SHEETS)
    return () if path.stem == STANDARD or of_city & set(layout.sheets) else UNIT_SHEETS


def _misnamed(paths: Sequence[Path], classes: Sequence[str]) -> Iterator[Problem]:
    """Templates that no workbook would follow."""
    known = [STANDARD, *classes]
    for path in paths:
        if path.stem not in known:
            near = get_close_matches(path.stem, known, n=1)
            names = ", ".join(f"{k}.xlsx" for k in known)
            remedy = (
                Text(f"是否应为 {near[0]}.xlsx？", f"did you mean {near[0]}.xlsx?")
                if near
                else Text(f"改名为 {names}", f"name it {names}")
            )
            what = Text("没有工作簿使用这个名称的模板", "no workbook follows a template of this name")
            yield Problem(path.name, None, "", what, remedy)
