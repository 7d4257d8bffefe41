"""The packaged example, planned."""

from __future__ import annotations

import pytest

from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.model.definition import Definition
from smartxl.model.layout import Layout
from smartxl_templates import example_folder, template_path


@pytest.fixture(scope="session")
def example() -> Definition:
    return load(example_folder())


@pytest.fixture(scope="session")
def layout() -> Layout:
    return read_layout(template_path("standard"))
