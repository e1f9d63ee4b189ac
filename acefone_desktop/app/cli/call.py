"""`acefone-desktop call`: places one call without a window, and follows it if asked to."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from acefone_desktop.app.cli.call_json import SHAPE, call_as_json
from acefone_desktop.app.plain_text import plain
from acefone_desktop.domain.dial_wishes import LONGEST_CALL_S, LONGEST_CUSTOM_IDENTIFIER, SHORTEST_CALL_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.adapters.acefone.http.sign_ins import SignIns
    from acefone_desktop.app.cli.app_beside import AppBeside
    from acefone_desktop.app.compose import Foundation
    from acefone_desktop.domain.account import Agent, Credentials
    from acefone_desktop.domain.calls import Call
    from acefone_desktop.domain.dialing import DialOutcome, DialRequest
    from acefone_desktop.domain.settings import Settings

TOKEN_VARIABLE = "ACEFONE_TOKEN"  # noqa: S105 (the variable's name)
_DONE, _FAILED = 0, 1
_INTERRUPTED = "No longer followed. The call itself may go on: hang up on your phone to end it."
_APP_LOOKS_LATER = (
    "Look at your phone: nothing looks for this call now. The app does if it is opened within six hours, and "
    "“acefone-desktop history” then lists what it found; with --wait, this command looks itself. "
    "Nothing dials again by itself."
)
_NOBODY_LOOKS = (
    "Look at your phone: nothing looks for this call now, and the app of this profile is not set up for that account. "
    "“acefone-desktop history” lists what is known; with --wait, this command looks itself. "
    "Nothing dials again by itself."
)
_LONGEST_AGENT_SEARCH_S = 3.0
_EPILOG = (
    "The token is the keyring's, or that of the environment variable ACEFONE_TOKEN, which is never stored.\n"
    "Exit status: 0 when Acefone accepted the call (with --wait: when it was answered), 1 otherwise, 2 for wrong "
    "usage.\nWith --wait, a call that does not show at Acefone is said to be unknown after 45 seconds and looked for\n"
    "until 180 seconds after it was sent; the record of a call that is over, until 180 seconds after its end.\n"
    "Time in which Acefone cannot be asked does not count. Ctrl+C ends the looking and leaves the call as it is.\n"
    "With --json one line for the call as it stands; with --wait one line for every change, the last one "
    "with its outcome.\nEach line is a call as in:\n\n" + SHAPE.replace("CLOSING", "}")
)


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command; `common` holds the options every command takes."""
    parser = subparsers.add_parser(
        "call",
        parents=[common],
        help="place one call",
        description="Rings your phone and then connects it with NUMBER.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "number", metavar="NUMBER", help="a number in any usual form (with blanks: in quotation marks), or a tel: link"
    )
    parser.add_argument("--caller-id", metavar="N", default="", help="one of the account's numbers to show")
    parser.add_argument("--agent", metavar="ID", default="", help="whose phone rings (default: the agent set up)")
    parser.add_argument("--max-length", type=_call_length, metavar="S", help="end the call after S seconds")
    parser.add_argument("--custom-identifier", type=_identifier, default="", metavar="T", help="echoed in webhooks")
    parser.add_argument("--wait", action="store_true", help="follow it to its end; Ctrl+C leaves it as it is")
    parser.add_argument("--yes", action="store_true", help="dial numbers that need a confirmation without asking")
    parser.add_argument("--base-url", metavar="URL", default="", help="another region's API, or the simulator's")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Places the call; raises our errors for everything that kept it from leaving."""
    from acefone_desktop.app.compose import Foundation  # noqa: PLC0415
    from acefone_desktop.desktop.paths import places_for  # noqa: PLC0415

    foundation = Foundation(places_for(arguments.profile, arguments.data_dir, os.environ))
    try:
        kept = foundation.settings.load()
        settings = _settings(arguments, kept)
        request = _request(arguments, settings, foundation.called_countries.has_called)
        errand = _Errand(foundation, settings, as_json=arguments.json, same_account=_same_account(kept, settings))
        return asyncio.run(errand.run(request, wait=arguments.wait))
    finally:
        foundation.close()


@dataclass(frozen=True, slots=True)
class _Errand:
    """One call of the command line."""

    foundation: Foundation
    settings: Settings
    as_json: bool
    same_account: bool
    """The call goes over the account that the app of this profile is signed in to."""

    async def run(self, request: DialRequest, *, wait: bool) -> int:
        from acefone_desktop.app.cli.app_beside import AppBeside  # noqa: PLC0415
        from acefone_desktop.app.compose import new_sign_ins, open_session  # noqa: PLC0415

        sign_ins = new_sign_ins()
        credentials = await self._credentials(sign_ins)
        settings = await self._with_whole_agent(sign_ins, credentials)
        app = AppBeside(self.foundation.places, same_account=self.same_account)
        session = open_session(self.foundation, sign_ins, settings, credentials, "", app)
        changes: asyncio.Queue[Call] = asyncio.Queue()
        try:
            await session.open()
            session.tracker.subscribe(partial(_put, changes))
            session.tracker.tell_when_kept(app.tell_soon)
            await app.announce()
            outcome = await session.dial(request)
            await self._say_trouble(outcome, app, wait=wait)
            return await self._report(outcome, changes, wait=wait)
        except asyncio.CancelledError:
            print(f"acefone-desktop: {_INTERRUPTED}", file=sys.stderr)
            raise
        finally:
            await session.close()
            await app.close()

    async def _with_whole_agent(self, sign_ins: SignIns, credentials: Credentials) -> Settings:
        """The settings with what the account tells of an agent of whom only the id was given.

        The agent's own phone is refused by it, and the provider's reports name an agent by it. An account that does
        not tell, or not soon, is dialled without: whatever is wrong, the dial will say.
        """
        from acefone_desktop.app.compose import connect_in  # noqa: PLC0415
        from acefone_desktop.domain.errors import ProviderError  # noqa: PLC0415

        account = self.settings.account
        if account is None or account.agent is None or account.agent.name or account.agent.phone:
            return self.settings
        wanted, provider = (
            account.agent.id,
            connect_in(self.settings.server_zone, sign_ins)(account.base_url, credentials),
        )
        try:
            async with asyncio.timeout(_LONGEST_AGENT_SEARCH_S):
                found = next((agent for agent in await provider.agents() if agent.id == wanted), account.agent)
        except (ProviderError, TimeoutError):
            return self.settings
        finally:
            await provider.close()
        return self.settings.changed_by(account=replace(account, agent=found))

    async def _say_trouble(self, outcome: DialOutcome, app: AppBeside, *, wait: bool) -> None:
        """Says what kept the call from leaving, or who looks for it where it may have left."""
        from acefone_desktop.domain.dialing import Dialed, PerhapsDialed  # noqa: PLC0415

        if isinstance(outcome, Dialed):
            return
        words = outcome.error.explanation
        if isinstance(outcome, PerhapsDialed) and (wait or not await app.follow()):
            nobody = _APP_LOOKS_LATER if self.same_account else _NOBODY_LOOKS
            words = words.replace(outcome.error.remedy, _goes_on_looking() if wait else nobody)
        print(f"acefone-desktop: {plain(words)}", file=sys.stderr)

    async def _report(self, outcome: DialOutcome, changes: asyncio.Queue[Call], *, wait: bool) -> int:
        from acefone_desktop.domain.dialing import Dialed  # noqa: PLC0415

        if wait:
            return await self._follow(outcome.intent.id, changes)
        while (call := await changes.get()).intent_id != outcome.intent.id or call.state.value == "requested":
            pass
        self._say(call)
        return _DONE if isinstance(outcome, Dialed) else _FAILED

    async def _follow(self, intent_id: str, changes: asyncio.Queue[Call]) -> int:
        """Says each change until nothing more is to be found out."""
        said = None
        while True:
            call = await changes.get()
            if call.intent_id != intent_id:
                continue
            if (call.state, call.outcome, call.is_settled) != said:
                self._say(call, with_outcome=call.is_settled)
            said = (call.state, call.outcome, call.is_settled)
            if call.is_settled:
                return _DONE if call.outcome and call.outcome.value == "answered" else _FAILED

    def _say(self, call: Call, *, with_outcome: bool = True) -> None:
        if self.as_json:
            undecided = {} if with_outcome else {"outcome": None}
            print(json.dumps(call_as_json(call) | undecided), flush=True)
        else:
            words = (call.outcome if call.is_settled and call.outcome else call.state).value.replace("_", " ")
            talked = f", {call.talk_seconds} s" if call.talk_seconds else ""
            extension = f" ext. {call.extension}" if call.extension else ""
            print(f"+{call.customer}{extension}: {words}{talked}", flush=True)

    async def _credentials(self, sign_ins: SignIns) -> Credentials:
        from acefone_desktop.app.compose import account_setup, keyring_vault, session_vault  # noqa: PLC0415
        from acefone_desktop.domain.account import read_token  # noqa: PLC0415

        if os.environ.get(TOKEN_VARIABLE):
            return read_token(os.environ[TOKEN_VARIABLE])
        vault = keyring_vault(self.foundation.places.profile)
        try:
            return await account_setup(self.foundation.settings, vault, session_vault(), sign_ins).credentials()
        finally:
            await vault.close()


def _settings(arguments: argparse.Namespace, kept: Settings) -> Settings:
    """The profile's settings with what the command line says instead."""
    from acefone_desktop.domain.account import Agent, AgentId, ServiceRegion, read_base_url  # noqa: PLC0415
    from acefone_desktop.domain.errors import NotSetUpError  # noqa: PLC0415
    from acefone_desktop.domain.settings import AccountSettings  # noqa: PLC0415

    account = kept.account or AccountSettings()
    if arguments.base_url:
        account = replace(account, base_url=read_base_url(arguments.base_url), region=ServiceRegion.OTHER)
    agent: Agent | None = account.agent
    if arguments.agent and (agent is None or agent.id != arguments.agent):
        agent = Agent(id=AgentId(arguments.agent), name="")
    if agent is None:
        raise NotSetUpError("Say whose phone is to ring with --agent.")
    return kept.changed_by(account=replace(account, agent=agent))


