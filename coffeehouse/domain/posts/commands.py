"""What can be asked about posts. Each is carried out by `handlers/` after policy has decided (see `engine.act`)."""

from __future__ import annotations

import msgspec

from coffeehouse.domain.context import Command


class PollDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The question to put under a post. expires_in: seconds; None leaves it open."""

    options: tuple[str, ...]
    expires_in: int | None
    is_multiple: bool = False
    hides_totals: bool = False


class MediaChange(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit changes about a picture of the post."""

    media_id: int
    description: str | None = None
    focus: tuple[float, float] | None = None


class PublishPost(Command, frozen=True, kw_only=True):
    """Say something. visibility or quote_policy None, language "": the account's default.

    is_local_only: it stays in this house, whoever follows from elsewhere; so does what answers or quotes such a post.

    scheduled_id: the scheduled post whose time has come; only the worker gives one.
    """

    text: str
    visibility: str | None = None
    spoiler_text: str = ""
    is_sensitive: bool | None = None
    language: str = ""
    in_reply_to_id: int | None = None
    media_ids: tuple[int, ...] = ()
    poll: PollDraft | None = None
    quoted_id: int | None = None
    quote_policy: str | None = None
    is_local_only: bool = False
    scheduled_id: int | None = None


class EditPost(Command, frozen=True, kw_only=True):
    """Change one's post. Every part is given anew; the earlier version is kept as history.

    poll None leaves the poll there is, unless `removes_poll`.
    """

    post_id: int
    text: str
    spoiler_text: str = ""
    is_sensitive: bool | None = None
    language: str | None = None
    media_ids: tuple[int, ...] | None = None
    media_changes: tuple[MediaChange, ...] = ()
    poll: PollDraft | None = None
    removes_poll: bool = False
    quote_policy: str | None = None


class DeletePost(Command, frozen=True, kw_only=True):
    """Take one's post back, with its boosts. `keeps_media` True leaves the pictures for a new draft of it."""

    post_id: int
    keeps_media: bool = True


class BoostPost(Command, frozen=True, kw_only=True):
    """Pass a post on to one's followers."""

    post_id: int
    visibility: str = "public"


class UnboostPost(Command, frozen=True, kw_only=True):
    """Take a boost back."""

    post_id: int


class FavouritePost(Command, frozen=True, kw_only=True):
    """Show the author that one likes a post."""

    post_id: int


class UnfavouritePost(Command, frozen=True, kw_only=True):
    """Take a favourite back."""

    post_id: int


class BookmarkPost(Command, frozen=True, kw_only=True):
    """Keep a post for oneself; nobody is told."""

    post_id: int


class UnbookmarkPost(Command, frozen=True, kw_only=True):
    """Keep it no longer."""

    post_id: int


class PinPost(Command, frozen=True, kw_only=True):
    """Show one's own post at the top of one's profile."""

    post_id: int


class UnpinPost(Command, frozen=True, kw_only=True):
    """Show it there no longer."""

    post_id: int


class MuteThread(Command, frozen=True, kw_only=True):
    """No more notifications from the conversation a post belongs to."""

    post_id: int


class UnmuteThread(Command, frozen=True, kw_only=True):
    """Notifications from the conversation again."""

    post_id: int


class VoteInPoll(Command, frozen=True, kw_only=True):
    """Choose. choices: positions of options, from 0."""

    post_id: int
    choices: tuple[int, ...]


class ClosePoll(Command, frozen=True, kw_only=True):
    """The time of a poll is over: author and voters are told."""

    post_id: int


class UploadMedia(Command, frozen=True, kw_only=True):
    """Hand in a picture (`data`), or video or sound, for a post to come.

    received: what a long upload is called where it waits (`files.receive`). Preparing that takes time: the worker does
    it, unless `waits` asks for the answer to come when it is done. thumbnail: a picture to show in its place; b"" none.
    """

    data: bytes = b""
    received: str = ""
    description: str = ""
    focus: tuple[float, float] = (0.0, 0.0)
    thumbnail: bytes = b""
    waits: bool = False


class FinishMedia(Command, frozen=True, kw_only=True):
    """Prepare what a member handed in: only the worker asks for it."""

    media_id: int


class ClearMedia(Command, frozen=True, kw_only=True):
    """Remove uploads that nothing has used for a day: only the worker asks for it."""

    media_ids: tuple[int, ...]


class DescribeMedia(Command, frozen=True, kw_only=True):
    """Change description, focus or thumbnail of what no post has yet. None leaves it."""

    media_id: int
    description: str | None = None
    focus: tuple[float, float] | None = None
    thumbnail: bytes | None = None


class DeleteMedia(Command, frozen=True, kw_only=True):
    """Take back what no post has yet."""

    media_id: int


class DismissNotification(Command, frozen=True, kw_only=True):
    """Remove a notification of one's own."""

    notification_id: int


class ClearNotifications(Command, frozen=True, kw_only=True):
    """Remove all notifications of one's own."""
