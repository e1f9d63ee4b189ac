"""Every failure a person can meet: what happened in one sentence, and what to do about it."""

from __future__ import annotations

from datetime import datetime, timedelta


class AcefoneDesktopError(Exception):
    """Base of all our errors.

    `code` names the failure for programs and translators, `sentence` says what happened and `remedy` what to do.
    `server_message` is the provider's own wording where there is one; it is shown, never interpreted.
    """

    code = "unexpected"
    sentence = "Something went wrong."
    remedy = "Try again; if it happens again, send the output of “acefone-desktop doctor” to support."

    def __init__(self, detail: str = "", *, server_message: str = "") -> None:
        self.detail = detail
        self.server_message = server_message
        super().__init__(self.explanation)

    @property
    def explanation(self) -> str:
        """Sentence, the server's words where there are any, and the remedy, as one line of text."""
        said = f"Acefone says: “{self.server_message}”." if self.server_message else ""
        return " ".join(part for part in (self.sentence, self.detail, said, self.remedy) if part)


# --- the provider -------------------------------------------------------------------------------------------------


class ProviderError(AcefoneDesktopError):
    """The provider's answer, or its absence, did not allow what was asked."""


class OfflineError(ProviderError):
    """Nothing was sent."""

    code = "offline"
    sentence = "Acefone cannot be reached; nothing was sent."
    remedy = "Check the network connection, then try again."


class OutcomeUnknownError(ProviderError):
    """The request left, no answer came. It may have taken effect; it must never be repeated by the program."""

    code = "outcome-unknown"
    sentence = "We don't know whether this call went out."
    remedy = "Look at your phone; the app keeps checking and will say what it finds. It does not dial again by itself."


class RefusedError(ProviderError):
    """The provider understood and said no (`success: false`)."""

    code = "refused"
    sentence = "Acefone refused this."
    remedy = "Check your phone and agent status in Acefone, then try again."


class InvalidRequestError(RefusedError):
    """The provider found a field invalid (422)."""

    code = "invalid-request"
    sentence = "Acefone did not accept these details."
    remedy = "Check the number, the agent and the caller ID."


class TokenRefusedError(ProviderError):
    """401."""

    code = "token-refused"
    sentence = "The token was refused (401)."
    remedy = "Create a new one under API Connect → API Tokens and paste it in Settings."


class NotAllowedError(ProviderError):
    """403 from the provider itself: a good token without the right."""

    code = "not-allowed"
    sentence = "The token is valid but may not do this (403)."
    remedy = "Ask your administrator to add this API to the token's Access Control list, or check the region."


class WrongAddressError(ProviderError):
    """An answer that no Acefone API gives: the region or address is wrong."""

    code = "wrong-address"
    sentence = "This address does not answer like the Acefone API."
    remedy = "Choose the region your account belongs to, or check the address."


class GatewayRefusedError(ProviderError):
    """403 from the gateway before the API: it does not say whether the token's rights or the address are at fault."""

    code = "gateway-refused"
    sentence = "Acefone's gateway turned this away (403) without saying why."
    remedy = (
        "Either the region is not the one of your account, or the token's Access Control list lacks this API: "
        "check the region first, then ask your administrator."
    )


class HostNotFoundError(OfflineError):
    """The name of the API's host could not be resolved."""

    code = "host-not-found"
    sentence = "The address of the Acefone API could not be found; nothing was sent."
    remedy = "Check the network connection, and the region or address that your account is set up with."


class ConnectionNotSecureError(OfflineError):
    """The host could not prove that it is the API's (TLS)."""

    code = "connection-not-secure"
    sentence = "The connection to Acefone is not secure, so nothing was sent."
    remedy = "Check this computer's date and the network; a company proxy may need its certificate installed here."


class ActionUnknownError(ProviderError):
    """A request other than a dial left and no answer came: it may have been done."""

    code = "action-unknown"
    sentence = "Acefone did not answer; we don't know whether this was done."
    remedy = "Look before you do it again."


