"""Where the token of a request comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from acefone_desktop.adapters.acefone.http.transport import Transport
    from acefone_desktop.domain.account import ApiToken


class SignIn(Protocol):
    """Gives the token for each request, and is told when one was refused."""

    async def token(self, transport: Transport) -> str:
        """The token to send now. Raises a `ProviderError` (never `OutcomeUnknownError`) when there is none."""
        ...

    def refused(self, token: str) -> bool:
        """The provider answered 401 to this token; returns whether asking for a token again may give another."""
        ...

    async def sign_out(self, transport: Transport) -> None:
        """Ends what was begun with the provider; afterwards there is no token."""
        ...


class TokenSignIn:
    """The account's own API token."""

    def __init__(self, token: ApiToken) -> None:
        self._token = token

    async def token(self, transport: Transport) -> str:  # noqa: ARG002 (nothing to ask)
        return self._token.value

    def refused(self, token: str) -> bool:  # noqa: ARG002 (there is only this one)
        return False

    async def sign_out(self, transport: Transport) -> None:
        """Nothing to end: a portal token lives until it is deleted in the portal."""
