"""`python -m benchmarks.streaming`: many open streams on one house, posting under way: when does who hear what?

A house is seeded, as many members as streams open `user` over WebSocket (every fourth adds the public stream, every
tenth listens to server-sent events instead), and writers post at a steady rate. An event's delay runs from the moment
its post was asked for until the listener has it, so posting itself is in it. Memory is that of all processes (PSS).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from benchmarks.house import COFFEEHOUSE, House

TARGET_SECONDS, TARGET_MIB = 2.0, 1_024


class Measured:
    """When each post was asked for, and how much later each listener had it."""

    def __init__(self) -> None:
        self.asked: dict[str, float] = {}
        self.delays: list[float] = []

    def heard(self, text: str) -> None:
        """A post with this text (its number and a mark stand first) has come to somebody."""
        mark = text.removeprefix("<p>").split(" ", 1)[0]
        if mark in self.asked:
            self.delays.append(time.monotonic() - self.asked[mark])


async def listen(port: int, token: str, number: int, measured: Measured, is_open: asyncio.Semaphore) -> None:
    """One listener, until cancelled."""
    if number % 10 == 9:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = "GET /api/v1/streaming/user HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n"
        writer.write(head.format(token).encode())
        if b" 200 " not in await reader.readline():
            raise SystemExit("a stream was refused")
        is_open.release()
        while line := await reader.readline():
            if line.startswith(b"data: {"):
                measured.heard(json.loads(line[6:]).get("content", ""))
        return
    async with connect(
        f"ws://localhost:{port}/api/v1/streaming?stream=user", subprotocols=[Subprotocol(token)]
    ) as socket:
        if number % 4 == 0:
            await socket.send('{"type":"subscribe","stream":"public"}')
        is_open.release()
        async for message in socket:
            event = json.loads(message)
            if event["event"] == "update":
                measured.heard(json.loads(event["payload"]).get("content", ""))


def publish(house: House, token: str, text: str) -> None:
    """One post, acknowledged when this returns."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = json.dumps({"status": text}).encode()
    request = urllib.request.Request(f"{house.base_url}/api/v1/statuses", data, headers)  # noqa: S310  # loopback
    urllib.request.urlopen(request, timeout=60).read()  # noqa: S310


async def post_steadily(house: House, tokens: list[str], rate: float, seconds: float, measured: Measured) -> int:
    """Post at the rate, whoever's turn it is; how many."""
    began, count = time.monotonic(), 0
    tasks = []
    while (now := time.monotonic()) - began < seconds:
        mark = f"mark{count}"
        measured.asked[mark] = now
        text = f"{mark} the bus is late again and the library has a new roof #bus"
        tasks.append(asyncio.create_task(asyncio.to_thread(publish, house, tokens[count % len(tokens)], text)))
        count += 1
        await asyncio.sleep(max(0.0, began + count / rate - time.monotonic()))
    await asyncio.gather(*tasks)
    return count


async def measure(house: House, tokens: list[str], arguments: argparse.Namespace) -> list[str]:
    """Open, post, and the lines of the table."""
    measured, is_open = Measured(), asyncio.Semaphore(0)
    port = int(house.environment["STREAMING_PORT"])
    idle = house.memory_mib()
    began = time.monotonic()
    listeners = []
    for number in range(arguments.streams):
        token = tokens[number % len(tokens)]
        listeners.append(asyncio.create_task(listen(port, token, number, measured, is_open)))
        if number % 50 == 49:
            await asyncio.sleep(0.1)
    for _ in listeners:
        await asyncio.wait_for(is_open.acquire(), 120)
    opened = time.monotonic() - began
    await asyncio.sleep(1)
    memory, cpu = house.memory_mib(), house.cpu_seconds()
    await asyncio.sleep(5)
    idle_cpu = (house.cpu_seconds() - cpu) / 5
    cpu = house.cpu_seconds()
    posts = await post_steadily(house, tokens[: arguments.writers], arguments.rate, arguments.seconds, measured)
    await asyncio.sleep(3)
    used = house.cpu_seconds() - cpu
    after = house.memory_mib()
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    delays = sorted(measured.delays)
    p50, p95 = statistics.median(delays), delays[int(len(delays) * 0.95)]
    return [
        f"| open streams | {arguments.streams} (opened in {opened:.1f} s) | 500 |",
        f"| posts under way | {posts} in {arguments.seconds} s |  |",
        f"| events heard | {len(delays):,} |  |",
        f"| delay p50 | {p50 * 1_000:.0f} ms |  |",
        f"| delay p95 | {p95 * 1_000:.0f} ms | ≤ 2 s |",
        f"| delay, longest | {delays[-1] * 1_000:.0f} ms |  |",
        f"| memory (PSS), all processes: no stream, all open, after | {idle:.0f}, {memory:.0f}, {after:.0f} MiB"
        " | ≤ 1,024 MiB |",
        f"| CPU of the house while all streams are idle | {idle_cpu * 100:.1f} % of a core |  |",
        f"| CPU of the house for each post with its {len(delays) // max(1, posts)} events"
        f" | {used / max(1, posts) * 1_000:.1f} ms |  |",
    ]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--rate", type=float, default=5.0, help="posts a second")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--writers", type=int, default=10, help="members who post; everybody follows all of them")
    parser.add_argument("--members", type=int, default=500)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="coffeehouse-streaming-"))
    house = House(folder)
    try:
        house.run(str(COFFEEHOUSE), "migrate")
        seeded = house.run(sys.executable, "-m", "benchmarks.listeners", str(arguments.members), str(arguments.writers))
        tokens = json.loads(seeded.splitlines()[-1])
        house.open()
        lines = asyncio.run(measure(house, tokens, arguments))
    finally:
        house.close()
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(["| what | measured | target |", "|---|---|---|", *lines]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
