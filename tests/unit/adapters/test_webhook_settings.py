"""What a person has said about webhooks, on disk."""

from __future__ import annotations

import json
from typing import Any

import pytest

from acefone_desktop.adapters.storage.settings.settings_form import settings_from_plain, settings_to_plain
from acefone_desktop.domain.errors import SettingsNotReadableError
from acefone_desktop.domain.settings import ListenerSettings, Settings, WebhookSettings
from acefone_desktop.domain.webhook_mapping import MOST_RULES, MappedField, StatusMeaning, WebhookMapping


def test_they_are_read_as_they_were_written() -> None:
    mapping = (
        WebhookMapping()
        .with_key("customer.phone", MappedField.CUSTOMER)
        .with_word("Abgehoben", StatusMeaning.CUSTOMER_ANSWERED)
    )
    settings = Settings(
        webhooks=WebhookSettings(
            mapping=mapping, public_address="https://hooks.example.com/hook", secret_in_header=False
        ),
        listener=ListenerSettings(certificate="cert.pem", certificate_key="key.pem"),
    )
    assert settings_from_plain(json.loads(json.dumps(settings_to_plain(settings)))) == settings
    assert settings_from_plain({}).webhooks == WebhookSettings()


@pytest.mark.parametrize(
    "webhooks",
    [
        {"keys": [{"key": "phone", "holds": "everything"}]},
        {"keys": [{"key": "Phone ", "holds": "customer"}]},
        {"keys": [{"key": f"k{n}", "holds": "customer"} for n in range(MOST_RULES + 1)]},
        {"words": [{"word": "x", "means": "__import__"}]},
        {"words": "all"},
        {"public_address": "http://hooks.example.com/hook"},
        {"public_address": "https://hooks.example.com/hook/with-the-secret"},
        {"secret_in_header": 1},
    ],
)
def test_what_nobody_could_have_said_is_refused_by_name(webhooks: Any) -> None:
    with pytest.raises(SettingsNotReadableError, match="webhooks"):
        settings_from_plain({"webhooks": webhooks})
