"""`python -m benchmarks.inbox`: signed deliveries of other servers: how many a second, and whether a burst is lost.

First deliveries of people the house knows: posts, likes, boosts, follows, each verified, stored and recorded before it
is answered; with `--each` then every kind by itself. Then a burst of likes by people nobody here has heard of, whose
keys have to be fetched: answered at once, dealt with by the worker. Requests are signed beforehand; who delivers shares
the machine with the house.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.authors_elsewhere import actor_of
from benchmarks.house import COFFEEHOUSE, House, free_port
from coffeehouse.kernel import clock
from coffeehouse.protocols.signatures import cavage, keys

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
PER_SECOND, DRAINED_SECONDS = 300.0, 120.0
CONNECTIONS = 24
AUTHORS, STRANGERS, POSTS = 100, 200, 50
# What they say: unlike each other, as what people say is.
WORDS = (
    "river bridge library morning bus council garden rain school market bread choir lamp harbour window letter road"
    " station bell field winter story table paper music ferry kitchen ladder apple coat wheel candle island brick"
).split()
CHANCE = random.Random(7)  # always the same words


class Signer:
    """Makes requests to the inbox as their servers would."""

    def __init__(self, house: House, private: str) -> None:
        self.house, self.key = house, keys.read_private(private)

    def request(self, actor: str, activity: dict[str, Any]) -> bytes:
        """The bytes of a signed POST."""
        body = json.dumps({"@context": "https://www.w3.org/ns/activitystreams", "actor": actor} | activity).encode()
        url = f"{self.house.base_url}/inbox"
        headers = cavage.headers_for("POST", url, body, f"{actor}#main-key", self.key, clock.now_ms())
        headers |= {"Content-Type": "application/activity+json", "Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST /inbox HTTP/1.1\r\n{lines}\r\n".encode() + body


# Of ten deliveries.
MIX = ("Create",) * 5 + ("Like",) * 3 + ("Announce", "Follow")
# Of one kind, by itself: everybody follows once.
OF_A_KIND = {"Create": 1_000, "Like": 1_000, "Announce": 500, "Follow": AUTHORS}


def mixed(
    signer: Signer, port: int, posts: list[str], count: int, mix: Sequence[str] = MIX, start: int = 0
) -> list[bytes]:
    """Deliveries of these kinds in turn. start: the number of the first; none has the number of another."""
    made, ada = [], f"{signer.house.base_url}/users/ada"
    for number in range(start, start + count):
        actor = actor_of(number % AUTHORS, port, known=True)
        about, kind = f"{ada}/statuses/{posts[number // AUTHORS % POSTS]}", mix[number % len(mix)]
        if kind == "Create":
            note = {
                "id": f"{actor}/statuses/{number}", "type": "Note", "attributedTo": actor, "to": [PUBLIC],
                "cc": [f"{actor}/followers"], "published": clock.iso(clock.now_ms()),
                "content": f"<p>{' '.join(CHANCE.choices(WORDS, k=14))}</p>",
            }  # fmt: skip
            activity = {"id": f"{actor}/statuses/{number}/activity", "type": "Create", "object": note, "to": [PUBLIC]}
        else:
            target = ada if kind == "Follow" else about
            activity = {"id": f"{actor}#{kind}/{number}", "type": kind, "object": target, "to": [PUBLIC]}
        made.append(signer.request(actor, activity))
    return made


def likes(signer: Signer, port: int, posts: list[str], count: int) -> list[bytes]:
    """Likes by people nobody knows yet: each likes a post once."""
    ada = f"{signer.house.base_url}/users/ada"
    made = []
    for number in range(count):
        actor, post = actor_of(number % STRANGERS, port, known=False), posts[number // STRANGERS % POSTS]
        about = {"id": f"{actor}#likes/{number}", "type": "Like", "object": f"{ada}/statuses/{post}"}
        made.append(signer.request(actor, about))
    return made


async def deliver(house: House, requests: list[bytes]) -> tuple[float, Counter[int]]:
    """Deliver all, over a few connections; (seconds, how often each status was answered)."""
    answered: Counter[int] = Counter()
    waiting = iter(requests)

    async def hand() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        for request in waiting:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
            await reader.readexactly(int(fields.get(b"content-length", b"0")))
            answered[int(head.split(b" ", 2)[1])] += 1
        writer.close()

    began = time.monotonic()
    await asyncio.gather(*(hand() for _ in range(CONNECTIONS)))
    return time.monotonic() - began, answered


def strangers(port: int, public: str) -> Any:
    """A server on all addresses that answers who its people are."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            host = next(line[6:] for line in head.decode().split("\r\n") if line.lower().startswith("host: "))
            uri = f"http://{host}{path}"
            document = {
                "id": uri, "type": "Person", "preferredUsername": path.rpartition("/")[2], "inbox": f"{uri}/inbox",
                "publicKey": {"id": f"{uri}#main-key", "owner": uri, "publicKeyPem": public},
            }  # fmt: skip
            is_there = path.startswith("/users/")
            body = json.dumps(document if is_there else {}).encode()
            status = b"200 OK" if is_there else b"404 Not Found"
            writer.write(
                b"HTTP/1.1 %s\r\nContent-Type: application/activity+json\r\nContent-Length: %d\r\n"
                b"Connection: close\r\n\r\n%s" % (status, len(body), body)
            )
            await writer.drain()
        except (OSError, EOFError):
            return
        finally:
            writer.close()

    return asyncio.start_server(serve, "0.0.0.0", port, backlog=1_024)  # noqa: S104  # all of 127/8


