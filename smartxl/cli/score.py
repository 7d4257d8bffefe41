"""`score`: the scores on screen, as JSON, as CSV, or one of them traced down to its cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smartxl.cli import options
from smartxl.cli.console import Screen
from smartxl.cli.spoken import spoken
from smartxl.cli.told import command, option
from smartxl.errors import UnknownName
from smartxl.model.framework import GRADING, ROOT, SCORING
from smartxl.model.scores import CITY, Trace
from smartxl.text import CountOf, Text, both
from smartxl_templates import wording

if TYPE_CHECKING:
    from smartxl.project import Project
    from smartxl.project.result import ScoredRound
    from smartxl.project.tracerows import TraceRow

__all__ = ["score"]


@command(help=Text("计算得分。", "Score what was collected."))
@options.project_folder
@option(
    "--trace",
    "node",
    metavar=Text("代码", "CODE"),
    help=Text("追溯一个得分到单元格。", "Trace a node's score to its cells."),
)
@option(
    "--unit",
    "unit_name",
    metavar=options.NAME,
    help=Text("单位或类别，如 @department（默认全市）。", "Of which unit or class (default: the city)."),
)
@option(
    "--as-of",
    "as_of",
    metavar=Text("日期|标识", "DATE|DIGEST"),
    help=Text(
        "按当时的定义和收件重算。",
        "As it was at the end of a day, at a time, or under a scoring (its digest's beginning).",
    ),
)
@options.as_json
@option("--csv", "as_csv", is_flag=True, help=Text("输出CSV。", "Write CSV."))
@options.lang
@click.pass_context
def score(
    ctx: click.Context,
    folder: Path,
    node: str | None,
    unit_name: str | None,
    as_of: str | None,
    as_json: bool,
    as_csv: bool,
    lang: str | None,
) -> None:
    """Score what was collected."""
    from smartxl.cli.present.floor import below_lines
    from smartxl.cli.present.jsonout import echo_json
    from smartxl.cli.present.outdated import warn_outdated
    from smartxl.project import open_project

    project = open_project(folder, lang)
    screen = Screen(spoken())
    scores = project.scored(as_of=as_of)
    code = 1 if as_of is None and warn_outdated(project, screen) else 0
    named = screen.words(f"计分标识 {scores.scoring[:12]}", f"scoring {scores.scoring[:12]}")
    unit = _unit(project, unit_name) if unit_name else CITY
    if node or unit_name:
        found = scores.trace(_node(scores.definition.framework.by_code, node), unit)
        files = _files(project, unit, screen) if as_of is None else ()
        for line in (*_lines(found, screen), named, *files):
            screen.show(line)
        ctx.exit(code)
    if as_json or as_csv:
        from smartxl.project.scores import ScoreFrame

        frame = ScoreFrame.of(scores).reset_index()
        frame[SCORING] = scores.scoring
        if as_json:
            echo_json(json.loads(frame.to_json(orient="records")))
        else:
            click.echo(frame.to_csv(index=False), nl=False)
        ctx.exit(code)
    _show(screen, scores)
    for line in (*below_lines(scores, screen), named):
        screen.show(line)
    ctx.exit(code)


def _unit(project: Project, name: str) -> str:
    """The code of a unit; a class as a whole (@department) and the city (@city) have theirs."""
    return name if name.startswith("@") else project.unit(name).code


def _node(known: object, code: str | None) -> str:
    if code is None:
        return ROOT
    if code != ROOT and isinstance(known, dict) and code not in known:
        raise UnknownName(
            "--trace",
            Text(f"没有节点“{code}”", f"there is no node {code!r}"),
            Text("可用的有：", "one of: ") + both(", ".join((ROOT, *known))),
        )
    return code


def _show(screen: Screen, scores: ScoredRound) -> None:
    """Identity and totals of every row, then the top-level nodes; --csv has all the rest."""
    from smartxl.scoring.table import score_rows

    names, rows = score_rows(scores.definition, scores.table, screen.lang)
    heads = screen.words(
        "代码,单位,类别,总分,排名,阶段,覆盖率", "Code,Unit,Class,Total,Rank,Stage,Coverage"
    ).split(",")
    top = {node.code for node in scores.definition.framework.nodes if node.parent == ROOT}
    nodes = [name for name in names[len(heads) :] if name in top]
    shown = [names.index(name) for name in (*names[: len(heads)], *nodes)]
    ungraded = wording(screen.lang)["label.ungraded"]
    total, grading = names.index("total"), names.index(GRADING) if GRADING in names else None
    for row in rows:
        if grading is not None and row[grading] == ungraded:
            row[total] = ungraded
    cells = [[_cell(names[place], row[place]) for place in shown] for row in rows]
    screen.table([*heads, *nodes], cells, frozenset({3, 4, *range(6, len(shown))}))


def _cell(name: str, value: float | str | None) -> str:
    if value is None:
        return "—"
    if name == "coverage":
        return f"{value:.1%}"
    if name == "rank":
        return f"{value:g}"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _lines(trace: Trace, screen: Screen) -> Iterator[str]:
    """A trace as lines of text, indented."""
    from smartxl.project.tracerows import trace_rows

    ungraded = wording(screen.lang)["label.ungraded"]
    for row in trace_rows(trace, screen.lang):
        score = ungraded if row.ungraded else "—" if row.score is None else _number(row)
        said = "".join(screen.words(f"（{remark}）", f" ({remark})") for remark in row.remarks)
        weight = "" if row.weight is None else f" × {row.weight:.4g}"
        state = f" [{row.state}]" if row.state else ""
        place = f"  ← {row.place}" if row.place else ""
        yield f"{'  ' * row.depth}{row.label}: {score}{said}{weight}{state}{place}"


def _number(row: TraceRow) -> str:
    return f"{row.score:.10g}" if row.is_step else f"{row.score:g}"


def _files(project: Project, unit: str, screen: Screen) -> Iterator[str]:
    """The files that a unit's cells were read from."""
    with project.ledger() as ledger:
        counted = {entry.decision.unit: entry for entry in ledger.count(project.definition)}
    if unit not in counted:
        return
    entry = counted[unit]
    for record in entry.decision.files:
        if record.digest in entry.rows:
            name, digest, rows = record.name, record.digest[:12], entry.rows[record.digest]
            yield screen.words(
                f"文件：{name}（SHA-256 {digest}…，{rows} 行）",
                f"file: {name} (SHA-256 {digest}…, {CountOf(rows):row})",
            )
