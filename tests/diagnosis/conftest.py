"""The small sound project of the tests of definitions, for reports."""

from tests.define.conftest import folder

__all__ = ["folder"]
