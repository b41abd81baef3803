"""What can be asked about corrections: an official word that was wrong is put right where everybody sees it."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class CorrectPost(Command, frozen=True, kw_only=True):
    """Put right what a voice said: the post gets the new text, and a notice under it says what was wrong.

    Whoever boosted, answered or quoted the post is told. is_apology: the notice also says sorry.
    """

    post_id: int
    text: str
    what_was_wrong: str
    is_apology: bool = False


class DeliverCorrection(Command, frozen=True, kw_only=True):
    """Tell the next of those it concerns, by account id after `after_id`: only the worker asks for it."""

    correction_id: int
    after_id: int = 0
