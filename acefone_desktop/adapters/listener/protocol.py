"""HTTP/1.1 for webhooks with a short temper: few connections, little data, not much time.

Requests are parsed by httptools (Node's llhttp), the parser that uvicorn uses as well; what is answered is the
endpoint's affair.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import unquote

import httptools

from acefone_desktop.adapters.listener.exchange import Reply, RequestHead, refusal

if TYPE_CHECKING:
    from acefone_desktop.adapters.listener.limits import ListenerLimits

LARGEST_HEAD: Final = 32 * 1024
"""Bytes of request line and headers."""

MOST_THROWN_AWAY: Final = 4 * 1024 * 1024
"""Bytes that are read after a refusal, so that it reaches a sender that is still sending."""

_OVERFLOW: Final = 4
"""Times the allowed connections that still hear why they are turned away; beyond that nobody is answered."""

_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_FULL: Final = refusal(503, "busy", {"retry-after": "1"}, closes=True)
_FAULTY: Final = refusal(500, "not handled", closes=True)
_MALFORMED: Final = refusal(400, "not understood", closes=True)


class Endpoint(Protocol):
    """Who answers. `screen` before the body has come, `answer` after, unless it was refused by then."""

    def screen(self, head: RequestHead) -> Reply | None: ...
    def answer(self, head: RequestHead, body: bytes) -> Reply: ...
    def too_large(self) -> Reply: ...


class WebhookProtocol(asyncio.Protocol):
    """One connection. Whoever sends too slowly, or a head without an end, is cut off without an answer.

    Whoever is refused with more still to come is told so, and then not cut off until they have gone, their time is up
    or `MOST_THROWN_AWAY` has come: to close on unread data would take the answer away again.

    `connections` are all that are open, this one among them while it is. Where there are too many, a stranger's goes.
    """

    def __init__(self, endpoint: Endpoint, connections: set[WebhookProtocol], limits: ListenerLimits) -> None:
        self._endpoint, self._connections, self._limits = endpoint, connections, limits
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpRequestParser(self)
        self._received = 0
        """Bytes since the last whole request, as nearly as pieces of the stream tell."""
        self._is_whole = False
        self.since = self._loop.time()
        self.is_known = False
        """Whether a request with the right secret has come over it."""
        self._one_too_many = self._is_done = self._lingers = False
        self._replies: list[bytes] = []
        self._deadline = 0.0
        self._patience: asyncio.TimerHandle | None = None
        self.on_message_begin()

    # --- the connection ------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Admits the connection, or notes that there are too many."""
        self.transport = transport
        self._connections.add(self)
        if len(self._connections) > self._limits.connections:
            self._make_room()
        self._one_too_many = len(self._connections) > self._limits.connections
        if len(self._connections) > self._limits.connections * _OVERFLOW:
            transport.abort()
        else:
            self._be_patient()
            self._lose_patience()

    def connection_lost(self, _exc: Exception | None) -> None:
        """Ends our patience with it."""
        self._connections.discard(self)
        self._is_done = True
        if self._patience is not None:
            self._patience.cancel()
        del self._parser  # which knows us: garbage is looked for seldom

    def data_received(self, data: bytes) -> None:
        """Reads on while the request stays within its size; replies to whole requests leave together."""
        if self._is_done:
            self._throw_away(data)
            return
        if self._one_too_many:
            self._reply(_FULL)
        else:
            self._parse(data)
        self._send()

    def pause_writing(self) -> None:
        """Whoever does not read the replies is not read any more."""
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        """They are read again."""
        self.transport.resume_reading()

    def _parse(self, data: bytes) -> None:
        self._received += len(data)
        self._is_whole = False
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._is_done = True  # to another protocol, which is not spoken here: the request was answered as it is
        except httptools.HttpParserCallbackError as error:  # a bug of ours, in answering
            self._loop.call_exception_handler(
                {"message": "a webhook could not be answered", "exception": error.__context__ or error}
            )
            self._reply(_FAULTY)
        except httptools.HttpParserError:
            if not self._is_done:
                self._reply(_MALFORMED)
        if self._is_whole:
            self._be_patient()
        elif not self._is_done and self._received > self._limits.largest_body + LARGEST_HEAD:
            if self._head is None:
                self.transport.abort()
            else:
                self._refuse_early(self._refused or self._endpoint.too_large())

    def _throw_away(self, data: bytes) -> None:
        self._received += len(data)
        if self._received > MOST_THROWN_AWAY:
            self.transport.abort()

    def _send(self) -> None:
        """What there is to reply. After the last of it waits for the other side to go; not for long."""
        if self._replies:
            self.transport.write(b"".join(self._replies))
            self._replies.clear()
        if not self._is_done:
            return
        if self.transport.can_write_eof():
            self.transport.write_eof()
        elif not self._lingers:
            self.transport.close()

    def _make_room(self) -> None:
        """Ends the oldest connection over which nobody has shown to know the secret: they wait in vain, as a rule."""
        strangers = (each for each in self._connections if not each.is_known and each is not self)
        oldest = min(strangers, key=lambda each: each.since, default=None)
        if oldest is not None:
            self._connections.discard(oldest)
            oldest.transport.abort()

    def _be_patient(self) -> None:
        self._deadline = self._loop.time() + self._limits.request_s

    def _lose_patience(self) -> None:
        """One timer for a connection: one for each request would cost more than the request's parsing."""
        if self._loop.time() >= self._deadline:
            self.transport.abort()
        else:
            self._patience = self._loop.call_at(self._deadline, self._lose_patience)

    # --- one request, as the parser tells of it ------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Forgets the last one."""
        self._url = b""
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []
        self._size = 0
        self._head: RequestHead | None = None
        self._refused: Reply | None = None

    def on_url(self, url: bytes) -> None:
        """A piece of it."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """A whole header."""
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """The secret is looked at before anything else is."""
        if self._is_done:
            return
        path, _, query = self._url.decode("latin-1").partition("?")
        method = self._parser.get_method().decode("latin-1")
        self._head = RequestHead(method, unquote(path), query.partition("#")[0], self._headers)
        self._refused = self._endpoint.screen(self._head)
        self.is_known = self.is_known or self._refused is None
        if self._refused is not None and self._refused.closes:
            self._refuse_early(self._refused)
        elif self._headers.get("expect", "").lower() == "100-continue":
            self._replies.append(_CONTINUE)

    def on_body(self, body: bytes) -> None:
        """A piece of it; kept as long as it may count."""
        self._size += len(body)
        if self._is_done or self._refused is not None:
            return
        self._body.append(body)
        if self._size > self._limits.largest_body:
            self._refuse_early(self._endpoint.too_large())

    def on_message_complete(self) -> None:
        """The request is whole: answers it."""
        self._received, self._is_whole = 0, True
        if not self._is_done and self._head is not None:
            self._reply(self._refused or self._endpoint.answer(self._head, b"".join(self._body)))

    def _refuse_early(self, reply: Reply) -> None:
        """Before the whole request has come."""
        self._lingers = True
        self._reply(replace(reply, closes=True))

    def _reply(self, reply: Reply) -> None:
        lasts = self._parser.should_keep_alive() and not self._parser.should_upgrade()
        stays = lasts and not reply.closes and self._parser.get_http_version() == "1.1"
        is_head = self._head is not None and self._head.method == "HEAD"
        self._replies.append(reply.usual if stays and not is_head else reply.written(stays=stays, without_body=is_head))
        self._is_done = not stays