def _same_account(kept: Settings, used: Settings) -> bool:
    """As far as settings tell: a token of the environment is taken for one of the account that is set up."""
    return bool(kept.account and used.account and kept.account.base_url == used.account.base_url)


def _request(arguments: argparse.Namespace, settings: Settings, has_called: Callable[[str], bool]) -> DialRequest:
    """Reads the number as the window would; raises the policy's refusals before anything is opened."""
    from acefone_desktop.app.cli.refusals import NumberRefusedError, YesNeededError  # noqa: PLC0415
    from acefone_desktop.domain.dial_wishes import Origin  # noqa: PLC0415
    from acefone_desktop.domain.dialing import DialRequest  # noqa: PLC0415
    from acefone_desktop.domain.errors import NumberNotDialableError  # noqa: PLC0415
    from acefone_desktop.domain.links import is_link, read_link  # noqa: PLC0415
    from acefone_desktop.domain.numbers import read_number  # noqa: PLC0415
    from acefone_desktop.domain.policy import Decision, KnownCountries, judge  # noqa: PLC0415

    account = settings.account
    if account is None or account.agent is None:
        raise AssertionError("_settings has seen to both")
    text, region = arguments.number, settings.phone_region
    number = read_number(text, region)
    if number is None and is_link(text):
        number = read_link(text, region).number  # raises what is wrong with the link
    if number is None:
        raise NumberNotDialableError("It is not a phone number.")
    known = KnownCountries(region, has_called).around(number)
    verdict = judge(number, own_numbers=account.agent.own_numbers, known_countries=known)
    if verdict.decision is Decision.REFUSE or number.digits_sent is None:
        raise NumberRefusedError(verdict.reason)
    confirmed = verdict.decision is not Decision.CONFIRM or arguments.yes or _asked(verdict.reason)
    if not confirmed:
        raise YesNeededError(verdict.reason)
    return DialRequest(
        digits=number.digits_sent,
        agent_id=account.agent.id,
        display=number.display,
        extension=number.extension or "",
        caller_id=_caller_id(arguments.caller_id, region),
        max_length_s=arguments.max_length,
        custom_identifier=arguments.custom_identifier,
        origin=Origin.COMMAND_LINE,
        confirmed=confirmed,
    )


