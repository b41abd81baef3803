"""What can be asked about asking: a draft is shown to those who may decide, by direct message and by mail.

The words come from `delivery.reviewing`, in the language of the one who reads them; the handlers keep who was asked
about exactly which words, and `engine.asking` makes a vote or a press on a mailed button that person's decision.
"""

from __future__ import annotations

from coffeehouse.domain.context import Command

DECISIONS = ("release", "change", "refuse")
"""In the order of the poll's options."""
REASON_FOLLOWS = "The reason follows."
"""What stands for the reason of a vote until the reply with it has come."""


class AskReviewer(Command, frozen=True, kw_only=True):
    """Show a draft to somebody who may decide, with a poll: only the worker asks for it.

    options: the three decisions, in the words and in the order of the poll.
    """

    held_id: int
    content_hash: str
    member_id: int
    text: str
    options: tuple[str, ...]


class CloseAsks(Command, frozen=True, kw_only=True):
    """Close the polls about a draft that ask about words that no longer wait: only the worker asks for it."""

    held_id: int


class TellAuthor(Command, frozen=True, kw_only=True):
    """Tell the author of a draft something, in a direct message: only the worker asks for it."""

    held_id: int
    member_id: int
    text: str


class DecideByMail(Command, frozen=True, kw_only=True):
    """Decide by the link in a mail. decision: release, change or refuse; content_hash: of the words that were shown."""

    ask_id: int
    content_hash: str
    decision: str
    reason: str = ""


class GiveReason(Command, frozen=True, kw_only=True):
    """A reviewer's reply to the message that asked is the reason of their vote: only the worker asks for it."""

    ask_id: int
    reason: str
