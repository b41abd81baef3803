"""Boosts, favourites, bookmarks, pins, muted threads, notifications taken away."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import commands, fragments
from coffeehouse.domain.posts.handlers import feeding, marking, notifying
from coffeehouse.domain.posts.handlers.finding import Found, find_marked, find_own, find_visible
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.protocols.mastodon.fragments import (
    BOOKMARKED,
    FAVOURITED,
    LOCAL_ONLY,
    PINNED,
    REBLOGGED,
    PostFacts,
    boost_uri,
    render_status_fragment,
    status_url,
)

MAX_PINS = 5
TABLE_BITS = {"posts_favourite": FAVOURITED, "posts_bookmark": BOOKMARKED, "posts_pin": PINNED}


def _done(post: Found, **members: Any) -> Outcome:
    return Outcome(object=f"post/{post.id}", result={"id": str(post.id)}, **members)


def apply_boost_post(command: commands.BoostPost, context: Context) -> Outcome:
    """Insert a boost: a post of one's own that passes another on. Followers-only posts only by their author."""
    account_id = acting_account(context)
    post = find_visible(command.post_id, account_id)
    own = post.account_id == account_id
    if post.visibility == "direct" or (post.visibility == "followers" and not own):
        raise NotFound()
    existing = sql.value("SELECT id FROM posts_post WHERE boost_of_id = %s AND account_id = %s", (post.id, account_id))
    if existing is not None:
        return Outcome(object=f"post/{existing}", result={"id": str(existing)}, unchanged=True)
    if command.visibility not in ("public", "unlisted", "followers"):
        raise Invalid("A boost is public, unlisted or for followers.", field="visibility")
    visibility = "followers" if post.visibility == "followers" else command.visibility
    boost_id = context.new_id()
    columns = _boost_columns(account_id, boost_id, post, visibility, context)
    fragments.insert(boost_id, columns)
    marking.mark(account_id, post.id, REBLOGGED)
    sql.execute("UPDATE posts_postcounts SET boosts_count = boosts_count + 1 WHERE post_id = %s", (post.id,))
    _count_status(account_id, 1)
    feeding.feed_boost(context, boost_id, account_id, post.id, post.account_id)
    notifying.notify(context, post.account_id, "reblog", account_id, post.id, post.conversation_id)
    return Outcome(
        object=f"post/{boost_id}", result={"id": str(boost_id)}, states=(fragments.vouch(boost_id, columns),)
    )


def _boost_columns(account_id: int, boost_id: int, post: Found, visibility: str, context: Context) -> dict[str, Any]:
    username = sql.value("SELECT username FROM people_account WHERE id = %s", (account_id,))
    inner = sql.row("SELECT fragment, language, is_sensitive FROM posts_post WHERE id = %s", (post.id,))
    assert inner is not None  # noqa: S101  # found and locked a moment ago
    base = settings.BASE_URL
    return {
        "account_id": account_id,
        "visibility": visibility,
        "text": "",
        "text_hash": "",
        "spoiler_text": "",
        "is_sensitive": bool(inner[2]),
        "language": inner[1],
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "conversation_id": boost_id,
        "boost_of_id": post.id,
        "application_id": context.actor.application_id,
        "has_media": False,
        "created_at": context.now,
        "edited_at": None,
        "quote_policy": "nobody",
        "traits": LOCAL_ONLY if post.is_local_only else 0,
        "fragment": render_status_fragment(
            PostFacts(
                id=boost_id,
                created_at=context.now,
                # Of somebody elsewhere it is their activity, which has no page here.
                uri=context.actor.activity or boost_uri(base, username, boost_id),
                url=context.actor.activity or status_url(base, username, boost_id),
                content=fragments.content_of(inner[0]),
                visibility=visibility,
                sensitive=bool(inner[2]),
                language=inner[1] or None,
            )
        ),
    }


def _count_status(account_id: int, step: int) -> None:
    sql.execute(
        "UPDATE people_accountcounts SET statuses_count = statuses_count + %s WHERE account_id = %s",
        (step, account_id),
    )


def apply_unboost_post(command: commands.UnboostPost, context: Context) -> Outcome:
    """Remove a boost."""
    account_id = acting_account(context)
    post = find_marked(command.post_id, account_id, "boost")
    boost_id = sql.value(
        "DELETE FROM posts_post WHERE boost_of_id = %s AND account_id = %s RETURNING id", (post.id, account_id)
    )
    if boost_id is None:
        return _done(post, unchanged=True)
    sql.execute("DELETE FROM posts_postcounts WHERE post_id = %s", (boost_id,))
    marking.unmark(account_id, post.id, REBLOGGED)
    sql.execute("UPDATE posts_postcounts SET boosts_count = boosts_count - 1 WHERE post_id = %s", (post.id,))
    _count_status(account_id, -1)
    feeding.forget_posts([boost_id], [account_id])
    notifying.forget(post.account_id, "reblog", account_id, post.id)
    return Outcome(
        object=f"post/{boost_id}",
        result={"id": str(post.id)},
        states=(State("posts_post", boost_id, None),),
    )


