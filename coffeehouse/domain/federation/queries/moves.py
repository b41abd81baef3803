"""What is known of moves: which account says that it is another's too, and who is to follow where somebody went."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries.identities import account_identity
from coffeehouse.protocols.mastodon.fragments import account_uri


class Follower(NamedTuple):
    """Somebody of ours who follows, and how. member_id: the human."""

    account_id: int
    member_id: int
    shows_boosts: bool
    notifies: bool
    languages: str


class Alias(NamedTuple):
    """An account elsewhere that one of ours says it also is. acct: its handle, empty where it is not known here."""

    uri: str
    acct: str


def says_it_is(account_id: int, uri: str) -> bool:
    """Whether an account, ours or elsewhere, says that the one with this identity is the same person's."""
    if sql.value("SELECT 1 FROM federation_alias WHERE account_id = %s AND uri = %s", (account_id, uri)):
        return True
    named = sql.value("SELECT also_known_as FROM federation_remoteactor WHERE id = %s", (account_id,))
    return named is not None and uri in msgspec.json.decode(named, type=list[str])


def identity_here(account_id: int) -> str:
    """The identity of an account of ours; empty for others."""
    name = sql.value("SELECT username FROM people_account WHERE id = %s AND domain = ''", (account_id,))
    return "" if name is None else account_uri(settings.BASE_URL, name)


def aliases_of(account_id: int) -> list[Alias]:
    """What one of ours says it also is."""
    found = sql.rows(
        "SELECT l.uri, a.acct FROM federation_alias l LEFT JOIN federation_remoteactor r ON r.uri = l.uri"
        " LEFT JOIN people_account a ON a.id = r.id WHERE l.account_id = %s ORDER BY l.uri",
        (account_id,),
    )
    return [Alias(row[0], row[1] or "") for row in found]


def moved_to(account_id: int) -> str:
    """The handle of the account that one of ours moved to; empty where it did not."""
    return str(
        sql.value(
            "SELECT a.acct FROM federation_moved m JOIN people_account a ON a.id = m.target_id WHERE m.account_id = %s",
            (account_id,),
        )
        or ""
    )


def identity_moved_to(account_id: int) -> str:
    """The identity of the account that one of ours moved to; empty where it did not."""
    target_id = sql.value("SELECT target_id FROM federation_moved WHERE account_id = %s", (account_id,))
    target = None if target_id is None else account_identity(target_id)
    return target.uri if target else ""


def followers_here(account_id: int, *, after: int, limit: int) -> list[Follower]:
    """People of ours who follow an account, by their ids."""
    found = sql.rows(
        "SELECT f.account_id, a.member_id, f.shows_boosts, f.notifies, f.languages FROM people_follow f"
        " JOIN people_account a ON a.id = f.account_id WHERE f.target_id = %s AND f.account_id > %s"
        " AND NOT f.is_pending AND a.domain = '' AND a.member_id IS NOT NULL ORDER BY f.account_id LIMIT %s",
        (account_id, after, limit),
    )
    return [Follower(row[0], row[1], bool(row[2]), bool(row[3]), row[4]) for row in found]


def pictures_of(account_id: int) -> tuple[str, str]:
    """Where the avatar and the header of an account elsewhere come from; empty where it has none, or is gone."""
    found = sql.row(
        "SELECT avatar_url, header_url FROM federation_remoteactor WHERE id = %s AND gone_at IS NULL", (account_id,)
    )
    return ("", "") if found is None else (found[0], found[1])
