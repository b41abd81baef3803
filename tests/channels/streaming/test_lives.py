"""How long a stream lives: not longer than its token, not when nobody reads it, and through faults of the house."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus, WebSocketException

from tests.channels.streaming.streams import App, app, ask, follow, port_of, say, sent
from tests.running_house import RunningHouse

pytestmark = pytest.mark.server
DEAD_WITHIN = 5.0


INSIDE = """
import sys
from coffeehouse.site.cli import opening
opening.load()
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import commands, queries
from coffeehouse.engine.act import act
from coffeehouse.kernel.secrets import hash_secret
holder = queries.read_actor_by_token(sys.argv[1])
me = queries.read_actor_of_member(holder.member_id)
"""
ENDS = {
    "token revoked": "act(commands.RevokeToken(token_id=holder.token_id), me, 'web')",
    "member suspended": "act(commands.SuspendMember(member_id=holder.member_id, reason='a test'), SYSTEM, 'cli')",
    "password changed": (
        "act(commands.ChangePassword(current_password='a long password', password_hash='!new'), me, 'web')"
    ),
}


def do_inside(house: RunningHouse, code: str, token: str) -> None:
    """Do something in the house as a process beside its own."""
    done = subprocess.run(
        [sys.executable, "-c", INSIDE + code, token], env=house.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("end", ENDS)
def test_u4_a_dead_token_ends_its_streams(house: RunningHouse, end: str) -> None:
    """U4: revoked, password changed, member suspended: WebSocket and events end within five seconds, and stay shut."""
    name = end.split()[0]
    house.add_member(name)
    token = house.token(name)
    with (
        app(house, "?stream=user", subprotocols=[token]) as gil,
        sent(house, "/api/v1/streaming/user", token) as stream,
        app(house, "?stream=public") as anybody,
    ):
        stream.lines(1)
        do_inside(house, ENDS[end], token)
        began = time.monotonic()
        assert gil.end(DEAD_WITHIN) == 1008
        assert stream.answer.read() in (b"", b":thump\n")
        assert time.monotonic() - began < DEAD_WITHIN
        anybody.settled()
    with pytest.raises(InvalidStatus) as refused, app(house, "?stream=user", subprotocols=[token]):
        pass
    assert refused.value.response.status_code == 401


def test_who_does_not_read_is_sent_away(house: RunningHouse) -> None:
    """The queue of a listener is bounded; the others hear everything meanwhile, and memory stays."""
    ada = house.token("ada")
    address = ("localhost", port_of(house))
    with socket.create_connection(address) as lazy, app(house, "?stream=public") as reader:
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        lazy.sendall(b"GET /api/v1/streaming/public HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.5)
        before = streaming_memory(house)
        text = "x" * 900 + " "
        posted = 0
        while posted < 4_000 and is_connected(house, lazy):
            say(house, ada, text + str(posted))
            reader.event()
            posted += 1
        assert posted < 4_000, "the listener that does not read is still there"
        assert streaming_memory(house) - before < 16 * 2**20


def is_connected(house: RunningHouse, lazy: socket.socket) -> bool:
    """Whether the house still holds the other end of a connection."""
    port = lazy.getsockname()[1]
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()]
    return any(
        line[1].endswith(f":{port_of(house):04X}") and line[2].endswith(f":{port:04X}") and line[3] == "01"
        for line in lines
    )


def streaming_pid(house: RunningHouse) -> int:
    """The process that listens on the streaming port."""
    wanted = f":{port_of(house):04X}"
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[1].endswith(wanted) and fields[3] == "0A":
                link = f"socket:[{fields[9]}]"
                for pid in house.pids():
                    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
                        if descriptor.is_symlink() and os.readlink(descriptor) == link:
                            return pid
    raise AssertionError("nobody listens")


def streaming_memory(house: RunningHouse) -> int:
    """Proportional set size of the streaming process."""
    for line in Path(f"/proc/{streaming_pid(house)}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no such line")


def test_a_head_that_drips_is_cut_off(house: RunningHouse) -> None:
    """Whoever has not sent a whole head after ten seconds is disconnected; others are answered meanwhile."""
    with socket.create_connection(("localhost", port_of(house))) as slow:
        slow.settimeout(20)
        slow.sendall(b"GET /api/v1/streaming/public HTTP/1.1\r\nHost: loc")
        assert ask(house, "/api/v1/streaming/health")[0] == 200
        began = time.monotonic()
        with contextlib.suppress(ConnectionResetError):
            assert slow.recv(10) == b""
        assert 5 < time.monotonic() - began < 19


@pytest.fixture
def limited(own_house: RunningHouse) -> RunningHouse:
    """A house with limits."""
    own_house.environment["RATE_LIMITS"] = "on"
    own_house.start()
    own_house.add_member("ada")
    return own_house


def test_an_account_has_so_many_streams(limited: RunningHouse) -> None:
    """The fifty-first is 429 with Retry-After, whatever its kind; when one goes there is room again."""
    token = limited.token("ada")
    with contextlib.ExitStack() as opened:
        apps = [opened.enter_context(app(limited, subprotocols=[token])) for _ in range(50)]
        status, headers, _ = ask(limited, "/api/v1/streaming/user", token)
        assert (status, headers["Retry-After"]) == (429, "60")
        with pytest.raises(InvalidStatus) as refused, app(limited, subprotocols=[token]):
            pass
        assert refused.value.response.status_code == 429
        apps[0].socket.close()
        time.sleep(0.5)
        with app(limited, "?stream=user", subprotocols=[token]) as again:
            again.settled()


def test_streams_come_back_after_a_fault(own_house: RunningHouse) -> None:
    """kill -9 of the streaming process alone: it starts again, and an app that comes back hears."""
    own_house.start()
    own_house.add_member("ada")
    token = own_house.token("ada")
    os.kill(streaming_pid(own_house), signal.SIGKILL)
    deadline = time.monotonic() + 20
    while True:
        try:
            with app(own_house, "?stream=user", subprotocols=[token]) as ada:
                hears(own_house, ada, token)
            return
        except (OSError, WebSocketException):
            assert time.monotonic() < deadline
            time.sleep(0.2)


def hears(house: RunningHouse, listener: App, token: str) -> None:
    """The listener hears what is said now."""
    post_id = say(house, token, "are you there?")
    assert listener.event()[2]["id"] == post_id


def test_nothing_acknowledged_is_lost(house: RunningHouse) -> None:
    """Posts of two writers at once, some hundred: each is heard once, in the order of their ids, soon."""
    house.add_member("hal")
    tokens = [house.token(name) for name in ("ada", "hal")]
    follow(house, tokens[0], "hal")
    with app(house, "?stream=user", subprotocols=[tokens[0]]) as ada, ThreadPoolExecutor(2) as writers:
        said = list(writers.map(lambda number: say(house, tokens[number % 2], f"post {number}"), range(120)))
        began = time.monotonic()
        heard = [payload["id"] for _, event, payload in (ada.event() for _ in said) if event == "update"]
        assert time.monotonic() - began < 15
    assert heard == sorted(said, key=int)
