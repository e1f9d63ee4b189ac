"""Every point on which the provider is silent or varies, as a switch; the defaults are the likeliest reading."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from acefone_desktop.simulator.calling.call_script import DialReply, Outcome


class AuthorisationHeader(Enum):
    """Forms of the `Authorization` header that are accepted."""

    BEARER_AND_RAW = "bearer-and-raw"
    BEARER_ONLY = "bearer-only"


class UnknownPath(Enum):
    """Status for a path that does not exist."""

    FORBIDDEN = "403"
    NOT_FOUND = "404"


class PlusSign(Enum):
    """What a leading `+` in `destination_number` leads to."""

    REFUSED = "refused"
    ACCEPTED = "accepted"


class SynchronousDial(Enum):
    """What `async: 0` leads to."""

    IGNORED = "ignored"
    BLOCKS = "blocks"


class KeyCase(Enum):
    """Case of the reply's `success` and `message` keys."""

    LOWER = "lower"
    CAPITALISED = "capitalised"


class MessageForm(Enum):
    """Shape of the reply's `message`."""

    TEXT = "text"
    OBJECT = "object"
    ARRAY = "array"


class TwinCall(Enum):
    """A second call to the same number, at the same time as each accepted one."""

    NONE = "none"
    SAME_AGENT = "same-agent"
    OTHER_AGENT = "other-agent"


class StateWord(Enum):
    """Words in a live row's `state`."""

    KNOWN = "known"
    UNKNOWN = "unknown"


class OptionsTrouble(Enum):
    """What becomes of a request for call options that nothing speaks against."""

    NONE = "none"
    ERROR_500 = "error-500"
    DROPPED = "dropped"


class DestinationForm(Enum):
    """Form of a live row's `destination`."""

    PLAIN = "plain"
    COMMAS = "commas"


class DirectionForm(Enum):
    """Type of a live row's `direction`."""

    INTEGER = "integer"
    TEXT = "text"


class CallIdForm(Enum):
    """Form of call ids."""

    ROTATING = "rotating"
    UUID = "uuid"


class AccountZone(Enum):
    """Zone in which naive stamps are written and read; the value is its name in the time zone database."""

    UTC = "UTC"
    IST = "Asia/Kolkata"
    LONDON = "Europe/London"


class DestinationFilter(Enum):
    """What `destination` and `callerid` do to a query for call records."""

    IGNORED = "ignored"
    EMPTY = "empty"


class UsersCursor(Enum):
    """Whether `last_seen_id` moves the list of users on."""

    ADVANCES = "advances"
    STUCK = "stuck"


class ListForm(Enum):
    """Whether a list is a bare array or sits in `data`."""

    ARRAY = "array"
    WRAPPED = "wrapped"


class WebhookForm(Enum):
    """How a webhook is sent."""

    JSON = "json"
    FORM = "form"
    GET = "get"


class WebhookOrder(Enum):
    """Order of a call's webhooks: as things happen, or all after the hang-up, last one first."""

    IN_ORDER = "in-order"
    REVERSED = "reversed"


class StampForm(Enum):
    """How webhooks write moments."""

    NAIVE = "naive"
    ISO = "iso"
    EPOCH = "epoch"


class AgentForm(Enum):
    """Shape of `answered_agent` and `missed_agent` in hang-up webhooks."""

    DOCUMENTED = "documented"  # answered: object, missed: array
    ARRAY = "array"
    OBJECT = "object"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """One field per switch. Times are seconds; see docs/simulator.md for each one's meaning."""

    # who may come in
    authorisation_header: AuthorisationHeader = AuthorisationHeader.BEARER_AND_RAW
    allowed_paths: tuple[str, ...] | None = None
    token_expires_after: float | None = None
    masked_token: bool = False
    refresh_ends_old_token: bool = True
    unknown_path: UnknownPath = UnknownPath.FORBIDDEN
    forbidden_has_success: bool = False

    # click_to_call
    plus_sign: PlusSign = PlusSign.REFUSED
    synchronous_dial: SynchronousDial = SynchronousDial.IGNORED
    dial_reply: DialReply = DialReply.NORMAL
    slow_reply_seconds: float = 30.0
    gateway_error_accepts_call: bool = False
    refusal_status: int = 400
    reply_ref_id: bool = False
    reply_key_case: KeyCase = KeyCase.LOWER
    message_form: MessageForm = MessageForm.TEXT

    # the course of a call
    outcome: Outcome | None = None
    live_rows: bool = True
    record_delay: float = 3.0
    record_twice: bool = False
    recording_delay: float = 60.0
    recordings: bool = True
    twin_call: TwinCall = TwinCall.NONE
    state_word: StateWord = StateWord.KNOWN
    destination_form: DestinationForm = DestinationForm.PLAIN
    direction_form: DirectionForm = DirectionForm.INTEGER
    call_id_form: CallIdForm = CallIdForm.ROTATING
    live_calls_form: ListForm = ListForm.ARRAY
    hangup_fails_once: bool = False
    options_trouble: OptionsTrouble = OptionsTrouble.NONE

    # call records
    time_zone: AccountZone = AccountZone.UTC
    destination_filter: DestinationFilter = DestinationFilter.IGNORED
    records_fail_every: int = 0
    records_ref_id: bool = False
    records_custom_identifier: bool = False

    # directory
    users_cursor: UsersCursor = UsersCursor.ADVANCES
    numbers_form: ListForm = ListForm.ARRAY
    departments_form: ListForm = ListForm.ARRAY

    # limits
    rate_limit: int = 100
    rate_window: float = 10.0
    retry_after_header: bool = True
    login_attempts: int = 5
    login_lockout: float = 300.0
    login_retry_after_text: bool = False

    # webhooks
    webhook_form: WebhookForm = WebhookForm.JSON
    webhook_copies: int = 1
    webhook_order: WebhookOrder = WebhookOrder.IN_ORDER
    webhook_stamps: StampForm = StampForm.NAIVE
    webhook_time_zone: AccountZone | None = None
    webhook_omits_call_id: bool = False
    webhook_empty_ref_id: bool = False
    webhook_trailing_space: bool = True
    webhook_literal_variables: bool = True
    webhook_agent_form: AgentForm = AgentForm.DOCUMENTED
    webhook_attempts: int = 2
    webhook_lost_every: int = 0

    def __post_init__(self) -> None:
        if not 200 <= self.refusal_status <= 599:  # noqa: PLR2004 - HTTP's own
            raise ValueError("refusal_status must be an HTTP status from 200 to 599.")
