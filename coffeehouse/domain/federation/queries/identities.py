"""Identities between servers: from our ids to addresses, and from addresses of ours back to ids.

An account or post of ours is named by this house (`/users/<name>`, `/users/<name>/statuses/<id>`); one from elsewhere
as its own server named it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.protocols.mastodon.fragments import account_uri, account_url, boost_uri, status_uri, status_url

ACTOR = re.compile(r"/users/(?P<name>[A-Za-z0-9_]{1,64})")
"""An account of ours in an address, behind the house's own."""
_OURS = re.compile(rf"{ACTOR.pattern}(?:/statuses/(?P<post>[0-9]{{1,18}})(?P<boost>/activity)?)?")


class Identity(NamedTuple):
    """uri: what servers call it; url: the page of it. acct: `name@host`, of accounts, ours too."""

    uri: str
    url: str
    acct: str = ""


def account_identities(account_ids: Iterable[int]) -> dict[int, Identity]:
    """Identities of accounts, ours and others, by id."""
    wanted = list(dict.fromkeys(account_ids))
    if not wanted:
        return {}
    found = sql.rows(
        "SELECT a.id, a.username, a.domain, r.uri, r.url FROM people_account a"
        f" LEFT JOIN federation_remoteactor r ON r.id = a.id WHERE a.id IN ({sql.marks(len(wanted))})",
        wanted,
    )
    return {row[0]: _account(*row[1:]) for row in found if not row[2] or row[3]}


def _account(username: str, domain: str, uri: str | None, url: str | None) -> Identity:
    if not domain:
        base = settings.BASE_URL
        return Identity(account_uri(base, username), account_url(base, username), f"{username}@{settings.DOMAIN}")
    return Identity(uri or "", url or uri or "", f"{username}@{domain}")


def account_identity(account_id: int) -> Identity | None:
    """The identity of one account."""
    return account_identities([account_id]).get(account_id)


def post_identities(post_ids: Iterable[int]) -> dict[int, Identity]:
    """Identities of posts and boosts, ours and others, by id."""
    wanted = list(dict.fromkeys(post_ids))
    if not wanted:
        return {}
    found = sql.rows(
        "SELECT p.id, a.username, a.domain, p.boost_of_id, o.uri, o.url FROM posts_post p"
        " JOIN people_account a ON a.id = p.account_id LEFT JOIN federation_remoteobject o ON o.id = p.id"
        f" WHERE p.id IN ({sql.marks(len(wanted))})",
        wanted,
    )
    return {row[0]: _post(*row) for row in found if not row[2] or row[4]}


def _post(
    post_id: int, username: str, domain: str, boost_of_id: int | None, uri: str | None, url: str | None
) -> Identity:
    if domain:
        return Identity(uri or "", url or uri or "")
    name = status_uri if boost_of_id is None else boost_uri
    return Identity(name(settings.BASE_URL, username, post_id), status_url(settings.BASE_URL, username, post_id))


def post_identity(post_id: int) -> Identity | None:
    """The identity of one post or boost."""
    return post_identities([post_id]).get(post_id)


def is_ours(uri: str) -> bool:
    """Whether an address is of this house."""
    return uri.startswith(f"{settings.BASE_URL}/") or uri == settings.BASE_URL


def account_here(uri: str) -> int | None:
    """The id of the shown account of ours that this address names: its identity or its page."""
    address = uri.replace("/@", "/users/", 1) if uri.startswith(f"{settings.BASE_URL}/@") else uri
    named = _named(address)
    if named is None or named["post"]:
        return None
    found = sql.value("SELECT id FROM people_account WHERE acct = %s AND hidden_at IS NULL", (named["name"].lower(),))
    return None if found is None else int(found)


def post_here(uri: str, *, is_boost: bool = False) -> int | None:
    """The id of the post (or boost) of ours that this address names. Whether somebody may see it is not asked here."""
    named = _named(uri)
    if named is None or not named["post"] or (named["boost"] and not is_boost):
        return None
    kind = "NOT NULL" if is_boost else "NULL"
    found = sql.value(
        "SELECT p.id FROM posts_post p JOIN people_account a ON a.id = p.account_id"
        f" WHERE p.id = %s AND a.acct = %s AND a.hidden_at IS NULL AND p.boost_of_id IS {kind}",
        (int(named["post"]), named["name"].lower()),
    )
    return None if found is None else int(found)


def _named(uri: str) -> re.Match[str] | None:
    return _OURS.fullmatch(uri[len(settings.BASE_URL) :]) if is_ours(uri) else None


def post_of_uri(uri: str) -> int | None:
    """The id of the post, ours or from elsewhere, with this identity; None for boosts and what is not here."""
    return post_here(uri) if is_ours(uri) else _elsewhere(uri, "NULL")


def boost_of_uri(uri: str) -> int | None:
    """The id of the boost, ours or from elsewhere, with this identity."""
    return post_here(uri, is_boost=True) if is_ours(uri) else _elsewhere(uri, "NOT NULL")


def _elsewhere(uri: str, boosted: str) -> int | None:
    found = sql.value(
        "SELECT o.id FROM federation_remoteobject o JOIN posts_post p ON p.id = o.id"
        f" WHERE o.uri = %s AND p.boost_of_id IS {boosted}",
        (uri,),
    )
    return None if found is None else int(found)


class Deed(NamedTuple):
    """A Follow, Like, Block, Flag or vote that has an identity: whose it is, and what it is about."""

    kind: str
    account_id: int
    object_id: int


def deed_of_uri(uri: str) -> Deed | None:
    """The deed with this identity."""
    found = sql.row("SELECT kind, account_id, object_id FROM federation_deed WHERE uri = %s", (uri,))
    return None if found is None else Deed(*found)


def is_gone(uri: str) -> bool:
    """Whether what had this identity was deleted, here or elsewhere."""
    return sql.value("SELECT 1 FROM federation_gone WHERE uri = %s", (uri,)) is not None
