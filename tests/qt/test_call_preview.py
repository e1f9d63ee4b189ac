"""What a notification says of who a call is with: never more than is allowed, whatever the call."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acefone_desktop.desktop.notifications.outlet import presentable
from acefone_desktop.domain.announcements import Announcement, Deed, Importance, Kind
from acefone_desktop.domain.calls import Call
from acefone_desktop.domain.contacts import Contact, ContactId, ContactNumber
from acefone_desktop.domain.evidence import Fact, Source
from acefone_desktop.domain.notification_settings import NotificationSettings, Preview
from acefone_desktop.domain.reports import Direction
from acefone_desktop.ui.calls.call_preview import RINGS_S, announcement_of
from tests.qt.scene import OVER, PEOPLE, RUNNING, People, Scene, a_call

KNOWN, UNKNOWN = "447700900123", "447700900999"
NAMED_BY_NUMBER = Contact(
    id=ContactId(9), name="Desk 020 7946 0555", company="", numbers=(ContactNumber("+442079460555", "office"),)
)
SECRETS = {"a name": "Tom Field", "a number": "7700900123", "its last digits": "123"}
ALLOWED = {
    Preview.NAME_AND_NUMBER: {"a name", "a number", "its last digits"},
    Preview.NAME_OR_DIGITS: {"a name"},  # the digits only where there is no name
    Preview.NAME: {"a name"},
    Preview.DIGITS: {"its last digits"},
    Preview.NOTHING: set(),
}


def incoming(*facts: Fact, customer: str = KNOWN, call_id: str = "") -> Call:
    """A call that came in: the provider tells of it, no dial of ours does."""
    call = a_call(*facts, customer=customer, call_id=call_id)
    told = [one for one in call.evidence if one.source is Source.WEBHOOK]
    number = (customer,) if customer else ()
    return Call.of(
        replace(one, direction=Direction.INBOUND, intent_id="", call_id=call_id, customers=number) for one in told
    )


RINGING_IN = incoming(Fact.AGENT_RINGING, call_id="1")
MISSED = incoming(Fact.AGENT_RINGING, Fact.AGENT_MISSED, call_id="1")
CALLS = {**RUNNING, **OVER, "ringing in": RINGING_IN, "missed": MISSED}


def announced(call: Call, scene: Scene, **settings: object) -> Announcement:
    return announcement_of(call, scene.faces, NotificationSettings(**settings))  # type: ignore[arg-type]


def said(announcement: Announcement, *, locked: bool = False) -> str:
    """All that can be read, without what parts groups of digits."""
    title, body = presentable(announcement.locked if locked else announcement.words)
    return f"{title}\n{body}".replace(" ", "").replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("preview", list(Preview))
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_of_no_call_is_more_said_than_allowed(scene: Scene, call: Call, preview: Preview) -> None:
    text = said(announced(call, scene, preview=preview))
    shown = {kind for kind, secret in SECRETS.items() if secret.replace(" ", "") in text}
    assert shown == ALLOWED[preview]


@pytest.mark.parametrize("open_preview", list(Preview))
@pytest.mark.parametrize("locked_preview", list(Preview))
def test_a_locked_screen_never_says_more_than_either_allows(
    scene: Scene, open_preview: Preview, locked_preview: Preview
) -> None:
    """All that a preview can tell is what it allows at most, with a name or without one."""
    most = {
        Preview.NAME_AND_NUMBER: {"a name", "a number", "its last digits"},
        Preview.NAME_OR_DIGITS: {"a name", "its last digits"},
    }
    for call in CALLS.values():
        text = said(announced(call, scene, preview=open_preview, locked_preview=locked_preview), locked=True)
        shown = {kind for kind, secret in SECRETS.items() if secret.replace(" ", "") in text}
        for preview in (open_preview, locked_preview):
            assert shown <= most.get(preview, ALLOWED[preview])


@pytest.mark.parametrize(
    ("preview", "body"),
    [
        (Preview.NAME_AND_NUMBER, "07700 900999"),
        (Preview.NAME_OR_DIGITS, "+44•••••••999"),
        (Preview.NAME, "A number that is not in your contacts"),
        (Preview.DIGITS, "+44•••••••999"),
        (Preview.NOTHING, ""),
    ],
)
def test_who_is_not_in_the_contacts_is_told_by_what_may_be_told(scene: Scene, preview: Preview, body: str) -> None:
    call = a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED, Fact.CUSTOMER_RINGING, customer=UNKNOWN, call_id="1")
    assert announced(call, scene, preview=preview).words.body == body


def test_a_contact_named_by_a_number_does_not_give_it_away(scene: Scene) -> None:
    scene.people = People((*PEOPLE, NAMED_BY_NUMBER))
    faces = replace(scene.faces, contact_of=scene.people.by_number)
    call = a_call(Fact.ACCEPTED, Fact.AGENT_ANSWERED, Fact.CUSTOMER_MISSED, customer="442079460555", call_id="1")
    announcement = announcement_of(call, faces, NotificationSettings(preview=Preview.NAME))
    assert "79460555" not in said(announcement)


def test_what_the_provider_says_is_not_told(scene: Scene) -> None:
    """Its words are hostile, and may hold what belongs to nobody's screen."""
    refused = a_call(Fact.REFUSED, message="token abc123 refused for 447700900123", reason="see https://x.test/r?t=1")
    text = said(announced(refused, scene, preview=Preview.NAME_AND_NUMBER))
    assert "abc123" not in text
    assert "x.test" not in text


def test_without_any_number_nobody_is_invented(scene: Scene) -> None:
    call = incoming(Fact.AGENT_RINGING, customer="", call_id="1")
    assert announced(call, scene, preview=Preview.NAME).words.title == "Incoming call"
    assert announced(call, scene, preview=Preview.NAME).words.body == ""


BUTTONS = {
    "requested": ["Open"],
    "agent-ringing": ["Hang up", "Open"],
    "connected": ["Hang up", "Open", "Add note"],
    "hanging-up": ["Open", "Add note"],
    "answered": ["Call again", "Open", "Add note"],
    "refused": ["Call again", "Open", "Add note"],
    "unknown": ["Open", "Add note"],  # calling again would be for the person to decide, once it is known
    "unknown-settled": ["Call again", "Open", "Add note"],
    "ringing in": ["Open"],  # it may ring others too
    "missed": ["Call back", "Open", "Add note"],
}


@pytest.mark.parametrize(("name", "labels"), BUTTONS.items())
def test_the_buttons_are_what_can_be_done_now(scene: Scene, name: str, labels: list[str]) -> None:
    buttons = announced(CALLS[name], scene).buttons
    assert [button.label for button in buttons] == labels
    assert len({button.deed for button in buttons}) == len(buttons)


def test_hanging_up_is_not_offered_before_the_calls_id_is_known(scene: Scene) -> None:
    call = a_call(Fact.ACCEPTED, Fact.AGENT_RINGING)
    assert Deed.HANG_UP not in {button.deed for button in announced(call, scene).buttons}


def test_a_call_that_comes_in_rings_out_by_itself_and_a_missed_one_is_an_alarm(scene: Scene) -> None:
    ringing, missed = announced(RINGING_IN, scene), announced(MISSED, scene)
    assert (ringing.words.title, ringing.kind, ringing.lasts_s) == ("Incoming: Tom Field", Kind.INCOMING, RINGS_S)
    assert (missed.words.title, missed.kind, missed.lasts_s) == ("Missed call from Tom Field", Kind.MISSED, None)
    assert (ringing.importance, missed.importance) == (Importance.NEWS, Importance.ALARM)
