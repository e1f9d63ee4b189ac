"""What works here and what does not, in words that are safe to send to support."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from acefone_desktop.domain.errors import AcefoneDesktopError
from acefone_desktop.domain.redaction import redact
from acefone_desktop.services.keyring_patience import KeyringSkippedError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Status(Enum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One line of the diagnosis. `remedy` is what to do, empty where nothing is to be done."""

    name: str
    status: Status
    found: str
    remedy: str = ""


class Check(Protocol):
    """Looks at one thing. `run` may raise our errors: they become a problem with the error's own remedy."""

    @property
    def name(self) -> str:
        """One or two words, the first column of the line."""
        ...

    async def run(self) -> CheckResult: ...


class Diagnostics:
    """Runs checks one after the other, each for so many seconds at most; one that fails does not stop the others."""

    def __init__(self, checks: Sequence[Check], deadline_s: float = 30.0) -> None:
        self._checks = checks
        self._deadline_s = deadline_s

    async def run(self) -> tuple[CheckResult, ...]:
        """All results in the order of the checks, without secrets and full numbers."""
        return tuple([_redacted(await self._result(check)) for check in self._checks])

    async def _result(self, check: Check) -> CheckResult:
        try:
            async with asyncio.timeout(self._deadline_s):
                return await check.run()
        except KeyringSkippedError as error:
            return replace(problem(check.name, error), status=Status.WARNING)  # the problem is told already
        except AcefoneDesktopError as error:
            return problem(check.name, error)
        except TimeoutError:
            found = f"There was no answer within {self._deadline_s:.0f} seconds."
            return CheckResult(name=check.name, status=Status.PROBLEM, found=found, remedy=_TRY_LATER)
        except Exception as error:  # noqa: BLE001 (a broken desktop answers in ways nobody foresaw: say so, go on)
            found = f"The check itself failed ({type(error).__name__})."
            return CheckResult(name=check.name, status=Status.PROBLEM, found=found, remedy=AcefoneDesktopError.remedy)


_TRY_LATER = "Look for a window that asks for a password; answer it and try again."


def problem(name: str, error: AcefoneDesktopError) -> CheckResult:
    """One of our errors as a line of the diagnosis."""
    said = f"Acefone says: “{error.server_message}”." if error.server_message else ""
    found = " ".join(part for part in (error.sentence, error.detail, said) if part)
    return CheckResult(name=name, status=Status.PROBLEM, found=found, remedy=error.remedy)


def _redacted(result: CheckResult) -> CheckResult:
    return replace(result, found=redact(result.found), remedy=redact(result.remedy))