def _goes_on_looking() -> str:
    from acefone_desktop.domain.call_watch import USUAL_PACE  # noqa: PLC0415

    return (
        "Look at your phone. This command goes on looking and says what it finds; where nothing shows, it gives up "
        f"{USUAL_PACE.record_within_s:.0f} seconds after the call was sent. It does not dial again."
    )


def _put(changes: asyncio.Queue[Call], calls: tuple[Call, ...]) -> None:
    for call in calls:
        changes.put_nowait(call)


def _asked(reason: str) -> bool:
    """Asks the person at the terminal; where there is none, the answer is no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print(f"{reason} Call anyway? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _caller_id(text: str, region: str) -> str | None:
    """The digits to send, country code first."""
    from acefone_desktop.domain.errors import CallerIdNotUsableError  # noqa: PLC0415
    from acefone_desktop.domain.numbers import read_number  # noqa: PLC0415

    if not text:
        return None
    number = read_number(text if text.startswith(("+", "0")) else f"+{text}", region) or read_number(text, region)
    if number is None or number.digits_sent is None:
        raise CallerIdNotUsableError
    return number.digits_sent


def _call_length(text: str) -> int:
    seconds = int(text) if text.isdecimal() else 0
    if not SHORTEST_CALL_S <= seconds <= LONGEST_CALL_S:
        raise argparse.ArgumentTypeError(f"a call is ended after {SHORTEST_CALL_S} to {LONGEST_CALL_S} seconds")
    return seconds


def _identifier(text: str) -> str:
    if len(text) > LONGEST_CUSTOM_IDENTIFIER or not text.isprintable():
        raise argparse.ArgumentTypeError(f"at most {LONGEST_CUSTOM_IDENTIFIER} printable characters")
    return text
