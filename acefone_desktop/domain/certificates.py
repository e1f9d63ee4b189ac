"""The certificate that the webhook listener may show: what is known of it, and why one cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from acefone_desktop.domain.errors import ListenerError

SOON = timedelta(days=14)
"""Renewals come a month before the end, as a rule; two weeks before it something has gone wrong with them."""


class CertificateStanding(Enum):
    """How a certificate stands at a moment."""

    NOT_YET_VALID = "not yet valid"
    VALID = "valid"
    ENDS_SOON = "ends soon"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of itself. `names` are the hosts it is for, as far as they are names."""

    valid_from: datetime
    valid_until: datetime
    names: tuple[str, ...] = ()

    def standing(self, now: datetime) -> CertificateStanding:
        """Whether it is of use now."""
        if now < self.valid_from:
            return CertificateStanding.NOT_YET_VALID
        if now >= self.valid_until:
            return CertificateStanding.EXPIRED
        return CertificateStanding.ENDS_SOON if self.valid_until - now < SOON else CertificateStanding.VALID


class CertificateError(ListenerError):
    """The certificate or its key cannot be used as it is; `detail` says why."""

    code = "listener-certificate"
    sentence = "The certificate for webhooks cannot be used."
    remedy = "Choose another certificate and key under Settings, or none: webhooks then come without TLS."
