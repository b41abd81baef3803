"""`python -m benchmarks`: what each request costs on this machine, for all processes of the house together.

Needs wrk (Debian package `wrk`). Figures of a shared machine are noisy: each line is the median of several rounds.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from benchmarks.house import House

HOST = "localhost"
POST = Path(__file__).with_name("post.lua")
ANEW = Path(__file__).with_name("anew.lua")
UNITS = {"us": 0.001, "ms": 1.0, "s": 1_000.0}


@dataclass(frozen=True)
class Round:
    """One run of wrk: CPU of the house per request and 99th percentile in ms, requests a second, answers not 2xx."""

    cpu: float
    rate: float
    p99: float
    refused: int


@dataclass(frozen=True)
class Work:
    """One address to load: as the holder of `token`, with wrk's `script` when it is no plain GET."""

    name: str
    path: str
    token: str | None
    budget: str
    script: Path | None = None
    connections: int = 4


@dataclass(frozen=True)
class Line:
    """A row of the table: medians of the rounds, of which the first was only a warm-up. `rounds`: CPU of each, ms."""

    name: str
    cpu: float
    rate: float
    p99: float
    refused: int
    budget: str
    rounds: tuple[float, ...]


def load(house: House, work: Work, seconds: int) -> Round:
    """Load one address and account for it."""
    command = ["wrk", "-t1", f"-c{work.connections}", f"-d{seconds}s", "--latency", "-H", "Host: localhost"]
    if work.token:
        command += ["-H", f"Authorization: Bearer {work.token}"]
    if work.script:
        command += ["-H", "Content-Type: application/json", "-s", str(work.script)]
    before = house.cpu_seconds()
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{house.port}{work.path}"], capture_output=True, text=True, check=True
    )
    cpu = house.cpu_seconds() - before
    requests = int(_found(r"(\d+) requests in", done.stdout))
    amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", done.stdout).groups()  # type: ignore[union-attr]
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    return Round(
        cpu=cpu / requests * 1_000,
        rate=float(_found(r"Requests/sec:\s+([\d.]+)", done.stdout)),
        p99=float(amount) * UNITS[unit],
        refused=int(refused[1]) if refused else 0,
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise SystemExit(f"wrk printed something unexpected:\n{text}")
    return match[1]


def planned_works(house: House, arguments: argparse.Namespace) -> list[Work]:
    """The lines that are asked for; with `--anew` every read is asked for in a way that nobody has asked before."""
    found = [work for work in works(house, arguments.connections) if arguments.only in work.name]
    if not arguments.anew:
        return found
    # WebFinger is never answered from memory, and would go another way with more in its query.
    kept = (work for work in found if work.script is None and not work.path.startswith("/.well-known"))
    return [replace(work, name=f"{work.name}, anew", script=ANEW) for work in kept]


def works(house: House, connections: int) -> list[Work]:
    """Every line of the table."""
    reader, author, newcomer = house.people
    account, status, token = reader["account_id"], reader["status_id"], reader["token"]
    handle = quote(f"acct:person1@{HOST}:{house.port}", safe="")
    return [
        Work("home, 20 posts", "/api/v1/timelines/home", token, "≤ 0.25 ms"),
        Work("home, put together anew", "/api/v1/timelines/home", token, "–", ANEW),
        Work("public timeline", "/api/v1/timelines/public", token, "≤ 0.40 ms"),
        Work("account's statuses", f"/api/v1/accounts/{account}/statuses", token, "≤ 0.35 ms"),
        Work("notifications, 20", "/api/v1/notifications?limit=20", token, "≤ 0.35 ms"),
        Work("notifications, 40", "/api/v1/notifications", token, "–"),
        Work("one status", f"/api/v1/statuses/{status}", token, "≤ 0.20 ms"),
        Work("context", f"/api/v1/statuses/{status}/context", token, "≤ 0.20 ms"),
        Work("verify_credentials", "/api/v1/accounts/verify_credentials", token, "≤ 0.20 ms"),
        Work("WebFinger", f"/.well-known/webfinger?resource={handle}", None, "≤ 0.20 ms"),
        Work("search", "/api/v2/search?q=river+kettle&type=statuses", token, "≤ 0.50 ms"),
        Work("profile page (HTML)", reader["profile_page"], None, "≤ 1 ms"),
        Work("post page (HTML)", reader["status_page"], None, "≤ 1 ms"),
        Work("post page, put together anew", reader["status_page"], None, "–", ANEW),
        Work(
            f"post accepted, {connections} connections, 49 followers", "/api/v1/statuses", author["token"],
            "≤ 5 ms, ≥ 200/s", POST, connections,
        ),
        # Without feeds to fill, what is left is what no house can leave for later: judged, recorded, flushed.
        Work(
            f"post accepted, {connections} connections, nobody follows", "/api/v1/statuses", newcomer["token"],
            "≤ 1.7 ms, ≥ 300/s", POST, connections,
        ),
    ]  # fmt: skip


def measure(houses: dict[int, House], arguments: argparse.Namespace) -> dict[int, list[Line]]:
    """Every line of the table for each size. A round goes through all sizes, so that a busy neighbour meets each."""
    lines: dict[int, list[Line]] = {size: [] for size in houses}
    planned = {size: planned_works(house, arguments) for size, house in houses.items()}
    for position, named in enumerate(next(iter(planned.values()))):
        rounds: dict[int, list[Round]] = {size: [] for size in houses}
        for _ in range(arguments.rounds + 1):
            for size, house in houses.items():
                rounds[size].append(load(house, planned[size][position], arguments.seconds))
        for size, done in rounds.items():
            counted = done[1:]
            line = Line(
                named.name,
                statistics.median(one.cpu for one in counted),
                statistics.median(one.rate for one in counted),
                statistics.median(one.p99 for one in counted),
                sum(one.refused for one in counted),
                named.budget,
                tuple(one.cpu for one in counted),
            )
            lines[size].append(line)
            print(
                f"{size:>9,}  {line.name:47} {line.cpu:7.3f} ms  {line.rate:8.0f}/s  p99 {line.p99:7.1f} ms", flush=True
            )
            if line.refused:
                print(f"    {line.refused} answers were not 2xx", flush=True)
    return lines


def table(lines: list[Line], facts: dict[str, str]) -> str:
    """The figures as Markdown."""
    head = (
        "| work | CPU per request, all processes | lowest round | requests/s | p99 | budget |\n"
        "|---|---|---|---|---|---|\n"
    )
    rows = "".join(
        f"| {line.name} | {line.cpu:.2f} ms | {min(line.rounds):.2f} ms | {line.rate:,.0f} | {line.p99:.1f} ms"
        f" | {line.budget} |\n"
        for line in lines
    )
    return "".join(f"- {name}: {value}\n" for name, value in facts.items()) + "\n" + head + rows


def growth(by_size: dict[int, list[Line]]) -> str:
    """CPU per request in houses of several sizes, side by side; the ratio is the median of the rounds' own ratios."""
    sizes = list(by_size)
    head = f"| work | {' | '.join(f'{size:,} posts' for size in sizes)} | largest : smallest |\n"
    rows = ""
    for same in zip(*by_size.values(), strict=True):
        ratio = statistics.median(big / small for small, big in zip(same[0].rounds, same[-1].rounds, strict=True))
        rows += f"| {same[0].name} | {' | '.join(f'{line.cpu:.2f} ms' for line in same)} | {ratio:.2f} |\n"
    return head + f"|---|{'---|' * (len(sizes) + 1)}\n" + rows


def prepare(folder: Path, arguments: argparse.Namespace, size: int) -> House:
    """A house of `size` posts in `folder`; one that was made there before is taken as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    house, made = House(folder), folder / "benchmark.json"
    if not made.exists():
        house.first = house.open()  # makes keys and database
        house.close()
        spoken = min(size, arguments.spoken)
        print(f"seeding {arguments.users} users, {spoken:,} posts through the engine", flush=True)
        seeded = house.run(sys.executable, "-m", "benchmarks.seed", str(arguments.users), str(spoken))
        accounts = arguments.users
        if size > spoken:
            accounts = max(accounts, size // 10)
            print(f"growing to {size:,} posts of {accounts:,} accounts", flush=True)
            house.run(sys.executable, "-m", "benchmarks.grow", str(size), str(accounts))
        people = [json.loads(line) for line in seeded.splitlines()[-3:]]
        facts = {"people": people, "accounts": accounts, "first": house.first, "port": house.port}
        made.write_text(json.dumps(facts), "utf-8")
    known = json.loads(made.read_text("utf-8"))
    if len(known["people"]) != len(("reader", "author", "newcomer")):
        raise SystemExit(f"{folder} was made by an earlier version. Remove it, and it is made anew.")
    # The house has written its own address into what it keeps.
    house.listen_on(known["port"])
    house.people, house.accounts, house.first = known["people"], known["accounts"], known["first"]
    return house


def measure_houses(folder: Path, arguments: argparse.Namespace) -> str:
    """Houses of all sizes: made, opened, loaded, closed; the tables."""
    houses = {size: prepare(folder / str(size), arguments, size) for size in map(int, arguments.posts.split(","))}
    ready, idle = {}, {}
    try:
        for size, house in houses.items():
            ready[size] = house.open()
            idle[size] = house.memory_mib()
        by_size = measure(houses, arguments)
        after = {size: house.memory_mib() for size, house in houses.items()}
    finally:
        for house in houses.values():
            house.close()
    text = ""
    for size, house in houses.items():
        facts = {
            "house": f"{house.accounts:,} accounts, {size:,} posts, SQLite",
            "ready after": f"{house.first:.1f} s the first time, {ready[size]:.1f} s after that",
            "memory (PSS of all processes)": f"{idle[size]:.0f} MiB idle, {after[size]:.0f} MiB after the load",
        }
        text += table(by_size[size], facts) + "\n"
    return text + growth(by_size) if len(by_size) > 1 else text


def main() -> int:
    """Seed, grow, open, measure, print; for each size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--posts", default="10000", help="size of the house; several with commas: 10000,100000,1000000")
    parser.add_argument("--spoken", type=int, default=3_000, help="posts made through the engine; the rest are copies")
    parser.add_argument("--seconds", type=int, default=4, help="length of one round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds counted, after one that is not")
    parser.add_argument("--connections", type=int, default=32, help="for posting")
    parser.add_argument("--only", default="", help="only works whose name holds this")
    parser.add_argument("--anew", action="store_true", help="only reads, none of them asked for twice")
    parser.add_argument("--markdown", type=Path, help="also write the tables to this file")
    parser.add_argument("--keep", type=Path, help="make the houses in this folder, keep them, and use those there")
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        print("The benchmarks need wrk. On Debian or Ubuntu: sudo apt install wrk", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="coffeehouse-benchmark-") as folder:
        text = measure_houses(arguments.keep or Path(folder), arguments)
    print("\n" + text)
    if arguments.markdown:
        arguments.markdown.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
