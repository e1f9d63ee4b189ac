"""Which endpoint answers which path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route

from acefone_desktop.simulator import routes_auth, routes_calls, routes_dial, routes_directory, routes_records
from acefone_desktop.simulator.gate import Gate

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.responses import Response

    from acefone_desktop.simulator.exchange import Exchange
    from acefone_desktop.simulator.simulation import Simulation

_OPEN: tuple[tuple[str, str, Callable[[Exchange], Awaitable[Response]]], ...] = (
    ("POST", "/v1/auth/login", routes_auth.login),
    ("POST", "/v1/click_to_call_support", routes_dial.click_to_call_support),
    ("GET", "/file/recording", routes_records.recording),
)
_GUARDED: tuple[tuple[str, str, Callable[[Exchange], Awaitable[Response]]], ...] = (
    ("POST", "/v1/auth/refresh", routes_auth.refresh),
    ("POST", "/v1/auth/logout", routes_auth.logout),
    ("POST", "/v1/click_to_call", routes_dial.click_to_call),
    ("GET", "/v1/live_calls", routes_calls.live_calls),
    ("GET", "/v1/live_calls/{call_id}", routes_calls.live_call),
    ("POST", "/v1/call/hangup", routes_calls.hangup),
    ("POST", "/v1/call/options", routes_calls.options),
    ("GET", "/v1/call/records", routes_records.call_records),
    ("GET", "/v1/users", routes_directory.users),
    ("GET", "/v1/user/{id}", routes_directory.user),
    ("GET", "/v1/my_number", routes_directory.my_number),
)


def application(simulation: Simulation) -> Starlette:
    """The account as an ASGI application."""
    gate = Gate(simulation)
    routes = [
        Route(path, gate.guarding(endpoint, needs_token=needs_token), methods=[method])
        for group, needs_token in ((_OPEN, False), (_GUARDED, True))
        for method, path, endpoint in group
    ]
    app = Starlette(routes=routes, exception_handlers={404: gate.unknown, 405: gate.unknown})
    app.router.redirect_slashes = False
    return app