class RateLimitedError(ProviderError):
    """429; `retry_after` is how long the provider asked us to wait, if it said."""

    code = "rate-limited"
    sentence = "Acefone asks us to slow down (429)."
    remedy = "Wait a moment, then try again."

    def __init__(self, detail: str = "", *, server_message: str = "", retry_after: timedelta | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(detail, server_message=server_message)


class ServerTroubleError(ProviderError):
    """5xx, or a page where data was expected."""

    code = "server-trouble"
    sentence = "Acefone has a problem of its own at the moment."
    remedy = "Try again in a minute."


class ReplyNotUnderstoodError(ProviderError):
    """A reply in a shape nobody has described."""

    code = "reply-not-understood"
    sentence = "Acefone's answer could not be understood."
    remedy = "Try again; if it stays so, send the output of “acefone-desktop doctor” to support."


class LoginFailedError(ProviderError):
    code = "login-failed"
    sentence = "The e-mail address or the password was refused."
    remedy = "Correct them and try once more; several wrong tries lock the account."


class LoginLockedError(ProviderError):
    """Too many logins; `retry_at` is when the provider will listen again, if it said (aware)."""

    code = "login-locked"
    sentence = "Too many login attempts: Acefone has locked the login for a while."
    remedy = "Wait before you try again, or use an API token."

    def __init__(self, detail: str = "", *, server_message: str = "", retry_at: datetime | None = None) -> None:
        self.retry_at = retry_at
        super().__init__(detail, server_message=server_message)


class LoginExpiredError(ProviderError):
    """The login ended and cannot be renewed without the person."""

    code = "login-expired"
    sentence = "Your login has ended."
    remedy = "Log in again under Settings → Account."


# --- what a person enters -----------------------------------------------------------------------------------------


class EntryError(AcefoneDesktopError):
    """Something a person typed, pasted or passed cannot be used as it is."""


class TokenMaskedError(EntryError):
    code = "token-masked"
    sentence = "This is the masked token from the list: its middle is hidden by asterisks."
    remedy = "Copy the full token when you create it under API Connect → API Tokens; the list never shows it again."


class TokenMalformedError(EntryError):
    code = "token-malformed"
    sentence = "This does not look like an Acefone token: it has three parts with dots between them."
    remedy = "Copy the whole token from API Connect → API Tokens."


class AddressNotUsableError(EntryError):
    code = "address-not-usable"
    sentence = "This address cannot be used: it must start with https:// (plain http only for this computer)."
    remedy = "Enter the address of the API, such as the one of your region."


class LinkNotUnderstoodError(EntryError):
    code = "link-not-understood"
    sentence = "This link holds no phone number."
    remedy = "Links look like tel:+442079460123."


class NumberNotDialableError(EntryError):
    """The dial policy refuses the number; `detail` is its reason."""

    code = "number-not-dialable"
    sentence = "This number is not dialled."
    remedy = "Check the number."


class ConfirmationNeededError(EntryError):
    """The dial policy wants a person's yes first; `detail` is its reason."""

    code = "confirmation-needed"
    sentence = "This number needs your confirmation first."
    remedy = "Confirm it to dial."


class NotSetUpError(EntryError):
    code = "not-set-up"
    sentence = "No account is set up yet."
    remedy = "Open the app and follow the first steps, or try it with “acefone-desktop --demo”."


class SecretMissingError(NotSetUpError):
    code = "secret-missing"
    sentence = "The keyring holds no secret for this account (any more)."
    remedy = "Sign in again."


class StillOpeningError(AcefoneDesktopError):
    code = "still-opening"
    sentence = "The account is still being opened; nothing was sent."
    remedy = "See whether your keyring asks to be unlocked, then try again."


class SettingsNotReadableError(EntryError):
    code = "settings-not-readable"
    sentence = "The settings file cannot be read."
    remedy = "Correct or remove it; the app then starts with its defaults."


class ProfileNameError(EntryError):
    code = "profile-name"
    sentence = "This profile name cannot be used."
    remedy = "Use up to 32 letters, digits, hyphens and underscores, beginning with a letter or digit."


class CallerIdNotUsableError(EntryError):
    code = "caller-id-not-usable"
    sentence = "This caller ID is not a phone number."
    remedy = "Give one of the account's numbers, such as 442079460123."


class CallIdUnknownError(EntryError):
    code = "call-id-unknown"
    sentence = "This call cannot be hung up from here yet: Acefone has not told us its id."
    remedy = "Wait a few seconds, or hang up on your phone."


# --- the keyring --------------------------------------------------------------------------------------------------


class VaultError(AcefoneDesktopError):
    code = "vault"
    sentence = "The system's keyring reported a problem."
    remedy = "Check that your keyring works, or continue for this session only."


class VaultAbsentError(VaultError):
    code = "vault-absent"
    sentence = "There is no system keyring to keep the token in."
    remedy = "Start one (for example GNOME Keyring or KWallet), or continue for this session only: nothing is stored."


class VaultLockedError(VaultError):
    code = "vault-locked"
    sentence = "The system's keyring is locked."
    remedy = "Unlock it and try again, or continue for this session only."


class VaultUnsafeError(VaultError):
    code = "vault-unsafe"
    sentence = "The keyring configured here would store the token as plain text, so it is not used."
    remedy = "Remove the “keyrings.alt” package or choose the system's keyring; or continue for this session only."


# --- this computer ------------------------------------------------------------------------------------------------


class StorageError(AcefoneDesktopError):
    code = "storage"
    sentence = "The app's database cannot be used."
    remedy = "Check the free space and the permissions of the data folder."


class DatabaseTooNewError(StorageError):
    code = "database-too-new"
    sentence = "The database was written by a newer version of the app."
    remedy = "Install the newer version again; nothing was changed."


class DatabaseDamagedError(StorageError):
    code = "database-damaged"
    sentence = "The app's database is damaged."
    remedy = "Restore the backup beside it, or move it away and start afresh."


class FileNotImportableError(EntryError):
    code = "file-not-importable"
    sentence = "This file cannot be imported."
    remedy = "Contacts are read from CSV and vCard files."


class ListenerError(AcefoneDesktopError):
    code = "listener"
    sentence = "The webhook listener could not start."
    remedy = "Choose another port under Settings, or end the program that uses it."


class ListenerLateError(ListenerError):
    """It is to listen and has not begun yet; `detail` says why. It is tried again until it does."""

    code = "listener-late"
    remedy = (
        "It tries again by itself, every half minute at most; until it listens calls are followed by asking Acefone. "
        "Where another program uses the port, end that program or choose another port under Settings."
    )


class ListenerLostError(ListenerError):
    """It listened and has ended by itself; `detail` says why it could not be started again, where that was tried."""

    code = "listener-lost"
    sentence = "The webhook listener has stopped by itself: no webhooks are heard."
    remedy = "It is started again by itself; until then calls are followed by asking Acefone."


class ListenerAddressError(ListenerError):
    """The settings file names an address at which others could reach the listener."""

    code = "listener-address"
    sentence = "Webhooks are not listened for: the address in the settings file is not this computer's own."
    remedy = (
        "Write 127.0.0.1 as “host” under “listener” in the settings file, then try again; "
        "until then calls are followed by asking Acefone."
    )


class LinkHandlerError(AcefoneDesktopError):
    code = "link-handler"
    sentence = "The registration for phone links could not be changed."
    remedy = "Open your system's default-apps page and choose Acefone Desktop there."


class InstanceNotRespondingError(AcefoneDesktopError):
    code = "instance-not-responding"
    sentence = "Acefone Desktop is running but does not answer."
    remedy = "Wait a moment, or end it and start it again."
