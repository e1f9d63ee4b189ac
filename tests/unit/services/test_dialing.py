"""The road of a dial: judged, on disk, sent once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.domain.account import Agent, AgentId, CallerId
from acefone_desktop.domain.dialing import (
    Accepted,
    CallIntent,
    Dialed,
    DialOutcome,
    DialRequest,
    NotDialed,
    PerhapsDialed,
)
from acefone_desktop.domain.errors import (
    AcefoneDesktopError,
    ConfirmationNeededError,
    NumberNotDialableError,
    OfflineError,
    OutcomeUnknownError,
    ProviderError,
    RefusedError,
    StorageError,
)
from acefone_desktop.domain.policy import KnownCountries
from acefone_desktop.domain.reports import CallRecordPage, LiveCall
from acefone_desktop.services.dialing import Dialer
from tests.support.tracking import MemoryJournal, StillClock

ASHA = Agent(AgentId("0501234560001"), "Asha Rao", phone="447700900001")
TOM = DialRequest(digits="447700900123", agent_id=ASHA.id)
PREMIUM = replace(TOM, digits="449098790123")


@dataclass
class Course:
    """Everything that happened, in order; the journal, the watch and the provider write into it."""

    happened: list[str] = field(default_factory=list)
    answer: Accepted | BaseException = field(default_factory=Accepted)
    disk: Exception | None = None
    called: frozenset[str] = frozenset()


class NotingJournal(MemoryJournal):
    def __init__(self, course: Course) -> None:
        super().__init__()
        self._course = course

    async def record_intent(self, intent: CallIntent) -> None:
        if self._course.disk is not None:
            raise self._course.disk
        self._course.happened.append("on disk")
        await super().record_intent(intent)


class NotingProvider:
    def __init__(self, course: Course) -> None:
        self._course = course

    async def originate(self, intent: CallIntent) -> Accepted:
        self._course.happened.append(f"POST {intent.request.digits}")
        if isinstance(self._course.answer, BaseException):
            raise self._course.answer
        return self._course.answer

    async def server_time(self) -> datetime | None:
        return None

    async def live_calls(self) -> tuple[LiveCall, ...]:
        return ()

    async def call_records(self, *_: object, page: int = 1) -> CallRecordPage:
        return CallRecordPage((), page, 0)

    async def hang_up(self, call_id: str) -> None:
        self._course.happened.append(f"hang up {call_id}")

    async def agents(self) -> tuple[Agent, ...]:
        return (ASHA,)

    async def caller_ids(self) -> tuple[CallerId, ...]:
        return ()

    async def close(self) -> None:
        return


class NotingWatch:
    def __init__(self, course: Course) -> None:
        self._course = course

    def begin(self, intent: CallIntent) -> None:
        self._course.happened.append(f"watched {intent.id}")

    def dial_outcome(self, outcome: DialOutcome) -> None:
        self._course.happened.append(type(outcome).__name__)


def a_dialer(course: Course) -> Dialer:
    return Dialer(
        NotingProvider(course),
        NotingJournal(course),
        NotingWatch(course),
        StillClock(),
        ASHA,
        lambda: "dl-1",
        KnownCountries("GB", course.called.__contains__),
    )


async def test_the_intent_is_on_disk_before_the_one_post_leaves() -> None:
    course = Course()
    outcome = await a_dialer(course).dial(TOM)
    assert isinstance(outcome, Dialed)
    assert course.happened == ["on disk", "watched dl-1", "POST 447700900123", "Dialed"]


async def test_nothing_leaves_when_the_disk_refuses_the_intent() -> None:
    course = Course(disk=StorageError())
    with pytest.raises(StorageError):
        await a_dialer(course).dial(TOM)
    assert course.happened == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (RefusedError(server_message="Agent is offline"), NotDialed),
        (OfflineError(), NotDialed),
        (OutcomeUnknownError(), PerhapsDialed),
    ],
)
async def test_what_the_provider_answers_is_a_value_and_never_a_second_post(
    answer: ProviderError, expected: type[DialOutcome]
) -> None:
    course = Course(answer=answer)
    outcome = await a_dialer(course).dial(TOM)
    assert isinstance(outcome, expected)
    assert not isinstance(outcome, Dialed)
    assert outcome.error is answer
    assert [what for what in course.happened if what.startswith("POST")] == ["POST 447700900123"]


@pytest.mark.parametrize("end", [ZeroDivisionError(), asyncio.CancelledError()])
async def test_a_bug_or_an_end_in_sending_flies_on_and_the_dial_is_called_unknown(end: BaseException) -> None:
    course = Course(answer=end)
    dialer = a_dialer(course)
    with pytest.raises(type(end)):
        await dialer.dial(TOM)
    assert course.happened == ["on disk", "watched dl-1", "POST 447700900123", "PerhapsDialed"]


@pytest.mark.parametrize("digits", ["999", "447700900001", "12345", "4477009001234567890", "", "+447700900123"])
async def test_a_refused_number_reaches_neither_disk_nor_provider(digits: str) -> None:
    course = Course()
    with pytest.raises(NumberNotDialableError):
        await a_dialer(course).dial(replace(TOM, digits=digits, confirmed=True))
    assert course.happened == []


async def test_a_premium_number_leaves_only_with_a_persons_yes() -> None:
    course = Course()
    with pytest.raises(ConfirmationNeededError):
        await a_dialer(course).dial(PREMIUM)
    assert course.happened == []
    assert isinstance(await a_dialer(course).dial(replace(PREMIUM, confirmed=True)), Dialed)


async def test_the_first_call_to_a_country_leaves_only_with_a_persons_yes() -> None:
    abroad, course = replace(TOM, digits="12025550123"), Course()
    with pytest.raises(ConfirmationNeededError, match=r"First call to this country \(US\)"):
        await a_dialer(course).dial(abroad)
    assert course.happened == []
    assert isinstance(await a_dialer(course).dial(replace(abroad, confirmed=True)), Dialed)
    assert isinstance(await a_dialer(Course(called=frozenset({"US"}))).dial(abroad), Dialed)


@given(st.text(max_size=24))
async def test_whatever_the_digits_there_is_at_most_one_post_and_it_carries_exactly_them(digits: str) -> None:
    course = Course()
    try:
        await a_dialer(course).dial(replace(TOM, digits=digits))
    except AcefoneDesktopError:
        assert course.happened == []
    else:
        assert [what for what in course.happened if what.startswith("POST")] == [f"POST {digits}"]
