"""What administrators can ask for about the house's own things: custom emoji, its texts, its rules."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class AddEmoji(Command, frozen=True, kw_only=True):
    """Offer a picture that people can write as `:shortcode:`."""

    shortcode: str
    data: bytes
    category: str = ""


class ChangeEmoji(Command, frozen=True, kw_only=True):
    """Offer an emoji no longer, or again; show it in apps' pickers or not. None leaves a member as it is."""

    emoji_id: int
    category: str | None = None
    is_in_picker: bool | None = None
    is_disabled: bool | None = None


class SetHouseText(Command, frozen=True, kw_only=True):
    """Publish a version of a text of the house (kind: about, privacy, terms) in a language, in Markdown.

    effective_on: the day from which it holds, `2026-11-22`; empty for today. An empty text takes it away.
    """

    kind: str
    language: str
    text: str
    effective_on: str = ""


class SetRule(Command, frozen=True, kw_only=True):
    """Write a rule people agree to, or change one. words: (language, text, hint), at least in one."""

    words: tuple[tuple[str, str, str], ...]
    rule_id: int | None = None
    position: int = 0


class RemoveRule(Command, frozen=True, kw_only=True):
    """Take a rule away; reports that name it keep naming it."""

    rule_id: int
