"""What an identity in an activity names: an account or post of ours, or what came from elsewhere and is known here.

Only the exact form of the house counts: whatever else begins with our address names nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.conf import settings

from coffeehouse.database import sql

ACTOR = re.compile(r"/users/(?P<name>[A-Za-z0-9_]{1,64})")
POST = re.compile(
    r"/(?:users/(?P<name>[A-Za-z0-9_]{1,64})/statuses|@(?P<handle>[A-Za-z0-9_]{1,64}))/(?P<id>[0-9]{1,18})"
)


class Deed(NamedTuple):
    """A Follow, Like, Block, Flag or vote between servers: who did it to which account or post."""

    kind: str
    account_id: int
    object_id: int


def is_ours(uri: str) -> bool:
    """Whether this is an address of the house, whatever it names."""
    return uri == settings.BASE_URL or uri.startswith((f"{settings.BASE_URL}/", f"{settings.BASE_URL}#"))


def _path(uri: str) -> str:
    return uri[len(settings.BASE_URL) :] if is_ours(uri) else ""


def called_by(uri: str) -> str:
    """The name of an account of ours, as its identity has it, lower case; empty for what is no such identity."""
    found = ACTOR.fullmatch(_path(uri))
    return "" if found is None else found["name"].lower()


def account_here(uri: str) -> int | None:
    """The account of ours with this identity, where it is shown."""
    name = called_by(uri)
    return account_called(name) if name else None


def account_called(name: str) -> int | None:
    """The account of ours of this name, where it is shown."""
    account_id = sql.value(
        "SELECT id FROM people_account WHERE acct = %s AND domain = '' AND hidden_at IS NULL", (name.lower(),)
    )
    return None if account_id is None else int(account_id)


def post_here(uri: str) -> int | None:
    """The post of ours with this identity or address; not a boost."""
    found = POST.fullmatch(_path(uri))
    if found is None:
        return None
    post_id = sql.value(
        "SELECT p.id FROM posts_post p JOIN people_account a ON a.id = p.account_id"
        " WHERE p.id = %s AND a.acct = %s AND a.domain = '' AND p.boost_of_id IS NULL",
        (int(found["id"]), (found["name"] or found["handle"]).lower()),
    )
    return None if post_id is None else int(post_id)


def post_of_uri(uri: str) -> int | None:
    """The post with this identity, ours or from elsewhere; not a boost."""
    if is_ours(uri):
        return post_here(uri)
    post_id = sql.value(
        "SELECT o.id FROM federation_remoteobject o JOIN posts_post p ON p.id = o.id"
        " WHERE o.uri = %s AND p.boost_of_id IS NULL",
        (uri,),
    )
    return None if post_id is None else int(post_id)


def account_of_uri(uri: str) -> int | None:
    """The account with this identity, ours or known from elsewhere."""
    if is_ours(uri):
        return account_here(uri)
    account_id = sql.value("SELECT id FROM federation_remoteactor WHERE uri = %s", (uri,))
    return None if account_id is None else int(account_id)


def author_of(post_id: int) -> int:
    """Who wrote a post that is here; 0 for one that is not."""
    return int(sql.value("SELECT account_id FROM posts_post WHERE id = %s", (post_id,)) or 0)


def is_for_everybody(post_id: int) -> bool:
    """Whether a post that is here may be read by anybody."""
    return sql.value("SELECT visibility FROM posts_post WHERE id = %s", (post_id,)) in ("public", "unlisted")


def boosted_by_uri(uri: str, account_id: int) -> int | None:
    """The post that this account boosted by the Announce of this identity."""
    post_id = sql.value(
        "SELECT p.boost_of_id FROM federation_remoteobject o JOIN posts_post p ON p.id = o.id"
        " WHERE o.uri = %s AND p.account_id = %s AND p.boost_of_id IS NOT NULL",
        (uri, account_id),
    )
    return None if post_id is None else int(post_id)


def deed_of_uri(uri: str) -> Deed | None:
    """What was done by the activity of this identity, if it still stands."""
    found = sql.row("SELECT kind, account_id, object_id FROM federation_deed WHERE uri = %s", (uri,))
    return None if found is None else Deed(*found)


def uri_of_deed(kind: str, account_id: int, object_id: int) -> str | None:
    """The identity by which this account did this."""
    found = sql.value(
        "SELECT uri FROM federation_deed WHERE account_id = %s AND kind = %s AND object_id = %s"
        " ORDER BY created_at DESC LIMIT 1",
        (account_id, kind, object_id),
    )
    return None if found is None else str(found)


def is_gone(uri: str) -> bool:
    """Whether what had this identity is no more, or was taken back before it came."""
    return sql.value("SELECT 1 FROM federation_gone WHERE uri = %s", (uri,)) is not None


def is_pending(account_id: int, target_id: int) -> bool | None:
    """Whether a follow waits for an answer; None where there is none."""
    found = sql.value(
        "SELECT is_pending FROM people_follow WHERE account_id = %s AND target_id = %s", (account_id, target_id)
    )
    return None if found is None else bool(found)


def featured_of(account_id: int) -> str:
    """The collection of posts that an account elsewhere shows on its profile."""
    return str(sql.value("SELECT featured FROM federation_remoteactor WHERE id = %s", (account_id,)) or "")


def owner_of(uri: str) -> int | None:
    """The account elsewhere whose identity this one begins with (`…/users/dee/statuses/1`), where that is known."""
    parts = uri.partition("#")[0].split("/")
    starts = ["/".join(parts[:length]) for length in range(4, min(len(parts), 12) + 1)]
    if not starts:
        return None
    found = sql.value(
        f"SELECT id FROM federation_remoteactor WHERE uri IN ({sql.marks(len(starts))}) ORDER BY LENGTH(uri) DESC",
        starts,
    )
    return None if found is None else int(found)


def handle_of(account_id: int) -> tuple[str, str] | None:
    """(name in lower case, host) of an account elsewhere, as it was proven."""
    found = sql.row("SELECT username, domain FROM people_account WHERE id = %s AND domain <> ''", (account_id,))
    return None if found is None else (str(found[0]).lower(), str(found[1]))
