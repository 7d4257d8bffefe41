"""A score as it was: the definition by which a round was scored at a time, and what counted then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError, UnknownName
from smartxl.ledger import Moment, Scoring, aware
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartxl.ledger import Ledger
    from smartxl.model.definition import Definition

__all__ = ["FormerState", "former_state"]

_WHERE = "--as-of"
_LEAST = 4  # characters of a digest that name it
_SHOWN = 12
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class FormerState:
    """The definition of then, by whose day unanswered rows are judged, and the ledger as it was."""

    definition: Definition
    ledger: Ledger


def former_state(definition: Definition, ledger: Ledger, when: str | date, now: datetime) -> FormerState:
    """What held at the end of a day or at a time, or last under a scoring that the beginning of its digest names.

    Raises ProjectError for a time before anything was collected or after now, UnknownName for a digest that is none or several.
    """
    scorings = ledger.scorings(definition)
    moment = _time(when)
    if moment is None:
        scoring, held, day = _by_digest(str(when), scorings, now)
    else:
        scoring, held, day = _by_time(moment, scorings, ledger, now)
    then = ledger.definition(scoring.definition)
    if then is None:
        what = Text("台账中没有当时的定义", "the ledger lacks the definition of then")
        raise ProjectError(_WHERE, what, Text("用备份恢复台账", "restore a copy of the ledger"))
    ledger = ledger if held is None else ledger.as_of(held)
    round_ = then.round
    if not any((record.assessment, record.round) == (round_.id, round_.name) for record in ledger.records()):
        what = Text(f"当时（{when}）还没有收到任何文件", f"nothing had been collected by then ({when})")
        raise ProjectError(_WHERE, what, _known(scorings))
    return FormerState(then.at(day), ledger)


def _time(when: str | date) -> datetime | None:
    """The end of a day, or the time itself; None for what is neither."""
    if isinstance(when, datetime):
        return aware(when)
    if isinstance(when, str):
        try:
            when = (
                date.fromisoformat(when) if len(when) == len("2026-11-30") else datetime.fromisoformat(when)
            )
        except ValueError:
            return None
    return aware(when) if isinstance(when, datetime) else aware(datetime.combine(when, time.max))


def _by_time(
    moment: datetime, scorings: Sequence[Scoring], ledger: Ledger, now: datetime
) -> tuple[Scoring, Moment | None, date]:
    if moment.date() > aware(now).date():
        what = Text(f"{moment:%Y-%m-%d} 还没有到", f"{moment:%Y-%m-%d} has not come yet")
        raise ProjectError(_WHERE, what, Text("写今天或以前的日期", "name a day up to today"))
    before = [scoring for scoring in scorings if aware(scoring.at) <= moment]
    if not before:
        what = Text(
            f"台账中没有 {moment:%Y-%m-%d %H:%M} 以前的定义",
            f"the ledger knows no definition from before {moment:%Y-%m-%d %H:%M}",
        )
        raise ProjectError(_WHERE, what, _known(scorings))
    return before[-1], ledger.held(moment), moment.date()


def _by_digest(text: str, scorings: Sequence[Scoring], now: datetime) -> tuple[Scoring, Moment | None, date]:
    """The scoring, and what the ledger held when another one followed it: None where none did."""
    prefix = text.strip().casefold()
    is_digest = len(prefix) >= _LEAST and set(prefix) <= _HEX
    found = {scoring.digest for scoring in scorings if is_digest and scoring.digest.startswith(prefix)}
    if len(found) != 1:
        what = (
            Text(
                f"有 {len(found)} 次计分的摘要以“{text}”开头",
                f"{text!r} begins the digests of {len(found)} scorings",
            )
            if found
            else Text(f"没有名为“{text}”的计分", f"no scoring is called {text!r}")
        )
        raise UnknownName(_WHERE, what, _known(scorings))
    place = max(number for number, scoring in enumerate(scorings) if scoring.digest in found)
    if place == len(scorings) - 1:
        return scorings[place], None, aware(now).date()
    following = scorings[place + 1]
    return scorings[place], following.held, aware(following.at).date()


def _known(scorings: Sequence[Scoring]) -> Text:
    """What can be named: a day, or one of the digests with the time since when it held."""
    if not scorings:
        return Text(
            "还没有计过分：先收回填好的工作簿", "nothing was scored yet: collect filled workbooks first"
        )
    held = [(scoring.digest[:_SHOWN], f"{aware(scoring.at):%Y-%m-%d %H:%M}") for scoring in scorings]
    return Text(
        "写日期（2026-11-30），或下列之一：" + "、".join(f"{digest}（{since} 起）" for digest, since in held),
        "a day (2026-11-30), or one of: " + ", ".join(f"{digest} (since {since})" for digest, since in held),
    )
