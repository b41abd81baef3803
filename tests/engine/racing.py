"""Runs in a process of its own, on a real database: two people act on the same draft at the same moment.

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
    """Set the house up and race: every kind of race, so many times."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    from tests.commands.drafting import Desk
    from tests.commands.house import House

    house = House()
    desk = Desk(house)
    told = [race(desk, kind, number) for number in range(rounds) for kind in RACES]
    # The verifier reads by server-side cursors, which PostgreSQL gives within a transaction only.
    with transaction.atomic():
        house.check()
    sys.stdout.write(json.dumps(told))


def refuse(desk: Any, held: int) -> dict[str, Any]:
    """Bevan releases, Fern refuses."""
    from coffeehouse.domain.publishing.commands import RefuseHeld

    return {"bevan": desk.release(held), "fern": RefuseHeld(held_id=held, reason="x")}


def revise(desk: Any, held: int) -> dict[str, Any]:
    """Bevan releases what he has read, Ada writes something else."""
    from coffeehouse.domain.publishing.commands import ReviseDraft

    return {"bevan": desk.release(held), "ada": ReviseDraft(held_id=held, text="Geiriau eraill")}


def approve(desk: Any, held: int) -> dict[str, Any]:
    """Two are needed, and two approve."""
    desk.need_two(held)
    return {"bevan": desk.release(held), "fern": desk.release(held)}


def hurry(desk: Any, held: int) -> dict[str, Any]:
    """Both people of the emergency lane press at once."""
    return {"gwyn": desk.emergency(held), "hari": desk.emergency(held)}


def undo(desk: Any, held: int) -> dict[str, Any]:
    """Its time has come; Ada takes it back."""
    from coffeehouse.database import sql
    from coffeehouse.domain.publishing.commands import PublishDraft, UndoRelease

    sql.execute("UPDATE publishing_heldcommand SET criticality = 'raised' WHERE id = %s", (held,))
    desk.approve("bevan", held)
    sql.execute("UPDATE publishing_heldcommand SET release_at = 1 WHERE id = %s", (held,))
    return {"system": PublishDraft(held_id=held, release_at=1), "ada": UndoRelease(held_id=held)}


RACES = {"refuse": refuse, "revise": revise, "approve": approve, "hurry": hurry, "undo": undo}


def race(desk: Any, kind: str, number: int) -> dict[str, Any]:
    """One round: both start at the same moment."""
    from django.db import connection

    from coffeehouse.database import sql
    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.kernel.errors import Problem

    words = f"Ar agor tan {number}.{list(RACES).index(kind)}"
    held = desk.draft(words)
    asked = RACES[kind](desk, held)
    actors = {name: SYSTEM if name == "system" else desk.house.actor(name) for name in asked}
    barrier, told = threading.Barrier(2), dict[str, str]()

    def decide(name: str) -> None:
        barrier.wait()
        try:
            desk.house.act(actors[name], asked[name])
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
    posts = sql.value("SELECT COUNT(*) FROM posts_post WHERE text = %s", (words,))
    others = sql.value("SELECT COUNT(*) FROM posts_post WHERE text = 'Geiriau eraill'")
    return {"kind": kind, "told": told, "state": desk.state(held), "posts": posts, "others": others}


if __name__ == "__main__":
    main(int(sys.argv[1]))
