"""What streams ask after a commit: which posts and notifications are new, and who of those who listen is to hear.

The same visibility scopes as every list, asked for many viewers at once: a scope's parameter for the viewer becomes the
column that holds them. To whom a post is plain (`assembling.select`: no poll, no trait, no mark of theirs), all of them
see the same, so they may share one entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.posts.visibility import Scope, unmuted_posts, visible_posts
from coffeehouse.kernel import clock

# So many viewers stand in one statement.
VIEWERS = 500
# Stands for the viewer while a scope is built; no account has it.
ANY_VIEWER = -1


class Fact(msgspec.Struct, frozen=True):
    """What decides in which streams a post belongs."""

    id: int
    account_id: int
    visibility: str
    boost_of_id: int | None
    in_reply_to_id: int | None
    has_media: bool
    is_local: bool
    conversation_id: int
    is_limited: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the public timelines: the rule of `timelines.public_timeline`."""
        return self.is_public and self.in_reply_to_id is None

    @property
    def is_public(self) -> bool:
        """Whether it is shown to those who do not follow its author, under its hashtags for one."""
        return self.visibility == "public" and self.boost_of_id is None and not self.is_limited


class View(msgspec.Struct, frozen=True):
    """A post stands in the home timeline of an account. `is_plain`: it looks as to all others to whom it is plain."""

    post_id: int
    account_id: int
    is_plain: bool


FACTS = (
    "SELECT p.id, p.account_id, p.visibility, p.boost_of_id, p.in_reply_to_id, p.has_media, a.domain,"
    " p.conversation_id, a.limited_at FROM posts_post p JOIN people_account a ON a.id = p.account_id WHERE "
)


def _facts(rows: list[tuple[Any, ...]]) -> list[Fact]:
    return [
        Fact(
            post_id, account_id, visibility, boost_of_id, answered_id, bool(has_media), domain == "", conversation_id,
            limited_at is not None,
        )
        for post_id, account_id, visibility, boost_of_id, answered_id, has_media, domain, conversation_id, limited_at
        in rows
    ]  # fmt: skip


def posts_between(after: int, up_to: int, limit: int) -> list[Fact]:
    """Posts with ids above `after` up to `up_to`, oldest first."""
    return _facts(sql.rows(f"{FACTS} p.id > %s AND p.id <= %s ORDER BY p.id LIMIT %s", (after, up_to, limit)))


def facts_of(post_ids: Sequence[int]) -> list[Fact]:
    """The facts of those posts that are still there."""
    if not post_ids:
        return []
    return _facts(sql.rows(f"{FACTS} p.id IN ({sql.marks(len(post_ids))}) ORDER BY p.id", tuple(post_ids)))


def _for_column(scope: Scope, column: str) -> Scope:
    """A scope built for ANY_VIEWER, asked of the viewer in `column` instead."""
    text, params = scope
    pieces = text.split("%s")
    kept: list[Any] = []
    made = pieces[0]
    for value, piece in zip(params, pieces[1:], strict=True):
        if value == ANY_VIEWER:
            made += column + piece
        else:
            made += "%s" + piece
            kept.append(value)
    return made, tuple(kept)


def _chunks(ids: Iterable[int]) -> list[list[int]]:
    ordered = sorted(ids)
    return [ordered[start : start + VIEWERS] for start in range(0, len(ordered), VIEWERS)]


def home_views(first_id: int, last_id: int, viewer_ids: Iterable[int]) -> list[View]:
    """Which of the viewers have which posts of the range in their home timeline and may see them."""
    outer, outer_params = _for_column(visible_posts(ANY_VIEWER, "p", "a"), "f.account_id")
    inner, inner_params = _for_column(visible_posts(ANY_VIEWER, "r", "b"), "f.account_id")
    statement = (
        "SELECT f.post_id, f.account_id, w.bits IS NULL AND v.account_id IS NULL AND q.id IS NULL"
        " AND COALESCE(r.traits, p.traits) = 0 FROM posts_feed f JOIN posts_post p ON p.id = f.post_id"
        " JOIN people_account a ON a.id = p.account_id LEFT JOIN posts_post r ON r.id = p.boost_of_id"
        " LEFT JOIN people_account b ON b.id = r.account_id"
        " LEFT JOIN posts_poll q ON q.id = COALESCE(p.boost_of_id, p.id)"
        " LEFT JOIN posts_mark w ON w.account_id = f.account_id AND w.post_id = COALESCE(p.boost_of_id, p.id)"
        " LEFT JOIN posts_threadmute v ON v.account_id = f.account_id"
        " AND v.conversation_id = COALESCE(r.conversation_id, p.conversation_id)"
        " WHERE f.account_id IN ({marks}) AND f.post_id >= %s AND f.post_id <= %s"
        f" AND {outer} AND (p.boost_of_id IS NULL OR (r.id IS NOT NULL AND {inner}))"
    )
    found: list[View] = []
    for viewers in _chunks(viewer_ids):
        found += [
            View(row[0], row[1], bool(row[2]))
            for row in sql.rows(
                statement.replace("{marks}", sql.marks(len(viewers))),
                (*viewers, first_id, last_id, *outer_params, *inner_params),
            )
        ]
    return found


