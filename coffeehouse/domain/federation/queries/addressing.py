"""Whom a post from elsewhere is addressed to and names, as far as they are known here."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries.resolving import ACTOR, is_ours
from coffeehouse.protocols.activitypub.documents import ObjectDocument
from coffeehouse.protocols.mastodon.fragments import account_url

# Of more nobody is looked up (attack D13): no honest post names so many.
MOST_NAMED = 100


class Addressed(NamedTuple):
    """An account known here. is_named: the post names it in its words, and does not only go to it."""

    id: int
    username: str
    acct: str
    url: str
    is_ours: bool
    is_named: bool
    follows_author: bool


def addressed_by(document: ObjectDocument, author_id: int) -> tuple[Addressed, ...]:
    """The shown accounts a post names, and those of ours it is addressed to, each once, in the order named."""
    named = dict.fromkeys(mention.href for mention in document.mentions[:MOST_NAMED])
    others = [uri for uri in dict.fromkeys((*document.to, *document.cc)) if uri not in named and is_ours(uri)]
    wanted = [*named, *others[:MOST_NAMED]]
    if not wanted:
        return ()
    found = _ours([uri for uri in wanted if is_ours(uri)], author_id)
    found |= _elsewhere([uri for uri in named if not is_ours(uri)])
    listed = (found[uri]._replace(is_named=uri in named) for uri in wanted if uri in found)
    return tuple({account.id: account for account in reversed(tuple(listed))}.values())[::-1]


def _ours(uris: list[str], author_id: int) -> dict[str, Addressed]:
    names = {match["name"].lower(): uri for uri in uris if (match := ACTOR.fullmatch(uri[len(settings.BASE_URL) :]))}
    if not names:
        return {}
    found = sql.rows(
        "SELECT a.id, a.username, a.acct, f.id FROM people_account a"
        " LEFT JOIN people_follow f ON f.account_id = a.id AND f.target_id = %s AND NOT f.is_pending"
        f" WHERE a.acct IN ({sql.marks(len(names))}) AND a.domain = '' AND a.hidden_at IS NULL",
        (author_id, *names),
    )
    return {
        names[acct]: Addressed(
            account_id, name, acct, account_url(settings.BASE_URL, name), True, False, follow is not None
        )
        for account_id, name, acct, follow in found
    }


def _elsewhere(uris: list[str]) -> dict[str, Addressed]:
    if not uris:
        return {}
    found = sql.rows(
        "SELECT r.uri, r.url, a.id, a.username, a.acct FROM federation_remoteactor r"
        f" JOIN people_account a ON a.id = r.id WHERE r.uri IN ({sql.marks(len(uris))}) AND a.hidden_at IS NULL",
        tuple(uris),
    )
    return {
        uri: Addressed(account_id, name, acct, url or uri, False, False, False)
        for uri, url, account_id, name, acct in found
    }
