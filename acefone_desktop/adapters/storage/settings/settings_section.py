"""One object of the settings file, read key by key; every complaint names the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acefone_desktop.domain.errors import SettingsNotReadableError

if TYPE_CHECKING:
    from collections.abc import Callable


class Section:
    """The values of a JSON object. `path` is the way to it, such as `listener`; empty for the whole file."""

    def __init__(self, plain: object, path: str) -> None:
        self._path = path
        if not isinstance(plain, dict):
            raise SettingsNotReadableError(f"({path or 'The file'} must be an object.)")
        self._values: dict[str, object] = plain

    def has(self, key: str) -> bool:
        """Whether there is a value, and it is not null."""
        return self._values.get(key) is not None

    def section(self, key: str) -> Section:
        """The object under this key."""
        return Section(self._values.get(key), self._name(key))

    def sections(self, key: str) -> list[Section]:
        """The list of objects under this key; empty where there is none."""
        values = self._values.get(key, [])
        if not isinstance(values, list):
            raise self._wrong(key, "a list")
        return [Section(value, f"{self._name(key)}[{place}]") for place, value in enumerate(values)]

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under this key; empty where there is none."""
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self._wrong(key, "a list of texts")
        return tuple(values)

    def text(self, key: str, default: str | None = None, check: Callable[[str], bool] = lambda _: True) -> str:
        """A text that passes the check; without a default it must be there."""
        value = self._values.get(key, default)
        if not isinstance(value, str) or not check(value):
            raise self._wrong(key, "text" if not isinstance(value, str) else "a usable value")
        return value

    def choice(self, key: str, default: str, choices: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self._values.get(key, default)
        if not isinstance(value, str) or value not in choices:
            raise self._wrong(key, f"one of {', '.join(choices)}")
        return value

    def flag(self, key: str, default: bool) -> bool:  # noqa: FBT001 (the default of a flag is one)
        """True or false."""
        value = self._values.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false")
        return value

    def whole(self, key: str, default: int, lowest: int, highest: int) -> int:
        """A whole number within bounds."""
        value = self._values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise self._wrong(key, f"a whole number from {lowest} to {highest}")
        return value

    def _name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _wrong(self, key: str, wanted: str) -> SettingsNotReadableError:
        return SettingsNotReadableError(f"({self._name(key)} must be {wanted}.)")
