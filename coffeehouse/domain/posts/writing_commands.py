"""What can be asked about quotes, about posts that wait for their time, about cards of links and translations."""

from __future__ import annotations

from coffeehouse.domain.context import Command
from coffeehouse.domain.posts.commands import PublishPost


class RevokeQuote(Command, frozen=True, kw_only=True):
    """Take one's post out of another that quotes it. post_id: one's own; quoting_id: the other."""

    post_id: int
    quoting_id: int


class ChangeQuotePolicy(Command, frozen=True, kw_only=True):
    """Say who may quote one's post from now on: public, followers or nobody."""

    post_id: int
    quote_policy: str


class SchedulePost(Command, frozen=True, kw_only=True):
    """Say something later. scheduled_at: ms since the epoch, at least five minutes ahead."""

    post: PublishPost
    scheduled_at: int

    @property
    def media_ids(self) -> tuple[int, ...]:
        """Its pictures: who reviews the post sees them, and they may not change meanwhile (attack W1)."""
        return self.post.media_ids


class ReschedulePost(Command, frozen=True, kw_only=True):
    """Choose another time for a scheduled post."""

    scheduled_id: int
    scheduled_at: int


class CancelScheduled(Command, frozen=True, kw_only=True):
    """Do not publish it. Its pictures may be used again."""

    scheduled_id: int


class SetScheduledAside(Command, frozen=True, kw_only=True):
    """A scheduled post was not published at its time: it is held for review, or failed; the reason in plain words.

    held_id: the draft that it is now.
    """

    scheduled_id: int
    state: str
    reason: str
    held_id: int | None = None


class AttachCard(Command, frozen=True, kw_only=True):
    """Show under a post what a page it links to says of itself: plain text, never HTML."""

    post_id: int
    url: str
    title: str
    description: str = ""
    author_name: str = ""
    provider_name: str = ""
    published_at: int | None = None


class TranslatePost(Command, frozen=True, kw_only=True):
    """Have the house's translation service put a public post into another language."""

    post_id: int
    language: str
