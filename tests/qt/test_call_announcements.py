"""What is said of calls, and when it is taken back."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from acefone_desktop.domain.calls import CallKey
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.ui.calls.call_announcements import CallAnnouncements
from tests.qt.scene import OVER, RUNNING, Scene, a_call


@dataclass
class Screen:
    """What stands on it, and whether somebody looks at our window."""

    watched: bool = False
    told: list[tuple[str, str, str, bool]] = field(default_factory=list)
    standing: set[str] = field(default_factory=set)

    def announce(self, key: str, title: str, body: str, urgent: bool) -> None:
        self.told.append((key, title, body, urgent))
        self.standing.add(key)

    def withdraw(self, key: str) -> None:
        self.standing.discard(key)

    def is_watched(self) -> bool:
        return self.watched


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def announcements(scene: Scene, screen: Screen) -> CallAnnouncements:
    return CallAnnouncements(scene.calls, scene.faces, screen.announce, screen.withdraw, screen.is_watched)


def test_each_step_replaces_the_last_and_says_who(
    announcements: CallAnnouncements, scene: Scene, screen: Screen
) -> None:
    for name in ("agent-ringing", "connected", "connected"):
        scene.calls.take_in_at_once((RUNNING[name],))
    assert [key for key, *_ in screen.told] == ["dl-1", "dl-1"]
    assert {body for _, _, body, _ in screen.told} == {"Tom Field"}


def test_a_number_without_a_name_is_masked_in_title_and_text(
    announcements: CallAnnouncements, scene: Scene, screen: Screen
) -> None:
    for facts in ((), (Fact.ACCEPTED,), (Fact.ACCEPTED, Fact.AGENT_ANSWERED, Fact.CUSTOMER_RINGING)):
        scene.calls.take_in_at_once((a_call(*facts, customer="447700900999"),))
    assert len(screen.told) == 3
    assert all("900999" not in title + body for _, title, body, _ in screen.told)


@pytest.mark.parametrize(("name", "urgent"), [("unknown", True), ("refused", True), ("answered", False)])
def test_what_went_wrong_is_urgent(
    announcements: CallAnnouncements, scene: Scene, screen: Screen, name: str, urgent: bool
) -> None:
    scene.calls.take_in_at_once((OVER[name],))
    assert [told[-1] for told in screen.told] == [urgent]


def test_who_looks_is_told_nothing_and_what_stands_is_taken_away(
    announcements: CallAnnouncements, scene: Scene, screen: Screen
) -> None:
    scene.calls.take_in_at_once((RUNNING["agent-ringing"],))
    screen.watched = True
    scene.calls.take_in_at_once((RUNNING["connected"],))
    assert (len(screen.told), screen.standing) == (1, set())
    screen.watched = False
    scene.calls.take_in_at_once((OVER["answered"],))
    assert (len(screen.told), screen.standing) == (2, {"dl-1"})
    announcements.withdraw_all()
    assert screen.standing == set()


def test_what_was_known_before_is_no_news_and_a_dismissed_call_is_forgotten(scene: Scene, screen: Screen) -> None:
    scene.calls.take_in_at_once((OVER["unknown"],))
    announcements = CallAnnouncements(scene.calls, scene.faces, screen.announce, screen.withdraw, screen.is_watched)
    scene.calls.select(CallKey("dl-1"))
    assert screen.told == []
    scene.calls.dismiss(CallKey("dl-1"))
    assert announcements._said == {}
