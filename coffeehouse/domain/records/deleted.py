"""What its author deleted: nobody sees it, and the ledger's vault has its words until its time is over or it is erased.

The row keeps the class it had and from when its time runs, for by then nothing else tells.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from coffeehouse.database import sql
from coffeehouse.ledger import queries as ledger

SAYING = ("post.", "held.", "schedule.")
"""Entries that say the words of an object begin so."""


class Deleted(NamedTuple):
    """class_id: the class it had. trigger_at: from when its time runs."""

    account_id: int
    class_id: str
    trigger_at: int


def read_deleted(name: str) -> Deleted | None:
    """A deleted object whose words the vault still has."""
    row = sql.row("SELECT account_id, class_id, trigger_at FROM records_deleted WHERE object = %s", (name,))
    return None if row is None else Deleted(*row)


def note_deleted(name: str, found: Deleted) -> None:
    """Keep in which class an object was, while it is deleted."""
    sql.execute(
        "INSERT INTO records_deleted (object, account_id, class_id, trigger_at) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (object) DO NOTHING",
        (name, *found),
    )


def command_of_draft(held_id: int) -> dict[str, Any]:
    """The command of the draft that became a post: the entry of its release speaks of the draft alone."""
    command = sql.value("SELECT command FROM publishing_heldcommand WHERE id = %s", (held_id,))
    found: dict[str, Any] = msgspec.json.decode(command) if command else {}
    return found


def words_of(name: str) -> list[dict[str, Any]]:
    """What the vault knows of the words of an object, oldest first: the commands that said them."""
    found = []
    for entry in ledger.entries_of(name):
        payload = ledger.payload_of(entry.sequence) if entry.kind.startswith(SAYING) else {}
        held = (payload.get("kept") or {}).get("held")
        command = payload.get("command") if held is None else command_of_draft(int(held))
        said = (command or {}).get("post") or command
        if said and "text" in said:
            found.append(said)
    return found


def texts_of(name: str) -> list[str]:
    """Every text in these words."""
    return [
        str(text)
        for said in words_of(name)
        for text in (said.get("text"), said.get("spoiler_text"), *((said.get("poll") or {}).get("options") or ()))
        if text
    ]


def lost_uploads(name: str) -> list[int]:
    """Pictures and the like that it had, and that nothing has any more."""
    ids = {int(media_id) for said in words_of(name) for media_id in said.get("media_ids") or ()}
    return [each for each in sorted(ids) if not sql.value("SELECT 1 FROM posts_media WHERE id = %s", (each,))]


def as_it_was(name: str, found: Deleted) -> dict[str, Any]:
    """A deleted object in the form in which what is restricted is kept."""
    said = words_of(name)
    last = said[-1] if said else {}
    if name.startswith("scheduled/"):
        command = msgspec.json.encode({"post": last}).decode()
        return {"command": command, "scheduled_at": "", "created_at": str(found.trigger_at)}
    return {
        "account_id": str(found.account_id),
        "visibility": next((each["visibility"] for each in said if each.get("visibility")), "public"),
        "text": str(last.get("text") or ""),
        "spoiler_text": str(last.get("spoiler_text") or ""),
        "language": last.get("language"),
        "created_at": str(found.trigger_at),
        "media": [],
        "versions": [{"text": str(each["text"]), "at": ""} for each in said[:-1]],
        "to": [],
    }
