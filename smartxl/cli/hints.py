"""After a command, one line with the next step of the round: for people at a terminal, declared here once for all commands.

It stands on stderr, and only where both streams are a terminal and no `--json` was asked for, so that no script meets it;
SMARTXL_HINTS=off silences it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import click

from smartxl.cli.exitcodes import ExitCode
from smartxl.cli.spoken import spoken
from smartxl.text import Text, as_typed

__all__ = ["NEXT_STEPS", "NextStep", "RoundState", "hint", "next_step", "remember"]

Typed: TypeAlias = "Mapping[str, Any]"
VARIABLE = "SMARTXL_HINTS"
_STATE = "smartxl.state"
_DONE = frozenset({ExitCode.CLEAN, ExitCode.FOUND, ExitCode.UNREADABLE})
_BEFORE = Text("下一步：", "Next: ")


@dataclass(frozen=True, slots=True)
class RoundState:
    """How many of what a command saw of the round: files, units or findings that ask for mending, units to be reminded."""

    files: int = 0
    to_mend: int = 0
    to_remind: int = 0


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step, and when it is the next; `{project}` and other words in braces are arguments of the command before."""

    told: Text
    when: Callable[[Typed, RoundState], bool] = lambda _typed, _state: True


def _typed(name: str, value: object = True) -> Callable[[Typed, RoundState], bool]:
    return lambda typed, _: typed.get(name) == value


def _has_forms(typed: Typed, _: RoundState) -> bool:
    return (Path(typed["folder"]) / "workbooks").is_dir()


def _without(name: str) -> Callable[[Typed, RoundState], bool]:
    return lambda typed, _: not typed.get(name)


_CHECK = NextStep(
    Text("修改定义后 smartxl check {project}", "change the definition, then smartxl check {project}")
)
_COLLECT = NextStep(
    Text(
        "收到的文件放入 {project}/inbox/，再 smartxl collect {project}",
        "put what comes back into {project}/inbox/, then smartxl collect {project}",
    )
)
_SEND = NextStep(
    Text(
        "发给各单位；交回后放入 {project}/inbox/，再 smartxl collect {project}",
        "send them to the units; put what comes back into {project}/inbox/, then smartxl collect {project}",
    )
)
_GIVE_BACK = NextStep(
    Text(
        "smartxl findings {project} 逐条查看，smartxl return {project} 退回有问题的表",
        "smartxl findings {project} lists them, smartxl return {project} gives the forms back",
    ),
    lambda _, state: state.to_mend > 0,
)
_NOTHING_YET = NextStep(_COLLECT.told, lambda _, state: state.files == 0)
_REMIND = NextStep(
    Text(
        "smartxl status {project} --reminders 催报.csv 写出催报名单",
        "smartxl status {project} --reminders remind.csv lists whom to remind",
    ),
    lambda typed, state: state.to_remind > 0 and typed.get("reminder_file") is None,
)
_REMINDED = NextStep(_COLLECT.told, lambda _, state: state.to_remind > 0)
_SCORE = NextStep(Text("smartxl score {project} 计分", "smartxl score {project}"))
_STATUS = NextStep(
    Text(
        "smartxl status {project} 看谁报了、催谁",
        "smartxl status {project}: who has answered, whom to remind",
    ),
    lambda _, state: state.files > 0,
)
_BUILD = NextStep(Text("smartxl build {project} 生成采样表", "smartxl build {project} writes the forms"))
_BUILD_ANEW = NextStep(
    Text(
        "改过定义的，smartxl build {project} 重新生成采样表；没有改的，smartxl status {project}",
        "after changes smartxl build {project} writes the forms anew; else smartxl status {project}",
    ),
    _has_forms,
)
_REPORT = NextStep(
    Text(
        "smartxl report {project} --format xlsx,docx 生成结果和报告",
        "smartxl report {project} --format xlsx,docx writes result and report",
    )
)
_CITIES = "smartxl campaign"

