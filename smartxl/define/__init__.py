"""A project folder's files become a checked, frozen definition."""

from smartxl.define.load import load
from smartxl.define.profile import ClassProfile, Profile, UnitSize, profile
from smartxl.define.schema import write_schemas

__all__ = ["ClassProfile", "Profile", "UnitSize", "load", "profile", "write_schemas"]
