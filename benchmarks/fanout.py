"""`python -m benchmarks.fanout`: one post to a thousand servers, and what dead and slow ones cost the others.

Every server is an address of this machine of its own (127.x.y.z), asked over HTTP, signed for as everywhere. A
delivery's time runs from the moment the post was asked for until its server has read it.
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

from benchmarks.house import COFFEEHOUSE, House, free_port

WHOLE_SECONDS, DELAY_SECONDS = 60.0, 5.0
TAKEN = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Servers:
    """All servers at once; which of them has read something, and when."""

    def __init__(self) -> None:
        self.read: dict[str, float] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request; the slow ones are never answered."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
            await reader.readexactly(int(fields[b"content-length"]))
            if head.startswith(b"POST /inbox/slow "):
                await reader.read()
            else:
                self.read.setdefault(fields[b"host"].decode(), time.monotonic())
                writer.write(TAKEN)
                await writer.drain()
        except (OSError, EOFError, ValueError):
            return
        finally:
            writer.close()


def publish(house: House, token: str, text: str) -> None:
    """One post, acknowledged when this returns."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = json.dumps({"status": text}).encode()
    request = urllib.request.Request(f"{house.base_url}/api/v1/statuses", data, headers)  # noqa: S310  # loopback
    urllib.request.urlopen(request, timeout=60).read()  # noqa: S310


async def send(house: House, servers: Servers, token: str, text: str, expected: int) -> list[float]:
    """Post, and how long it took to each server that lives, in order; fails when one has nothing after two minutes."""
    servers.read.clear()
    began = time.monotonic()
    await asyncio.to_thread(publish, house, token, text)
    while len(servers.read) < expected:
        if time.monotonic() - began > 2 * WHOLE_SECONDS:
            raise SystemExit(f"{len(servers.read)} of {expected} servers were reached")
        await asyncio.sleep(0.05)
    return sorted(at - began for at in servers.read.values())


async def measure(house: House, port: int, tokens: list[str], count: int) -> list[str]:
    """The lines of the table."""
    servers = Servers()
    living = count - count * 6 // 20
    async with await asyncio.start_server(servers.serve, "0.0.0.0", port, backlog=2_048):  # noqa: S104  # all of 127/8
        await send(house, servers, tokens[0], "warming up", count)
        cpu = house.cpu_seconds()
        plain = await send(house, servers, tokens[0], "The library opens at nine.", count)
        cpu = house.cpu_seconds() - cpu
        mixed = await send(house, servers, tokens[1], "The library opens at ten.", living)
        await asyncio.sleep(12)
        known = await send(house, servers, tokens[1], "The library is closed.", living)
    delays = [_at(found, 0.95) - _at(plain, 0.95) for found in (mixed, known)]
    return [
        f"| {count:,} servers, all alive: the last has it after | {plain[-1]:.1f} s | ≤ {WHOLE_SECONDS:.0f} s |",
        f"| p50, p95 | {statistics.median(plain):.1f}, {_at(plain, 0.95):.1f} s |  |",
        f"| CPU of the house for each delivery | {cpu / count * 1_000:.1f} ms |  |",
        f"| 30 % dead or slow, not known before: p50, p95 of the living | {statistics.median(mixed):.1f},"
        f" {_at(mixed, 0.95):.1f} s |  |",
        f"| later than without them (p95) | {max(0.0, delays[0]):.1f} s | ≤ {DELAY_SECONDS:.0f} s |",
        f"| the same when they are known: later (p95) | {max(0.0, delays[1]):.1f} s | ≤ {DELAY_SECONDS:.0f} s |",
    ]


def _at(found: list[float], part: float) -> float:
    return found[int((len(found) - 1) * part)]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--servers", type=int, default=1_000)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="coffeehouse-fanout-"))
    house = House(folder)
    house.environment |= {"OUTBOUND": "on", "OUTBOUND_ALLOW": "127.0.0.0/8", "FEDERATION": "open"}
    port, closed = free_port(), free_port()
    try:
        house.run(str(COFFEEHOUSE), "migrate")
        seeded = house.run(
            sys.executable, "-m", "benchmarks.followers_elsewhere", str(port), str(closed), str(arguments.servers)
        )
        house.open()
        lines = asyncio.run(measure(house, port, json.loads(seeded.splitlines()[-1]), arguments.servers))
    finally:
        house.close()
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(["| what | measured | target |", "|---|---|---|", *lines]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
