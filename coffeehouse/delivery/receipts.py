"""Receipts: what other machines answered to mail and pushes, kept as entries of the ledger as soon as it is known.

The receipt is recorded before the job is taken off the outbox. Who dies in between sends again, and both are recorded:
the record may say that something was sent twice, never that it was not sent though it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from email.utils import parseaddr

from coffeehouse.domain.capture.commands import KeepReceipt
from coffeehouse.domain.capture.queries import member_of_address
from coffeehouse.domain.context import SYSTEM
from coffeehouse.engine.act import act

LONGEST_REPLY = 300


@dataclass(frozen=True, slots=True)
class AtHand:
    """A job that is being done."""

    kind: str = ""
    id: int = 0
    attempt: int = 0


NOTHING = AtHand()
at_hand: ContextVar[AtHand] = ContextVar("at_hand", default=NOTHING)


# The object a mail is about whose address must not be kept: its receipts name that, and none of the server's words.
instead: ContextVar[str] = ContextVar("instead", default="")


def keep(
    medium: str,
    outcome: str,
    about: str,
    *,
    code: int = 0,
    reply: str = "",
    message_id: str = "",
    address: str = "",
    job: AtHand | None = None,
) -> None:
    """Record what became of what the job at hand, or `job`, has sent. about: member/1, account/1 or outside."""
    doing = job or at_hand.get()
    command = KeepReceipt(
        medium=medium,
        outcome=outcome,
        about=about,
        job=doing.kind,
        job_id=doing.id,
        attempt=doing.attempt,
        code=code,
        reply=_in_one_line(reply),
        message_id=message_id,
        address=address,
    )
    act(command, SYSTEM, "worker" if medium == "job" else medium)


def keep_mail(to: Iterable[str], message_id: str, outcome: str, *, code: int = 0, reply: str = "") -> None:
    """Record what became of a mail, for each it went to; who is a member is named by number, not by address."""
    thing = instead.get()
    if thing:
        keep("email", outcome, thing, code=code, message_id=message_id)
        return
    for written in to:
        address = parseaddr(written)[1]
        member_id = member_of_address(address)
        keep(
            "email",
            outcome,
            "outside" if member_id is None else f"member/{member_id}",
            code=code,
            reply=reply.replace(address, "…") if address else reply,
            message_id=message_id,
            address=address if member_id is None else "",
        )


def _in_one_line(reply: str) -> str:
    """Another machine's words without line ends and signs that steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in reply).strip()[:LONGEST_REPLY]
