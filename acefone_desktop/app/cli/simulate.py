"""`acefone-desktop simulate`: the simulated account by itself, for training and for trying things out."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from acefone_desktop.app.plain_text import plain, shown
from acefone_desktop.simulator.calling.call_script import TRAINING_NUMBERS, CallScript, DialReply, Outcome
from acefone_desktop.simulator.clock import FASTEST, SimulatedClock
from acefone_desktop.simulator.switch_options import described, with_options
from acefone_desktop.simulator.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acefone_desktop.simulator.server import Simulator

_DONE, _FAILED, _WRONG_USAGE = 0, 1, 2
_HIGHEST_PORT = 65_535


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command; `common` holds the options every command takes."""
    parser = subparsers.add_parser(
        "simulate",
        parents=[common],
        help="run a simulated Acefone account on this machine",
        description="Runs a simulated Acefone account on 127.0.0.1 until interrupted. Nobody is really called.",
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=_port, default=0, metavar="P", help="port to listen on (default: a free one)")
    parser.add_argument("--script", type=Path, metavar="FILE", help="JSON file that says how each call goes")
    parser.add_argument("--seed", type=_seed, default=1, metavar="N", help="the same seed gives the same account")
    parser.add_argument("--speed", type=_speed, default=1.0, metavar="X", help="calls run X times faster than life")
    parser.add_argument("--webhook-url", metavar="URL", help="loopback address to send webhooks to")
    parser.add_argument(
        "--switch",
        type=_switch,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="change how the account behaves; may be given again (list below)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serves until SIGINT or SIGTERM. 0 when interrupted, 1 if port or script cannot be had, 2 for wrong options."""
    from acefone_desktop.simulator.account import SimulatedAccount  # noqa: PLC0415
    from acefone_desktop.simulator.calling.call_script_file import CallScriptError, read_call_script  # noqa: PLC0415
    from acefone_desktop.simulator.server import Simulator  # noqa: PLC0415

    try:
        script = read_call_script(arguments.script) if arguments.script else CallScript()
        switches = with_options(Switches(), arguments.switch)
        clock = SimulatedClock(arguments.speed)
        account = SimulatedAccount(arguments.seed)
        simulator = Simulator(account, switches, clock, webhook_url=arguments.webhook_url, script=script)
    except CallScriptError as error:
        return _complain(str(error), _FAILED)
    except ValueError as error:
        return _complain(str(error), _WRONG_USAGE)
    return asyncio.run(_serve(simulator, arguments.port, as_json=arguments.json))


async def _serve(simulator: Simulator, port: int, *, as_json: bool) -> int:
    with _interruption() as interrupted:
        try:
            await simulator.start(port)
        except OSError as error:
            return _complain(f"The simulator cannot listen on port {port}: {error.strerror or error}.", _FAILED)
        try:
            print(_introduction(simulator, as_json=as_json), flush=True)
            await interrupted.wait()
        finally:
            await simulator.stop()
    return _DONE


def _complain(sentence: str, status: int) -> int:
    print(f"acefone-desktop simulate: {plain(sentence)}", file=sys.stderr)
    return status


def _introduction(simulator: Simulator, *, as_json: bool) -> str:
    if as_json:
        facts = {
            "base_url": simulator.base_url,
            "token": simulator.token,
            "agent": simulator.agent_id,
            "numbers": list(simulator.numbers),
        }
        return json.dumps(facts)
    account = simulator.account
    return "\n".join(
        (
            f"Simulated account at {simulator.base_url}",
            f"Token     {simulator.token}",
            f"Log in    {account.email}, password {account.password}",
            f"Agent     {simulator.agent_id} ({account.first_agent.name})",
            f"Numbers   {', '.join(simulator.numbers)}",
            "Runs until you press Ctrl+C.",
        )
    )


@contextlib.contextmanager
def _interruption() -> Iterator[asyncio.Event]:
    """An event that SIGINT and SIGTERM set, on every platform."""
    interrupted, loop = asyncio.Event(), asyncio.get_running_loop()

    def interrupt(*_: object) -> None:
        loop.call_soon_threadsafe(interrupted.set)

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interrupted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"a port is from 0 to {_HIGHEST_PORT}")
    return port


def _seed(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a seed is a whole number, not “{shown(text)}”") from None


def _switch(text: str) -> str:
    name, equals, _ = text.partition("=")
    values = next((taken for known, taken, _ in described() if known == name.strip().replace("-", "_")), "")
    if values and not equals:
        raise argparse.ArgumentTypeError(f"“{name}” lacks its value: write {name}=VALUE ({values})")
    return text


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= FASTEST:
        raise argparse.ArgumentTypeError(f"the speed is above 0 and at most {FASTEST}")
    return speed


def _epilog() -> str:
    lines = ["How a call goes follows from the last digits dialled, unless a script says otherwise:"]
    lines += [f"  …{ending}  {meaning}" for ending, (_, meaning) in TRAINING_NUMBERS.items()]
    lines += ["  others  answered after 16 s, hung up by the customer after 71 s", ""]
    lines += ["A script is a list of steps, one per call, or an object of steps by last digits or '#1', '#2', …"]
    lines += [
        f"  outcomes: {', '.join(o.value for o in Outcome)}",
        f"  replies: {', '.join(r.value for r in DialReply)}",
    ]
    lines += ['  e.g. ["answered", {"outcome": "refused", "message": "Agent is offline"}, {"ends_at": 30}]', ""]
    lines += ["Switches (default in brackets):"]
    lines += [f"  {name}={values} [{default}]" for name, values, default in described()]
    lines += ["", "With --json the first line of output is", '  {"base_url", "token", "agent", "numbers"}']
    return "\n".join(lines).replace("%", "%%")
