"""The templates of the add-in's files, filled."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

__all__ = ["filled", "source"]


def source(name: str) -> str:
    """A file that lies beside the templates, or a template as it is."""
    return files("smartxl.addin.office").joinpath("templates", name).read_text("utf-8")


def filled(name: str, **shown: object) -> bytes:
    """A template with what is shown in it, escaped as HTML and XML want it."""
    return _environment().get_template(name).render(**shown).encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
