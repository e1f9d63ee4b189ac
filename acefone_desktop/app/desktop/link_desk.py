"""From a link to its number in the window, however many come, and whatever the window is busy with.

A link is what somebody clicked, or what a page or program sent without anybody's click. So it never takes a typed
number away, never exchanges one that is being asked about or dialled, and many at once show one window and a count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot

from acefone_desktop.app.desktop.passing_notice import PassingNotice
from acefone_desktop.bridge.account_store import Line
from acefone_desktop.bridge.dialing.arrival_store import is_same
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.domain.errors import LinkNotUnderstoodError

if TYPE_CHECKING:
    from collections.abc import Callable

    from acefone_desktop.app.desktop.desktop_parts import DesktopParts
    from acefone_desktop.app.desktop.desktop_windows import DesktopWindows
    from acefone_desktop.bridge.dialing.dial_state import DialState
    from acefone_desktop.domain.numbers import PhoneNumber

NO_NUMBER_IN_LINK = "no-number-in-link"
"""Code of the notice that a link held nothing to dial."""
SETTLING_MS = 150
"""Links that come within this time after one was shown are taken together: the newest is shown, the others wait."""
RAISE_EVERY_MS = 500
"""The window is brought to the front no more often: a storm of links must not be one of windows."""
NOTICED_AFTER_MS = 2_000
"""A link's number that stood in the field for less, when the next one came, has perhaps not been seen: it waits."""
AT_ONCE_EVERY_MS = 2_000
"""Links that dial at once do so no more often."""


class LinkDesk(QObject):
    """Shows each link's number, or why it has none; those that cannot be shown now wait in `parts.arrivals`.

    Dials only where the person has set that for links, only what the policy lets through without asking, and only a
    link that came alone: no other call is being placed, none came at the same time, and none was dialled so in the
    last `AT_ONCE_EVERY_MS`. A page that fires links thus places one call, which is seen, and not a hundred; whatever
    it fires besides waits for a person. This holds for the provider's account as much as for whoever is called.
    """

    def __init__(self, parts: DesktopParts, windows: DesktopWindows) -> None:
        super().__init__()
        self._parts, self._windows = parts, windows
        self._front = _Front(windows)
        self._came: list[PhoneNumber] = []  # since `_first` was shown and the timer started
        self._first: PhoneNumber | None = None
        self._notice = PassingNotice(parts.dial, windows, NO_NUMBER_IN_LINK)
        self._is_held_off = False  # a link waits for nothing but the end of a dial
        self._shown, self._dialled = QElapsedTimer(), QElapsedTimer()
        self._settling = QTimer(self, singleShot=True, interval=SETTLING_MS)
        self._settling.timeout.connect(self._settle)
        parts.dial.changed.connect(self._look_whether_free)

    def show_link(self, text: str) -> None:
        """A link came in."""
        self._front.hear()
        from acefone_desktop.domain.links import read_link  # noqa: PLC0415 (the numbering plans take time to load)

        try:
            number = read_link(text, self._parts.settings.state.phone_region).number
        except LinkNotUnderstoodError as error:
            self.refuse_link(error)
            return
        self._notice.hide()
        if self._settling.isActive():
            self._came.append(number)
        else:
            self._begin(number, alone=True)

    def refuse_link(self, error: LinkNotUnderstoodError) -> None:
        """A link came in that holds nothing to dial: whoever clicked it is told why."""
        self._notice.show(error.explanation)
        self._front.bring(self._windows.open)

    def close(self) -> None:
        """The app ends: nothing is shown any more."""
        self._settling.stop()
        self._front.close()
        self._parts.dial.changed.disconnect(self._look_whether_free)

    @Slot()
    def _settle(self) -> None:
        """What came meanwhile; or, once a dial is over, what came last while it was placed."""
        came, self._came = self._came, []
        if came:
            *earlier, newest = came
            alone = all(is_same(self._first, number) for number in came)  # the same link, clicked twice
            self._begin(newest, () if alone else tuple(earlier), alone=alone)
        elif self._is_held_off and not self._parts.dial.state.text:
            waiting = self._parts.arrivals.state.numbers
            self._is_held_off = False
            if waiting:
                self._fill_in(waiting[0])

    def _begin(self, number: PhoneNumber, earlier: tuple[PhoneNumber, ...] = (), *, alone: bool) -> None:
        self._first = number
        self._settling.start()
        self._show(number, earlier, alone=alone)

    def _show(self, number: PhoneNumber, earlier: tuple[PhoneNumber, ...], *, alone: bool) -> None:
        """Shows it where that takes nothing away; what came just before it waits, in the order in which it came."""
        dial = self._parts.dial
        same = is_same(dial.state.number, number)
        if dial.state.busy or dial.state.confirming or (dial.is_kept and not same):
            self._is_held_off = self._is_held_off or (dial.state.busy and not same)
            self._parts.arrivals.add(earlier if same else (*earlier, number))
        else:
            before = dial.state.number
            if before is not None and not same and dial.is_link and not self._shown.hasExpired(NOTICED_AFTER_MS):
                earlier = (before, *earlier)
            self._parts.arrivals.add(earlier)
            self._fill_in(number)
            if alone and self._dials_at_once():
                self._dial()  # before the window is painted: the call does not wait for that
        self._front.bring(self._windows.open_dial)

    def _fill_in(self, number: PhoneNumber) -> None:
        self._parts.dial.show_number(number, Origin.LINK)
        self._parts.arrivals.remove(number)
        self._shown.start()

    def _dial(self) -> None:
        self._parts.dial.dial()
        if self._parts.dial.state.busy:  # else the policy asks or refuses
            self._dialled.start()

    def _dials_at_once(self) -> bool:
        rested = not self._dialled.isValid() or self._dialled.hasExpired(AT_ONCE_EVERY_MS)
        ready = self._parts.account.state.line is Line.READY
        return rested and ready and not self._parts.settings.state.confirm_links

    @Slot(object)
    def _look_whether_free(self, state: DialState) -> None:
        """Not at once: whoever hears of the same change after us must not hear of the next one before it."""
        if self._is_held_off and not (state.busy or state.text) and not self._settling.isActive():
            self._settling.start()


class _Front(QObject):
    """Brings windows to the front at once; again only after a while, and then once for all that was asked meanwhile.

    What is done later is done in the name of the last click, by whose token the desktop lets a window come forward.
    """

    def __init__(self, windows: DesktopWindows) -> None:
        super().__init__()
        self._windows = windows
        self._wanted: Callable[[], None] | None = None
        self._token = ""
        self._pause = QTimer(self, singleShot=True, interval=RAISE_EVERY_MS)
        self._pause.timeout.connect(self._bring_again)

    def hear(self) -> None:
        """Something came in that may bring a window forward later."""
        self._token = self._windows.raising.token or self._token

    def bring(self, show: Callable[[], None]) -> None:
        if self._pause.isActive():
            self._wanted = show
            return
        self._pause.start()
        token, self._token = self._token, ""
        if not token or self._windows.raising.token:  # what is being asked for is this
            show()
        else:
            self._windows.raising.take(token)
            show()
            self._windows.raising.complete()

    def close(self) -> None:
        self._pause.stop()

    @Slot()
    def _bring_again(self) -> None:
        show, self._wanted = self._wanted, None
        if show is not None:
            self.bring(show)
