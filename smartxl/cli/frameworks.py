"""`frameworks`: the packaged indicator systems, and one of them node by node."""

from __future__ import annotations

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.text import Lang

__all__ = ["frameworks"]


@click.command()
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="语言 / language.")
@options.as_json
def frameworks(name: str | None, lang: Lang, as_json: bool) -> None:
    """列出随附的指标体系 / list the packaged indicator systems.

    写明名称则逐项显示 / with a name, one of them node by node.
    """
    from smartxl.cli.present.frameworks import FrameworkRecord, show_framework, show_frameworks
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project.frameworks import packaged_framework, packaged_frameworks

    found = (packaged_framework(name),) if name else packaged_frameworks()
    if as_json:
        echo_json(tuple(FrameworkRecord.of(each, lang) for each in found))
    elif name:
        show_framework(Screen(lang), found[0])
    else:
        show_frameworks(Screen(lang), found)
