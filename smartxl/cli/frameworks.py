"""`frameworks`: the packaged indicator systems, and one of them node by node."""

from __future__ import annotations

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import argument, command
from smartxl.text import Text

__all__ = ["frameworks"]


@command(
    help=Text(
        "列出随附的指标体系。\n\n写明名称则逐项显示。",
        "List the packaged indicator systems.\n\nWith a name, one of them node by node.",
    )
)
@argument("name", required=False, metavar=Text("[名称]", "[NAME]"))
@options.words
@options.as_json
def frameworks(name: str | None, as_json: bool) -> None:
    """List the packaged indicator systems."""
    from smartxl.cli.present.frameworks import FrameworkRecord, show_framework, show_frameworks
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.project.frameworks import packaged_framework, packaged_frameworks

    found = (packaged_framework(name),) if name else packaged_frameworks()
    if as_json:
        echo_json(tuple(FrameworkRecord.of(each, spoken()) for each in found))
    elif name:
        show_framework(Screen(spoken()), found[0])
    else:
        show_frameworks(Screen(spoken()), found)
