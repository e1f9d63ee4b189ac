"""What the listener's process keeps of webhooks for people to look at: in memory, few, and never handed out whole."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.listener.inspections import Map, Probed, Show, Shown, Unread
from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.domain.webhook_mapping import WebhookMapping
from acefone_desktop.domain.webhook_samples import Sample, Samples

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from acefone_desktop.adapters.listener.seen_bodies import SeenBodies
    from acefone_desktop.domain.reports import WebhookReport

    Read = Callable[[bytes, str, str, WebhookMapping], tuple[WebhookReport, ...]]
    Describe = Callable[[bytes, str, str, WebhookMapping, datetime], tuple[Sample, ...]]
    Tell = Callable[[Shown | Unread | Probed], None]
    CallLater = Callable[[float, Callable[[], None]], object]

MOST_KEPT: Final = 8
"""Of those that were understood, and as many of those that were not, so that neither pushes the other out."""

LARGEST_KEPT: Final = 16 * 1024
_TELL_EVERY_S: Final = 1.0
_FLUSH_EVERY_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Dialect:
    """How webhooks are read, and how they may be shown."""

    read: Read
    describe: Describe


@dataclass(frozen=True, slots=True)
class _Request:
    at: datetime
    body: bytes
    content_type: str
    query: str


class Inspector:
    """Reads for the endpoint with the mapping of the moment, and shows the app what it asks for.

    A request whose very content came before counts as read and amounts to nothing. Use on one event loop.
    """

    def __init__(
        self,
        dialect: Dialect,
        tell: Tell,
        now: Callable[[], datetime],
        call_later: CallLater,
        mapping: WebhookMapping,
        seen: SeenBodies,
    ) -> None:
        self._dialect, self._tell, self._now = dialect, tell, now
        self._call_later, self._mapping, self._seen = call_later, mapping, seen
        self._is_flushing = False
        self._understood: deque[_Request] = deque(maxlen=MOST_KEPT)
        self._odd: deque[_Request] = deque(maxlen=MOST_KEPT)
        self._counts = [0, 0, 0]
        self._is_telling = False
        self._pending: bytes | None = None

    def read(self, body: bytes, content_type: str, query: str) -> tuple[WebhookReport, ...]:
        """The reports of a request; none for one that came before. Raises `AcefoneDesktopError`."""
        digest = self._seen.digest(body, query)
        if digest in self._seen:
            self._counts[2] += 1
            return ()
        try:
            reports = self._dialect.read(body, content_type, query, self._mapping)
        except AcefoneDesktopError:
            self._counts[1] += 1
            self._keep(self._odd, body, content_type, query)
            self._tell_unread_soon()
            raise
        self._counts[0] += 1
        self._keep(self._understood, body, content_type, query)
        self._pending = digest if all(map(_is_told_apart, reports)) else None
        return reports

    def taken(self) -> None:
        """What was read last has been queued: it amounts to nothing when it comes again."""
        if self._pending is not None:
            self._seen.add(self._pending)
            if not self._is_flushing:
                self._is_flushing = True
                self._call_later(_FLUSH_EVERY_S, self._flush)

    def probed(self, nonce: str, admitted: bool) -> None:  # noqa: FBT001 (a callback)
        """A test of ours came in."""
        self._tell(Probed(nonce, admitted))

    def speak(self, dialect: Dialect) -> None:
        """Reads like this from now on."""
        self._dialect = dialect

    def obey(self, order: Map | Show) -> None:
        """What the app asks for."""
        if isinstance(order, Map):
            self._mapping = order.mapping
            return
        self._tell(Shown(order.number, self._samples(order.mapping)))

    def _samples(self, mapping: WebhookMapping) -> Samples:
        kept = sorted((*self._odd, *self._understood), key=lambda request: request.at, reverse=True)
        shown = tuple(
            sample
            for request in kept
            for sample in self._dialect.describe(request.body, request.content_type, request.query, mapping, request.at)
        )
        understood, unread, repeated = self._counts
        return Samples(shown, understood, unread, repeated)

    def _keep(self, where: deque[_Request], body: bytes, content_type: str, query: str) -> None:
        if len(body) <= LARGEST_KEPT and len(query) <= LARGEST_KEPT:
            where.append(_Request(self._now(), body, content_type, query))

    def _flush(self) -> None:
        self._is_flushing = False
        self._seen.flush()

    def _tell_unread_soon(self) -> None:
        """The first at once, and the others of a flood once a second."""
        if not self._is_telling:
            self._is_telling = True
            self._tell(Unread(self._counts[1]))
            self._told = self._counts[1]
            self._call_later(_TELL_EVERY_S, self._tell_rest)

    def _tell_rest(self) -> None:
        self._is_telling = False
        if self._counts[1] != self._told:
            self._tell_unread_soon()


def _is_told_apart(report: WebhookReport) -> bool:
    """Whether another call cannot be reported in the very same words."""
    named = report.call_id or report.ref_id or report.custom_identifier
    return bool(named or report.started_at or report.ended_at)
