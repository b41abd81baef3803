"""What can be asked about announcements: the house tells everybody something, and people answer with emoji."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class WriteAnnouncement(Command, frozen=True, kw_only=True):
    """Tell everybody something, from now or from `published_at`. words: (language, text).

    starts_at, ends_at: when what it is about happens, if it has a time.
    """

    words: tuple[tuple[str, str], ...]
    published_at: int | None = None
    starts_at: int | None = None
    ends_at: int | None = None
    is_all_day: bool = False


class EditAnnouncement(Command, frozen=True, kw_only=True):
    """Word an announcement differently, or change its times."""

    announcement_id: int
    words: tuple[tuple[str, str], ...]
    starts_at: int | None = None
    ends_at: int | None = None
    is_all_day: bool = False


class EndAnnouncement(Command, frozen=True, kw_only=True):
    """Show an announcement no longer."""

    announcement_id: int


class DismissAnnouncement(Command, frozen=True, kw_only=True):
    """Put an announcement away for oneself."""

    announcement_id: int


class AddReaction(Command, frozen=True, kw_only=True):
    """Answer an announcement with an emoji: a character, or a shortcode of the house's without its colons."""

    announcement_id: int
    name: str


class RemoveReaction(Command, frozen=True, kw_only=True):
    """Take such an answer back."""

    announcement_id: int
    name: str