NEXT_STEPS: Mapping[str, tuple[NextStep, ...]] = {
    "demo": (
        NextStep(Text("自己的评估：smartxl init my-city", "a round of your own: smartxl init my-city")),
    ),
    "frameworks": (
        NextStep(
            Text("smartxl init my-city --framework {name}", "smartxl init my-city --framework {name}"),
            lambda typed, _: bool(typed.get("name")),
        ),
        NextStep(Text("smartxl frameworks 名称 逐条列出", "smartxl frameworks NAME lists its nodes")),
    ),
    "init": (_CHECK,),
    "define import": (_CHECK,),
    "needs write": (
        NextStep(
            Text(
                "填好后 smartxl needs collect {project}",
                "when it is filled in: smartxl needs collect {project}",
            )
        ),
    ),
    "needs collect": (_CHECK,),
    "weights ask": (
        NextStep(
            Text(
                "发给专家；交回后放入 {project}/weights/in/，再 smartxl weights collect {project}",
                "send them to the experts; put what comes back into {project}/weights/in/, then "
                "smartxl weights collect {project}",
            )
        ),
    ),
    "weights set": (
        NextStep(
            Text(
                "smartxl status {project} 看进度，或 smartxl score {project} 按新的权重计分",
                "smartxl status {project}, or smartxl score {project} by the new weights",
            ),
            lambda typed, state: bool(typed.get("write")) and _has_forms(typed, state),
        ),
        NextStep(_BUILD.told, _typed("write")),
    ),
    "template export": (
        NextStep(
            Text(
                "在 Excel 里修改后 smartxl template check {project}",
                "change them, then smartxl template check {project}",
            )
        ),
    ),
    "check": (_BUILD_ANEW, _BUILD),
    "scheme": (_BUILD,),
    "survey ask": (
        NextStep(
            Text(
                "交回后放入 {project}/surveys/in/，再 smartxl survey collect {project}",
                "put what comes back into {project}/surveys/in/, then smartxl survey collect {project}",
            )
        ),
    ),
    "survey collect": (
        NextStep(
            Text(
                "smartxl survey forms {project} 把合计填入采样表",
                "smartxl survey forms {project} fills the counts in",
            )
        ),
    ),
    "survey forms": (_SEND,),
    "build": (
        NextStep(
            Text(
                "复核后放入 {project}/inbox/，再 smartxl collect {project}",
                "review them, put them into {project}/inbox/, then smartxl collect {project}",
            ),
            _typed("edition", "evaluator"),
        ),
        NextStep(
            Text(
                "发给各单位；交回后 smartxl collect {project}，再 smartxl appeals {project}",
                "send them to the units; then smartxl collect {project} and smartxl appeals {project}",
            ),
            _typed("edition", "appeal"),
        ),
        _SEND,
    ),
    "fill": (NextStep(Text("smartxl collect {project} 收回", "smartxl collect {project}")),),
    "collect": (_GIVE_BACK, _STATUS, _COLLECT),
    "findings": (
        NextStep(
            Text("smartxl return {project} 退回有问题的表", "smartxl return {project} gives the forms back"),
            lambda _, state: state.to_mend > 0,
        ),
        _SCORE,
    ),
    "status": (_NOTHING_YET, _GIVE_BACK, _REMIND, _REMINDED, _SCORE),
    "return": (
        NextStep(
            Text(
                "发出后 smartxl return {project} --mark 记入台账；改好的交回后 smartxl collect {project}",
                "when they are sent: smartxl return {project} --mark notes it; then smartxl collect {project}",
            ),
            lambda typed, state: state.to_mend > 0 and not typed.get("marks"),
        ),
        NextStep(
            Text("改好的交回后 smartxl collect {project}", "when they come back: smartxl collect {project}"),
            lambda _, state: state.to_mend > 0,
        ),
        NextStep(Text("smartxl status {project} 看进度", "smartxl status {project}")),
    ),
    "mark": (NextStep(Text("smartxl status {project} 看进度", "smartxl status {project}")),),
    "choose": (_SCORE,),
    "score": (NextStep(_REPORT.told, _without("node")),),
    "whatif": (
        NextStep(
            Text(
                "smartxl whatif {project} --all 与其他情景并排",
                "smartxl whatif {project} --all: side by side",
            ),
            lambda typed, _: bool(typed.get("save")),
        ),
    ),
    "robust": (
        NextStep(
            Text(
                "smartxl report {project} --robust 写进报告",
                "smartxl report {project} --robust writes it into the report",
            )
        ),
    ),
    "report": (
        NextStep(
            Text(
                "发布前核对：smartxl verify {project}/reports {project}/inbox；整改任务：smartxl tasks {project}",
                "before it goes out: smartxl verify {project}/reports {project}/inbox; tasks: smartxl tasks {project}",
            )
        ),
    ),
    "workbench write": (
        NextStep(
            Text(
                "改后带回：smartxl workbench import 工作台.xlsx {project}",
                "bring it back: smartxl workbench import FILE {project}",
            )
        ),
    ),
    "workbench import": (
        NextStep(
            Text(
                "smartxl score {project}；新的工作台：smartxl workbench {project}",
                "smartxl score {project}; a new workbench: smartxl workbench {project}",
            ),
            _without("dry_run"),
        ),
    ),
    "tasks write": (
        NextStep(
            Text(
                "填好后收回：smartxl tasks collect {project}",
                "when it is filled in: smartxl tasks collect {project}",
            )
        ),
    ),
    "campaign init": (NextStep(Text(f"{_CITIES} build {{project}}", f"{_CITIES} build {{project}}")),),
    "campaign build": (
        NextStep(
            Text(
                f"发放；交回后放入各城市的 inbox/，再 {_CITIES} collect {{project}}",
                f"send them; put what comes back into each inbox/, then {_CITIES} collect {{project}}",
            )
        ),
    ),
    "campaign fill": (NextStep(Text(f"{_CITIES} collect {{project}}", f"{_CITIES} collect {{project}}")),),
    "campaign collect": (NextStep(Text(f"{_CITIES} status {{project}}", f"{_CITIES} status {{project}}")),),
    "campaign status": (NextStep(Text(f"{_CITIES} score {{project}}", f"{_CITIES} score {{project}}")),),
    "campaign score": (NextStep(Text(f"{_CITIES} report {{project}}", f"{_CITIES} report {{project}}")),),
    "campaign report": (
        NextStep(
            Text(
                f"发布前核对：{_CITIES} verify {{project}}",
                f"before it goes out: {_CITIES} verify {{project}}",
            )
        ),
    ),
}
"""By the whole name of a command: the first step whose time has come is told; commands that only show something have none."""


def remember(state: RoundState) -> None:
    """What the running command saw, for its hint."""
    click.get_current_context().meta[_STATE] = state


def next_step(command: str, typed: Typed, state: RoundState) -> Text | None:
    """The next step after a command as it was typed, None where there is none."""
    step = next((each for each in NEXT_STEPS.get(command, ()) if each.when(typed, state)), None)
    if step is None:
        return None
    words = {name: as_typed(value) for name, value in typed.items()}
    words["project"] = words["home"] if typed.get("home") else words.get("folder", ".")
    return Text(*(told.format_map(words) for told in (step.told.zh, step.told.en)))


def hint(ctx: click.Context, command: str, code: int) -> None:
    """Tells the next step after a command that did what it was asked."""
    if code not in _DONE or ctx.params.get("as_json") or not _at_a_terminal():
        return
    told = next_step(command, ctx.params, ctx.meta.get(_STATE, RoundState()))
    if told is not None:
        click.secho(f"{_BEFORE.get(spoken())}{told.get(spoken())}", err=True, dim=True)


def _at_a_terminal() -> bool:
    return os.environ.get(VARIABLE) != "off" and sys.stdout.isatty() and sys.stderr.isatty()
