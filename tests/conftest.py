"""What tests of several rooms need."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

from smartxl.verify import find_soffice

IN_CI = os.environ.get("SMARTXL_CI") == "1"

# Locally hypothesis looks further every time; in CI the same commit must give the same result every time.
settings.register_profile("ci", derandomize=True, deadline=None)
if IN_CI:
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice; a test marked `libreoffice` skips without it and fails in CI."""
    path = find_soffice()
    if path is None:
        (pytest.fail if IN_CI else pytest.skip)("LibreOffice is not installed")
    return path


@pytest.fixture(scope="session")
def ooxml_validator() -> str:
    """The path of the Open XML SDK's validator; a test that asks for it skips without it and fails in CI."""
    path = os.environ.get("OOXML_VALIDATOR_CLI") or shutil.which("ooxml-validator")
    if path is None:
        (pytest.fail if IN_CI else pytest.skip)("ooxml-validator is not installed")
    return path
