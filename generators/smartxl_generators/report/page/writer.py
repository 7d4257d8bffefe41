"""Fills the page's template: every text is escaped, styles and script are inside, and the policy allows no others."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from smartxl.model.report import ReportContent
from smartxl_generators.report.page.view import ReportView
from smartxl_templates import wording

__all__ = ["write_html"]

_HERE = Path(__file__).parent
_GROUP = "document."


def write_html(content: ReportContent) -> bytes:
    """The report as a page of HTML. The same content gives the same bytes."""
    words = {
        key.removeprefix(_GROUP): text
        for key, text in wording(content.lang).items()
        if key.startswith(_GROUP)
    }
    style, script = (_source(name) for name in ("page.css", "page.js"))
    text = _template().render(
        view=ReportView(content),
        content=content,
        t=words,
        style=Markup(style),  # noqa: S704  (our own file)
        script=Markup(script),  # noqa: S704
        policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'",
    )
    return text.encode()


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


@cache
def _source(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _digest(source: str) -> str:
    """What the page's own policy allows a browser to run or apply: this text and no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
