"""Who signs the report of a round (审签): one line for each of them. Told, never scored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smartxl.text import Text

__all__ = ["Signature"]


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: what is done by it (编制, 审核, 批准), which `office` and who does it, as far as that is known.

    `seal`: there is room for the seal of the office. `day` (None: left blank) is when it was signed.
    """

    role: Text
    office: Text = Text("")
    name: str = ""
    seal: bool = False
    day: date | None = None
