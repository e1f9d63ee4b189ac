"""Log in, refresh, log out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from acefone_desktop.simulator import stamps
from acefone_desktop.simulator.calling.exchange import envelope
from acefone_desktop.simulator.switches import AccountZone
from acefone_desktop.simulator.tokens import LOGIN_TOKEN_LIFE_S, made_up_token

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.responses import Response

    from acefone_desktop.simulator.calling.exchange import Exchange


async def login(exchange: Exchange) -> Response:
    """`POST /v1/auth/login` with `email` (or `login_id`) and `password`. Too many failures lock the account."""
    simulation, switches = exchange.simulation, exchange.simulation.switches
    now = simulation.clock.civil()
    if until := simulation.login_lock.closed_until(now):
        return _locked(exchange, now, until)
    name = (exchange.text("email") or exchange.text("login_id")).lower()
    known = {simulation.account.email, simulation.account.users[0].login_id}
    if name in known and exchange.text("password") == simulation.account.password:
        simulation.login_lock.succeed()
        return _token_reply(exchange)
    count = simulation.login_lock.fail(now, switches.login_attempts, switches.login_lockout)
    return envelope(
        simulation,
        "The username or password is incorrect.",
        success=False,
        status=401,
        more={"login_failed_count": count},
    )


async def refresh(exchange: Exchange) -> Response:
    """`POST /v1/auth/refresh`: a new token for the one shown."""
    if exchange.simulation.switches.refresh_ends_old_token and exchange.token:
        exchange.simulation.tokens.blacklist(exchange.token)
    return _token_reply(exchange)


async def logout(exchange: Exchange) -> Response:
    """`POST /v1/auth/logout`: ends a login's token."""
    exchange.simulation.tokens.blacklist(exchange.token or "")
    return exchange.done("Successfully logged out")


def _token_reply(exchange: Exchange) -> Response:
    simulation = exchange.simulation
    life_s = int(simulation.switches.token_expires_after or LOGIN_TOKEN_LIFE_S)
    now = simulation.clock.civil()
    token = made_up_token(
        simulation.chance, account=simulation.account.id, issued_at=now, life_s=life_s, path="auth/login"
    )
    simulation.tokens.add_login(token, now, life_s)
    return envelope(
        simulation,
        "Success",
        success=True,
        status=200,
        more={"access_token": token, "token_type": "bearer", "expires_in": life_s, "number_of_days_left": 30},
    )


def _locked(exchange: Exchange, now: datetime, until: datetime) -> Response:
    switches = exchange.simulation.switches
    more = {"retry_after": stamps.naive(until, AccountZone.IST)} if switches.login_retry_after_text else {}
    wait = math.ceil((until - now).total_seconds())
    headers = {"Retry-After": str(wait)} if switches.retry_after_header else {}
    return envelope(
        exchange.simulation, "Too many login attempts", success=False, status=429, more=more, headers=headers
    )
