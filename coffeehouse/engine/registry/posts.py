"""The commands of posts."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.context import Actor, Command
from coffeehouse.domain.posts import commands
from coffeehouse.domain.posts.handlers import changing, polling, reacting, writing
from coffeehouse.engine import asking, preserving
from coffeehouse.engine.commands import Handler, Limit, register, writes_per_account
from coffeehouse.kernel import clock


def _publish_limits(command: Any, actor: Actor) -> list[Limit]:
    return [*writes_per_account(command, actor), Limit(f"publish:{actor.label}", 300, 3 * clock.HOUR)]


def _delete_limits(command: Any, actor: Actor) -> list[Limit]:
    return [*writes_per_account(command, actor), Limit(f"delete:{actor.label}", 60, 30 * clock.MINUTE)]


# (command, handler, kind, sentence, scope) of the acts that need nothing more.
PLAIN: tuple[tuple[type[Command], Handler, str, str, str], ...] = (
    (commands.BoostPost, reacting.apply_boost_post, "post.boosted", "{actor} boosted: {object}.", "write:statuses"),
    (
        commands.UnboostPost, reacting.apply_unboost_post, "post.unboosted", "{actor} took the boost {object} back.",
        "write:statuses",
    ),
    (
        commands.FavouritePost, reacting.apply_favourite_post, "post.favourited", "{actor} favourited {object}.",
        "write:favourites",
    ),
    (
        commands.UnfavouritePost, reacting.apply_unfavourite_post, "post.unfavourited",
        "{actor} took the favourite of {object} back.", "write:favourites",
    ),
    (
        commands.BookmarkPost, reacting.apply_bookmark_post, "post.bookmarked", "{actor} bookmarked {object}.",
        "write:bookmarks",
    ),
    (
        commands.UnbookmarkPost, reacting.apply_unbookmark_post, "post.unbookmarked",
        "{actor} removed the bookmark of {object}.", "write:bookmarks",
    ),
    (commands.PinPost, reacting.apply_pin_post, "post.pinned", "{actor} pinned {object}.", "write:accounts"),
    (commands.UnpinPost, reacting.apply_unpin_post, "post.unpinned", "{actor} unpinned {object}.", "write:accounts"),
    (
        commands.MuteThread, reacting.apply_mute_thread, "thread.muted", "{actor} muted the thread of {object}.",
        "write:mutes",
    ),
    (
        commands.UnmuteThread, reacting.apply_unmute_thread, "thread.unmuted",
        "{actor} unmuted the thread of {object}.", "write:mutes",
    ),
    (commands.VoteInPoll, asking.apply_vote_in_poll, "poll.voted", "{actor} voted in {object}.", "write:statuses"),
    (
        commands.DismissNotification, reacting.apply_dismiss_notification, "notification.dismissed",
        "{actor} dismissed {object}.", "write:notifications",
    ),
    (
        commands.ClearNotifications, reacting.apply_clear_notifications, "notifications.cleared",
        "{actor} cleared the notifications of {object}.", "write:notifications",
    ),
)  # fmt: skip


def fill() -> None:
    """Register the commands of posts."""
    register(
        commands.PublishPost,
        kind="post.published",
        sentence="{actor} published {object}.",
        handler=preserving.apply_publish_post,
        scope="write:statuses",
        prepare=writing.prepare_publish,
        facts=writing.facts_of_publish,
        limits=_publish_limits,
        may_be_held=True,
        then=(asking.note_reply,),
    )
    register(
        commands.EditPost,
        kind="post.edited",
        sentence="{actor} edited {object}.",
        handler=changing.apply_edit_post,
        scope="write:statuses",
        prepare=changing.prepare_edit,
        facts=changing.facts_of_edit,
        limits=writes_per_account,
        may_be_held=True,
    )
    register(
        commands.DeletePost,
        kind="post.deleted",
        sentence="{actor} deleted {object}.",
        handler=preserving.apply_delete_post,
        scope="write:statuses",
        limits=_delete_limits,
    )
    register(
        commands.ClosePoll,
        kind="poll.closed",
        sentence="The time of the poll of {object} was over.",
        handler=polling.apply_close_poll,
        scope="web",
    )
    for command, handler, kind, sentence, scope in PLAIN:
        register(command, kind=kind, sentence=sentence, handler=handler, scope=scope, limits=writes_per_account)
