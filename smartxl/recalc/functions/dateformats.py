"""Number formats of days, times and durations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from smartxl.recalc.functions.days import LAST, civil, weekday
from smartxl.recalc.functions.formatpieces import PLAIN_MARKS, in_english, literal, unknown_format
from smartxl.recalc.values import VALUE, FailedError

__all__ = ["moment_shown"]

Pieces = list[re.Match[str]]
_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_MARKS = PLAIN_MARKS | {".", ","}
_MOST_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class SerialMoment:
    """A day by its serial number, and the time of it: whole seconds and what is left of one."""

    day: int
    seconds: int
    rest: Decimal

    @property
    def hour(self) -> int:
        """0 to 23."""
        return self.seconds // 3600

    @property
    def minute(self) -> int:
        """0 to 59."""
        return self.seconds // 60 % 60


def _decimals(pieces: Pieces, code: str) -> tuple[int, set[int]]:
    """How many decimals of a second are shown, and which pieces say so. Raises NotComputed for digits elsewhere."""
    for index, piece in enumerate(pieces):
        if piece["mark"] == "." and index + 1 < len(pieces) and pieces[index + 1]["digit"] == "0":
            end = index + 1
            while end < len(pieces) and pieces[end]["digit"] == "0":
                end += 1
            before = next((p for p in reversed(pieces[:index]) if p["date"] or p["bracket"]), None)
            is_second = before is not None and before[0].strip("[]").lower().startswith("s")
            if not is_second or end - index - 1 > _MOST_DECIMALS or any(p["digit"] for p in pieces[end:]):
                raise unknown_format(code)
            return end - index - 1, set(range(index, end))
    if any(piece["digit"] for piece in pieces):
        raise unknown_format(code)
    return 0, set()


def moment_shown(value: float, pieces: Pieces, code: str) -> str:
    """A serial number in a format of days or times; what stands for months next to hours or seconds are minutes.

    Raises FailedError for a day that is none, NotComputed for formats that are not understood.
    """
    decimals, of_second = _decimals(pieces, code)
    exact = (Decimal(repr(value)) * 86400).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    elapsed = any(piece["bracket"] and _ELAPSED.fullmatch(piece["bracket"]) for piece in pieces)
    if value < 0:
        return _negative(exact, pieces, code)
    if not elapsed and exact >= LAST * 86400:
        raise FailedError(VALUE)
    if not _is_known(pieces):
        raise unknown_format(code)
    whole = int(exact)
    moment = SerialMoment(whole // 86400, whole % 86400, exact - whole)
    letters = [
        (piece["bracket"][1:-1] if _is_elapsed(piece) else piece["date"] or "").lower() for piece in pieces
    ]
    half = any(piece["clock"] for piece in pieces)
    units = {piece["bracket"][1].lower() for piece in pieces if _is_elapsed(piece)}
    shown = ""
    for index, piece in enumerate(pieces):
        if index in of_second:
            shown += f"{moment.rest:.{decimals}f}"[1:] if piece["mark"] == "." else ""
        elif _is_elapsed(piece):
            shown += _elapsed_part(whole, piece["bracket"])
        elif piece["clock"]:
            shown += _half_of_day(piece["clock"], moment, code)
        elif letters[index][:1] in units:
            shown += _elapsed_part(whole, f"[{letters[index]}]")
        elif letters[index]:
            shown += _part(moment, letters, index, half=half, is_time=bool(units))
        else:
            shown += literal(piece, code, _MARKS)
    return shown


def _is_known(pieces: Pieces) -> bool:
    """Whether there is no General in it, no year of an emperor, and no word of another language than English."""
    if any(piece["general"] or (piece["date"] or "").lower().startswith("e") for piece in pieces):
        return False
    return in_english(pieces) or not any(map(_is_name, pieces))


def _is_name(piece: re.Match[str]) -> bool:
    """Whether a piece shows a word: a month, a day of the week, the half of the day."""
    letters = (piece["date"] or "").lower()
    return bool(piece["clock"]) or (len(letters) > 2 and letters[0] in {"m", "d"})


def _is_elapsed(piece: re.Match[str]) -> bool:
    return bool(piece["bracket"] and _ELAPSED.fullmatch(piece["bracket"]))


def _elapsed_part(seconds: int, bracket: str) -> str:
    """Hours, minutes or seconds that go on beyond a day."""
    unit = {"h": 3600, "m": 60, "s": 1}[bracket[1].lower()]
    return f"{seconds // unit:0{len(bracket) - 2}d}"


def _negative(exact: Decimal, pieces: Pieces, code: str) -> str:
    """A duration below zero, which Excel shows in a single unit only. Raises FailedError for all else."""
    if len(pieces) != 1 or not _is_elapsed(pieces[0]):
        raise FailedError(VALUE)
    if exact != int(exact):
        raise unknown_format(code)
    return f"-{_elapsed_part(-int(exact), pieces[0]['bracket'])}"


def _half_of_day(clock: str, moment: SerialMoment, code: str) -> str:
    """AM or PM, in capitals however it is written; A or P only as capitals are. Raises NotComputed."""
    if len(clock) == 3 and clock != "A/P":
        raise unknown_format(code)
    first, second = clock.upper().split("/")
    return second if moment.hour >= 12 else first


def _part(moment: SerialMoment, letters: list[str], index: int, *, half: bool, is_time: bool) -> str:
    kind, count = letters[index][0], len(letters[index])
    if kind == "m" and count <= 2 and (is_time or _means_minutes(letters, index)):
        return f"{moment.minute:0{count}d}"
    year, month, day = civil(moment.day)
    if kind == "y":
        return f"{year:04d}" if count > 2 else f"{year % 100:02d}"
    if kind == "m":
        name = _MONTHS[month - 1]
        return {1: str(month), 2: f"{month:02d}", 3: name[:3], 4: name, 5: name[0]}.get(count, name)
    if kind == "d":
        name = _DAYS[weekday(moment.day)]
        return {1: str(day), 2: f"{day:02d}", 3: name[:3]}.get(count, name)
    if kind == "h":
        hour = (moment.hour % 12 or 12) if half else moment.hour
        return f"{hour:0{min(count, 2)}d}"
    return f"{moment.seconds % 60:0{min(count, 2)}d}"


def _means_minutes(letters: list[str], index: int) -> bool:
    before = next((each for each in reversed(letters[:index]) if each), "")
    after = next((each for each in letters[index + 1 :] if each), "")
    return before.startswith("h") or after.startswith("s")
