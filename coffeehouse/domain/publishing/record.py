"""The record of an author at a voice: what was released, changed and refused of late. Read for every official post.

engine.routing → read_record (one statement) → policy;  engine.act → keep_direct_release
"""

from __future__ import annotations

from dataclasses import dataclass

from coffeehouse.database import sql
from coffeehouse.kernel import clock

# So many of the author's latest drafts and direct releases are looked at.
LOOKS_BACK = 500


@dataclass(frozen=True, slots=True)
class Record:
    """What policy is told of an official post besides its words. answered: the words it replies to, or ""."""

    released: int
    changed: int
    refused: int
    receivers: int
    answered: str


# Ids begin with their time, so that a range of ids is a range of time. What somebody wanted changed counts as changed,
# also after it was out and corrected in public; what its author withdrew, or what still waits, counts for nothing.
_RECORD = f"""
WITH recent AS (
    SELECT h.state, EXISTS (
        SELECT 1 FROM publishing_decision d WHERE d.held_id = h.id AND d.decision IN ('change', 'after_correct')
    ) AS is_changed
    FROM publishing_heldcommand h
    WHERE h.member_id = %s AND h.id > %s AND h.voice_id = %s ORDER BY h.id DESC LIMIT {LOOKS_BACK}
), direct AS (
    SELECT EXISTS (SELECT 1 FROM publishing_correction c WHERE c.post_id = r.post_id) AS is_changed
    FROM publishing_directrelease r WHERE r.member_id = %s AND r.voice_id = %s AND r.created_at > %s
    ORDER BY r.created_at DESC LIMIT {LOOKS_BACK}
)
SELECT
    (SELECT COUNT(*) FROM recent WHERE state = 'released' AND NOT is_changed)
        + (SELECT COUNT(*) FROM direct WHERE NOT is_changed),
    (SELECT COUNT(*) FROM recent WHERE is_changed AND state <> 'refused')
        + (SELECT COUNT(*) FROM direct WHERE is_changed),
    (SELECT COUNT(*) FROM recent WHERE state = 'refused'),
    (SELECT followers_count FROM people_accountcounts WHERE account_id = %s),
    (SELECT a.text FROM posts_post a WHERE a.id = %s)
"""


def read_record(
    member_id: int | None, voice_id: int | None, answered_id: int | None, edited_id: int | None, days: int, now: int
) -> Record:
    """One statement for all of it. answered_id: the post it replies to; edited_id: or the post whose words change."""
    since = now - days * clock.DAY
    member, voice = member_id or 0, voice_id or 0
    answered = "(SELECT in_reply_to_id FROM posts_post WHERE id = %s)" if edited_id is not None else "%s"
    row = sql.row(
        _RECORD.replace("a.id = %s", f"a.id = {answered}"),
        (member, since << 16, voice, member, voice, since, voice, answered_id if edited_id is None else edited_id),
    )
    assert row is not None  # noqa: S101  # a SELECT without FROM has one row
    released, changed, refused, receivers, text = row
    return Record(released, changed, refused, receivers or 0, text or "")


def keep_direct_release(post_id: int, voice_id: int, member_id: int, criticality: str, route: str, now: int) -> None:
    """Write down that a member released an official post at once."""
    sql.execute(
        "INSERT INTO publishing_directrelease (post_id, voice_id, member_id, criticality, route, created_at)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (post_id, voice_id, member_id, criticality, route, now),
    )


def route_of(post_id: int, member_id: int) -> str:
    """For whoever has a seat at its voice: which way an official post took, as a sentence; else ""."""
    found = sql.value(
        "SELECT r.route FROM publishing_directrelease r JOIN people_seat s ON s.account_id = r.voice_id"
        " WHERE r.post_id = %s AND s.member_id = %s",
        (post_id, member_id),
    )
    return found or ""
