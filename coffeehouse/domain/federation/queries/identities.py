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

_OURS = re.compile(r"/users/([A-Za-z0-9_]{1,64})(?:/statuses/([0-9]{1,18})(?:/activity)?)?")


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


def our_account(uri: str) -> int | None:
    """The id of the account of ours that this address names: its identity or its page."""
    address = uri.replace("/@", "/users/", 1) if uri.startswith(f"{settings.BASE_URL}/@") else uri
    named = _named(address)
    if named is None or named[1] is not None:
        return None
    found = sql.value("SELECT id FROM people_account WHERE acct = %s AND hidden_at IS NULL", (named[0],))
    return None if found is None else int(found)


def our_post(uri: str) -> int | None:
    """The id of the post or boost of ours that this address names. Whether somebody may see it is not asked here."""
    named = _named(uri)
    if named is None or named[1] is None:
        return None
    found = sql.value(
        "SELECT p.id FROM posts_post p JOIN people_account a ON a.id = p.account_id"
        " WHERE p.id = %s AND a.acct = %s AND a.hidden_at IS NULL",
        (named[1], named[0]),
    )
    return None if found is None else int(found)


def _named(uri: str) -> tuple[str, int | None] | None:
    """(handle, post id) in an identity of ours."""
    if not uri.startswith(f"{settings.BASE_URL}/"):
        return None
    found = _OURS.fullmatch(uri[len(settings.BASE_URL) :])
    return None if found is None else (found[1].lower(), int(found[2]) if found[2] else None)
