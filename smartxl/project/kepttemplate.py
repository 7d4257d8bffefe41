"""The packaged template for the generator, kept between runs with its style tables: openpyxl reads it slowly."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import openpyxl

import smartxl_generators
from smartxl.project.definitions import kept_as, source_files
from smartxl_generators import Template

__all__ = ["kept_template"]


@lru_cache(maxsize=2)  # the projects of a campaign have the same one
def kept_template(path: Path, cache: Path | None) -> Template:
    """A template that comes with the program, from `cache` where it was read before."""
    content = path.read_bytes()

    def read() -> Template:
        template = Template.load(content, path.name)
        _ = template.styles  # which are kept with it
        return template

    digest = hashlib.sha256(content)
    digest.update(_made_by().encode())
    return kept_as(Template, digest.hexdigest(), cache, read)


def _made_by() -> str:
    """The programs whose objects are kept, beside this one."""
    modules = source_files(Path(smartxl_generators.__file__).parent)
    return "\n".join((openpyxl.__version__, *sorted(modules)))
