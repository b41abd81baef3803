"""What readers ask for themselves: filters, direct conversations, and which notifications are let in."""

from __future__ import annotations

import msgspec

from coffeehouse.domain.context import Command

FOREVER = -1
"""An `expires_in` that says: never. None leaves the time as it is."""


class KeywordChange(msgspec.Struct, frozen=True, kw_only=True):
    """A keyword to add (no id), change, or remove."""

    id: int | None = None
    keyword: str | None = None
    whole_word: bool | None = None
    is_removed: bool = False


class CreateFilter(Command, frozen=True, kw_only=True):
    """Warn of posts with certain words, hide or blur them. expires_in: seconds."""

    title: str
    context: tuple[str, ...]
    action: str = "warn"
    expires_in: int = FOREVER
    keywords: tuple[KeywordChange, ...] = ()


class UpdateFilter(Command, frozen=True, kw_only=True):
    """Change a filter of one's own; None leaves a part as it is."""

    filter_id: int
    title: str | None = None
    context: tuple[str, ...] | None = None
    action: str | None = None
    expires_in: int | None = None
    keywords: tuple[KeywordChange, ...] = ()


class DeleteFilter(Command, frozen=True, kw_only=True):
    """Filter this no longer."""

    filter_id: int


class AddFilterKeyword(Command, frozen=True, kw_only=True):
    """One more keyword for a filter."""

    filter_id: int
    keyword: str
    whole_word: bool = True


class UpdateFilterKeyword(Command, frozen=True, kw_only=True):
    """Change a keyword; None leaves a part as it is."""

    keyword_id: int
    keyword: str | None = None
    whole_word: bool | None = None


class RemoveFilterKeyword(Command, frozen=True, kw_only=True):
    """Look for it no longer."""

    keyword_id: int


class AddFilterStatus(Command, frozen=True, kw_only=True):
    """Put a single post under a filter."""

    filter_id: int
    post_id: int


class RemoveFilterStatus(Command, frozen=True, kw_only=True):
    """Filter this post no longer."""

    filter_status_id: int


class ReadConversation(Command, frozen=True, kw_only=True):
    """A direct conversation has been read."""

    conversation_id: int


class UnreadConversation(Command, frozen=True, kw_only=True):
    """Mark a direct conversation as not read yet, to come back to it."""

    conversation_id: int


class DeleteConversation(Command, frozen=True, kw_only=True):
    """Take a direct conversation off one's list; its posts stay."""

    conversation_id: int


class DismissNotificationGroup(Command, frozen=True, kw_only=True):
    """Remove all notifications of a group."""

    group_key: str


class SetNotificationPolicy(Command, frozen=True, kw_only=True):
    """Say whose notifications are accepted, kept back (filter) or dropped; None leaves as it is."""

    for_not_following: str | None = None
    for_not_followers: str | None = None
    for_new_accounts: str | None = None
    for_private_mentions: str | None = None
    for_limited_accounts: str | None = None


class AcceptNotificationRequests(Command, frozen=True, kw_only=True):
    """Let in what was kept back of these accounts, and all that they will do."""

    request_ids: tuple[int, ...]


class DismissNotificationRequests(Command, frozen=True, kw_only=True):
    """Remove what was kept back of these accounts."""

    request_ids: tuple[int, ...]
