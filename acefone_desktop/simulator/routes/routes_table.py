"""Which endpoint answers which path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route

from acefone_desktop.simulator.gate import Gate
from acefone_desktop.simulator.routes import (
    routes_auth,
    routes_calls,
    routes_contacts,
    routes_dial,
    routes_directory,
    routes_lists,
    routes_options,
    routes_records,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.responses import Response

    from acefone_desktop.simulator.calling.exchange import Exchange
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
    ("POST", "/v1/call/options", routes_options.options),
    ("GET", "/v1/call/records", routes_records.call_records),
    ("GET", "/v1/users", routes_directory.users),
    ("GET", "/v1/user/{id}", routes_directory.user),
    ("GET", "/v1/my_number", routes_directory.my_number),
    ("GET", "/v1/departments", routes_directory.departments),
    ("GET", "/v1/contacts", routes_contacts.contacts),
    ("GET", "/v1/contact/groups", routes_contacts.groups),
    ("POST", "/v1/contact/group", routes_contacts.add_group),
    ("POST", "/v1/contact/{id}", routes_contacts.add_contact),
    ("PUT", "/v1/contact/{id}", routes_contacts.change_contact),
    ("DELETE", "/v1/contact/{id}", routes_contacts.delete_contact),
    ("POST", "/v1/call/note/{id}", routes_lists.add_note),
    ("PUT", "/v1/call/note/{id}", routes_lists.change_note),
    ("DELETE", "/v1/call/note/{id}", routes_lists.delete_note),
    ("GET", "/v1/call/notes/{client_number}", routes_lists.notes),
    ("GET", "/v1/blocked_numbers", routes_lists.blocked_numbers),
    ("POST", "/v1/blocked_number", routes_lists.block),
    ("PUT", "/v1/blocked_number/{id}", routes_lists.change_block),
    ("DELETE", "/v1/blocked_number/{id}", routes_lists.unblock),
    ("GET", "/v1/schedule_calls", routes_lists.schedule_calls),
    ("POST", "/v1/schedule_call", routes_lists.schedule),
    ("PUT", "/v1/schedule_call/{id}", routes_lists.change_scheduled),
    ("DELETE", "/v1/schedule_call/{id}", routes_lists.delete_scheduled),
)

PATHS = tuple((method, path) for method, path, _ in (*_OPEN, *_GUARDED))
"""Every (method, path) the account knows."""


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
