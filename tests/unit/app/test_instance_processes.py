"""Several processes of one user: exactly one runs, and no message is lost, whatever happens to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from acefone_desktop.app.instance.hand_over import DELIVERED, NOBODY_THERE, hand_over
from acefone_desktop.app.instance.instance_messages import LINK, RAISE, Message
from acefone_desktop.app.instance.instance_server import claim
from acefone_desktop.domain.errors import InstanceNotRespondingError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the signals used here are not there")


def link(n: int) -> Message:
    return Message(LINK, f"tel:+4477009000{n:02}", "token")


@pytest.fixture
def path(home: Path) -> Path:
    return home / "run" / "acefone-desktop" / "instance.sock"


STARTER = """
import sys
from pathlib import Path
from acefone_desktop.app.instance.instance_messages import LINK, Message
from acefone_desktop.app.instance.instance_server import claim
server = claim(Path(sys.argv[1]), Message(LINK, sys.argv[2]), 20)
print("delivered" if server is None else "running", flush=True)
if server is not None:
    server.inbox.attach(lambda message: print(message.text, flush=True))
    sys.stdin.read()
    server.close()
"""


def start(path: Path, text: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STARTER, path, text],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str]) -> list[str]:
    """What it printed after its first line."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    with process.stdout as said:
        lines = said.read().splitlines()
    process.wait(30)
    return lines


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_of_many_processes_started_at_once_one_runs_and_hears_all_others(path: Path) -> None:
    texts = [f"tel:{n}" for n in range(6)]
    processes = [start(path, text) for text in texts]
    words = [first_line(process) for process in processes]
    assert sorted(words) == ["delivered"] * 5 + ["running"]
    running = words.index("running")
    for at, process in enumerate(processes):
        if at != running:
            end(process)
    heard = end(processes[running])
    assert sorted([texts[running], *heard]) == texts


def test_after_a_kill_the_next_process_takes_over(path: Path) -> None:
    first = start(path, "tel:1")
    assert first_line(first) == "running"
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert path.exists()
    assert hand_over(str(path), link(1)) == NOBODY_THERE
    second = start(path, "tel:2")
    assert first_line(second) == "running"
    assert hand_over(str(path), link(3)) == DELIVERED
    assert end(second) == [link(3).text]


def test_a_hung_instance_is_reported_and_not_waited_for(path: Path) -> None:
    hung = start(path, "tel:1")
    assert first_line(hung) == "running"
    hung.send_signal(signal.SIGSTOP)
    os.waitpid(hung.pid, os.WUNTRACED)  # returns once it has really stopped
    try:
        started = time.monotonic()
        with pytest.raises(InstanceNotRespondingError):
            hand_over(str(path), link(1), 0.5)
        with pytest.raises(InstanceNotRespondingError):
            claim(path, link(1), 0.5)
        assert time.monotonic() - started < 5
    finally:
        hung.send_signal(signal.SIGCONT)
    assert hand_over(str(path), link(2), 10) == DELIVERED
    assert end(hung) == [link(2).text]  # what its sender was told had failed is not done late


def test_a_link_during_the_end_of_the_running_instance_is_not_lost(path: Path) -> None:
    for n in range(5):
        first = start(path, "tel:1")
        assert first_line(first) == "running"
        assert first.stdin is not None
        first.stdin.close()  # it begins to end
        second = start(path, f"tel:{n}")
        if first_line(second) == "running":
            assert end(second) == []
        else:
            second.communicate()
            assert first.stdout is not None
            assert first.stdout.read().split() == [f"tel:{n}"]
        first.wait(30)
        assert first.stdout is not None
        first.stdout.close()


def test_the_second_process_loads_next_to_nothing(path: Path) -> None:
    script = "import sys; before = set(sys.modules); import acefone_desktop.app.instance.hand_over as _; "
    script += "print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if not name.startswith("acefone_desktop")}
    assert loaded <= {"_socket", "__future__"}


def test_a_descendant_does_not_keep_the_lock(path: Path) -> None:
    """A browser started by the app, say, outlives it: the lock must not live on in it."""
    server = claim(path, Message(RAISE))
    assert server is not None
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as child:
        server.close()
        again = claim(path, Message(RAISE))
        assert again is not None
        again.close()
        assert child.poll() is None
        os.kill(child.pid, signal.SIGTERM)
