"""`smartxl`: the commands, each imported when it is called, so that --help and --version start at once."""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from smartxl.errors import DefinitionError, SmartxlError, UnreadableFile
from smartxl.text import Lang

__all__ = ["main"]

_USAGE, _UNREADABLE, _INTERRUPTED = 2, 3, 130

# Command → module of this package and what --help says of it; the order is that of a round.
_COMMANDS = {
    "demo": ("demo", "演示：示例市完整一轮评估 / a whole round of the example city, in a folder it creates."),
    "frameworks": ("frameworks", "列出随附的指标体系 / list the packaged indicator systems."),
    "init": ("make", "新建项目文件夹（随附的指标体系） / make a project folder with a packaged definition."),
    "check": ("check", "检查定义文件 / check the definition: file, row, column, what to do."),
    "build": ("make", "生成各单位采样表与全市工作簿 / write the units' workbooks and the city workbook."),
    "fill": ("make", "模拟各单位填报，写入 inbox/ / simulated respondents, into inbox/."),
    "collect": ("collect", "收回并检查填好的文件 / read what came back (default: the project's inbox/)."),
    "status": ("status", "查看填报进度与问题 / who has answered, how complete, what is wrong."),
    "history": (
        "history",
        "查看收件和处理的全部记录 / all that came and was decided, which file counts, and why.",
    ),
    "mark": ("mark", "记录处理结果：退回、通过、免报、恢复填报 / record a decision about a unit."),
    "choose": ("mark", "指定一个单位计入哪一份文件 / choose by hand which file of a unit counts."),
    "compare": ("compare", "逐单元格比较收到的两个文件 / compare two received files cell by cell."),
    "findings": ("findings", "列出收到文件中的问题 / list what was found in the files received."),
    "return": (
        "giveback",
        "退回有问题的表：原表标注、问题清单和函 / give back workbooks with findings, with a letter.",
    ),
    "fresh": (
        "fresh",
        "把旧表或损坏的表中的答案转入新表 / move the answers of an old form into the current one.",
    ),
    "appeals": (
        "appeals",
        "列出申诉、处理结果和前后得分 / list appeals, what was decided, scores before and after.",
    ),
    "score": ("score", "计算得分 / score what was collected."),
    "report": (
        "report",
        "生成结果工作簿与诊断评估报告 / write the result workbook and the diagnosis report.",
    ),
    "tasks": ("tasks", "整改任务表：生成、收回 / the task list: write its workbook, take it in."),
    "verify": (
        "verify",
        "用 formulas 重新计算工作簿并与引擎比对 / recalculate workbooks and compare with the engine.",
    ),
    "weights": (
        "weights",
        "专家定权重：AHP 或德尔菲问卷 / weights from experts: AHP or Delphi questionnaires.",
    ),
    "survey": ("survey", "满意度问卷登记与合计 / tallies of the satisfaction survey."),
    "template": ("template", "模板：导出、检查 / templates: export them, check them."),
}
_FUNCTIONS = {"return": "give_back"}


class _Group(click.Group):
    """Imports a command when it is called; turns what smartxl raises into a message and an exit code, never a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's own signature)
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"smartxl.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, _FUNCTIONS.get(cmd_name, cmd_name))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in _COMMANDS.items()])

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (click's own signature)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(
                stream, TextIOWrapper
            ):  # a console that lacks a character shows its code in place of a traceback
                stream.reconfigure(errors="backslashreplace")
        return super().main(*args, **kwargs)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.obj = "--json" in args  # whether a machine reads: then trouble is told to it as JSON too
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own signature)
        try:
            return super().invoke(ctx)
        except SmartxlError as error:
            _tell(error, "zh", as_json=ctx.obj)
            sys.exit(_UNREADABLE if isinstance(error, UnreadableFile) else _USAGE)
        except KeyboardInterrupt:
            click.echo("interrupted; what was finished is kept / 已中断，完成的部分已保存", err=True)
            sys.exit(_INTERRUPTED)


def _tell(error: SmartxlError, lang: Lang, *, as_json: bool) -> None:
    """What went wrong: words on stderr, or the record of it on stdout."""
    problems = error.problems if isinstance(error, DefinitionError) else (error,)
    if as_json:
        from smartxl.cli.present.jsonout import Refusal, echo_json

        echo_json(Refusal.of(problems, lang))
    elif isinstance(error, DefinitionError):
        click.echo(f"{error.said(lang)}\n{len(problems)} problem(s) / 处问题", err=True)
    else:
        click.echo(f"{error.place(lang)}: {error.what.get(lang)}\n  → {error.remedy.get(lang)}", err=True)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="smartxl")
def main() -> None:
    """智慧城市诊断评估工具 · Assess a smart city with workbooks.

    Exit codes: 0 clean, 1 findings, 2 usage or definition, 3 unreadable file.
    """
