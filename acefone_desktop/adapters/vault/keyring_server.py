"""The keyring's own process: answers questions from its standard input until that is closed.

It keeps the keyring's libraries, which stay loaded once they are, out of a program that runs all day.
"""

from __future__ import annotations

import os
import signal
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from acefone_desktop.adapters.vault.keyring_secrets import KeyringSecrets
from acefone_desktop.adapters.vault.vault_messages import (
    FrameError,
    Question,
    answer_frame,
    failure_frame,
    read_question,
    send,
)
from acefone_desktop.domain.errors import VaultError

if TYPE_CHECKING:
    from typing import IO

PATIENCE_S: Final = 0.5
"""How long an answer that nobody waits for any more may take: a secret is being written, or a prompt is open."""


def run(profile: str) -> int:
    """Answers for this profile until standard input ends; returns the exit status."""
    return serve(KeyringSecrets(profile))


def serve(secrets: KeyringSecrets) -> int:
    """Answers until standard input ends; returns the exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # from a terminal it goes to the app too, which then closes the pipe
    asked, answered = _own_pipe(0, "rb", buffering=0), _own_pipe(1, "wb", buffering=-1)
    questions: SimpleQueue[Question | None] = SimpleQueue()
    try:
        send(answered, answer_frame(None))
        threading.Thread(target=_listen, args=(asked, questions), name="questions", daemon=True).start()
        while (question := questions.get()) is not None:
            send(answered, _answer(secrets, question))
    except OSError:  # nobody is there to be told
        return 1
    return 0


def _answer(secrets: KeyringSecrets, question: Question) -> bytes:
    try:
        match question.action:
            case "read":
                return answer_frame(secrets.read(question.name))
            case "write":
                secrets.write(question.name, question.secret)
            case "delete":
                secrets.delete(question.name)
    except VaultError as error:
        return failure_frame(error)
    return answer_frame(None)


def _listen(asked: IO[bytes], questions: SimpleQueue[Question | None]) -> None:
    """Passes questions on. At their end, which the app's own end is too, not even a prompt may hold this process."""
    try:
        while True:
            questions.put(read_question(asked))
    except (EOFError, FrameError, OSError):
        questions.put(None)
    threading.Event().wait(PATIENCE_S)
    os._exit(1)


def _own_pipe(number: int, mode: str, *, buffering: int) -> IO[bytes]:
    """A standard stream for us alone: what libraries print, and processes they start, must not come between."""
    pipe = os.fdopen(os.dup(number), mode, buffering)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, number)
    os.close(nowhere)
    return pipe
