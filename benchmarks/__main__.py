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
from dataclasses import dataclass
from pathlib import Path

from benchmarks.house import House

HOST = "localhost"
POST = Path(__file__).with_name("post.lua")
UNITS = {"us": 0.001, "ms": 1.0, "s": 1_000.0}


@dataclass(frozen=True)
class Round:
    """One run of wrk: CPU of the house per request and 99th percentile in ms, requests a second, answers not 2xx."""

    cpu: float
    rate: float
    p99: float
    refused: int


@dataclass(frozen=True)
class Line:
    """A row of the table; the first round of each is only a warm-up."""

    name: str
    cpu: float
    rate: float
    p99: float
    refused: int
    budget: str


def load(house: House, path: str, seconds: int, connections: int, token: str | None, script: Path | None) -> Round:
    """Load one address and account for it."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", "Host: localhost"]
    if token:
        command += ["-H", f"Authorization: Bearer {token}"]
    if script:
        command += ["-H", "Content-Type: application/json", "-s", str(script)]
    before = house.cpu_seconds()
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{house.port}{path}"], capture_output=True, text=True, check=True
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


def measure(house: House, arguments: argparse.Namespace, reader: dict[str, str], author: dict[str, str]) -> list[Line]:
    """Every line of the table."""
    account, status, token = reader["account_id"], reader["status_id"], reader["token"]
    works = [
        ("home, 20 posts", "/api/v1/timelines/home", token, None, 4, "≤ 0.25 ms"),
        ("public timeline", "/api/v1/timelines/public", token, None, 4, "≤ 0.40 ms"),
        ("account's statuses", f"/api/v1/accounts/{account}/statuses", token, None, 4, "≤ 0.35 ms"),
        ("notifications", "/api/v1/notifications", token, None, 4, "≤ 0.35 ms"),
        ("one status", f"/api/v1/statuses/{status}", token, None, 4, "≤ 0.20 ms"),
        ("context", f"/api/v1/statuses/{status}/context", token, None, 4, "≤ 0.20 ms"),
        ("verify_credentials", "/api/v1/accounts/verify_credentials", token, None, 4, "≤ 0.20 ms"),
        ("WebFinger", f"/.well-known/webfinger?resource=acct:person1@{HOST}", None, None, 4, "≤ 0.20 ms"),
        ("search", "/api/v2/search?q=river+kettle&type=statuses", token, None, 4, "≤ 0.50 ms"),
        ("profile page (HTML)", reader["profile_page"], None, None, 4, "≤ 1 ms"),
        ("post page (HTML)", reader["status_page"], None, None, 4, "≤ 1 ms"),
        (
            f"post accepted, {arguments.connections} connections, 49 followers", "/api/v1/statuses", author["token"],
            POST, arguments.connections, "≤ 5 ms, ≥ 300/s",
        ),
    ]  # fmt: skip
    lines = []
    for name, path, holder, script, connections, budget in works:
        if arguments.only and arguments.only not in name:
            continue
        rounds = [
            load(house, path, arguments.seconds, connections, holder, script) for _ in range(arguments.rounds + 1)
        ][1:]
        line = Line(
            name,
            statistics.median(one.cpu for one in rounds),
            statistics.median(one.rate for one in rounds),
            statistics.median(one.p99 for one in rounds),
            sum(one.refused for one in rounds),
            budget,
        )
        lines.append(line)
        print(f"{name:52} {line.cpu:7.3f} ms CPU  {line.rate:8.0f}/s  p99 {line.p99:7.1f} ms  {budget}", flush=True)
        if line.refused:
            print(f"    {line.refused} answers were not 2xx", flush=True)
    return lines


def table(lines: list[Line], facts: dict[str, str]) -> str:
    """The figures as Markdown."""
    head = "| work | CPU per request, all processes | requests/s | p99 | budget |\n|---|---|---|---|---|\n"
    rows = "".join(
        f"| {line.name} | {line.cpu:.2f} ms | {line.rate:,.0f} | {line.p99:.1f} ms | {line.budget} |\n"
        for line in lines
    )
    return "".join(f"- {name}: {value}\n" for name, value in facts.items()) + "\n" + head + rows


def growth(by_size: dict[int, list[Line]]) -> str:
    """CPU per request in houses of several sizes, side by side."""
    sizes = list(by_size)
    head = f"| work | {' | '.join(f'{size:,} posts' for size in sizes)} | largest : smallest |\n"
    rows = "".join(
        f"| {same[0].name} | {' | '.join(f'{line.cpu:.2f} ms' for line in same)} | {same[-1].cpu / same[0].cpu:.2f} |\n"
        for same in zip(*by_size.values(), strict=True)
    )
    return head + f"|---|{'---|' * (len(sizes) + 1)}\n" + rows


def measure_house(arguments: argparse.Namespace, size: int) -> tuple[list[Line], dict[str, str]]:
    """A house of `size` posts: made, opened, loaded, closed, thrown away."""
    with tempfile.TemporaryDirectory(prefix="coffeehouse-benchmark-") as folder:
        house = House(Path(folder))
        first = house.open()  # makes folder, keys and database
        house.close()
        spoken = min(size, arguments.spoken)
        print(f"seeding {arguments.users} users, {spoken:,} posts through the engine", flush=True)
        seeded = house.run(sys.executable, "-m", "benchmarks.seed", str(arguments.users), str(spoken))
        reader, author = (json.loads(line) for line in seeded.splitlines()[-2:])
        accounts = arguments.users
        if size > spoken:
            accounts = max(accounts, size // 10)
            print(f"growing to {size:,} posts of {accounts:,} accounts", flush=True)
            house.run(sys.executable, "-m", "benchmarks.grow", str(size), str(accounts))
        again = house.open()
        try:
            idle = house.memory_mib()
            lines = measure(house, arguments, reader, author)
            facts = {
                "house": f"{accounts:,} accounts, {size:,} posts, SQLite",
                "ready after": f"{first:.1f} s the first time, {again:.1f} s after that",
                "memory (PSS of all processes)": f"{idle:.0f} MiB idle, {house.memory_mib():.0f} MiB after the load",
            }
        finally:
            house.close()
    return lines, facts


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
    parser.add_argument("--markdown", type=Path, help="also write the tables to this file")
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        print("The benchmarks need wrk. On Debian or Ubuntu: sudo apt install wrk", file=sys.stderr)
        return 1
    by_size: dict[int, list[Line]] = {}
    text = ""
    for size in map(int, arguments.posts.split(",")):
        by_size[size], facts = measure_house(arguments, size)
        text += table(by_size[size], facts) + "\n"
    if len(by_size) > 1:
        text += growth(by_size)
    print("\n" + text)
    if arguments.markdown:
        arguments.markdown.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
