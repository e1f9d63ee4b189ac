"""What a person has said about webhooks, as plain JSON values and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acefone_desktop.domain.errors import SettingsNotReadableError
from acefone_desktop.domain.settings import WebhookSettings
from acefone_desktop.domain.webhook_mapping import KeyRule, MappedField, StatusMeaning, WebhookMapping, WordRule

if TYPE_CHECKING:
    from acefone_desktop.adapters.storage.settings.settings_section import Section

_FIELDS = tuple(field.name.lower() for field in MappedField)
_MEANINGS = tuple(meaning.name.lower() for meaning in StatusMeaning)


def webhooks_to_plain(webhooks: WebhookSettings) -> dict[str, Any]:
    """`webhooks_from_plain` gives back the same."""
    mapping = webhooks.mapping
    return {
        "public_address": webhooks.public_address,
        "secret_in_header": webhooks.secret_in_header,
        "keys": [{"key": rule.key, "holds": rule.field.name.lower()} for rule in mapping.keys],
        "words": [{"word": rule.word, "means": rule.meaning.name.lower()} for rule in mapping.words],
    }


def webhooks_from_plain(section: Section) -> WebhookSettings:
    """Raises `SettingsNotReadableError` naming the key whose value cannot be."""
    default = WebhookSettings()
    keys = section.sections("keys")
    words = section.sections("words")
    try:
        mapping = WebhookMapping(
            tuple(KeyRule(each.text("key"), MappedField[each.choice("holds", "", _FIELDS).upper()]) for each in keys),
            tuple(
                WordRule(each.text("word"), StatusMeaning[each.choice("means", "", _MEANINGS).upper()])
                for each in words
            ),
        )
    except ValueError as error:
        raise SettingsNotReadableError(f"(webhooks.keys and webhooks.words: {error}.)") from error
    return WebhookSettings(
        mapping=mapping,
        public_address=section.text("public_address", default.public_address, check=_is_address),
        secret_in_header=section.flag("secret_in_header", default.secret_in_header),
    )


def _is_address(text: str) -> bool:
    if not text:
        return True
    from acefone_desktop.domain.public_address import (  # noqa: PLC0415 (hardly anybody has one)
        PublicAddressError,
        read_public_address,
    )

    try:
        return read_public_address(text) == text
    except PublicAddressError:
        return False
