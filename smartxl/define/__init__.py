"""A project folder's files become a checked, frozen definition."""

from smartxl.define.load import load
from smartxl.define.profile import ClassProfile, Profile, UnitSize, profile

__all__ = ["ClassProfile", "Profile", "UnitSize", "load", "profile"]
