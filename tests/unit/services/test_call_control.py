"""Ending, transferring and listening in: what may be asked, what is sent, and what is said when it fails."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from acefone_desktop.domain.account import Agent, AgentId
from acefone_desktop.domain.call_control import (
    ControlDirectory,
    Department,
    Hindrance,
    TargetKind,
    TransferTarget,
    extension_in,
    found,
    hindrance,
)
from acefone_desktop.domain.calls import Call, CallKey
from acefone_desktop.domain.control_errors import (
    CallIdMissingError,
    CallNotYoursError,
    CallOverError,
    HangUpNotAllowedError,
    HangUpRefusedError,
    HangUpUnknownError,
    ListeningUnknownError,
    NotConnectedYetError,
    OptionsNotAllowedError,
    TransferRefusedError,
    TransferUnderWayError,
    TransferUnknownError,
)
from acefone_desktop.domain.errors import (
    ActionUnknownError,
    GatewayRefusedError,
    NotAllowedError,
    ProviderError,
    RefusedError,
)
from acefone_desktop.domain.evidence import Evidence, Fact, Source
from acefone_desktop.domain.provider_directory import CallOption
from acefone_desktop.domain.reports import AgentMention, Direction
from acefone_desktop.services.call_control import CallController
from tests.support.call_bodies import ASHA, NOON
from tests.support.tracking import AGENT, MENTION, StillClock

if TYPE_CHECKING:
    from collections.abc import Sequence

BEN = Agent(AgentId("0501234560002"), "Ben Whitlock", phone="447700900002", extension="0601234560002", status="3")
CARYS = Agent(AgentId("0501234560003"), "Carys Pugh", phone="447700900003", intercom="1004")
TO_BEN = TransferTarget(kind=TargetKind.AGENT, intercom="0601234560002", name="Ben Whitlock")
KEY = CallKey("dl-1")
BEN_MENTION = AgentMention(id=str(BEN.id), name=BEN.name)


def a_call(*facts: Fact, source: Source = Source.WEBHOOK, call_id: str = "77", intent: str = "dl-1") -> Call:
    told = [
        Evidence(source=Source.DIAL, told_at=NOON, fact=Fact.REQUESTED, intent_id=intent, customers=("447700900123",))
    ]
    told += [Evidence(source=source, told_at=NOON, fact=fact, intent_id=intent, call_id=call_id) for fact in facts]
    return Call.of(told)


def a_caller(*facts: Fact, agent: AgentMention = MENTION) -> Call:
    return Call.of(
        Evidence(
            source=Source.WEBHOOK, told_at=NOON, fact=fact, call_id="dl-1", agent=agent, direction=Direction.INBOUND
        )
        for fact in facts
    )


TALKING = a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED, Fact.CUSTOMER_ANSWERED)


@dataclass
class Account:
    """The provider: what it was asked, and how it fails."""

    failure: ProviderError | None = None
    asked: list[tuple[str, ...]] = field(default_factory=list)
    may_answer: asyncio.Event | None = None

    async def use_option(self, option: CallOption, call_id: str, *, agent_id: str = "", intercom: str = "") -> None:
        self.asked.append((option.name, call_id, agent_id or intercom))
        if self.may_answer is not None:
            await self.may_answer.wait()
        if self.failure:
            raise self.failure

    async def agents(self) -> tuple[Agent, ...]:
        return AGENT, BEN, CARYS

    async def departments(self) -> tuple[Department, ...]:
        raise NotAllowedError


@dataclass
class Followed:
    """The tracker: its calls, and what it is told."""

    calls: tuple[Call, ...] = (TALKING,)
    failure: ProviderError | None = None
    told: list[Evidence] = field(default_factory=list)
    hung_up: list[CallKey] = field(default_factory=list)

    async def take(self, evidence: Sequence[Evidence]) -> None:
        self.told += evidence

    async def hang_up(self, key: CallKey) -> None:
        self.hung_up.append(key)
        if self.failure:
            raise self.failure


def controller(account: Account, followed: Followed) -> CallController:
    return CallController(account, followed, StillClock(), AGENT)


async def test_a_transfer_is_one_request_and_is_remembered_with_the_call() -> None:
    account, followed = Account(), Followed()
    await controller(account, followed).transfer(KEY, TO_BEN)
    assert account.asked == [("TRANSFER", "77", "0601234560002")]
    after = TALKING | Call.of(followed.told)
    assert (after.transferred_to, after.is_open, after.message) == ("Ben Whitlock", True, "")
    assert after.events[-1].what == "Asked Acefone to transfer the call: Ben Whitlock"


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (a_call(Fact.ACCEPTED, Fact.CUSTOMER_ANSWERED, Fact.ENDED), CallOverError),
        (a_call(Fact.ACCEPTED, Fact.CUSTOMER_ANSWERED, Fact.HANG_UP_ASKED), CallOverError),
        (a_call(Fact.ACCEPTED, call_id=""), NotConnectedYetError),
        (a_call(Fact.ACCEPTED, Fact.AGENT_RINGING), NotConnectedYetError),
        (a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED, Fact.CUSTOMER_RINGING), NotConnectedYetError),
        (a_call(Fact.ACCEPTED, Fact.CUSTOMER_ANSWERED, call_id=""), CallIdMissingError),
        (a_caller(Fact.AGENT_RINGING), CallNotYoursError),
        (a_caller(Fact.AGENT_RINGING, Fact.AGENT_ANSWERED, agent=BEN_MENTION), CallNotYoursError),
        (TALKING, CallOverError),
    ],
)
async def test_what_cannot_be_transferred_is_said_and_nothing_is_sent(call: Call, error: type[Exception]) -> None:
    key = CallKey("another") if call is TALKING else KEY
    account = Account()
    with pytest.raises(error):
        await controller(account, Followed((call,))).transfer(key, TO_BEN)
    assert account.asked == []


async def test_a_call_that_came_in_can_be_handed_on_once_we_talk() -> None:
    account = Account()
    await controller(account, Followed((a_caller(Fact.AGENT_RINGING, Fact.AGENT_ANSWERED),))).transfer(KEY, TO_BEN)
    assert account.asked == [("TRANSFER", "dl-1", "0601234560002")]


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (NotAllowedError(server_message="no"), OptionsNotAllowedError),
        (GatewayRefusedError(), OptionsNotAllowedError),
        (ActionUnknownError(), TransferUnknownError),
        (RefusedError(server_message="Call is not connected"), TransferRefusedError),
    ],
)
async def test_a_transfer_that_fails_is_said_in_words_and_never_sent_again(
    failure: ProviderError, error: type[ProviderError]
) -> None:
    account, followed = Account(failure), Followed()
    with pytest.raises(error) as caught:
        await controller(account, followed).transfer(KEY, TO_BEN)
    assert type(caught.value) is error
    assert (len(account.asked), followed.told) == (1, [])


async def test_a_second_transfer_is_not_sent_while_the_first_waits() -> None:
    account = Account(may_answer=asyncio.Event())
    both = controller(account, Followed())
    first = asyncio.create_task(both.transfer(KEY, TO_BEN))
    await asyncio.sleep(0)
    with pytest.raises(TransferUnderWayError):
        await both.transfer(KEY, TO_BEN)
    assert account.may_answer is not None
    account.may_answer.set()
    await first
    assert len(account.asked) == 1


@pytest.mark.parametrize("option", [CallOption.MONITOR, CallOption.WHISPER, CallOption.BARGE])
async def test_listening_in_is_asked_for_our_own_phone(option: CallOption) -> None:
    account = Account()
    await controller(account, Followed()).listen_in(option, "88")
    assert account.asked == [(option.name, "88", ASHA)]
    account.failure = ActionUnknownError()
    with pytest.raises(ListeningUnknownError):
        await controller(account, Followed()).listen_in(option, "88")
    account.failure = NotAllowedError()
    with pytest.raises(OptionsNotAllowedError, match="call/options"):
        await controller(account, Followed()).listen_in(option, "88")
    assert len(account.asked) == 3


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (NotAllowedError(), HangUpNotAllowedError),
        (ActionUnknownError(), HangUpUnknownError),
        (RefusedError(), HangUpRefusedError),
    ],
)
async def test_why_hanging_up_failed_is_said(failure: ProviderError, error: type[ProviderError]) -> None:
    followed = Followed(failure=failure)
    with pytest.raises(error) as caught:
        await controller(Account(), followed).hang_up(KEY)
    assert type(caught.value) is error


@pytest.mark.parametrize("agent", [MENTION, BEN_MENTION])
async def test_a_call_on_which_we_are_not_is_not_ended_for_others(agent: AgentMention) -> None:
    facts = (Fact.AGENT_RINGING,) if agent == MENTION else (Fact.AGENT_RINGING, Fact.AGENT_ANSWERED)
    followed = Followed((a_caller(*facts, agent=agent),))
    with pytest.raises(CallNotYoursError):
        await controller(Account(), followed).hang_up(KEY)
    assert followed.hung_up == []


async def test_what_cannot_be_read_of_the_account_is_told_beside_the_rest() -> None:
    directory = await controller(Account(), Followed()).directory()
    assert directory.agents_trouble is None
    assert isinstance(directory.departments_trouble, NotAllowedError)
    assert [target.name for target in directory.targets(AGENT)] == ["Ben Whitlock", "Carys Pugh"]


def test_each_is_reached_by_the_extension_else_the_intercom_else_the_phone() -> None:
    dev = Agent(AgentId("0501234560004"), "Dev", phone="447700900004")
    nobody = Agent(AgentId("0501234560005"), "No phone")
    groups = (Department(id="1", name="Sales", intercom="2001"), Department(id="2", name="Back office"))
    targets = ControlDirectory((AGENT, BEN, CARYS, dev, nobody), groups).targets(AGENT)
    assert [target.intercom for target in targets] == ["0601234560002", "1004", "447700900004", "2001"]


@pytest.mark.parametrize(
    ("query", "names"),
    [("", ["Ben Whitlock", "Sales"]), ("whit", ["Ben Whitlock"]), ("ben w", ["Ben Whitlock"]), ("2001", ["Sales"]),
     ("06012", ["Ben Whitlock"]), ("002", ["Ben Whitlock"]), ("12", []), ("hit", []), ("ben 2001", [])],
)  # fmt: skip
def test_targets_are_found_by_the_words_of_their_names_or_their_digits(query: str, names: list[str]) -> None:
    targets = (TO_BEN, TransferTarget(kind=TargetKind.DEPARTMENT, intercom="2001", name="Sales"))
    assert [target.name for target in found(targets, query)] == names


@pytest.mark.parametrize(
    ("text", "digits"),
    [("0601234560002", "0601234560002"), ("060 123456 0002", "0601234560002"), ("0601", ""), ("999", ""), ("", "")],
)
def test_an_extension_is_known_by_its_form(text: str, digits: str) -> None:
    assert extension_in(text) == digits


def test_silence_about_the_customer_hinders_only_where_answers_are_told() -> None:
    by_webhook = a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED)
    by_rows = a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED, source=Source.LIVE_CALLS)
    assert hindrance(by_webhook, AGENT, customer_answers_told=True) is Hindrance.NOT_CONNECTED
    assert hindrance(by_webhook, AGENT) is None
    assert hindrance(by_rows, AGENT, customer_answers_told=True) is None
