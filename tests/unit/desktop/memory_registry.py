"""A Windows registry in memory, case-insensitive as the real one."""

from __future__ import annotations


class MemoryRegistry:
    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}

    def read(self, key: str, name: str) -> str | None:
        return self.values.get((key.lower(), name.lower()))

    def write(self, key: str, name: str, value: str) -> None:
        self.values[key.lower(), name.lower()] = value

    def delete_value(self, key: str, name: str) -> None:
        self.values.pop((key.lower(), name.lower()), None)

    def delete_key(self, key: str) -> None:
        gone = [(k, n) for k, n in self.values if k == key.lower() or k.startswith(key.lower() + "\\")]
        for place in gone:
            del self.values[place]
