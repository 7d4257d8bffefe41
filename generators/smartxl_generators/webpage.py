"""One self-contained page of HTML from a template, a style and a script: every text is escaped, nothing is fetched.

The page's own policy lets a browser apply its style and run its script, and no others.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from smartxl.text import Lang
from smartxl_templates import wording

__all__ = ["web_page", "words_of"]


def web_page(
    folder: Path,
    words: str,
    lang: Lang,
    *,
    styles: Sequence[str] = ("page.css",),
    scripts: Sequence[str] = ("page.js",),
    **shown: object,
) -> bytes:
    """`page.html` of a folder, filled with `shown` and `t`, the words of a group; beside it lie its styles and scripts."""
    style, script = ("\n".join(_source(folder / name) for name in names) for names in (styles, scripts))
    text = _template(folder).render(
        **shown,
        t=words_of(words, lang),
        style=Markup(style),  # noqa: S704  (our own file)
        script=Markup(script),  # noqa: S704
        policy=(
            f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
            "base-uri 'none'; form-action 'none'"
        ),
    )
    return text.encode()


def words_of(group: str, lang: Lang) -> dict[str, str]:
    """The words of a group by their own keys."""
    prefix = f"{group}."
    return {key.removeprefix(prefix): text for key, text in wording(lang).items() if key.startswith(prefix)}


@cache
def _template(folder: Path) -> Template:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


@cache
def _source(path: Path) -> str:
    return path.read_text("utf-8")


def _digest(source: str) -> str:
    """What a policy allows: this text and no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
