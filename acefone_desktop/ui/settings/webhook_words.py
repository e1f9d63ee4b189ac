"""Webhooks in plain words: keys, the shape of their values, what a report says, how far a test came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from acefone_desktop.domain.certificates import CertificateStanding
from acefone_desktop.domain.evidence import Fact
from acefone_desktop.domain.reachability import Reach
from acefone_desktop.domain.webhook_mapping import KeyRule, MappedField, StatusMeaning
from acefone_desktop.domain.webhook_samples import HIDDEN, Shape

if TYPE_CHECKING:
    from datetime import datetime

    from acefone_desktop.domain.certificates import Certificate
    from acefone_desktop.domain.reachability import ReachReport
    from acefone_desktop.domain.webhook_mapping import WordRule
    from acefone_desktop.domain.webhook_samples import Sample, SampleField, SampleReading


translate = QCoreApplication.translate


def field_words(field: MappedField) -> str:
    """What a key can hold."""
    return {
        MappedField.STATUS: translate("WebhookWords", "Status of the call"),
        MappedField.CALL_ID: translate("WebhookWords", "Id of the call"),
        MappedField.CUSTOMER: translate("WebhookWords", "Customer's number"),
        MappedField.AGENT_ID: translate("WebhookWords", "Agent's id"),
        MappedField.AGENT_NAME: translate("WebhookWords", "Agent's name"),
        MappedField.AGENT_NUMBER: translate("WebhookWords", "Agent's number"),
        MappedField.DIRECTION: translate("WebhookWords", "Direction"),
        MappedField.CALLER_ID: translate("WebhookWords", "Caller ID"),
        MappedField.CUSTOM_IDENTIFIER: translate("WebhookWords", "Mark of our dial (custom_identifier)"),
        MappedField.REF_ID: translate("WebhookWords", "Reference (ref_id)"),
        MappedField.STARTED: translate("WebhookWords", "When the call began"),
        MappedField.ANSWERED: translate("WebhookWords", "When it was answered"),
        MappedField.ENDED: translate("WebhookWords", "When it ended"),
        MappedField.TALK: translate("WebhookWords", "Seconds talked"),
        MappedField.DURATION: translate("WebhookWords", "Seconds in all"),
        MappedField.REASON: translate("WebhookWords", "Reason of the end"),
    }[field]


def meaning_words(meaning: StatusMeaning) -> str:
    """What a status word can mean."""
    return {
        StatusMeaning.AGENT_RINGING: translate("WebhookWords", "The agent's phone rings"),
        StatusMeaning.AGENT_ANSWERED: translate("WebhookWords", "The agent answered"),
        StatusMeaning.CUSTOMER_RINGING: translate("WebhookWords", "The customer's phone rings"),
        StatusMeaning.CUSTOMER_ANSWERED: translate("WebhookWords", "The customer answered"),
        StatusMeaning.AGENT_MISSED: translate("WebhookWords", "The agent did not answer"),
        StatusMeaning.CUSTOMER_MISSED: translate("WebhookWords", "The customer did not answer"),
        StatusMeaning.ENDED_ANSWERED: translate("WebhookWords", "Ended, after it was answered"),
        StatusMeaning.ENDED_MISSED: translate("WebhookWords", "Ended, nobody answered"),
    }[meaning]


def shape_words(field: SampleField) -> str:
    """A value without the value."""
    words = {
        Shape.EMPTY: translate("WebhookWords", "empty"),
        Shape.UNSET: translate("WebhookWords", "not filled in"),
        Shape.WORD: translate("WebhookWords", "“{0}”"),
        Shape.NUMBER: translate("WebhookWords", "number ending in {0}"),
        Shape.COUNT: translate("WebhookWords", "number of {0} digits")
        if field.detail != "1"
        else translate("WebhookWords", "number of one digit"),
        Shape.MOMENT: {
            "ahead": translate("WebhookWords", "a time that has not come yet"),
            "before_start": translate("WebhookWords", "a time before the call began"),
        }.get(field.detail, translate("WebhookWords", "a time")),
        Shape.ADDRESS: translate("WebhookWords", "a web address"),
        Shape.TEXT: translate("WebhookWords", "text of {0} characters"),
        Shape.FLAG: translate("WebhookWords", "yes or no"),
        Shape.PARTS: translate("WebhookWords", "{0} values"),
    }
    return words[field.shape].format(field.detail)


def key_line(field: SampleField) -> str:
    """A key, its value's shape, and below what it was understood as."""
    if field.field is not None:
        how = translate("WebhookWords", "{0}, as you said") if field.is_mapped else "{0}"
        read_as = how.format(field_words(field.field))
    else:
        read_as = translate("WebhookWords", "understood") if field.is_known else translate("WebhookWords", "not used")
    return f"{field.key}: {shape_words(field)}\n    → {read_as}"


def sample_line(sample: Sample) -> str:
    """When it came and how, and below what it was read as."""
    carrier = {"json": "JSON", "form": translate("WebhookWords", "form"), "query": "GET"}.get(
        sample.carrier, sample.carrier
    )
    when = sample.at.astimezone().strftime("%H:%M:%S")
    return f"{when} · {carrier}\n{reading_words(sample.reading) if sample.reading else problem_words(sample)}"


