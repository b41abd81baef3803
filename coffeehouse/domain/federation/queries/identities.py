"""Identities between servers, from our ids to addresses. The way back is `resolving`.

An account or post of ours is named by this house (`/users/<name>`, `/users/<name>/statuses/<id>`); one from elsewhere
as its own server named it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.protocols.mastodon.fragments import account_uri, account_url, boost_uri, status_uri, status_url


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
