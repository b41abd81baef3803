"""What an approval is given to: one hash over everything that somebody who approves has looked at (attack W1).

The command with all its parts (words, warning, poll, language, visibility); the pictures as they are now, with their
descriptions; the post it answers, quotes or edits, in its version of now; what the account says where the command does
not; the time it is not to be published before; the words of its other language. When any of this changes, the hash
does, and approvals given to the old one count no more.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from coffeehouse.domain.posts.queries.looking import defaults_of, pictures_of_post, post_as_it_is
from coffeehouse.domain.posts.queries.media import pictures_as_they_are


def hash_of(name: str, words: str, account_id: int | None, embargo_at: int | None, pair: tuple[int, str] | None) -> str:
    """SHA-256 of what is looked at. words: the command as JSON. pair: (id, command as JSON) of the other language."""
    command: dict[str, Any] = msgspec.json.decode(words)
    edited_id, media_ids = command.get("post_id"), command.get("media_ids")
    if media_ids is None and edited_id is not None:
        media_ids = pictures_of_post(edited_id)
    seen = {
        "name": name,
        "command": command,
        "pictures": [list(picture) for picture in pictures_as_they_are(media_ids or ())],
        "around": [_plain(post_as_it_is(command.get(member))) for member in ("in_reply_to_id", "quoted_id", "post_id")],
        "defaults": _plain(defaults_of(account_id)),
        "embargo_at": embargo_at,
        "pair": None if pair is None else [pair[0], hashlib.sha256(pair[1].encode()).hexdigest()],
    }
    return hashlib.sha256(msgspec.json.encode(seen, order="sorted")).hexdigest()


def _plain(row: tuple[Any, ...] | None) -> list[Any] | None:
    """SQLite has no truth values: 0 and 1 are what both databases say."""
    return None if row is None else [int(value) if isinstance(value, bool) else value for value in row]
