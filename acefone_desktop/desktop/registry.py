"""The current user's part of the Windows registry, as little of it as we need."""

from __future__ import annotations

import sys
from typing import Protocol


class Registry(Protocol):
    """Text values below HKEY_CURRENT_USER. A key's default value has the empty name. Raises `OSError`."""

    def read(self, key: str, name: str) -> str | None:
        """The value, or None where there is none."""
        ...

    def write(self, key: str, name: str, value: str) -> None:
        """Creates the key where needed."""
        ...

    def delete_value(self, key: str, name: str) -> None:
        """No error when there is none."""
        ...

    def delete_key(self, key: str) -> None:
        """With all that is below it; no error when there is none."""
        ...


if sys.platform == "win32":  # pragma: no cover (winreg exists there alone; it could not be run here)
    import winreg

    class WindowsRegistry:
        """`Registry` through `winreg`."""

        def read(self, key: str, name: str) -> str | None:
            """The value, or None where there is none."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    value, _ = winreg.QueryValueEx(opened, name)
            except FileNotFoundError:
                return None
            return str(value)

        def write(self, key: str, name: str, value: str) -> None:
            """Creates the key where needed."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

        def delete_value(self, key: str, name: str) -> None:
            """No error when there is none."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                return

        def delete_key(self, key: str) -> None:
            """With all that is below it; no error when there is none."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    below = [winreg.EnumKey(opened, n) for n in range(winreg.QueryInfoKey(opened)[0])]
            except FileNotFoundError:
                return
            for name in below:
                self.delete_key(f"{key}\\{name}")
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
