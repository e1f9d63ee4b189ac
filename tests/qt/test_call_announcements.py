"""What is said of calls, and when it is taken back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from acefone_desktop.domain.announcements import Announcement, Deed, Importance
from acefone_desktop.domain.calls import Call, CallKey
from acefone_desktop.domain.evidence import Fact, Source
from acefone_desktop.domain.notification_settings import NotificationSettings
from acefone_desktop.ui.calls.call_announcements import MOST_STANDING, CallAnnouncements
from acefone_desktop.ui.calls.call_faces import CallFaces
from acefone_desktop.ui.calls.call_words import words_for
from tests.qt.scene import OVER, RUNNING, Scene, a_call


@dataclass
class Screen:
    """What stands on it, and whether somebody looks at our window."""

    watched: bool = False
    settings: NotificationSettings = field(default_factory=NotificationSettings)
    announced: list[Announcement] = field(default_factory=list)
    standing: dict[str, Announcement] = field(default_factory=dict)

    @property
    def told(self) -> list[tuple[str, str, str, bool]]:
        """Key, title, text and whether it was urgent."""
        return [
            (each.key, each.words.title, each.words.body, each.importance is Importance.ALARM)
            for each in self.announced
        ]

    def announce(self, announcement: Announcement) -> None:
        self.announced.append(announcement)
        self.standing[announcement.key] = announcement

    def withdraw(self, key: str) -> None:
        self.standing.pop(key, None)

    def is_watched(self) -> bool:
        return self.watched


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def announcements(scene: Scene, screen: Screen) -> CallAnnouncements:
    return announcing(scene, screen)


def announcing(scene: Scene, screen: Screen, faces: CallFaces | None = None) -> CallAnnouncements:
    return CallAnnouncements(
        scene.calls,
        faces or scene.faces,
        lambda: screen.settings,
        screen.announce,
        screen.withdraw,
        screen.is_watched,
    )


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


def test_a_call_whose_outcome_is_being_looked_up_is_no_alarm(
    announcements: CallAnnouncements, scene: Scene, screen: Screen
) -> None:
    vanished = (Fact.ACCEPTED, Fact.AGENT_RINGING, Fact.VANISHED)
    scene.calls.take_in_at_once((a_call(*vanished, call_id="1"),))
    assert screen.told == [], "nothing stands, and nothing is news yet"
    scene.calls.take_in_at_once((a_call(*vanished, Fact.GIVEN_UP, call_id="1"),))
    assert [(title, urgent) for _, title, _, urgent in screen.told] == [("The call ended; we don't know how", True)]


def test_what_stands_says_calmly_that_the_outcome_is_looked_up_until_it_is_told(
    announcements: CallAnnouncements, scene: Scene, screen: Screen
) -> None:
    course = (Fact.ACCEPTED, Fact.AGENT_RINGING, Fact.VANISHED, Fact.AGENT_MISSED)
    for length in (2, 3, 4):
        scene.calls.take_in_at_once((a_call(*course[:length], call_id="1"),))
    assert [(title, urgent) for _, title, _, urgent in screen.told] == [
        ("Your phone is ringing", False),
        ("Call ended; looking up how it went", False),
        ("You did not answer your phone", True),
    ]


@pytest.mark.parametrize("source", [Source.LIVE_CALLS, Source.WEBHOOK])
def test_where_only_our_own_leg_is_seen_the_words_leave_open_whether_the_customer_answered(source: Source) -> None:
    """Whether webhooks tell of the customer's answer too is up to how they are set up, which nobody tells."""
    asked = a_call(Fact.ACCEPTED)
    answered = replace(max(asked.evidence, key=lambda told: told.told_at), source=source, fact=Fact.AGENT_ANSWERED)
    assert words_for(asked | Call.of([answered]), "Tom Field").status == "You answered; calling or talking to Tom Field"