def reading_words(reading: SampleReading) -> str:
    """What a report was understood to say. What is too short to be shown in part is said to be there."""
    facts = [words for fact, words in _fact_words().items() if fact in reading.facts]
    said = facts[0] if facts else translate("WebhookWords", "Something goes on (“{0}”)").format(reading.status or "?")
    parts = [said]
    customer, call, agent = reading.customer, reading.call, reading.agent
    parts.append(
        translate("WebhookWords", "customer not told")
        if not customer
        else translate("WebhookWords", "customer told")
        if customer == HIDDEN
        else translate("WebhookWords", "customer {0}").format(customer)
    )
    parts.append(
        translate("WebhookWords", "call not named")
        if not call
        else translate("WebhookWords", "call named")
        if call == HIDDEN
        else translate("WebhookWords", "call {0}").format(call)
    )
    if agent:
        told = translate("WebhookWords", "agent told")
        parts.append(told if agent == HIDDEN else translate("WebhookWords", "agent {0}").format(agent))
    return " · ".join(parts)


def rule_words(rule: KeyRule | WordRule) -> str:
    """One thing that a person has said."""
    if isinstance(rule, KeyRule):
        return translate("WebhookWords", "{0} holds: {1}").format(rule.key, field_words(rule.field))
    return translate("WebhookWords", "“{0}” means: {1}").format(rule.word, meaning_words(rule.meaning))


def unread_words(count: int) -> str:
    """How many reports could not be read."""
    if count == 1:
        return translate("WebhookWords", "One report came whose call could not be read: map its keys.")
    return translate("WebhookWords", "{0} reports came whose call could not be read: map their keys.").format(count)


def reach_words(report: ReachReport) -> tuple[str, str]:
    """The kind of strip, and how far a test came, with what to do about it."""
    if report.reach is Reach.ARRIVED and report.status == 200:  # noqa: PLR2004
        return "call", translate("WebhookWords", "It arrived here after {0} ms. Acefone can reach this app.").format(
            report.took_ms
        )
    words = {
        Reach.ARRIVED: translate(
            "WebhookWords",
            "It arrived here, but the sender was told {1}: the proxy changes the answer, and Acefone sends again.",
        ),
        Reach.SECRET_LOST: translate(
            "WebhookWords",
            "It reached this app without the right secret: the proxy changes the path or drops the header.",
        ),
        Reach.NO_SUCH_HOST: translate(
            "WebhookWords", "There is no host of this name. Check the spelling, and the entry in the DNS."
        ),
        Reach.REFUSED: translate("WebhookWords", "Nobody listens at this address and port: start the proxy or tunnel."),
        Reach.UNREACHABLE: translate("WebhookWords", "The address cannot be reached from here. {0}"),
        Reach.TOO_SLOW: translate(
            "WebhookWords", "No answer within ten seconds. Acefone would give up, too: look for a firewall between."
        ),
        Reach.NOT_TRUSTED: translate(
            "WebhookWords", "The connection is not secure: {0}. Acefone needs a certificate that is trusted."
        ),
        Reach.REDIRECTED: translate(
            "WebhookWords", "It was sent on to another address ({0}). Enter the address where it ends."
        ),
        Reach.TURNED_AWAY: translate(
            "WebhookWords",
            "Somebody answered {1} before it came here: the proxy has no rule for this path, or wants a password.",
        ),
        Reach.NOBODY_BEHIND: translate(
            "WebhookWords",
            "The proxy answered {1}: it does not reach this app. Check its port, and that the tunnel is up.",
        ),
        Reach.SOMEBODY_ELSE: translate(
            "WebhookWords", "Another server took it ({1}): it never came here. Check the address and the path."
        ),
        Reach.NO_HTTP: translate("WebhookWords", "What answers there speaks no HTTP. Check the port."),
    }
    kind = "caution" if report.reach is Reach.ARRIVED else "danger"
    return kind, words[report.reach].format(
        report.detail or translate("WebhookWords", "unknown"), report.status
    ).strip()


def certificate_words(certificate: Certificate, now: datetime) -> tuple[str, str]:
    """The kind of line, and whom the certificate is for and how long."""
    names = ", ".join(certificate.names[:3]) or translate("WebhookWords", "no name")
    until = certificate.valid_until.astimezone().strftime("%Y-%m-%d")
    role, words = {
        CertificateStanding.VALID: ("muted", translate("WebhookWords", "For {0}, valid until {1}.")),
        CertificateStanding.ENDS_SOON: (
            "caution",
            translate("WebhookWords", "For {0}, valid only until {1}: renew it."),
        ),
        CertificateStanding.EXPIRED: (
            "caution",
            translate("WebhookWords", "For {0}, expired on {1}: Acefone does not accept it any more."),
        ),
        CertificateStanding.NOT_YET_VALID: (
            "caution",
            translate("WebhookWords", "For {0}, not valid yet (until {1})."),
        ),
    }[certificate.standing(now)]
    return role, words.format(names, until)


def _fact_words() -> dict[Fact, str]:
    """The one that says most comes first."""
    return {
        Fact.AGENT_MISSED: translate("WebhookWords", "The agent did not answer"),
        Fact.CUSTOMER_MISSED: translate("WebhookWords", "The customer did not answer"),
        Fact.ENDED: translate("WebhookWords", "The call ended"),
        Fact.CUSTOMER_ANSWERED: translate("WebhookWords", "The customer answered"),
        Fact.CUSTOMER_RINGING: translate("WebhookWords", "The customer's phone rings"),
        Fact.AGENT_ANSWERED: translate("WebhookWords", "The agent answered"),
        Fact.AGENT_RINGING: translate("WebhookWords", "The agent's phone rings"),
    }


def problem_words(sample: Sample) -> str:
    """Why no call could be read."""
    return translate("WebhookWords", "Not read. {0}").format(sample.problem).strip()
