"""`smartxl`: the commands, each imported when it is called, so that --help and --version start at once."""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import click

from smartxl import __version__
from smartxl.cli import options
from smartxl.cli.exitcodes import ExitCode, refusal_code
from smartxl.cli.present.jsonout import Refusal, echo_json, told_at_the_end
from smartxl.cli.spoken import settle, spoken
from smartxl.cli.told import Misuse, ToldGroup, ToldOption, group, refused
from smartxl.errors import DefinitionError, SmartxlError
from smartxl.text import LANGUAGES, Lang, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_INTERRUPT = Text("已中断，完成的部分已保存", "interrupted; what was finished is kept")
_AGAIN = Text("需要时重新运行", "run it again when it is convenient")
_HELP = Text("用法见 {} --help", "see {} --help")
_PURPOSE = Text(
    "智慧城市诊断评估工具。\n\n退出码：0 正常，1 有问题，2 用法或定义有误，3 文件读不了。",
    "Assess a smart city with workbooks.\n\n"
    "Exit codes: 0 clean, 1 findings, 2 usage or definition, 3 unreadable file.",
)

# Command → module of this package and what --help says of it; the order is that of a round.
_COMMANDS = {
    "demo": (
        "demo",
        Text("演示：示例市完整一轮评估", "A whole round of the example city, in a folder it creates."),
    ),
    "frameworks": ("frameworks", Text("列出随附的指标体系", "List the packaged indicator systems.")),
    "init": (
        "make",
        Text("新建项目文件夹（随附的指标体系）", "Make a project folder with a packaged definition."),
    ),
    "define": (
        "define",
        Text(
            "用 Excel 编制指标体系：新建工作簿、导入、导出",
            "Definitions in Excel: a new workbook, into a project, out of one.",
        ),
    ),
    "check": (
        "check",
        Text("检查定义文件，提出建议", "Check the definition: mistakes with file and line, or advice."),
    ),
    "diff": (
        "diff",
        Text(
            "比较两份定义：增、删、改名、改权重、改规则",
            "Compare two definitions: added, removed, renamed, re-weighted, other rules.",
        ),
    ),
    "needs": (
        "needs",
        Text(
            "需求工作表：生成、收回，按选择改写指标体系",
            "The needs worksheet: write it, take it in; the parts that were chosen make the definition.",
        ),
    ),
    "scheme": (
        "scheme",
        Text(
            "生成评估工作方案", "Write the scheme of the round: scope, indicators, weights, duties, calendar."
        ),
    ),
    "build": (
        "make",
        Text("生成各单位采样表与全市工作簿", "Write the units' workbooks and the city workbook."),
    ),
    "fill": ("make", Text("模拟各单位填报，写入 inbox/", "Simulated respondents, into inbox/.")),
    "collect": (
        "collect",
        Text("收回并检查填好的文件", "Read what came back (default: the project's inbox/)."),
    ),
    "status": ("status", Text("查看填报进度与问题", "Who has answered, how complete, what is wrong.")),
    "history": (
        "history",
        Text("查看收件和处理的全部记录", "All that came and was decided, which file counts, and why."),
    ),
    "mark": ("mark", Text("记录处理结果：退回、通过、免报、恢复填报", "Record a decision about a unit.")),
    "choose": ("mark", Text("指定一个单位计入哪一份文件", "Choose by hand which file of a unit counts.")),
    "compare": ("compare", Text("逐单元格比较收到的两个文件", "Compare two received files cell by cell.")),
    "findings": ("findings", Text("列出收到文件中的问题", "List what was found in the files received.")),
    "return": (
        "giveback",
        Text("退回有问题的表：原表标注、问题清单和函", "Give back workbooks with findings, with a letter."),
    ),
    "fresh": (
        "fresh",
        Text("把旧表或损坏的表中的答案转入新表", "Move the answers of an old form into the current one."),
    ),
    "appeals": (
        "appeals",
        Text("列出申诉、处理结果和前后得分", "List appeals, what was decided, scores before and after."),
    ),
    "score": ("score", Text("计算得分", "Score what was collected.")),
    "robust": (
        "robust",
        Text(
            "名次有多可靠：换一组权重、一种做法，名次变不变",
            "How sure the ranks are: intervals, orders, sensitivity.",
        ),
    ),
    "audit": (
        "audit",
        Text(
            "审计指标体系：结构、数据、一致性、权重、补偿性",
            "Audit the index: structure, data, coherence, weights.",
        ),
    ),
    "methods": (
        "methods",
        Text("用其他评价方法比较各单位的名次", "Compare the ranks of units by other methods."),
    ),
    "whatif": (
        "whatif",
        Text(
            "换用其他权重、参数和约定，得分、名次怎样变，为什么",
            "Scores and ranks under other weights, parameters, conventions; who moves, and why.",
        ),
    ),
    "report": (
        "report",
        Text("生成结果工作簿与诊断评估报告", "Write the result workbook and the diagnosis report."),
    ),
    "workbench": (
        "workbench",
        Text(
            "咨询工作台：试改权重、判断和得分",
            "The consultant's workbench: weights and scores to try things with.",
        ),
    ),
    "tasks": ("tasks", Text("整改任务表：生成、收回", "The task list: write its workbook, take it in.")),
    "verify": (
        "verify",
        Text("重新计算工作簿并比对，不限于本软件生成的", "Recalculate workbooks, ours and any other."),
    ),
    "lint": (
        "lint",
        Text(
            "检查工作簿中的错误和隐患，不限于本软件生成的",
            "Look for mistakes in workbooks, ours and any other.",
        ),
    ),
    "explain": (
        "explain",
        Text("说明一个单元格的值从何而来", "Where the value of a cell comes from, down to the inputs."),
    ),
    "diff-book": (
        "diffbook",
        Text("比较两个工作簿，不限于本软件生成的", "What differs between two workbooks, ours or any other."),
    ),
    "weights": (
        "weights",
        Text("专家定权重：AHP 或德尔菲问卷", "Weights from experts: AHP or Delphi questionnaires."),
    ),
    "addin": (
        "addin",
        Text("把 SX_ 函数装进 Excel，检查为何不能用", "The SX_ functions in Excel: install, find faults."),
    ),
    "campaign": (
        "campaign",
        Text("多市评估：许多城市的同一轮评估", "A campaign: one round of many cities, compared."),
    ),
    "survey": ("survey", Text("满意度问卷登记与合计", "Tallies of the satisfaction survey.")),
    "template": ("template", Text("模板：导出、检查", "Templates: export them, check them.")),
}
_FUNCTIONS = {"return": "give_back", "diff-book": "diff_book"}


