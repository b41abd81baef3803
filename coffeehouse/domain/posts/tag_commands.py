"""What can be asked about hashtags. Carried out by `handlers.tagging` after policy has decided (see `engine.act`)."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class FollowTag(Command, frozen=True, kw_only=True):
    """Have public posts with a hashtag in one's home timeline."""

    name: str


class UnfollowTag(Command, frozen=True, kw_only=True):
    """Have them there no longer."""

    name: str


class FeatureTag(Command, frozen=True, kw_only=True):
    """Show a hashtag on one's profile."""

    name: str


class UnfeatureTag(Command, frozen=True, kw_only=True):
    """Show it there no longer: by its name, or by the id that featuring it gave."""

    name: str = ""
    featured_id: int | None = None
