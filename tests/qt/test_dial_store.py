from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QSignalSpy

from acefone_desktop.bridge.dialing.caller_id_model import CallerIdModel
from acefone_desktop.bridge.dialing.dial_state import CallerIdReason
from acefone_desktop.bridge.dialing.dial_store import DialAccount, DialStore
from acefone_desktop.domain.account import AgentId
from acefone_desktop.domain.dial_wishes import Origin
from acefone_desktop.domain.dialing import Accepted, CallIntent, Dialed, DialRequest, IntentId, NotDialed, PerhapsDialed
from acefone_desktop.domain.errors import NotSetUpError, OfflineError, OutcomeUnknownError, RefusedError
from tests.qt.scene import AGENT, CALLER_IDS, NOW, Scene


def an_intent() -> CallIntent:
    return CallIntent(IntentId("dl-1"), DialRequest(digits="447700900123", agent_id=AGENT.id), NOW)


def test_typing_groups_digits_and_says_what_is_known(scene: Scene) -> None:
    scene.dial.set_text("07700900123")
    state = scene.dial.state
    assert state.text == "07700 900123"
    assert state.number is not None
    assert state.number.digits_sent == "447700900123"
    assert state.contact is not None
    assert state.contact.name == "Tom Field"
    assert state.can_dial


@pytest.mark.parametrize(
    ("pasted", "text", "digits", "others"),
    [
        ("Call Tom on +44 7700 900123 (mobile)", "07700 900123", "447700900123", 0),
        ("020 7946 0123 ext. 12", "020 7946 0123 ext. 12", "442079460123", 0),
        ("07700 900123 or 07700 900456", "07700 900123", "447700900123", 1),
        ("  no number\there ", "no number here", None, 0),
    ],
)
def test_a_pasted_text_leads_to_its_number(
    scene: Scene, pasted: str, text: str, digits: str | None, others: int
) -> None:
    scene.dial.paste(pasted)
    state = scene.dial.state
    assert (state.text, state.others) == (text, others)
    assert (state.number.digits_sent if state.number else None) == digits


def test_a_call_is_submitted_once_with_everything_chosen(scene: Scene) -> None:
    scene.dial.set_text("020 7946 0123 ext. 12")
    scene.dial.choose_caller_id(CALLER_IDS[1])
    scene.dial.set_max_length(600)
    scene.dial.set_custom_identifier(" ticket 7 ")
    scene.dial.dial()
    scene.dial.dial()
    (request,) = scene.submitted
    assert request == DialRequest(
        digits="442079460123",
        agent_id=AgentId("0501234560001"),
        display=request.display,
        extension="12",
        caller_id="442079460101",
        max_length_s=600,
        custom_identifier="ticket 7",
    )
    assert scene.remembered == ["442079460101"]


@pytest.mark.parametrize(("given", "kept"), [(0, None), (1, 30), (30, 30), (600, 600), (99999, 7200)])
def test_the_maximum_length_stays_within_bounds(scene: Scene, given: int, kept: int | None) -> None:
    scene.dial.set_max_length(given)
    assert scene.dial.state.max_length_s == kept


@pytest.mark.parametrize("text", ["999", "0770", "*#06#", "07700 900123 4567 8901"])
def test_a_refused_number_is_never_submitted(scene: Scene, text: str) -> None:
    scene.dial.set_text(text)
    scene.dial.dial()
    scene.dial.dial(confirmed=True)
    assert scene.submitted == []
    assert scene.dial.state.verdict is not None
    assert scene.dial.state.insisted


def test_the_agents_own_number_is_refused(scene: Scene) -> None:
    scene.dial.set_text("020 7946 0999")
    scene.dial.dial(confirmed=True)
    assert scene.submitted == []
    assert scene.dial.state.verdict is not None
    assert scene.dial.state.verdict.code == "own-number"


def test_a_doubtful_number_is_asked_about_first(scene: Scene) -> None:
    scene.dial.set_text("0909 879 0123")
    scene.dial.dial()
    assert scene.dial.state.confirming
    assert scene.submitted == []
    scene.dial.dial(confirmed=True)
    assert [r.confirmed for r in scene.submitted] == [True]


def test_another_text_takes_the_question_back(scene: Scene) -> None:
    scene.dial.set_text("0909 879 0123")
    scene.dial.dial()
    scene.dial.set_text("0909 879 012")
    assert not scene.dial.state.confirming
    scene.dial.set_text("0909 879 0123")
    scene.dial.dial()
    scene.dial.decline()
    assert not scene.dial.state.confirming
    assert scene.submitted == []