class _Commands(ToldGroup):
    """Imports a command when it is called; turns what smartxl raises into a message and an exit code, never a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's own signature)
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"smartxl.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, _FUNCTIONS.get(cmd_name, cmd_name))
        return command

    def listed(self, ctx: click.Context) -> list[tuple[str, str]]:  # noqa: ARG002
        return [(name, told.get(spoken())) for name, (_, told) in _COMMANDS.items()]

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (click's own signature)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(
                stream, TextIOWrapper
            ):  # a console that lacks a character shows its code in place of a traceback
                stream.reconfigure(errors="backslashreplace")
        return super().main(*args, **kwargs)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401
    ) -> click.Context:
        settle(args)
        as_json = _for_a_machine(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            raise _misused(error, as_json=as_json) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.obj = _for_a_machine(args)  # then trouble is told to it as JSON too
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own signature)
        try:
            with told_at_the_end(ctx):
                return super().invoke(ctx)
        except click.UsageError as error:
            raise _misused(error, as_json=ctx.obj) from None
        except SmartxlError as error:
            _tell(error, spoken(), as_json=ctx.obj)
            sys.exit(refusal_code(error))
        except KeyboardInterrupt:
            if ctx.obj:
                _echo_refusal(ctx.command_path, _INTERRUPT, _AGAIN)
            click.echo(_INTERRUPT.get(spoken()), err=True)
            sys.exit(ExitCode.INTERRUPTED)


def _for_a_machine(args: Sequence[str]) -> bool:
    """Whether --json is among the options."""
    return "--json" in takewhile(lambda typed: typed != "--", args)


def _misused(error: click.UsageError, *, as_json: bool) -> click.UsageError:
    """A mistake in what was typed, in the reader's language; for a machine its record is printed too."""
    told = refused(error)
    if as_json:
        path = error.ctx.command_path if error.ctx else "smartxl"
        what = told.told if isinstance(told, Misuse) else Text(told.format_message())
        _echo_refusal(path, what, Text(*(_HELP.get(lang).format(path) for lang in LANGUAGES)))
    return told


def _echo_refusal(where: str, what: Text, remedy: Text) -> None:
    echo_json(Refusal.of([SmartxlError(where, what, remedy)], spoken()))


def _tell(error: SmartxlError, lang: Lang, *, as_json: bool) -> None:
    """What went wrong: words on stderr, and for a machine the record of it on stdout."""
    problems = error.problems if isinstance(error, DefinitionError) else (error,)
    if as_json:
        echo_json(Refusal.of(problems, lang))
    if isinstance(error, DefinitionError):
        count = len(problems)
        total = Text(f"共 {count} 处问题", f"{count} problem(s)").get(lang)
        click.echo(f"{error.said(lang)}\n{total}", err=True)
    else:
        click.echo(f"{error.place(lang)}: {error.what.get(lang)}\n  → {error.remedy.get(lang)}", err=True)


@group(
    cls=_Commands,
    help=_PURPOSE,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@options.lang
@click.version_option(
    __version__,
    prog_name="smartxl",
    cls=ToldOption,
    help=Text("显示版本。", "Show the version."),
    message="%(prog)s %(version)s",
)
def main(lang: Lang | None) -> None:
    """Assesses a smart city with workbooks."""
