"""From rows to Status entities: one query gives fragments, counts and the viewer's flags; this joins the strings.

The SELECT is the same for every list: `p` is the post in the list, `r` the post it boosts if it is a boost.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.people.queries.accounts import whole_account
from coffeehouse.kernel import clock
from coffeehouse.protocols.mastodon.entities import CustomEmoji, Poll, PollOption
from coffeehouse.protocols.mastodon.fragments import (
    COUNT_SEAMS,
    HAS_CARD,
    MUTED,
    NO_CARD,
    VIEWER_BITS,
    splice_boost,
    splice_status,
)

Row = tuple[Any, ...]
# Begins each text of a post that is not plain. JSON has it nowhere: control characters are escaped there.
SEAM = "\x1e"


def _counted(post: str, counts: str) -> sql.Joined:
    """A post's fragment with its counters, the `text` of `splice_status`."""
    first, second, third, fourth = COUNT_SEAMS
    columns = ("replies_count", "boosts_count", "favourites_count", "quotes_count")
    return sql.Joined(
        f"%s{first}%s{second}%s{third}%s{fourth}%s",
        (f"{post}.fragment", *(f"{counts}.{column}" for column in columns)),
    )


# A boost's own text is its fragment alone.
OWN, AUTHOR, BOOST = _counted("p", "k"), whole_account("a", "c"), sql.Joined("%s", ("p.fragment",))
BOOSTED, BOOSTED_AUTHOR = _counted("r", "l"), whole_account("b", "d")


def _whole(viewer: int | None) -> str:
    """SQL for all of a Status that has no card and no poll, as `splice_status` makes it."""
    return OWN.into(splice_status("%s", "%s", viewer=viewer), AUTHOR).statement


def _whole_boost(viewer: int | None) -> str:
    inner = splice_status("%s", "%s", viewer=viewer)
    # The account of the boost stands behind the post that it boosts.
    template = splice_boost("%s", "%s", inner, viewer=viewer)
    return BOOST.into(template, BOOSTED, BOOSTED_AUTHOR, AUTHOR).statement


def _pieces(flags: tuple[str, ...], *texts: sql.Joined) -> str:
    """SQL for all of a post that is not plain, to be put together here."""
    return sql.Joined(f"{SEAM}%s" * len(flags), flags).into(f"%s{f'{SEAM}%s' * len(texts)}", *texts).statement


JOINS = (
    " JOIN people_account a ON a.id = p.account_id JOIN people_accountcounts c ON c.account_id = p.account_id"
    " JOIN posts_postcounts k ON k.post_id = p.id"
)
# The post that a boost passes on, with all that belongs to it. A poll or a mark is always of that one.
BOOSTED_JOINS = (
    " LEFT JOIN posts_post r ON r.id = p.boost_of_id LEFT JOIN people_account b ON b.id = r.account_id"
    " LEFT JOIN people_accountcounts d ON d.account_id = r.account_id"
    " LEFT JOIN posts_postcounts l ON l.post_id = r.id"
)
POLL = " LEFT JOIN posts_poll q ON q.id = {target}"
MARKS = (
    " LEFT JOIN posts_mark w ON w.account_id = %s AND w.post_id = {target}"
    " LEFT JOIN posts_threadmute v ON v.account_id = %s AND v.conversation_id = {conversation}"
)


@lru_cache(maxsize=512)
def select(source: str, *, is_signed_in: bool, key: str = "p.id", has_boosts: bool = True) -> str:
    """The SELECT over `source`, which names `p`; `key` (last column) is what the list is paged by.

    The first parameters after those of the columns and of `source` are `flag_params`. Without `has_boosts` the list
    has none and `r` is not there to be asked.

    Columns: text, key. The text of a plain post, which most are (no poll, no trait, nothing the viewer did with it), is
    one whole Status. That of others is, each after a SEAM: poll id or nothing, the viewer's bits and the post's traits
    in one number, 1 where the thread is muted, text and account, and text and account of what a boost passes on.
    """
    target = "COALESCE(p.boost_of_id, p.id)" if has_boosts else "p.id"
    conversation = "COALESCE(r.conversation_id, p.conversation_id)" if has_boosts else "p.conversation_id"
    traits = "COALESCE(r.traits, p.traits)" if has_boosts else "p.traits"
    viewer = 0 if is_signed_in else None
    plain, flags = f"q.id IS NULL AND {traits} = 0", ("q.id", traits, "0")
    joins = JOINS + (BOOSTED_JOINS if has_boosts else "") + POLL.format(target=target)
    if is_signed_in:
        plain += " AND w.bits IS NULL AND v.account_id IS NULL"
        is_muted = "CASE WHEN v.account_id IS NULL THEN 0 ELSE 1 END"
        flags = ("q.id", f"COALESCE(w.bits, 0) | {traits}", is_muted)
        joins += MARKS.format(target=target, conversation=conversation)
    whole, pieces = _whole(viewer), _pieces(flags, OWN, AUTHOR)
    if has_boosts:
        whole = f"CASE WHEN p.boost_of_id IS NULL THEN {whole} ELSE {_whole_boost(viewer)} END"
        boost = _pieces(flags, BOOST, AUTHOR, BOOSTED, BOOSTED_AUTHOR)
        pieces = f"CASE WHEN p.boost_of_id IS NULL THEN {pieces} ELSE {boost} END"
    text = f"CASE WHEN p.id IS NULL THEN NULL WHEN {plain} THEN {whole} ELSE {pieces} END"
    return f"SELECT {text}, {key} FROM {source}{joins}"


def flag_params(viewer_id: int | None) -> tuple[int, ...]:
    """The parameters of the joins that bring what the viewer did with a post."""
    return () if viewer_id is None else (viewer_id, viewer_id)


def is_whole(text: str) -> bool:
    """Whether the text of a row is a Status already."""
    return text[0] != SEAM


def assemble(rows: list[Row], viewer_id: int | None, *, is_quoted: bool = False) -> list[tuple[int, str]]:
    """(paging key, Status JSON) for each row of `select`. `is_quoted`: they stand inside others, which quote them."""
    unusual = [row for row in rows if row[0][0] == SEAM]
    if not unusual:
        return [(key, text) for text, key in rows]
    made = _put_together([_apart(*row) for row in unusual], viewer_id, is_quoted=is_quoted)
    return [(key, made.get(key) or text) for text, key in rows]


def _apart(text: str, key: int) -> Row:
    """Text, account, text and account of the boosted post or None, poll id or None, bits, whether muted, key."""
    _, poll_id, bits, is_muted, own, account, *boosted = text.split(SEAM)
    texts = (own, account, *(boosted or (None, None)))
    return (*texts, int(poll_id) if poll_id else None, int(bits), is_muted == "1", key)


def _put_together(rows: list[Row], viewer_id: int | None, *, is_quoted: bool) -> dict[int, str]:
    """Key → Status JSON of rows that came apart."""
    polls = read_polls(viewer_id, [row[4] for row in rows if row[4] is not None])
    if any(row[5] > VIEWER_BITS for row in rows):
        rows = finish(rows, viewer_id, is_quoted=is_quoted)
    made: dict[int, str] = {}
    for text, account, boosted_text, boosted_account, poll_id, bits, is_muted, key in rows:
        viewer = None if viewer_id is None else (bits & VIEWER_BITS) | (MUTED if is_muted else 0)
        poll = polls.get(poll_id, "null")
        card = "" if bits & HAS_CARD else NO_CARD
        if boosted_text is None:
            made[key] = splice_status(text, account, poll_json=poll, card=card, viewer=viewer)
        else:
            inner = splice_status(boosted_text, boosted_account, poll_json=poll, card=card, viewer=viewer)
            made[key] = splice_boost(text, account, inner, viewer=viewer)
    return made


def finish(rows: list[tuple[Any, ...]], viewer_id: int | None, *, is_quoted: bool) -> list[tuple[Any, ...]]:
    """The rows with what depends on the viewer put into the text of those posts that have traits."""
    from coffeehouse.domain.posts.queries import quoting  # it reads posts as well, by way of this module

    return quoting.finish(rows, viewer_id, is_quoted=is_quoted)


def read_polls(viewer_id: int | None, post_ids: list[int]) -> dict[int, str]:
    """The Poll entities of posts that the viewer may see; no query when there is none."""
    if not post_ids:
        return {}
    marks = sql.marks(len(post_ids))
    votes: dict[int, list[int]] = {}
    if viewer_id is not None:
        for post_id, choice in sql.rows(
            f"SELECT post_id, choice FROM posts_pollvote WHERE post_id IN ({marks}) AND account_id = %s"
            " ORDER BY choice",
            (*post_ids, viewer_id),
        ):
            votes.setdefault(post_id, []).append(choice)
    now = clock.now_ms()
    return {
        row[0]: _poll_json(row[:8], viewer_id, votes.get(row[0], []), row[8], now)
        for row in sql.rows(
            "SELECT q.id, q.options, q.is_multiple, q.hides_totals, q.expires_at, q.voters_count, q.votes,"
            f" q.emojis, p.account_id FROM posts_poll q JOIN posts_post p ON p.id = q.id WHERE q.id IN ({marks})",
            post_ids,
        )
    }


def _poll_json(poll: tuple[Any, ...], viewer_id: int | None, own_votes: list[int], author_id: int, now: int) -> str:
    """The Poll entity from (post_id, options, is_multiple, hides_totals, expires_at, voters_count, votes, emojis)."""
    post_id, options, is_multiple, hides_totals, expires_at, voters_count, votes, emojis = poll
    titles: list[str] = msgspec.json.decode(options)
    counts: list[int] = msgspec.json.decode(votes)
    expired = expires_at is not None and expires_at <= now
    hidden = bool(hides_totals) and not expired
    entity = Poll(
        id=str(post_id),
        expires_at=None if expires_at is None else clock.iso(expires_at),
        expired=expired,
        multiple=bool(is_multiple),
        votes_count=sum(counts),
        voters_count=voters_count,
        options=[
            PollOption(title=title, votes_count=None if hidden else count)
            for title, count in zip(titles, counts, strict=True)
        ],
    )
    if emojis != "[]":
        entity.emojis = msgspec.json.decode(emojis, type=list[CustomEmoji])
    if viewer_id is not None:
        entity.voted = bool(own_votes) or viewer_id == author_id
        entity.own_votes = own_votes
    return msgspec.json.encode(entity).decode()
