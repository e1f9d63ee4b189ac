"""What every request passes before its endpoint: size, log, burst limit, token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from acefone_desktop.simulator import tokens
from acefone_desktop.simulator.calling.exchange import LARGEST_BODY, Exchange, UnreadableBodyError, envelope, parameters
from acefone_desktop.simulator.simulation import ReceivedRequest
from acefone_desktop.simulator.switches import AuthorisationHeader, UnknownPath

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from acefone_desktop.simulator.simulation import Simulation

_PREFIX = "/v1/"
DIAL_PATH = f"{_PREFIX}click_to_call"


class Gate:
    """Lets requests through to an endpoint, or answers them itself."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation

    def guarding(
        self, endpoint: Callable[[Exchange], Awaitable[Response]], *, needs_token: bool
    ) -> Callable[[Request], Awaitable[Response]]:
        """`endpoint` as something Starlette can route to."""

        async def guarded(request: Request) -> Response:
            try:
                body = await _limited_body(request)
            except ClientDisconnect:
                return Response()  # to nobody
            if body is None:
                return envelope(self._simulation, "Request too large", success=False, status=413)
            content_type = request.headers.get("content-type", "")
            self._log(request, body, content_type)
            if refusal := self._burst_refusal():
                return refusal
            token = self._token(request) if needs_token else None
            if needs_token and (refusal := self._token_refusal(token, request.url.path)):
                return refusal
            try:
                given = parameters(body, content_type)
            except UnreadableBodyError:
                return envelope(self._simulation, "Unable to process this request", success=False, status=400)
            return await endpoint(Exchange(simulation=self._simulation, request=request, parameters=given, token=token))

        return guarded

    async def unknown(self, request: Request, _: Exception) -> Response:
        """No such path or method: what the gateway in front of the account says."""
        self._log(request, b"", "")
        status = 403 if self._simulation.switches.unknown_path is UnknownPath.FORBIDDEN else 404
        return JSONResponse({"message": "Missing Authentication Token"}, status)

    def _log(self, request: Request, body: bytes, content_type: str) -> None:
        text = body.decode(errors="replace") if body else request.url.query
        at = self._simulation.clock.civil()
        self._simulation.requests.append(ReceivedRequest(request.method, request.url.path, text, at))
        if request.method == "POST" and request.url.path == DIAL_PATH:
            try:
                self._simulation.dials.append(parameters(body, content_type))
            except UnreadableBodyError:
                self._simulation.dials.append({})

    def _burst_refusal(self) -> Response | None:
        switches = self._simulation.switches
        wait = self._simulation.burst.wait_for(
            self._simulation.clock.civil(), switches.rate_limit, switches.rate_window
        )
        if not wait:
            return None
        headers = {"Retry-After": str(wait)} if switches.retry_after_header else {}
        return envelope(self._simulation, "Too many requests", success=False, status=429, headers=headers)

    def _token(self, request: Request) -> str | None:
        header = request.headers.get("authorization", "").strip()
        scheme, _, rest = header.partition(" ")
        if scheme.lower() == "bearer":
            return rest.strip()
        raw_accepted = self._simulation.switches.authorisation_header is AuthorisationHeader.BEARER_AND_RAW
        return header if header and raw_accepted else None

    def _token_refusal(self, token: str | None, path: str) -> Response | None:
        switches = self._simulation.switches
        verdict = self._simulation.tokens.judge(
            token or "",
            path.removeprefix(_PREFIX),
            self._simulation.clock.civil(),
            life_s=switches.token_expires_after,
            allowed=switches.allowed_paths,
        )
        match verdict:
            case tokens.Verdict.GOOD:
                return None
            case tokens.Verdict.NOT_ALLOWED if switches.forbidden_has_success:
                return envelope(self._simulation, "This token has no access to this API", success=False, status=403)
            case tokens.Verdict.NOT_ALLOWED:
                return JSONResponse({"message": "Forbidden"}, 403)
            case tokens.Verdict.BLACKLISTED:
                text = "Deleted or blacklisted token provided"
            case tokens.Verdict.EXPIRED:
                text = "Token has expired"
            case tokens.Verdict.UNKNOWN:
                text = "Invalid token provided" if token else "Token not provided"
        return envelope(self._simulation, text, success=False, status=401)


async def _limited_body(request: Request) -> bytes | None:
    """The body, or None if it is larger than anything the account takes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