def unwelcome(post_ids: Sequence[int], viewer_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(post, viewer) where the viewer may not see the post or does not want to (mutes, blocks)."""
    seen, seen_params = _for_column(visible_posts(ANY_VIEWER, "p", "a"), "v.id")
    liked, liked_params = _for_column(unmuted_posts(ANY_VIEWER, clock.now_ms(), "p", "a"), "v.id")
    found: set[tuple[int, int]] = set()
    for viewers in _chunks(viewer_ids) if post_ids else ():
        found |= {
            (row[0], row[1])
            for row in sql.rows(
                "SELECT p.id, v.id FROM people_account v JOIN posts_post p"
                f" ON p.id IN ({sql.marks(len(post_ids))}) JOIN people_account a ON a.id = p.account_id"
                f" WHERE v.id IN ({sql.marks(len(viewers))}) AND NOT ({seen} AND {liked})",
                (*post_ids, *viewers, *seen_params, *liked_params),
            )
        }
    return found


def tags_of(post_ids: Sequence[int]) -> dict[int, set[str]]:
    """The folded hashtags of the posts that have any."""
    found: dict[int, set[str]] = {}
    if post_ids:
        for post_id, name in sql.rows(
            "SELECT t.post_id, g.name FROM posts_posttag t JOIN posts_tag g ON g.id = t.tag_id"
            f" WHERE t.post_id IN ({sql.marks(len(post_ids))})",
            tuple(post_ids),
        ):
            found.setdefault(post_id, set()).add(name)
    return found


def notifications_between(after: int, up_to: int, account_ids: Iterable[int]) -> list[tuple[int, int]]:
    """(notification, account) for the accounts, oldest first; not those that are kept back."""
    found: list[tuple[int, int]] = []
    for accounts in _chunks(account_ids):
        found += [
            (row[0], row[1])
            for row in sql.rows(
                "SELECT n.id, n.account_id FROM posts_notification n WHERE n.id > %s AND n.id <= %s"
                f" AND n.account_id IN ({sql.marks(len(accounts))}) AND NOT n.is_filtered",
                (after, up_to, *accounts),
            )
        ]
    return sorted(found)


def lists_with(list_ids: Iterable[int], author_ids: Sequence[int]) -> list[tuple[int, int, int]]:
    """(list, its owner, author) where one of the authors is on one of the lists."""
    found: list[tuple[int, int, int]] = []
    for lists in _chunks(list_ids) if author_ids else ():
        found += [
            (row[0], row[1], row[2])
            for row in sql.rows(
                "SELECT e.list_id, l.account_id, e.account_id FROM people_listmember e"
                " JOIN people_list l ON l.id = e.list_id"
                f" WHERE e.list_id IN ({sql.marks(len(lists))}) AND e.account_id IN ({sql.marks(len(author_ids))})",
                (*lists, *author_ids),
            )
        ]
    return found


def followers_among(author_ids: Sequence[int], viewer_ids: Iterable[int]) -> set[int]:
    """Which of the viewers follow one of the authors."""
    found: set[int] = set()
    for viewers in _chunks(viewer_ids) if author_ids else ():
        found |= {
            row[0]
            for row in sql.rows(
                f"SELECT f.account_id FROM people_follow f WHERE f.target_id IN ({sql.marks(len(author_ids))})"
                f" AND f.account_id IN ({sql.marks(len(viewers))}) AND NOT f.is_pending",
                (*author_ids, *viewers),
            )
        }
    return found


def with_filters(viewer_ids: Iterable[int]) -> set[int]:
    """Which of the viewers have filters."""
    found: set[int] = set()
    for viewers in _chunks(viewer_ids):
        found |= {
            row[0]
            for row in sql.rows(
                f"SELECT DISTINCT account_id FROM posts_filter WHERE account_id IN ({sql.marks(len(viewers))})", viewers
            )
        }
    return found


def participants_of(post_id: int, viewer_ids: Iterable[int]) -> list[int]:
    """Which of the viewers have a direct post in one of their conversations."""
    found: list[int] = []
    for viewers in _chunks(viewer_ids):
        found += [
            row[0]
            for row in sql.rows(
                f"SELECT account_id FROM posts_directpost WHERE account_id IN ({sql.marks(len(viewers))})"
                " AND post_id = %s",
                (*viewers, post_id),
            )
        ]
    return found


def announcements_due(after: int, up_to: int) -> list[int]:
    """Announcements that were written for later, and for a time above `after` up to `up_to`."""
    found = sql.rows(
        "SELECT id FROM posts_announcement WHERE published_at > %s AND published_at <= %s"
        " AND published_at > created_at AND ended_at IS NULL ORDER BY published_at",
        (after, up_to),
    )
    return [row[0] for row in found]
