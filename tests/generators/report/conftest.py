"""One browser for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.generators.browser import Browser

__all__ = ["browser"]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium without network; the tests skip without it and fail in CI."""
    with Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened
