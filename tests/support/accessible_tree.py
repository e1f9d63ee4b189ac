"""What an application says to screen readers (AT-SPI 2 over D-Bus): the same words that a person sees.

Needs a session with `accessibility=True`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

    from tests.support.session_bus import SessionBus

ACCESSIBLE = "org.a11y.atspi.Accessible"
PROPERTIES = "org.freedesktop.DBus.Properties"
ROOT = "/org/a11y/atspi/accessible/root"
_EDITABLE, _ENABLED, _FOCUSED, _SHOWING = 7, 8, 12, 25
_TOOLKIT = "Qt"
_PATIENCE_S = 10.0

Answer = tuple[Any, ...]
Area = tuple[int, int, int, int]
"""X, y, width and height on the screen."""
Place = tuple[str, str]
"""A connection's name on the bus, and a path there."""
Question = tuple[str, str, str | None, Answer]
"""Interface, member, signature and arguments."""
Shown = tuple[int, str, Sequence[Answer]]
"""What shows: its states, the text in it, and further answers."""

_STATE: Question = (ACCESSIBLE, "GetState", None, ())
_CHILDREN: Question = (ACCESSIBLE, "GetChildren", None, ())
_TEXT: Question = ("org.a11y.atspi.Text", "GetText", "ii", (0, -1))
_NAME: list[Question] = [(PROPERTIES, "Get", "ss", (ACCESSIBLE, "Name"))]
_EVERYTHING: list[Question] = [
    *_NAME,
    (PROPERTIES, "Get", "ss", (ACCESSIBLE, "Description")),
    (ACCESSIBLE, "GetRoleName", None, ()),
    ("org.a11y.atspi.Component", "GetExtents", "u", (0,)),
]