def liked(house: House, posts: list[str]) -> int:
    """How often Ada's posts were liked, in all."""
    total = 0
    for post in posts:
        with urllib.request.urlopen(f"{house.base_url}/api/v1/statuses/{post}", timeout=60) as answer:  # noqa: S310
            total += int(json.loads(answer.read())["favourites_count"])
    return total


async def measure_each(house: House, signer: Signer, port: int, posts: list[str]) -> list[str]:
    """The lines for each kind by itself."""
    lines, start = [], 100_000
    for kind, count in OF_A_KIND.items():
        cpu = house.cpu_seconds()
        seconds, _ = await deliver(house, mixed(signer, port, posts, count, (kind,), start))
        cpu = (house.cpu_seconds() - cpu) / count * 1_000
        lines.append(f"| {kind}: a second, CPU of the house for each | {count / seconds:.0f}, {cpu:.1f} ms |  |")
        start += 100_000
    return lines


async def measure(house: House, signer: Signer, port: int, posts: list[str], arguments: Any, public: str) -> list[str]:
    """The lines of the table."""
    async with await strangers(port, public):
        known = mixed(signer, port, posts, arguments.deliveries)
        await deliver(house, known[: CONNECTIONS * 4])
        cpu = house.cpu_seconds()
        seconds, answered = await deliver(house, known[CONNECTIONS * 4 :])
        count = answered.total()
        cpu = (house.cpu_seconds() - cpu) / count * 1_000
        each = await measure_each(house, signer, port, posts) if arguments.each else []
        before = await asyncio.to_thread(liked, house, posts)
        burst = likes(signer, port, posts, arguments.burst)
        began = time.monotonic()
        taken, told = await deliver(house, burst)
        while (found := await asyncio.to_thread(liked, house, posts) - before) < told[202]:
            if time.monotonic() - began > 3 * DRAINED_SECONDS:
                break
            await asyncio.sleep(1)
        drained = time.monotonic() - began
    return [
        f"| signed deliveries of known people, a second | {count / seconds:.0f} | ≥ {PER_SECOND:.0f} |",
        f"| answered | {dict(answered)} | 202 |",
        f"| CPU of the house for each | {cpu:.1f} ms |  |",
        *each,
        f"| burst of {len(burst):,} by strangers: answered | {dict(told)} in {taken:.0f} s | 202 |",
        f"| of those, done | {found:,} | {told[202]:,} |",
        f"| all done after | {drained:.0f} s | ≤ {DRAINED_SECONDS:.0f} s |",
    ]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--deliveries", type=int, default=3_000)
    parser.add_argument("--burst", type=int, default=10_000)
    parser.add_argument("--each", action="store_true", help="each kind of activity by itself as well")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="coffeehouse-inbox-"))
    house, port = House(folder), free_port()
    house.environment |= {"OUTBOUND": "on", "OUTBOUND_ALLOW": "127.0.0.0/8", "FEDERATION": "open"}
    private, public = keys.make("rsa")
    (folder / "public.pem").write_text(public, "ascii")
    try:
        house.run(str(COFFEEHOUSE), "migrate")
        seed = (sys.executable, "-m", "benchmarks.authors_elsewhere", str(port), str(AUTHORS), str(POSTS))
        posts = json.loads(house.run(*seed, str(folder / "public.pem")).splitlines()[-1])
        house.open()
        lines = asyncio.run(measure(house, Signer(house, private), port, posts, arguments, public))
    finally:
        house.close()
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(["| what | measured | target |", "|---|---|---|", *lines]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