def test_without_an_agent_the_next_step_is_said(scene: Scene) -> None:
    scene.dial.set_account(replace(scene.account, agent=None))
    scene.dial.set_text("07700 900123")
    scene.dial.dial()
    assert isinstance(scene.dial.state.error, NotSetUpError)
    assert scene.submitted == []


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (Dialed(an_intent(), Accepted()), ""),
        (PerhapsDialed(an_intent(), OutcomeUnknownError()), ""),
        (NotDialed(an_intent(), RefusedError()), "07700 900123"),
    ],
)
def test_the_number_stays_only_where_certainly_nothing_rings(
    scene: Scene, outcome: Dialed | PerhapsDialed | NotDialed, text: str
) -> None:
    scene.dial.set_text("07700 900123")
    scene.dial.dial()
    under_way = scene.dial.state
    scene.dial.landed(outcome)
    assert (under_way.busy, scene.dial.state.busy) == (True, False)
    assert scene.dial.state.text == text


def test_a_failure_before_sending_is_shown_until_dismissed(scene: Scene) -> None:
    scene.dial.set_text("07700 900123")
    scene.dial.dial()
    scene.dial.failed(OfflineError())
    failed = scene.dial.state
    assert isinstance(failed.error, OfflineError)
    assert failed.can_dial
    scene.dial.dismiss_error()
    assert scene.dial.state == replace(failed, error=None)


def test_the_caller_id_comes_from_contact_then_last_choice_then_account(scene: Scene) -> None:
    account = replace(scene.account, last_caller_id="442079460100")
    scene.dial.set_account(account)
    assert (scene.dial.state.caller_id, scene.dial.state.caller_id_reason) == (CALLER_IDS[0], CallerIdReason.LAST)
    scene.dial.set_text("07700 900456")
    assert (scene.dial.state.caller_id, scene.dial.state.caller_id_reason) == (CALLER_IDS[1], CallerIdReason.CONTACT)
    scene.dial.clear()
    again = scene.dial.state
    scene.dial.choose_caller_id(None)
    default = scene.dial.state
    assert (again.caller_id, default.caller_id, scene.remembered) == (CALLER_IDS[0], None, [""])
    scene.dial.set_account(replace(account, last_caller_id="442079460555"))
    unknown = scene.dial.state
    assert (unknown.caller_id, unknown.caller_id_reason) == (None, CallerIdReason.DEFAULT)


def test_a_choice_outlives_the_call_but_its_other_details_do_not(scene: Scene) -> None:
    scene.dial.choose_caller_id(CALLER_IDS[1])
    scene.dial.set_max_length(60)
    scene.dial.set_custom_identifier("x")
    scene.dial.clear()
    state = scene.dial.state
    assert (state.caller_id, state.max_length_s, state.custom_identifier) == (CALLER_IDS[1], None, "")


def test_a_number_from_elsewhere_keeps_its_origin_until_edited(scene: Scene) -> None:
    scene.dial.fill_in("+447700900123", Origin.LINK)
    scene.dial.dial()
    scene.dial.landed(NotDialed(an_intent(), RefusedError()))
    scene.dial.set_text("07700 900124")
    scene.dial.dial()
    assert [r.origin for r in scene.submitted] == [Origin.LINK, Origin.WINDOW]


def test_an_equal_state_is_not_told_twice(scene: Scene) -> None:
    spy = QSignalSpy(scene.dial.changed)
    scene.dial.set_text("0770")
    scene.dial.set_text("0770")
    scene.dial.clear()
    scene.dial.clear()
    assert spy.count() == 2


def test_another_region_reads_the_same_text_anew(scene: Scene) -> None:
    scene.dial.set_text("202 555 0142")
    at_home = scene.dial.state.number
    scene.dial.set_account(replace(scene.account, region="US"))
    there = scene.dial.state.number
    assert [number.digits_sent if number else None for number in (at_home, there)] == ["442025550142", "12025550142"]


def test_caller_ids_are_shown_by_name_and_number_default_first() -> None:
    model = CallerIdModel("GB")
    model.set_caller_ids(CALLER_IDS)
    titles = [model.data(model.index(row)) for row in range(model.rowCount())]
    assert titles == ["Account default", "Sales · 020 7946 0100", "Support · 020 7946 0101", "020 7946 0102"]
    assert model.caller_id(0) is None
    assert model.row_of(CALLER_IDS[2]) == 3


def test_an_account_without_numbers_still_offers_its_default() -> None:
    store = DialStore(DialAccount(), lambda _: None, lambda _: None, lambda _: None)
    assert store.state.caller_id is None
    assert CallerIdModel("GB").rowCount() == 1


def test_the_first_call_to_a_country_is_asked_about_wherever_the_number_came_from(scene: Scene) -> None:
    called: set[str] = set()
    submitted: list[DialRequest] = []
    store = DialStore(
        scene.account, submitted.append, lambda _: None, lambda _: None, has_called=lambda country: country in called
    )
    store.fill_in("tel:+1-202-555-0123", Origin.LINK)
    store.dial()
    assert store.state.confirming
    assert submitted == []
    store.dial(confirmed=True)
    assert [(request.digits, request.confirmed) for request in submitted] == [("12025550123", True)]
    store.landed(NotDialed(CallIntent(IntentId("dl-1"), submitted[0], NOW), OfflineError()))
    called.add("US")
    store.set_text("+1 303 555 0123")
    store.dial()
    assert [request.digits for request in submitted] == ["12025550123", "13035550123"]
