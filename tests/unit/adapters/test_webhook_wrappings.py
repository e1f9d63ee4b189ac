"""Webhook bodies below wrappers, in arrays, under a false content type, and with keys that a person has mapped."""

from __future__ import annotations

import codecs
import json
from datetime import UTC
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.adapters.acefone.reports.calls_within import MOST_REPORTS
from acefone_desktop.adapters.acefone.reports.webhook_bodies import (
    WebhookNotUnderstoodError,
    read_webhook_fields,
    read_webhooks,
    reports_within,
)
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.domain.report_evidence import from_webhook
from acefone_desktop.domain.reports import Direction
from acefone_desktop.domain.webhook_mapping import (
    LONGEST_KEY,
    MOST_RULES,
    KeyRule,
    MappedField,
    StatusMeaning,
    WebhookMapping,
)
from tests.support.call_bodies import ANSWERED_BY_AGENT, ANSWERED_BY_CUSTOMER, ASHA, HUNG_UP, MISSED_BY_CUSTOMER, NOON

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
TOLD = read_webhook_fields(HUNG_UP, UTC)
WRITTEN = json.dumps(HUNG_UP)
ODD: dict[str, Any] = {
    "cid": "odd-1",
    "phone": "+447700900123",
    "who": ASHA,
    "status_text": "CONNECTED_CUST",
    "way": "outgoing",
}
RULES = (
    WebhookMapping()
    .with_key("cid", MappedField.CALL_ID)
    .with_key(" Phone ", MappedField.CUSTOMER)
    .with_key("who", MappedField.AGENT_ID)
    .with_key("status_text", MappedField.STATUS)
    .with_key("way", MappedField.DIRECTION)
    .with_word("Connected-Cust", StatusMeaning.CUSTOMER_ANSWERED)
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (WRITTEN, FORM),
        (WRITTEN, f"{FORM}; charset=utf-8"),
        (WRITTEN, "text/html"),
        (quote(WRITTEN), FORM),
        (quote(WRITTEN) + "=", FORM),
        (urlencode({"payload": WRITTEN}), FORM),
        (urlencode({"payload": WRITTEN}), JSON),
        (json.dumps(WRITTEN), JSON),
        (json.dumps([HUNG_UP]), JSON),
        (json.dumps({"event": "call", "data": HUNG_UP}), JSON),
        (json.dumps({"body": {"data": {"call": HUNG_UP}}}), JSON),
        (json.dumps({"data": WRITTEN}), JSON),
        (json.dumps({"events": [HUNG_UP]}), JSON),
    ],
)
def test_one_call_is_read_through_any_wrapping(body: str, content_type: str) -> None:
    assert read_webhooks(body.encode(), content_type, "", UTC) == (TOLD,)


@pytest.mark.parametrize(
    ("written", "content_type"),
    [
        (codecs.BOM_UTF8 + WRITTEN.encode(), JSON),
        (codecs.BOM_UTF16_LE + WRITTEN.encode("utf-16-le"), JSON),
        (WRITTEN.encode("utf-16-be"), f"{JSON}; charset=UTF-16BE"),
        (WRITTEN.encode(), f"{JSON}; charset=no-such-charset"),
        (WRITTEN.encode(), f"{JSON}; charset=zlib_codec"),
    ],
)
def test_the_charset_is_told_by_the_first_bytes_or_the_header(written: bytes, content_type: str) -> None:
    assert read_webhooks(written, content_type, "", UTC) == (TOLD,)


def test_a_name_in_an_older_charset_is_read() -> None:
    body = HUNG_UP | {"answered_agent": {"id": ASHA, "name": "René Müller"}}
    written = json.dumps(body, ensure_ascii=False).encode("latin-1")

    (report,) = read_webhooks(written, f'{JSON}; charset="ISO-8859-1"', "", UTC)

    assert report.answered_agents[0].name == "René Müller"


def test_an_array_holds_several_reports_in_their_order() -> None:
    bodies = [ANSWERED_BY_AGENT, ANSWERED_BY_CUSTOMER, MISSED_BY_CUSTOMER]

    reports = reports_within({"source": "x", "events": [*bodies, "no event", {"note": 1}]}, UTC)

    assert list(reports) == [read_webhook_fields(body, UTC) for body in bodies]
    with pytest.raises(WebhookNotUnderstoodError):
        read_webhook_fields(bodies, UTC)


def test_what_the_wrapper_tells_holds_for_what_is_in_it() -> None:
    body = {"call_id": "1.5", "call_to_number": "447700900123", "events": [{"call_status": "Answered by agent"}]}

    (report,) = reports_within(body, UTC)

    assert (report.call_id, report.customer, report.status) == ("1.5", "447700900123", "Answered by agent")


