"""What a draft said in each of its versions, and what a report said before it was restricted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from coffeehouse.database import sql


def words_of_command(command: dict[str, Any]) -> tuple[str, str]:
    """(warning, text) of a command that publishes or changes words; all that it would say."""
    said = command.get("post") or command
    parts = [str(said.get(name) or "") for name in ("text", "what_was_wrong")]
    parts += [f"◦ {option}" for option in (said.get("poll") or {}).get("options") or ()]
    return str(said.get("spoiler_text") or ""), "\n".join(part for part in parts if part)


def revisions_of(held_id: int) -> list[str]:
    """The command of each version of a draft, as JSON, oldest first."""
    found = sql.rows("SELECT command FROM publishing_revision WHERE held_id = %s ORDER BY revision", (held_id,))
    return [row[0] for row in found]


def words_of_versions(command: str, earlier: Iterable[str]) -> tuple[str, str, str]:
    """(warning, text) of a command, and what the versions before it said otherwise, the latest of them first.

    Commands are JSON; the earlier ones stand oldest first.
    """
    latest = words_of_command(msgspec.json.decode(command))
    said = dict.fromkeys(words_of_command(msgspec.json.decode(each)) for each in earlier)
    others = [(warning, text) for warning, text in reversed(said) if (warning, text) != latest]
    lines = [f"{warning}\n{text}" if warning not in ("", latest[0]) else text for warning, text in others]
    return *latest, "".join(f"\n\nEarlier: {line}" for line in lines)


def words_of_report(kept: str) -> str:
    """What a report said before it was restricted: the comment, and the posts that it kept as evidence.

    kept: what is preserved of it, as JSON.
    """
    was = msgspec.json.decode(kept)
    parts = [was["comment"]]
    for post in was["posts"]:
        words = "\n".join(part for part in (post["warning"], post["text"]) if part)
        parts += [f"post/{post['id']}: {words}"] if words else []
    return "\n\n".join(part for part in parts if part)
