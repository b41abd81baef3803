"""Runs in a process of its own, on a database file: two people decide about the same held words at the same moment.

Prints, for each round, what each was told and what became of the words. Started by test_races.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

import django


def main(rounds: int) -> None:
    """Set the house up and race."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    from tests.commands.house import House

    house = House()
    house.add("nest", "admin")
    voice = house.actor("ada", account_id=house.voice())
    told = [race(house, voice, number) for number in range(rounds)]
    # The verifier reads by server-side cursors, which PostgreSQL gives within a transaction only.
    with transaction.atomic():
        house.check()
    sys.stdout.write(json.dumps(told))


def race(house: Any, voice: Any, number: int) -> dict[str, Any]:
    """One round: Mair releases, Nest refuses."""
    from django.db import connection

    from coffeehouse.database import sql
    from coffeehouse.domain.posts.commands import PublishPost
    from coffeehouse.domain.publishing.commands import RefuseHeld, ReleaseHeld
    from coffeehouse.kernel.errors import Problem

    held = int(house.act(voice, PublishPost(text=f"Rhif 943 476 5919, {number}")).result["held_id"])
    found = sql.value("SELECT content_hash FROM publishing_heldcommand WHERE id = %s", (held,))
    asked = {"mair": ReleaseHeld(held_id=held, content_hash=found), "nest": RefuseHeld(held_id=held, reason="x")}
    actors = {name: house.actor(name) for name in asked}
    barrier, told = threading.Barrier(2), dict[str, str]()

    def decide(name: str) -> None:
        barrier.wait()
        try:
            house.act(actors[name], asked[name])
            told[name] = "done"
        except Problem as problem:
            told[name] = problem.code
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(name,)) for name in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = sql.value("SELECT state FROM publishing_heldcommand WHERE id = %s", (held,))
    posts = sql.value("SELECT COUNT(*) FROM posts_post WHERE text LIKE %s", (f"%, {number}",))
    return {"told": told, "state": state, "posts": posts}


if __name__ == "__main__":
    main(int(sys.argv[1]))
