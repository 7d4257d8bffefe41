"""`completion`: the script by which a shell completes commands, options and names."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from smartxl.cli import options
from smartxl.cli.misuse import Misuse
from smartxl.cli.told import argument, command
from smartxl.text import Text

__all__ = ["VARIABLE", "completion"]

VARIABLE = "_SMARTXL_COMPLETE"
"""How the script asks for completions: click's own convention for a program of this name."""
_PROGRAM = "smartxl"


@command(
    help=Text(
        "让 bash、zsh、fish 按 Tab 补全命令和名称。\n\n输出脚本，补全命令、选项、指标体系、单位、指标和文件。\n\n"
        'bash：把 eval "$(smartxl completion bash)" 写入 ~/.bashrc。zsh：同样写入 ~/.zshrc，放在 compinit 之后。'
        "fish：存入 ~/.config/fish/completions/。PowerShell：要 click 8.5 以上，写入 $PROFILE。",
        "Let bash, zsh, fish complete commands and names.\n\n"
        "Prints the script: Tab completes commands, options, indicator systems, units, nodes and files.\n\n"
        'bash: put eval "$(smartxl completion bash)" into ~/.bashrc. zsh: the same into ~/.zshrc, below compinit. '
        "fish: save it in ~/.config/fish/completions/. PowerShell: needs click 8.5 or newer, put it into $PROFILE.",
    )
)
@argument(
    "shell",
    type=click.Choice(["bash", "zsh", "fish", "powershell"]),
    metavar="bash|zsh|fish|powershell",
)
@options.words
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script by which a shell completes commands, options and names."""
    kind = get_completion_class(shell)
    if kind is None:
        raise Misuse(
            Text(
                f"这个版本的 click 没有 {shell} 的补全：pip install -U click",
                f"this version of click has no completion for {shell}: pip install -U click",
            )
        )
    script = kind(ctx.find_root().command, {}, _PROGRAM, VARIABLE)
    # not `script.source()`, which starts bash to see whether it is recent
    click.echo(ShellComplete.source(script), nl=False)
