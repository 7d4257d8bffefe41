"""Weights by experts, the files around them: who is asked, what was asked, what came back and which of it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from smartxl.collecting import OpenedFile, look_into, open_files
from smartxl.define.columns import Column, Columns, Holds
from smartxl.define.entries import CODE_HELP, code_fault
from smartxl.define.tablefile import read_table
from smartxl.define.tablesheet import TableRow
from smartxl.errors import DefinitionError, Problem, ProjectError
from smartxl.filenames import EXPERTS, tables_called
from smartxl.model.plan import WorkbookPlan
from smartxl.processes import cores
from smartxl.project.csvfile import csv_bytes
from smartxl.project.folder import ProjectFolder
from smartxl.project.outputs import Built, Outputs
from smartxl.project.weighing.notices import Notice, notice_of
from smartxl.questionnaires import Branch, Respondent, again, branches, title_of
from smartxl.reading import read_stamp
from smartxl.stamp import Stamp
from smartxl.text import CountOf, Lang, Text
from smartxl.xlsx import FileRefused, RawBook
from smartxl_generators.workbook import write_blank

__all__ = [
    "QuestionnaireInbox",
    "ReturnedQuestionnaire",
    "asked_branches",
    "branch_title",
    "children_names",
    "experts_of",
    "folder_of",
    "nothing_recognised",
    "read_rows",
    "record_asked",
    "silent_experts",
    "unknown_expert",
    "write_all",
]

_TOTAL = Text("总分", "Total")
_EXPERT_COLUMNS = Columns(
    (
        Column(
            "code", ("代码", "编码", "专家代码", "专家编号"), required=True, filled=True, holds=Holds.CODE
        ),
        Column("name", ("姓名", "名称", "专家", "专家姓名"), required=True, filled=True),
    )
)
_ASKED = Columns.plain(("node", "classes"))


@dataclass(frozen=True)
class ReturnedQuestionnaire:
    """A file that came back and is a questionnaire of this project and edition, with the plan it was written from."""

    plan: WorkbookPlan
    book: RawBook

    @property
    def who(self) -> str:
        """The code of the respondent."""
        return self.plan.stamp.unit


def folder_of(project: ProjectFolder) -> Path:
    """Where everything about weights lies: `out/` what is sent, `in/` what came back, tables."""
    return project.root / "weights"


def experts_of(project: ProjectFolder, path: Path | None) -> Mapping[str, Respondent]:
    """Expert code → expert, from a table with the columns code and name (default: weights/experts.csv, or a workbook).

    Raises ProjectError where there is none or several, DefinitionError for what is wrong in it.
    """
    found = _experts_file(project, path)
    rows, problems = _checked(found, _EXPERT_COLUMNS)
    experts: dict[str, Respondent] = {}
    for row in rows:
        code = row.cells["code"]
        if fault := code_fault(code):
            problems.append(row.mark.problem("code", fault, CODE_HELP))
        elif code in experts:
            what = Text(f"专家 {code} 又出现一次", f"the expert {code} stands here again")
            problems.append(row.mark.problem("code", what, Text("删去一行", "remove one")))
        experts[code] = Respondent(code, row.cells["name"])
    if not experts and not problems:
        what = Text("名单里没有专家", "the table names no expert")
        problems.append(Problem(found.name, 1, "", what, Text("每位专家填一行", "add a row for each")))
    if problems:
        raise DefinitionError(tuple(problems))
    return experts


def _experts_file(project: ProjectFolder, path: Path | None) -> Path:
    home = folder_of(project)
    wanted = path or home / "experts.csv"
    found = [p for p in (wanted, project.root / wanted) if p.is_file()][:1]
    if path is None:
        found = tables_called(home, EXPERTS)
    if len(found) == 1:
        return found[0]
    if found:
        names = "、".join(each.name for each in found), ", ".join(each.name for each in found)
        what = Text(
            f"专家名单有 {len(found)} 份：{names[0]}",
            f"{CountOf(len(found)):table of experts|tables of experts}: {names[1]}",
        )
        remedy = Text("只留一份，或用 --experts 指定", "keep one, or name it with --experts")
        raise ProjectError(str(home), what, remedy)
    remedy = Text(
        "制作一张表（.xlsx 或 CSV），列为 代码、姓名（code,name），每位专家一行；或用 --experts 指定",
        "make it (.xlsx or CSV) with the columns code,name and one expert a row, or name it with --experts",
    )
    raise ProjectError(str(wanted), Text("没有专家名单", "there is no table of experts"), remedy)


def read_rows(path: Path, columns: Columns) -> Sequence[TableRow]:
    """The rows of a table that smartxl wrote or a person made. Raises DefinitionError for what is wrong in it."""
    rows, problems = _checked(path, columns)
    if problems:
        raise DefinitionError(tuple(problems))
    return rows


def _checked(path: Path, columns: Columns) -> tuple[Sequence[TableRow], list[Problem]]:
    table = read_table(path, path.name, columns)
    return table.rows, list(table.problems)


def record_asked(project: ProjectFolder, outputs: Outputs, edition: str, asked: Sequence[Branch]) -> None:
    """Notes what a questionnaire asks about, so that collecting expects just this, also after weights were changed."""
    rows = [[branch.node, "+".join(branch.classes)] for branch in asked]
    outputs.write(folder_of(project) / f"{edition}-asked.csv", csv_bytes(_ASKED.required, rows))


def asked_branches(
    project: ProjectFolder, edition: str = "", nodes: Sequence[str] = ()
) -> tuple[Branch, ...]:
    """The branches to ask about; with an `edition` those that it was asked with. Raises ProjectError before that."""
    framework = project.definition.framework
    if not edition:
        return branches(framework, _TOTAL, nodes)
    path = folder_of(project) / f"{edition}-asked.csv"
    if not path.is_file():
        what = Text(f"本项目没有生成过问卷 {edition}", f"no questionnaire {edition} was made in this project")
        raise ProjectError(
            str(project.root), what, Text("先生成：smartxl weights ask", "make it: smartxl weights ask")
        )
    rows = read_rows(path, _ASKED)
    return again(framework, _TOTAL, [(row.cells["node"], row.cells["classes"].split("+")) for row in rows])


def branch_title(project: ProjectFolder, branch: Branch) -> str:
    """A branch as the screen names it."""
    return title_of(branch, project.lang, len(project.definition.framework.classes))


def children_names(branch: Branch, lang: Lang) -> dict[str, str]:
    """Code of a child → its code and name."""
    return {node.code: f"{node.code} {node.name.get(lang)}" for node in branch.children}


def write_all(
    project: ProjectFolder,
    outputs: Outputs,
    folder: Path,
    plans: Iterable[WorkbookPlan],
    tick: Callable[[], None],
) -> Iterator[Built]:
    """Writes questionnaires into a folder, whole and never over a changed file."""
    moment = datetime.combine(project.definition.round.start, time())
    for plan in plans:
        path = folder / plan.file_name
        yield Built(path, outputs.write(path, write_blank(plan, project.template, moment)))
        tick()


class QuestionnaireInbox:
    """Takes in files, oldest first. `counting`: respondent → the newest file; `remarks` are what is to be told."""

    def __init__(self, planned: Callable[[Stamp, str], WorkbookPlan | Notice]) -> None:
        """`planned` gives the plan that a file (its stamp and name) was written from, or why it is none of ours."""
        self._planned = planned
        self.remarks: list[Notice] = []
        self.counting: dict[str, ReturnedQuestionnaire] = {}

    def take(self, source: Iterable[Path], passwords: Iterable[str] = ()) -> None:
        """Reads files, and those in folders; what is no spreadsheet by its name is told of and left alone.

        In processes of their own, within limits of time and memory; `passwords` are tried on encrypted ones.
        """
        inbox = look_into(source)
        if inbox.skipped:
            names = "、".join(inbox.skipped), ", ".join(inbox.skipped)
            what = Text(
                f"未读取（锁文件，或不是表格文件）：{names[0]}",
                f"left alone (lock files, no spreadsheets): {names[1]}",
            )
            self.remarks.append(Notice("", what, Text(""), asks=False))
        processes = min(cores(), len(inbox.entries))
        for opened in open_files(inbox.entries, passwords, processes=processes):
            self._read(opened)

    def _read(self, opened: OpenedFile) -> None:
        name, book = opened.entry.name, opened.book
        try:
            if isinstance(book, FileRefused):
                raise book
            stamp = read_stamp(book)
        except FileRefused as error:
            self.remarks.append(notice_of(error.finding, unreadable=True))
            return
        planned = self._planned(stamp, name)
        if isinstance(planned, Notice):
            self.remarks.append(planned)
        elif remark := _difference(stamp, planned.stamp, name):
            self.remarks.append(remark)
        else:
            self._keep(ReturnedQuestionnaire(planned, book))

    def _keep(self, returned: ReturnedQuestionnaire) -> None:
        before = self.counting.get(returned.who)
        if before is not None and before.book.digest != returned.book.digest:
            earlier = before.book.file_name
            what = Text(f"取代较早的文件 {earlier}", f"replaces the earlier file {earlier}")
            self.remarks.append(Notice(returned.book.file_name, what, Text(""), asks=False))
        self.counting[returned.who] = returned


def unknown_expert(code: str, file: str) -> Notice:
    """A questionnaire of somebody who is not in the table of experts."""
    what = Text(f"专家代码“{code}”不在专家名单中", f"no expert of the table has the code {code!r}")
    remedy = Text("把该专家加入名单，或移走该文件", "add the expert to the table, or move the file away")
    return Notice(file, what, remedy)


def nothing_recognised(recognised: object) -> list[Notice]:
    """A notice where none of the files is a questionnaire that counts; none where `recognised` holds anything."""
    if recognised:
        return []
    what = Text("没有认出任何可计入的问卷", "no questionnaire was recognised that counts")
    remedy = Text(
        "请把收回的问卷放入该文件夹，或在命令中写明文件",
        "put what came back into the folder, or name the files",
    )
    return [Notice("", what, remedy)]


def silent_experts(
    method: str, experts: Mapping[str, Respondent], replies: Mapping[str, object]
) -> list[Notice]:
    """One notice of all experts who have not answered, none where all have."""
    missing = [f"{code} {expert.name}" for code, expert in experts.items() if code not in replies]
    if not missing:
        return []
    zh, en = "、".join(missing), ", ".join(missing)
    what = Text(
        f"尚未收到 {len(missing)} 位专家的问卷：{zh}",
        f"{CountOf(len(missing)):expert has|experts have} not answered: {en}",
    )
    return [Notice(method, what, Text(""), asks=False)]


def _difference(stamp: Stamp, expected: Stamp, file: str) -> Notice | None:
    """Why a file is not the questionnaire that was asked for; None when it is."""
    again = Text(
        "请发给该项目当前的问卷重新填写", "send the questionnaire of this project and have it filled in"
    )
    if stamp.assessment != expected.assessment or stamp.round != expected.round:
        what = Text(
            f"这是“{stamp.assessment} {stamp.round}”的问卷，本项目为“{expected.assessment} {expected.round}”",
            f"a questionnaire of {stamp.assessment} {stamp.round}; this is {expected.assessment} "
            f"{expected.round}",
        )
        return Notice(file, what, again)
    if stamp.edition != expected.edition:
        what = Text(
            f"这是“{stamp.edition}”问卷，现在收的是“{expected.edition}”",
            f"the questionnaire {stamp.edition}; {expected.edition} is being collected",
        )
        remedy = Text("请移走该文件，或收回本轮的问卷", "move it away, or ask for the one of this round")
        return Notice(file, what, remedy)
    if stamp.digest != expected.digest:
        what = Text(
            f"问卷所问的指标与现在的定义不同（{stamp.digest[:12]}，应为 {expected.digest[:12]}）",
            f"it asks about other nodes than the definition has now ({stamp.digest[:12]}, due "
            f"{expected.digest[:12]})",
        )
        remedy = Text(
            "恢复原来的指标体系，或重新生成问卷请专家再填",
            "restore the tree of nodes as it was, or make the questionnaires again",
        )
        return Notice(file, what, remedy)
    return None