def _mark(table: str, post: Found, account_id: int, context: Context) -> bool:
    marking.mark(account_id, post.id, TABLE_BITS[table])
    return bool(
        sql.execute(
            f"INSERT INTO {table} (id, account_id, post_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (context.new_id(), account_id, post.id),
        )
    )


def _unmark(table: str, post: Found, account_id: int) -> bool:
    marking.unmark(account_id, post.id, TABLE_BITS[table])
    return bool(
        sql.execute(
            f"DELETE FROM {table} WHERE post_id = %s AND account_id = %s",
            (post.id, account_id),
        )
    )


def apply_favourite_post(command: commands.FavouritePost, context: Context) -> Outcome:
    """Insert a favourite; the author is told."""
    account_id = acting_account(context)
    post = find_visible(command.post_id, account_id)
    if not _mark("posts_favourite", post, account_id, context):
        return _done(post, unchanged=True)
    sql.execute("UPDATE posts_postcounts SET favourites_count = favourites_count + 1 WHERE post_id = %s", (post.id,))
    notifying.notify(context, post.account_id, "favourite", account_id, post.id, post.conversation_id)
    return _done(post)


def apply_unfavourite_post(command: commands.UnfavouritePost, context: Context) -> Outcome:
    """Remove a favourite, and the news of it."""
    account_id = acting_account(context)
    post = find_marked(command.post_id, account_id, "favourite")
    if not _unmark("posts_favourite", post, account_id):
        return _done(post, unchanged=True)
    sql.execute("UPDATE posts_postcounts SET favourites_count = favourites_count - 1 WHERE post_id = %s", (post.id,))
    notifying.forget(post.account_id, "favourite", account_id, post.id)
    return _done(post)


def apply_bookmark_post(command: commands.BookmarkPost, context: Context) -> Outcome:
    """Insert a bookmark."""
    account_id = acting_account(context)
    post = find_visible(command.post_id, account_id)
    return _done(post, unchanged=not _mark("posts_bookmark", post, account_id, context))


def apply_unbookmark_post(command: commands.UnbookmarkPost, context: Context) -> Outcome:
    """Remove a bookmark."""
    account_id = acting_account(context)
    post = find_marked(command.post_id, account_id, "bookmark")
    return _done(post, unchanged=not _unmark("posts_bookmark", post, account_id))


def apply_pin_post(command: commands.PinPost, context: Context) -> Outcome:
    """Insert a pin: own posts, not direct ones, at most five."""
    account_id = acting_account(context)
    post = find_visible(command.post_id, account_id)
    if post.account_id != account_id:
        raise Invalid("Validation failed: Someone else's post cannot be pinned")
    if post.visibility == "direct":
        raise Invalid("Validation failed: Posts that are only visible to mentioned users cannot be pinned")
    pinned = sql.value("SELECT COUNT(*) FROM posts_pin WHERE account_id = %s AND post_id <> %s", (account_id, post.id))
    if pinned >= MAX_PINS:
        raise Invalid("Validation failed: You have already pinned the maximum number of posts")
    return _done(post, unchanged=not _mark("posts_pin", post, account_id, context))


def apply_unpin_post(command: commands.UnpinPost, context: Context) -> Outcome:
    """Remove a pin."""
    post = find_own(command.post_id, acting_account(context))
    return _done(post, unchanged=not _unmark("posts_pin", post, post.account_id))


def apply_mute_thread(command: commands.MuteThread, context: Context) -> Outcome:
    """No more notifications from this conversation."""
    account_id = acting_account(context)
    post = find_visible(command.post_id, account_id)
    done = sql.execute(
        "INSERT INTO posts_threadmute (account_id, conversation_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        (account_id, post.conversation_id),
    )
    return _done(post, unchanged=not done)


def apply_unmute_thread(command: commands.UnmuteThread, context: Context) -> Outcome:
    """Notifications from this conversation again."""
    account_id = acting_account(context)
    post = find_visible(command.post_id, account_id)
    done = sql.execute(
        "DELETE FROM posts_threadmute WHERE account_id = %s AND conversation_id = %s",
        (account_id, post.conversation_id),
    )
    return _done(post, unchanged=not done)


def apply_dismiss_notification(command: commands.DismissNotification, context: Context) -> Outcome:
    """Remove one notification of one's own."""
    done = sql.execute(
        "DELETE FROM posts_notification WHERE id = %s AND account_id = %s",
        (command.notification_id, acting_account(context)),
    )
    if not done:
        raise NotFound()
    return Outcome(object=f"notification/{command.notification_id}")


def apply_clear_notifications(_command: commands.ClearNotifications, context: Context) -> Outcome:
    """Remove all notifications of one's own."""
    account_id = acting_account(context)
    done = sql.execute("DELETE FROM posts_notification WHERE account_id = %s", (account_id,))
    return Outcome(object=f"account/{account_id}", unchanged=not done)
