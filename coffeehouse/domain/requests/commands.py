"""What can be asked about requests for information and for one's own data."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class OpenRequest(Command, frozen=True, kw_only=True):
    """Start the clock of a request: from a message that made it (`source_post_id`), or by hand.

    law: foia, eir, foisa, eirs, uk_gdpr. nation: england, wales, scotland, northern_ireland. received_on: ISO day, ""
    for the day of the message or today. subject_account_id: of a subject access request, whose data; the asker's if
    left out.
    """

    law: str
    nation: str
    words: str = ""
    asker_name: str = ""
    asker_contact: str = ""
    asker_account_id: int | None = None
    subject_account_id: int | None = None
    source_post_id: int | None = None
    received_on: str = ""


class DismissMessage(Command, frozen=True, kw_only=True):
    """Say that a message which looks like a request is none, and why."""

    post_id: int
    reason: str


class AskForRecords(Command, frozen=True, kw_only=True):
    """Ask, as a member: for information the body holds (kind foi), or for all that is held about oneself (sar)."""

    kind: str
    words: str = ""


class TakeRequest(Command, frozen=True, kw_only=True):
    """Be the one who answers it; or give it back."""

    request_id: int
    is_taken: bool = True


class PauseClock(Command, frozen=True, kw_only=True):
    """Say that the asker was asked for something without which it cannot be answered: clarification, fee, identity."""

    request_id: int
    kind: str
    reason: str
    on: str = ""


class ResumeClock(Command, frozen=True, kw_only=True):
    """Say that it has come."""

    request_id: int
    on: str = ""


class ExtendRequest(Command, frozen=True, kw_only=True):
    """Take the longer time that its law allows, with the reason that the asker is told."""

    request_id: int
    reason: str


class GatherRecords(Command, frozen=True, kw_only=True):
    """Look through what the house holds, add what is found to the request and place it on hold.

    At least words or accounts. Accounts: what they wrote and what was written to or about them. Days as ISO text.
    """

    request_id: int
    words: str = ""
    account_ids: tuple[int, ...] = ()
    since_on: str = ""
    until_on: str = ""


class Removal(Command, frozen=True, kw_only=True):
    """One part that is not released, of an item: see `models.Redaction`."""

    part: str
    exemption: str
    reason: str
    start: int = 0
    end: int = 0
    box: str = ""


class DecideItems(Command, frozen=True, kw_only=True):
    """Decide about items: include, redact (one item, with removals), withhold (exemption, reason), out_of_scope.

    shows_author: name a person who does not speak for the body. is_checked: somebody has looked at what the house
    took for personal data in it, and it may be released. text_hash: of the words that were read, for a single item.
    """

    request_id: int
    item_ids: tuple[int, ...]
    decision: str
    exemption: str = ""
    reason: str = ""
    shows_author: bool = False
    is_checked: bool = False
    text_hash: str = ""
    removals: tuple[Removal, ...] = ()


class ProposeAnswer(Command, frozen=True, kw_only=True):
    """Propose what is released and what is said, for a second person to sign.

    outcome: released, partly, withheld, not_held, refused (with its provision). is_public: list it in the disclosure
    log, as public_title, public_question and public_answer say.
    """

    request_id: int
    outcome: str
    letter: str
    provision: str = ""
    is_public: bool = False
    public_title: str = ""
    public_question: str = ""
    public_answer: str = ""


class SignAnswer(Command, frozen=True, kw_only=True):
    """Release the answer exactly as it was proposed; not by who proposed it."""

    request_id: int
    content_hash: str


class ReturnAnswer(Command, frozen=True, kw_only=True):
    """Give a proposed answer back, with what is to be changed."""

    request_id: int
    reason: str


class RemindOfRequest(Command, frozen=True, kw_only=True):
    """Tell who answers a request, or all who keep records while nobody does, that its last day is near or over.

    due_on: that day; left: working days until then (of a law in months, days), negative when it is over.
    """

    request_id: int
    due_on: str
    left: int


class WithdrawRequest(Command, frozen=True, kw_only=True):
    """Note that the asker no longer asks."""

    request_id: int
    reason: str