class GoneError(Exception):
    """What was asked about is no longer there."""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on the screen; `text` is what an entry holds.

    `view` is where it shows once scrolled to: the area of what scrolls it, its own where nothing does.
    """

    role: str
    name: str
    description: str
    text: str
    enabled: bool
    focused: bool
    area: Area
    view: Area

    @property
    def middle(self) -> tuple[int, int]:
        """Where a person would click."""
        x, y, width, height = self.area
        return x + width // 2, y + height // 2

    @property
    def is_in_view(self) -> bool:
        """Whether a click there reaches it, rather than what lies below the part of a page that shows."""
        return self.view[1] <= self.middle[1] < self.view[1] + self.view[3]


class AccessibleTree:
    """Reads everything that an application shows at one moment; a connection of its own, to be closed."""

    def __init__(self, bus: SessionBus) -> None:
        (address,) = bus.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        self._connection: DBusConnection = open_dbus_connection(address)

    def close(self) -> None:
        """Lets go of the connection."""
        self._connection.close()

    def showing(self, process: int) -> list[Node]:
        """All that this process shows, windows first to last, from outside to inside; [] while it says nothing."""
        nodes: list[Node] = []
        around: list[Node] = []
        for depth, shown in self._shown(process, _EVERYTHING):
            del around[depth:]
            node = self._node(*shown)
            nodes.append(replace(node, view=_view(node, around)))
            around.append(nodes[-1])
        return nodes

    def words(self, process: int) -> list[str]:
        """The names and contents of the same things: less to ask for, where one waits for a word."""
        shown = self._shown(process, _NAME)
        return [text for _depth, (_states, text, (name,)) in shown for text in (_value(name), text) if text]

    @staticmethod
    def _node(states: int, text: str, answers: Sequence[Answer]) -> Node:
        name, description, (role,), (area,) = answers
        enabled, focused = bool(states & 1 << _ENABLED), bool(states & 1 << _FOCUSED)
        return Node(role, _value(name), _value(description), text, enabled, focused, area, view=area)

    def _shown(self, process: int, questions: Sequence[Question]) -> list[tuple[int, Shown]]:
        """State, text and the answers to these questions of all that shows, from outside to inside, and how deep."""
        try:
            (applications,) = self._call("org.a11y.atspi.Registry", ROOT, ACCESSIBLE, "GetChildren")
            ours = [(name, path) for name, path in applications if self._is_of(name, path, process)]
            found: dict[Place, tuple[Shown, list[Place]]] = {}
            roots = [(name, path) for ((children,),) in self._ask(ours, [_CHILDREN]) for name, path in children]
            level = roots
            while level:
                level = self._read_level(level, questions, found)
        except GoneError:
            return []
        return list(_in_order(roots, found))

    def _read_level(
        self, level: Sequence[Place], questions: Sequence[Question], found: dict[Place, tuple[Shown, list[Place]]]
    ) -> list[Place]:
        """Adds what shows at this depth to `found`, and returns what is below it."""
        states = {
            place: low | high << 32 for place, (((low, high),),) in zip(level, self._ask(level, [_STATE]), strict=True)
        }
        shown = [place for place in level if states[place] & 1 << _SHOWING]
        editable = [place for place in shown if states[place] & 1 << _EDITABLE]
        texts = {place: text for place, ((text,),) in zip(editable, self._ask(editable, [_TEXT]), strict=True)}
        below: list[Place] = []
        for place, (*answers, (children,)) in zip(shown, self._ask(shown, [*questions, _CHILDREN]), strict=True):
            inside = [(name, path) for name, path in children]
            found[place] = ((states[place], texts.get(place, ""), answers), inside)
            below += inside
        return below

    def _is_of(self, bus_name: str, path: str, process: int) -> bool:
        """A Qt program on a GTK desktop registers twice; only Qt's own entry tells something."""
        try:
            (owner,) = self._call(
                "org.freedesktop.DBus",
                "/org/freedesktop/DBus",
                "org.freedesktop.DBus",
                "GetConnectionUnixProcessID",
                "s",
                (bus_name,),
            )
            return bool(
                owner == process
                and self._property(bus_name, path, "org.a11y.atspi.Application", "ToolkitName") == _TOOLKIT
            )
        except GoneError:
            return False

    def _property(self, bus_name: str, path: str, interface: str, name: str) -> Any:
        return _value(self._call(bus_name, path, PROPERTIES, "Get", "ss", (interface, name)))

    def _call(
        self, name: str, path: str, interface: str, member: str, signature: str | None = None, body: Answer = ()
    ) -> Answer:
        (((answer,)),) = self._ask([(name, path)], [(interface, member, signature, body)])
        return answer

    def _ask(self, places: Sequence[Place], questions: Sequence[Question]) -> list[list[Answer]]:
        """For each place the answers to all questions. They are asked in one go: most of the time would else go by in
        waiting for one before asking the next. Raises `GoneError` where one is answered with an error.
        """
        asked: list[int] = []
        for name, path in places:
            for interface, member, signature, body in questions:
                address = DBusAddress(path, bus_name=name, interface=interface)
                asked.append(next(self._connection.outgoing_serial))
                self._connection.send(new_method_call(address, member, signature, body), serial=asked[-1])
        waited_for, answers = set(asked), {}
        while waited_for:
            reply = self._connection.receive(timeout=_PATIENCE_S)
            number = reply.header.fields.get(HeaderFields.reply_serial)
            if number in waited_for:
                waited_for.discard(number)
                answers[number] = reply
        for reply in answers.values():
            if reply.header.message_type is MessageType.error:
                raise GoneError(str(reply.body))
        bodies: list[Answer] = [answers[number].body for number in asked]
        return [bodies[at : at + len(questions)] for at in range(0, len(bodies), len(questions))]


def _value(answer: Answer) -> Any:
    """Of a property: what is in the variant."""
    ((_signature, value),) = answer
    return value


def _view(node: Node, around: Sequence[Node]) -> Area:
    """Its view, if these are around it, from outside to inside: a filler that what it holds has outgrown scrolls."""
    for outer, inner in pairwise((*around, node)):
        if outer.role == "filler" and inner.area[3] > outer.area[3]:
            return outer.area
    return node.area


def _in_order(
    places: Sequence[Place], found: dict[Place, tuple[Shown, list[Place]]], depth: int = 0
) -> Iterator[tuple[int, Shown]]:
    for place in places:
        if place in found:
            shown, inside = found[place]
            yield depth, shown
            yield from _in_order(inside, found, depth + 1)
