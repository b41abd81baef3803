"""`python -m benchmarks.ledger`: how fast the ledger is written, proved and verified, on a house of a million entries.

Most entries are posts, with the row they vouch for; the rest are reactions and corrections of what was posted. They are
appended by the Appender of every act, in transactions of many, each flushed; what an act costs besides is not here.
`--keep FOLDER` keeps the house, and goes on with what is there.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BATCH = 2_000
PROOFS = 500
WORDS = "glaw bws biniau llyfrgell marchnad afon cyngor clinig ysgol parc pont gardd cyfarfod".split()
Act = tuple[str, str, dict[str, Any], tuple[Any, ...] | None]


def one_post() -> tuple[int, dict[str, Any], dict[str, Any]]:
    """A post published through the engine: its author, what the ledger keeps of such an act, and the row's columns."""
    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.domain.people import commands as people
    from coffeehouse.domain.people import queries
    from coffeehouse.domain.posts import commands as posts
    from coffeehouse.domain.posts import fragments
    from coffeehouse.engine.act import act
    from coffeehouse.ledger import vault

    name = f"ada{time.time_ns() % 1_000_000_000}"
    member = people.AddMember(username=name, email=f"{name}@example.org", password_hash="!")
    actor = queries.read_actor_of_member(int(act(member, SYSTEM, "cli").result["member_id"]))
    done = act(posts.PublishPost(text="Bore da", visibility="public"), actor, "client_api")
    sealed = vault.read(done.entry_sequence)
    if sealed is None:
        raise SystemExit("The payload of the post was erased.")
    return actor.account_id or 0, sealed.value(), fragments.read_columns(int(done.result["id"]))


class Talk:
    """What a thousand people do, as the ledger records it."""

    def __init__(self) -> None:
        self.account, self.payload, self.columns = one_post()
        self.chance = random.Random(20261122)
        self.posts: list[int] = []

    def acts(self, new_id: Any, count: int) -> Iterator[Act]:
        """(kind, object, payload, row of a new post) of so many acts."""
        for _ in range(count):
            die = self.chance.random()
            if die < 0.75 or not self.posts:
                yield self.publish(new_id())
            else:
                kind = "post.favourited" if die < 0.95 else "post.muted"
                command = {"post_id": str(self.chance.choice(self.posts))}
                yield kind, f"post/{command['post_id']}", {"command": command, "judged": self.payload["judged"]}, None

    def publish(self, number: int) -> Act:
        """A post of some words, with the state of its row."""
        self.posts = [*self.posts[-999:], number]
        text = f"{number} {' '.join(self.chance.choices(WORDS, k=18))}"
        fragment = self.columns["fragment"].replace("Bore da", text)
        told = {"text": text, "conversation_id": str(number)}
        told["fragment#sha256"] = hashlib.sha256(fragment.encode()).hexdigest()
        state = self.payload["states"][0] | {"id": str(number)}
        state["row"] = state["row"] | told
        payload = self.payload | {"command": self.payload["command"] | {"text": text}, "states": [state]}
        changed = {"text": text, "conversation_id": number, "fragment": fragment}
        row = (number, False, *(changed.get(name, value) for name, value in self.columns.items()))
        return "post.published", f"post/{number}", payload, row


def append(wanted: int) -> float:
    """Bring the ledger to so many entries; entries a second."""
    from coffeehouse.database import sql, transaction
    from coffeehouse.domain.posts.fragments import INSERT
    from coffeehouse.kernel import clock
    from coffeehouse.ledger.append import Appender
    from coffeehouse.ledger.queries import counts

    talk = Talk()
    have = counts().entries
    began, first = time.monotonic(), have
    while have < wanted:
        with transaction.write():
            appender = Appender(clock.now_ms())
            rows = []
            for kind, about, payload, row in talk.acts(appender.new_id, min(BATCH, wanted - have)):
                appender.append(
                    kind=kind, actor=f"account/{talk.account}", capacity="self", channel="client_api", object=about,
                    body="house", policy="default@1", payload=payload,
                )  # fmt: skip
                if row is not None:
                    rows.append(row)
            sql.execute_many(INSERT, rows)
            appender.close()
        have += min(BATCH, wanted - have)
    return (have - first) / (time.monotonic() - began) if have > first else 0.0


def prove(count: int) -> tuple[list[float], int]:
    """Milliseconds that single proofs took, sorted, each for an entry at random; and the largest receipt in bytes."""
    from coffeehouse.ledger.queries import counts
    from coffeehouse.ledger.receipts import read_receipt

    chance, size, took, largest = random.Random(7), counts().entries, [], 0
    for _ in range(count):
        sequence = chance.randrange(size)
        began = time.perf_counter()
        receipt = read_receipt(sequence)
        took.append((time.perf_counter() - began) * 1000)
        largest = max(largest, len((receipt.text or "").encode()))
    return sorted(took), largest


def verify() -> tuple[float, float, float, str]:
    """Seconds, CPU seconds, and MiB that `coffeehouse verify` took, in processes of its own; and its last lines."""
    before, began, memory = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), 0
    command = [str(Path(sys.executable).with_name("coffeehouse")), "verify"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        while process.poll() is None:
            time.sleep(0.2)
            memory = max(memory, sum(map(resident, family(process.pid))))
        said = "" if process.stdout is None else process.stdout.read()
    if process.returncode != 0:
        raise SystemExit(f"coffeehouse verify failed: {said}")
    took = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, cpu, memory / 1024, said.strip()[-400:]


def family(pid: int) -> list[int]:
    """A process and its children (Linux)."""
    try:
        return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    except OSError:
        return [pid]


def resident(pid: int) -> int:
    """The most memory a process has had so far, KiB (Linux); 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def measure(data: Path, wanted: int) -> None:
    """Fill, sign, prove, verify; print."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from coffeehouse.ledger.integrate import integrate
    from coffeehouse.ledger.sign import sign_checkpoint

    call_command("migrate", verbosity=0)
    rate = append(wanted)
    began = time.monotonic()
    leaves = sum(iter(integrate, 0))
    sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)
    joined = leaves / (time.monotonic() - began)
    took, largest = prove(PROOFS)
    seconds, cpu, memory, said = verify()
    size = (data / "house.sqlite3").stat().st_size / 1e9 if (data / "house.sqlite3").exists() else 0.0
    print(f"- {wanted:,} entries, {size:.1f} GB of database")
    if rate:
        print(f"- appended in batches of {BATCH}, with their rows: {rate:,.0f} a second (budget 2,000)")
    print(f"- taken into the tree and signed: {joined:,.0f} a second")
    print(f"- a receipt: median {statistics.median(took):.1f} ms, worst of {PROOFS} {took[-1]:.1f} ms (budget 50 ms),"
          f" at most {largest:,} bytes (budget 2,048)")  # fmt: skip
    print(f"- verified in {seconds:.1f} s, {cpu:.1f} s of processor time, {memory:.0f} MiB (budget 60 s)")
    print(said)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the house here")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
    with tempfile.TemporaryDirectory(prefix="coffeehouse-") as folder:
        data = options.keep or Path(folder)
        data.mkdir(parents=True, exist_ok=True)
        os.environ["COFFEEHOUSE_DATA"] = str(data)
        measure(data, options.entries)


if __name__ == "__main__":
    main()
