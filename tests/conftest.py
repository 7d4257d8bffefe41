"""What tests of several rooms need."""

from __future__ import annotations

import os

import pytest

from smartxl.verify import find_soffice


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice; a test marked `libreoffice` skips without it and fails in CI."""
    path = find_soffice()
    if path is None:
        (pytest.fail if os.environ.get("SMARTXL_CI") == "1" else pytest.skip)("LibreOffice is not installed")
    return path
