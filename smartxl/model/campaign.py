"""A campaign: one round of many cities, of which each is a project, with common indicators by which they are compared."""

from __future__ import annotations

from dataclasses import dataclass

from smartxl.text import Text

__all__ = ["GROUPINGS", "CampaignCity", "CampaignRules"]

GROUPINGS = ("province", "size")
"""By what cities are grouped: columns of their table."""


@dataclass(frozen=True, slots=True)
class CampaignCity:
    """A city of a campaign: its code, name, province and size group ("" where not said), and its project folder.

    `folder` is relative to the campaign's folder, or absolute.
    """

    code: str
    name: Text
    province: str = ""
    size: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class CampaignRules:
    """What a campaign is and how its cities are compared.

    `groups`: beside which others a city is ranked (of `GROUPINGS`); `coverage`: the share of rows (0 to 1) that a city must
    have answered to be ranked; `least`: how many cities a group needs for its statistics; `ledger`: the database of all
    cities, "" for a file in each project.
    """

    id: str
    title: Text
    groups: tuple[str, ...] = GROUPINGS
    coverage: float = 0.0
    least: int = 3
    ledger: str = ""