@pytest.mark.parametrize(
    ("source", "ended", "told_by", "words"),
    [
        (Source.WEBHOOK, False, Source.WEBHOOK, "You answered; calling Tom Field"),
        (Source.WEBHOOK, False, Source.LIVE_CALLS, "You answered; calling or talking to Tom Field"),
        (Source.WEBHOOK, True, Source.WEBHOOK, "You answered; calling or talking to Tom Field"),
        (Source.CALL_RECORDS, True, Source.WEBHOOK, "You answered; calling or talking to Tom Field"),
    ],
)
def test_once_webhooks_have_told_of_a_customers_answer_their_silence_says_that_none_has_come_yet(
    source: Source, ended: bool, told_by: Source, words: str, scene: Scene, screen: Screen
) -> None:
    faces = replace(scene.faces, customer_answers_told=lambda: scene.calls.customer_answers_told)
    before = a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED, Fact.CUSTOMER_ANSWERED, key="dl-0", call_id="0")
    told = [
        replace(one, source=source, ended_at=one.told_at if ended else None)
        for one in before.evidence
        if one.fact is Fact.CUSTOMER_ANSWERED
    ]
    rest = [one for one in before.evidence if one.fact is not Fact.CUSTOMER_ANSWERED]
    scene.calls.put_away([Call.of([*rest, *told])])
    announcements = announcing(scene, screen, faces)
    now = a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED, call_id="1")
    answered = {replace(one, source=told_by) for one in now.evidence if one.fact is Fact.AGENT_ANSWERED}
    asked = {one for one in now.evidence if one.fact is not Fact.AGENT_ANSWERED}
    scene.calls.take_in_at_once((Call.of(asked | answered),))
    assert [title for _, title, _, _ in screen.told] == [words]
    announcements.withdraw_all()
    scene.calls.forget()
    assert not scene.calls.customer_answers_told, "another account tells other things"


def test_who_looks_is_told_nothing_and_what_stands_is_taken_away(
    announcements: CallAnnouncements, scene: Scene, screen: Screen
) -> None:
    scene.calls.take_in_at_once((RUNNING["agent-ringing"],))
    screen.watched = True
    scene.calls.take_in_at_once((RUNNING["connected"],))
    assert (len(screen.told), screen.standing) == (1, {})
    screen.watched = False
    scene.calls.take_in_at_once((OVER["answered"],))
    assert (len(screen.told), list(screen.standing)) == (2, ["dl-1"])
    announcements.withdraw_all()
    assert screen.standing == {}


def test_what_was_known_before_is_no_news_and_a_dismissed_call_is_forgotten(scene: Scene, screen: Screen) -> None:
    scene.calls.take_in_at_once((OVER["unknown"],))
    announcements = announcing(scene, screen)
    scene.calls.select(CallKey("dl-1"))
    assert screen.told == []
    scene.calls.dismiss(CallKey("dl-1"))
    assert announcements._said == {}


def test_many_calls_in_a_minute_make_no_pile(announcements: CallAnnouncements, scene: Scene, screen: Screen) -> None:
    """What goes on stays before what is over, and the newest is always there."""
    scene.calls.take_in_at_once((RUNNING["connected"],))
    for number in range(2, 52):
        key = f"dl-{number}"
        scene.calls.take_in_at_once((a_call(Fact.ACCEPTED, Fact.AGENT_MISSED, key=key, call_id=key),))
        assert len(screen.standing) <= MOST_STANDING
        assert key in screen.standing
    assert "dl-1" in screen.standing


def test_a_dismissed_card_takes_its_notification_with_it(
    announcements: CallAnnouncements, scene: Scene, screen: Screen
) -> None:
    scene.calls.take_in_at_once((OVER["refused"],))
    assert list(screen.standing) == ["dl-1"]
    scene.calls.dismiss(CallKey("dl-1"))
    assert screen.standing == {}


def test_that_hanging_up_has_become_possible_is_shown_without_asking_for_attention(
    announcements: CallAnnouncements, scene: Scene, screen: Screen
) -> None:
    ringing = a_call(Fact.ACCEPTED, Fact.AGENT_RINGING)
    scene.calls.take_in_at_once((ringing,))
    scene.calls.take_in_at_once((RUNNING["agent-ringing"],))
    first, second = screen.announced
    assert [Deed.HANG_UP in {button.deed for button in each.buttons} for each in (first, second)] == [False, True]
    assert second.importance is Importance.STEP


def test_what_may_stay_while_somebody_looks_is_kept_up_to_date(
    announcements: CallAnnouncements, scene: Scene, screen: Screen
) -> None:
    screen.settings = NotificationSettings(leave_when_seen=False)
    scene.calls.take_in_at_once((RUNNING["agent-ringing"],))
    screen.watched = True
    scene.calls.take_in_at_once((OVER["answered"],))
    scene.calls.take_in_at_once((a_call(Fact.ACCEPTED, key="dl-2"),))
    assert {key: each.words.title for key, each in screen.standing.items()} == {"dl-1": "Call ended"}
    assert screen.standing["dl-1"].importance is Importance.STEP
