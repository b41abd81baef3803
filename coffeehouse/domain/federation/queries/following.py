"""Who of ours follows an account elsewhere, to be compared with what its own server believes (FEP-8fcf)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries.resolving import called_by
from coffeehouse.protocols.mastodon.fragments import account_uri

AT_ONCE = 500
# What goes there about the two of them is not read yet: who follows whom will be clear once it is.
ON_ITS_WAY = (
    "SELECT 1 FROM federation_outgoing o JOIN federation_delivery d ON d.outgoing_id = o.id"
    " WHERE o.sender_id = %s AND o.about IN (%s, %s) AND d.dead_at IS NULL LIMIT 1"
)


class Ours(NamedTuple):
    """An account of ours. follows: True, False, or None where it asked and was not answered."""

    id: int
    follows: bool | None


def followers_here(account_id: int) -> dict[str, int]:
    """Who of ours follows an account elsewhere: identity → our id. With those who are hidden: its server has them."""
    found = sql.rows(
        "SELECT a.username, a.id FROM people_follow f JOIN people_account a ON a.id = f.account_id"
        " WHERE f.target_id = %s AND NOT f.is_pending AND a.domain = ''",
        (account_id,),
    )
    return {account_uri(settings.BASE_URL, name): id for name, id in found}


def stand_to(account_id: int, identities: Iterable[str]) -> list[Ours]:
    """How the accounts of ours with these identities stand to one elsewhere; what names none of ours is left out."""
    names = sorted({name for name in map(called_by, identities) if name})
    found: list[Ours] = []
    for start in range(0, len(names), AT_ONCE):
        part = names[start : start + AT_ONCE]
        found += _stand_to(account_id, part)
    return found


def _stand_to(account_id: int, names: Sequence[str]) -> list[Ours]:
    rows = sql.rows(
        "SELECT a.id, f.is_pending FROM people_account a LEFT JOIN people_follow f ON f.account_id = a.id"
        f" AND f.target_id = %s WHERE a.domain = '' AND a.acct IN ({sql.marks(len(names))})",
        (account_id, *names),
    )
    return [Ours(id, False if pending is None else (None if pending else True)) for id, pending in rows]


def is_being_told(account_id: int, target_id: int) -> bool:
    """Whether a Follow by one of ours, or its end, is on its way to an account elsewhere."""
    about = (f"Follow account/{target_id}", f"Undo Follow account/{target_id}")
    return sql.value(ON_ITS_WAY, (account_id, *about)) is not None
