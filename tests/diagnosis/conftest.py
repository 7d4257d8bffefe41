"""The small sound project of the tests of definitions, for reports."""

from tests.define.conftest import folder, pipeline

__all__ = ["folder", "pipeline"]
