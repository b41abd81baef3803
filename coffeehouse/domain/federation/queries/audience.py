"""To which inboxes something of ours goes: of followers elsewhere, of those it names, of servers that have it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from coffeehouse.database import sql

INBOX = "CASE WHEN r.shared_inbox > '' THEN r.shared_inbox ELSE r.inbox END"


def followers_inboxes(account_id: int) -> set[str]:
    """The inboxes of the servers that follow an account of ours from elsewhere."""
    found = sql.rows("SELECT DISTINCT inbox FROM federation_remotefollower WHERE target_id = %s", (account_id,))
    return {row[0] for row in found}


def inboxes_of(account_ids: Iterable[int]) -> set[str]:
    """The inboxes of accounts elsewhere, shared where there is one; of ours none."""
    wanted = list(dict.fromkeys(account_ids))
    if not wanted:
        return set()
    found = sql.rows(
        f"SELECT {INBOX} FROM federation_remoteactor r WHERE r.gone_at IS NULL AND r.id IN ({sql.marks(len(wanted))})",
        wanted,
    )
    return {row[0] for row in found}


def inboxes_named_in(post_id: int) -> set[str]:
    """The inboxes of those a post names; of what everybody may read also of the author of what it answers."""
    found = sql.rows(
        f"SELECT {INBOX} FROM federation_remoteactor r WHERE r.gone_at IS NULL AND (r.id IN"
        " (SELECT account_id FROM posts_mention WHERE post_id = %s) OR r.id ="
        " (SELECT in_reply_to_account_id FROM posts_post WHERE id = %s AND visibility IN ('public', 'unlisted')))",
        (post_id, post_id),
    )
    return {row[0] for row in found}


def inboxes_reached(post_id: int) -> set[str]:
    """The inboxes that took a post or boost of ours."""
    found = sql.rows("SELECT inbox FROM federation_reached WHERE post_id = %s", (post_id,))
    return {row[0] for row in found}


def inboxes_of_voters(post_id: int) -> set[str]:
    """The inboxes of those elsewhere who voted in a poll."""
    found = sql.rows(
        f"SELECT DISTINCT {INBOX} FROM posts_pollvote v JOIN federation_remoteactor r ON r.id = v.account_id"
        " WHERE v.post_id = %s AND r.gone_at IS NULL",
        (post_id,),
    )
    return {row[0] for row in found}


def is_told(sender_id: int, about: str, since: int) -> bool:
    """Whether a letter about this is on its way that was written since then."""
    return bool(
        sql.value(
            "SELECT 1 FROM federation_outgoing WHERE sender_id = %s AND about = %s AND created_at >= %s LIMIT 1",
            (sender_id, about, since),
        )
    )


class Sent(NamedTuple):
    """A post or boost of ours, as far as its audience goes."""

    account_id: int
    visibility: str
    boost_of_id: int | None
    created_at: int
    edited_at: int | None
    traits: int


def sent_post(post_id: int) -> Sent | None:
    """What is known of a post or boost of ours; None for those of others, and when it is gone or its author hidden."""
    found = sql.row(
        "SELECT p.account_id, p.visibility, p.boost_of_id, p.created_at, p.edited_at, p.traits FROM posts_post p"
        " JOIN people_account a ON a.id = p.account_id WHERE p.id = %s AND a.domain = '' AND a.hidden_at IS NULL",
        (post_id,),
    )
    return None if found is None else Sent(*found)


def author_of(post_id: int) -> int | None:
    """Whose a post is."""
    found = sql.value("SELECT account_id FROM posts_post WHERE id = %s", (post_id,))
    return None if found is None else int(found)


def deed_of(kind: str, account_id: int, object_id: int) -> str:
    """By which name an account did something; empty where that is not known."""
    found = sql.value(
        "SELECT uri FROM federation_deed WHERE account_id = %s AND kind = %s AND object_id = %s",
        (account_id, kind, object_id),
    )
    return str(found or "")


def poll_options(post_id: int) -> str:
    """The options of a poll, as JSON."""
    return str(sql.value("SELECT options FROM posts_poll WHERE id = %s", (post_id,)) or "[]")
