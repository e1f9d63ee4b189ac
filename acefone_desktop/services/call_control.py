"""Ending, transferring and listening in: each one request at most, and each refusal in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from acefone_desktop.domain.call_control import ControlDirectory, Hindrance, hindrance
from acefone_desktop.domain.control_errors import (
    CallIdMissingError,
    CallNotYoursError,
    CallOverError,
    HangUpNotAllowedError,
    HangUpRefusedError,
    HangUpUnknownError,
    ListeningRefusedError,
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
from acefone_desktop.domain.incoming_calls import is_ours_to_end
from acefone_desktop.domain.provider_directory import CallOption

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from acefone_desktop.domain.account import Agent
    from acefone_desktop.domain.call_control import Department, TransferTarget
    from acefone_desktop.domain.calls import Call, CallKey
    from acefone_desktop.services.ports import Clock

T = TypeVar("T")

_WHY_NOT = {
    Hindrance.OVER: CallOverError,
    Hindrance.HANGING_UP: CallOverError,
    Hindrance.NOT_OURS: CallNotYoursError,
    Hindrance.ID_UNKNOWN: CallIdMissingError,
    Hindrance.NOT_CONNECTED: NotConnectedYetError,
}


class ControlledAccount(Protocol):
    """What of the provider is needed; see `ProviderAccount`."""

    async def use_option(self, option: CallOption, call_id: str, *, agent_id: str = "", intercom: str = "") -> None: ...

    async def agents(self) -> tuple[Agent, ...]: ...

    async def departments(self) -> tuple[Department, ...]: ...


class FollowedCalls(Protocol):
    """The calls that are followed; see `CallTracker`."""

    @property
    def calls(self) -> tuple[Call, ...]: ...

    async def take(self, evidence: Sequence[Evidence]) -> None: ...

    async def hang_up(self, key: CallKey) -> None: ...


class CallController:
    """What one signed-in agent can do to running calls. Use from one event loop."""

    def __init__(self, account: ControlledAccount, followed: FollowedCalls, clock: Clock, agent: Agent) -> None:
        self._account, self._followed, self._clock, self._agent = account, followed, clock, agent
        self._transferring: set[str] = set()

    async def hang_up(self, key: CallKey) -> None:
        """See `CallTracker.hang_up`. Raises also `CallNotYoursError`, `HangUpNotAllowedError`, `HangUpUnknownError`."""
        call = self._call(key)
        if call is not None and call.is_open and not is_ours_to_end(call, self._agent):
            raise CallNotYoursError
        try:
            await self._followed.hang_up(key)
        except (NotAllowedError, GatewayRefusedError) as error:
            raise HangUpNotAllowedError(server_message=error.server_message) from error
        except RefusedError as error:
            raise HangUpRefusedError(server_message=error.server_message) from error
        except ActionUnknownError as error:
            raise HangUpUnknownError(server_message=error.server_message) from error

    async def transfer(self, key: CallKey, target: TransferTarget) -> None:
        """Gives a running call to somebody else: exactly one request. What the provider accepted is kept as evidence.

        Raises a `CallControlError` where nothing was sent, `OptionsNotAllowedError`, `TransferUnknownError` where it
        may have happened, and other kinds of `ProviderError`.
        """
        call = self._call(key)
        if call is None:
            raise CallOverError
        if (reason := hindrance(call, self._agent)) is not None or call.call_id is None:
            raise _WHY_NOT[reason or Hindrance.ID_UNKNOWN]
        call_id = call.call_id
        if call_id in self._transferring:
            raise TransferUnderWayError
        self._transferring.add(call_id)
        try:
            await _allowed(
                self._account.use_option(CallOption.TRANSFER, call_id, intercom=target.intercom),
                TransferRefusedError,
                TransferUnknownError,
            )
        finally:
            self._transferring.discard(call_id)
        asked = Evidence(
            source=Source.DIAL,
            told_at=self._clock.now(),
            fact=Fact.TRANSFER_ASKED,
            call_id=call_id,
            intent_id=call.intent_id or "",
            message=target.name or target.intercom,
        )
        await self._followed.take([asked])

    async def listen_in(self, option: CallOption, call_id: str) -> None:
        """Listens to, whispers into or joins a call of the account: our agent's phone rings. Exactly one request.

        Raises `OptionsNotAllowedError`, `ListeningUnknownError` and other kinds of `ProviderError`.
        """
        await _allowed(
            self._account.use_option(option, call_id, agent_id=str(self._agent.id)),
            ListeningRefusedError,
            ListeningUnknownError,
        )

    async def directory(self) -> ControlDirectory:
        """To whom calls can be given. What cannot be read is told in it, not raised: a number can still be typed."""
        agents, agents_trouble = await _read(self._account.agents)
        departments, departments_trouble = await _read(self._account.departments)
        return ControlDirectory(agents, departments, agents_trouble, departments_trouble)

    def _call(self, key: CallKey) -> Call | None:
        return next((call for call in self._followed.calls if call.key == key), None)


async def _allowed(request: Awaitable[None], refused: type[RefusedError], unknown: type[ActionUnknownError]) -> None:
    try:
        await request
    except (NotAllowedError, GatewayRefusedError) as error:
        raise OptionsNotAllowedError(server_message=error.server_message) from error
    except RefusedError as error:
        raise refused(server_message=error.server_message) from error
    except ActionUnknownError as error:
        raise unknown(server_message=error.server_message) from error


async def _read(ask: Callable[[], Awaitable[tuple[T, ...]]]) -> tuple[tuple[T, ...], ProviderError | None]:
    try:
        return await ask(), None
    except ProviderError as error:
        return (), error
