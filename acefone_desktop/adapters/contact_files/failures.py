"""What can go wrong with a file of contacts beyond its content."""

from __future__ import annotations

from acefone_desktop.domain.errors import EntryError


class ContactFileNotWrittenError(EntryError):
    """The export did not reach the disk; what was there before is still there."""

    code = "contact-file-not-written"
    sentence = "The contacts could not be written to this file."
    remedy = "Choose a folder you may write to, with enough free space."