@pytest.mark.parametrize(
    "body",
    [[HUNG_UP] * (MOST_REPORTS + 1), {"events": [HUNG_UP] * 101},
     [[[[[[[HUNG_UP]]]]]]], {"a": {"b": {"c": {"d": {"e": {"f": HUNG_UP}}}}}},
     {"a": [[{}] * 100] * 100}, {"call_flow": [HUNG_UP]}],
)  # fmt: skip
def test_more_or_deeper_than_anybody_sends_is_refused(body: object) -> None:
    with pytest.raises(WebhookNotUnderstoodError):
        reports_within(body, UTC)


def test_as_many_events_as_the_guide_promises_are_read() -> None:
    assert len(reports_within([HUNG_UP] * 100, UTC)) == MOST_REPORTS == 100


def test_a_form_may_write_an_object_in_brackets() -> None:
    body = "call_id=1.5&call_status=answered&answered_agent[id]=0501234560001&answered_agent[name]=Asha%20Rao"

    (report,) = read_webhooks(body.encode(), FORM, "", UTC)

    assert (report.answered_agents[0].id, report.answered_agents[0].name) == (ASHA, "Asha Rao")


def test_of_a_key_told_twice_the_one_that_says_something_counts() -> None:
    body = {"customer_no_with_prefix": "+447700900123", "customer_no_with_prefix ": "", "Call_ID": "1.5", "call_id": ""}

    report = read_webhook_fields(body | {"call_status": "missed"}, UTC)
    (form,) = read_webhooks(b"call_id=1.5&call_id=&call_status=missed", FORM, "", UTC)

    assert (report.customer, report.call_id, form.call_id) == ("447700900123", "1.5", "1.5")


def test_a_query_adds_to_a_body() -> None:
    (report,) = read_webhooks(b'{"call_status": "missed"}', JSON, "call_id=1.5&x=1", UTC)

    assert (report.call_id, report.status) == ("1.5", "missed")


def test_odd_keys_and_words_are_read_as_they_were_mapped() -> None:
    with pytest.raises(WebhookNotUnderstoodError):
        reports_within(ODD, UTC)

    (report,) = reports_within(ODD, UTC, RULES)
    (told,) = from_webhook(report, NOON)

    assert (told.fact, told.call_id, told.customers) == (Fact.CUSTOMER_ANSWERED, "odd-1", ("447700900123",))
    assert (told.agent.id, told.direction) == (ASHA, Direction.OUTBOUND)


def test_a_key_inside_another_object_is_named_by_the_way_to_it() -> None:
    body = {"call_status": "missed", "customer": {"contact": {"phone": "+447700900123"}}, "call": '{"no": "c-7"}'}
    rules = WebhookMapping().with_key("customer.contact.phone", MappedField.CUSTOMER)

    (report,) = reports_within(body, UTC, rules.with_key("call.no", MappedField.CALL_ID))

    assert (report.customer, report.call_id) == ("447700900123", "c-7")


def test_of_two_keys_for_one_field_the_first_that_says_something_counts() -> None:
    rules = WebhookMapping().with_key("a", MappedField.CALL_ID).with_key("b", MappedField.CALL_ID)

    told = [reports_within({"call_status": "missed", "a": a, "b": "2"}, UTC, rules)[0].call_id for a in ("", "$a", "1")]

    assert told == ["2", "2", "1"]


def test_mapping_leaves_the_provider_s_own_template_as_it_is() -> None:
    assert reports_within(HUNG_UP, UTC, RULES) == (TOLD,)


@pytest.mark.parametrize("key", ["", " ", "x" * (LONGEST_KEY + 1), "a\nb", "\u202eevil"])
def test_a_rule_for_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="short"):
        WebhookMapping().with_key(key, MappedField.CALL_ID)


def test_rules_are_few_and_one_for_each_key() -> None:
    rules = WebhookMapping(tuple(KeyRule(f"k{n}", MappedField.CALL_ID) for n in range(MOST_RULES)))
    with pytest.raises(ValueError, match="at most"):
        rules.with_key("more", MappedField.CALL_ID)
    with pytest.raises(ValueError, match="one rule"):
        WebhookMapping((KeyRule("k", MappedField.CALL_ID), KeyRule("k", MappedField.STATUS)))
    assert rules.with_key("K0", MappedField.STATUS).field_of("k0 ") is MappedField.STATUS
    assert rules.with_key("k0", None).field_of("k0") is None


TREES = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["1.5", "missed", "{}", "[1]", '{"a":{}}']),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["call_id", "call_status", "cid", "phone", "data", "events"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(TREES, st.sampled_from([WebhookMapping(), RULES]))
def test_any_tree_is_read_or_refused(tree: object, rules: WebhookMapping) -> None:
    try:
        reports = reports_within(tree, UTC, rules)
    except WebhookNotUnderstoodError:
        return
    assert 1 <= len(reports) <= MOST_REPORTS
