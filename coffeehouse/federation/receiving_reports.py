"""Flag: another server reports an account of ours, or posts of it. Moderators here decide, as about every report."""

from __future__ import annotations

from coffeehouse.domain.cases.commands import FileReport
from coffeehouse.domain.federation.queries import resolving
from coffeehouse.domain.federation.queries.concerning import seen_posts_of
from coffeehouse.federation.hearing import Hearing, Unwanted

MOST_NAMED = 40
MOST_ACCOUNTS = 5
LONGEST = 1_000


def take_flag(hearing: Hearing) -> None:
    """File a report of each account of ours it names, with the posts of that account its sender may see.

    Each once, however often the Flag comes: one that was broken off in between goes on where it was.
    """
    if resolving.is_gone(hearing.said.id):
        raise Unwanted("taken_back")
    named = [uri for uri in (hearing.said.object_ids or (hearing.said.object_id,)) if resolving.is_ours(uri)]
    named = named[:MOST_NAMED]
    posts = tuple(found for uri in named if (found := resolving.post_here(uri)) is not None)
    accounts = [found for uri in named if (found := resolving.account_here(uri)) is not None]
    accounts = accounts or [resolving.author_of(post_id) for post_id in posts]
    if not accounts:
        raise Unwanted("no_account")
    comment = hearing.said.content[:LONGEST].strip()
    for account_id in list(dict.fromkeys(accounts))[:MOST_ACCOUNTS]:
        seen = seen_posts_of(account_id, posts, hearing.signer.account_id)
        hearing.does(
            FileReport(account_id=account_id, post_ids=seen, comment=comment), key=f"{hearing.said.id} {account_id}"
        )
