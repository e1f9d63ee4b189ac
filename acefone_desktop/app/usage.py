"""Wrong usage: one sentence on standard error, with the nearest word that would be right."""

from __future__ import annotations

import argparse
import difflib
from typing import TYPE_CHECKING, Any, Final

from acefone_desktop.app.plain_text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST_WORD: Final = 60
_LONGEST_COMPLAINT: Final = 300
_LIKE_ENOUGH: Final = 0.5
"""As `difflib` measures: half of the letters."""

LINK_ALONE: Final = "a phone link stands alone, or with --profile and --data-dir; see “acefone-desktop --help”"
WINDOW_OPTIONS_ALONE: Final = "--demo, --tray and --drive are for the window and go with no command"
_WINDOW_OPTIONS: Final = ("--profile", "--data-dir", "--demo", "--tray", "--drive", "--quick-dial", "--activated")


class CommandParser(argparse.ArgumentParser):
    """A parser that complains in one sentence. Its subcommands' parsers are of this kind too."""

    def error(self, message: str) -> Any:
        """Ends with status 2."""
        self.exit(2, f"{self.prog}: {shown(message, _LONGEST_COMPLAINT)}; see “{self.prog} --help”\n")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Complains of what is unknown, so that the complaint about a command points to that command's help."""
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(self._of_unknown(known, unknown))
        return known, unknown

    def _of_unknown(self, known: argparse.Namespace, unknown: Sequence[str]) -> str:
        """Words behind a number are the rest of it, as a rule: it is not put together here, since it is dialled."""
        takes_number = any(action.metavar == "NUMBER" for action in self._actions)
        if takes_number and not any(word.startswith("-") for word in unknown):
            return f'a number with blanks goes in quotation marks: "{" ".join([known.number, *unknown])}"'
        return f"unrecognized arguments: {' '.join(unknown)}"

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            choices = [str(choice) for choice in action.choices]
            raise argparse.ArgumentError(None, f"“{shown(str(value))}” is none of {', '.join(choices)}"
                                               f"{did_you_mean(str(value), choices)}")  # fmt: skip


def unknown_command(word: str, commands: Iterable[str]) -> str:
    """What to say of a first word that is neither a command nor a link."""
    complaint = f"“{shown(word)}” is neither a command nor a phone link such as tel:+442079460123"
    if any(letter.isdecimal() for letter in word):
        return f"{complaint}; to dial a number: acefone-desktop call NUMBER"
    return complaint + (did_you_mean(word, commands) or "; see “acefone-desktop --help”")


def misplaced_option(arguments: Sequence[str]) -> str:
    """What to say of options without a command that the window cannot take; empty where it could take them."""
    options = [argument.partition("=")[0] for argument in arguments if argument.startswith("-")]
    unknown = next((option for option in options if option not in _WINDOW_OPTIONS), None)
    if unknown is not None:
        return f"“{shown(unknown)}” is no option without a command; see “acefone-desktop --help”"
    return "--drive goes with --demo" if "--drive" in options and "--demo" not in options else ""


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The nearest of the words as a question, or nothing where none is near."""
    near = difflib.get_close_matches(word[:_LONGEST_WORD].lower(), list(words), 1, _LIKE_ENOUGH)
    return f"; did you mean “{near[0]}”?" if near else ""
