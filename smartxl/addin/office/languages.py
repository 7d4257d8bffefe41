"""The two languages of the add-in: how the names of its files end, and which locales of Office are shown which."""

from __future__ import annotations

from collections.abc import Mapping

from smartxl.text import Lang

__all__ = ["ENDS", "LOCALES"]

ENDS: Mapping[Lang, str] = {"zh": "", "en": ".en"}
"""What stands in the name of a file before its type: taskpane.html, taskpane.en.html."""
LOCALES: Mapping[Lang, tuple[str, ...]] = {
    "zh": ("zh-CN",),
    "en": (
        *("en-US", "en-GB", "en-AU", "en-CA", "en-HK", "en-IE", "en-IN"),
        *("en-MY", "en-NZ", "en-PH", "en-SG", "en-ZA"),
    ),
}
"""Locales, the usual one first. The first Chinese one stands for all that are not named: a manifest has no wildcards, and a
language without a country (en) is not taken for its countries everywhere (office-js, issues 2078 and 6799)."""
