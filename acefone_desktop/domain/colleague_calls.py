"""The account's live calls as a supervisor sees them: who, with whom, since when, and whether it is one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from acefone_desktop.domain.evidence import NOBODY
from acefone_desktop.domain.incoming_calls import mention_of
from acefone_desktop.domain.matching.call_traits import AgentDirectory
from acefone_desktop.domain.reports import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.reports import LiveCall


class LiveWord(Enum):
    """What a row's state says; for a click-to-call “answered” proves no more than that the agent picked up."""

    RINGING = "ringing"
    ANSWERED = "answered"
    GOING_ON = "going on"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueCall:
    """One call. `customer` are digits, `since` is by our clock where the row tells its age."""

    call_id: str
    agent: str
    customer: str
    direction: Direction | None
    word: LiveWord
    since: datetime | None
    is_own: bool


def colleague_calls(rows: Iterable[LiveCall], at: datetime, us: Agent | None) -> tuple[ColleagueCall, ...]:
    """All calls of a look that was taken at `at`, the longest first."""
    own = mention_of(us) if us else NOBODY
    directory = AgentDirectory({own} - {NOBODY})
    calls = [
        ColleagueCall(
            call_id=row.call_id,
            agent=row.agent.name or next(iter(row.agent.numbers), row.agent.id),
            customer=row.customers[0] if row.customers else "",
            direction=row.direction,
            word=_word(row.state),
            since=at - timedelta(seconds=row.elapsed_s) if row.elapsed_s is not None else row.created_at,
            is_own=NOBODY not in {own, row.agent} and directory.same((own,), (row.agent,)) is True,
        )
        for row in rows
        if row.call_id
    ]
    return tuple(sorted(calls, key=lambda call: (call.since or at, call.call_id)))


def _word(state: str) -> LiveWord:
    words = {"ringing": LiveWord.RINGING, "answered": LiveWord.ANSWERED}
    return words.get(state.strip().casefold(), LiveWord.GOING_ON)
