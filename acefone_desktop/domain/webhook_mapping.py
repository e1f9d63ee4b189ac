"""What a person has said about the keys of webhooks whose template is not the provider's own: data, no expressions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

LONGEST_KEY = 64
LONGEST_WORD = 60
MOST_RULES = 40
"""Of each kind; a template has some fifty variables."""


class MappedField(Enum):
    """What a key can be said to hold. The value is the provider's own key for it."""

    STATUS = "call_status"
    CALL_ID = "call_id"
    CUSTOMER = "customer_no_with_prefix"
    AGENT_ID = "agent_id"
    AGENT_NAME = "agent_name"
    AGENT_NUMBER = "agent_number"
    DIRECTION = "direction"
    CALLER_ID = "did_number"
    CUSTOM_IDENTIFIER = "custom_identifier"
    REF_ID = "ref_id"
    STARTED = "start_stamp"
    ANSWERED = "answer_stamp"
    ENDED = "end_stamp"
    TALK = "outbound_sec"
    DURATION = "duration"
    REASON = "reason_key"


class StatusMeaning(Enum):
    """What a status word can be said to mean. The value is a word that is understood for it."""

    AGENT_RINGING = "dialed on agent"
    AGENT_ANSWERED = "answered by agent"
    CUSTOMER_RINGING = "ringing customer"
    CUSTOMER_ANSWERED = "answered by customer"
    AGENT_MISSED = "missed by agent"
    CUSTOMER_MISSED = "missed by customer"
    ENDED_ANSWERED = "answered"
    ENDED_MISSED = "missed"


@dataclass(frozen=True, slots=True)
class KeyRule:
    """`key` holds this field. A key inside another object is named by the way to it: `customer.phone`."""

    key: str
    field: MappedField

    def __post_init__(self) -> None:
        _check(self.key, folded_key(self.key), LONGEST_KEY)


@dataclass(frozen=True, slots=True)
class WordRule:
    """The status `word` means this."""

    word: str
    meaning: StatusMeaning

    def __post_init__(self) -> None:
        _check(self.word, folded_word(self.word), LONGEST_WORD)


@dataclass(frozen=True, slots=True)
class WebhookMapping:
    """Rules in their order; of two keys for one field the first that says something counts. Raises `ValueError`."""

    keys: tuple[KeyRule, ...] = ()
    words: tuple[WordRule, ...] = ()

    def __post_init__(self) -> None:
        for named in ([rule.key for rule in self.keys], [rule.word for rule in self.words]):
            if len(named) > MOST_RULES:
                raise ValueError(f"at most {MOST_RULES} rules of a kind")
            if len(set(named)) < len(named):
                raise ValueError("one rule for each key and each word")

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been said."""
        return not (self.keys or self.words)

    def with_key(self, key: str, field: MappedField | None) -> WebhookMapping:
        """The same, with this key holding this field, or nothing particular. Raises `ValueError`."""
        folded = folded_key(key)
        kept = tuple(rule for rule in self.keys if rule.key != folded)
        return WebhookMapping(kept if field is None else (*kept, KeyRule(folded, field)), self.words)

    def with_word(self, word: str, meaning: StatusMeaning | None) -> WebhookMapping:
        """The same, with this status word meaning this, or what it says. Raises `ValueError`."""
        folded = folded_word(word)
        kept = tuple(rule for rule in self.words if rule.word != folded)
        return WebhookMapping(self.keys, kept if meaning is None else (*kept, WordRule(folded, meaning)))

    def field_of(self, key: str) -> MappedField | None:
        """What this key was said to hold."""
        folded = folded_key(key)
        return next((rule.field for rule in self.keys if rule.key == folded), None)

    def meaning_of(self, word: str) -> StatusMeaning | None:
        """What this status word was said to mean."""
        folded = folded_word(word)
        return next((rule.meaning for rule in self.words if rule.word == folded), None)


def folded_key(key: str) -> str:
    """A key as keys are compared: without blanks around it, in lower case."""
    return key.strip().casefold()


def folded_word(word: str) -> str:
    """A status as statuses are compared: `Call_Answered by  AGENT` is `call answered by agent`."""
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())


def _check(written: str, folded: str, longest: int) -> None:
    if not written or len(written) > longest or not written.isprintable() or written != folded:
        raise ValueError("a key or word must be short, printable and folded")
