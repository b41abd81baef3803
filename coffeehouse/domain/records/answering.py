"""How the answer to a request to be forgotten reaches the person: by mail, with the last act of the erasure.

The address is erased by that act, so the job that sends the letter carries it and nothing else does: the job is removed
once it is done or given up, its receipt names the request and not the address, and the house's files are written anew
only after that (delivery/scrubbing). In a house that sends no mail, the letter would be a file with the address in it,
which nobody gets: none is written there, and who keeps the records is told beforehand.
"""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Job
from coffeehouse.ledger.of_kind import latest_of_kind
from coffeehouse.ledger.queries import payload_of

KIND = "mail_erasure"
ADDRESS = (
    "SELECT m.email FROM people_account a JOIN people_member m ON m.id = a.member_id"
    " WHERE a.id = %s AND a.kind = 'persona' AND m.email NOT LIKE '%%@erased.invalid'"
)


class Way(NamedTuple):
    """way: mail, no_mail (the house sends none) or no_address. address: only where it is mail."""

    way: str
    address: str = ""


class Fate(NamedTuple):
    """What became of a letter, and when. state: a Way's, waiting, failed (and tried again), given_up, sent, or ""."""

    state: str
    at: int = 0


def way_to(account_id: int) -> Way:
    """How a letter would reach this person now."""
    address = sql.value(ADDRESS, (account_id,))
    if address is None:
        return Way("no_address")
    return Way("mail", str(address)) if sends_mail() else Way("no_mail")


def sends_mail() -> bool:
    """Whether mail leaves this house."""
    return not settings.EMAIL_BACKEND.endswith(".FolderBackend")


def letter_jobs(erasure_id: int, way: Way) -> tuple[Job, ...]:
    """What sends the letter; nothing where there is no way."""
    if way.way != "mail":
        return ()
    return (Job(KIND, {"erasure_id": str(erasure_id), "address": way.address}),)


def fate_of(erasure_id: int) -> Fate:
    """What is known of the letter of a request; state "" before it is carried out, or where none was ever mailed."""
    told = f"erasure/{erasure_id}"
    for receipt in latest_of_kind(told, "delivery.answered", limit=1):
        outcome = str(payload_of(receipt.sequence)["command"]["outcome"])
        state = {"accepted": "sent", "given_up": "given_up"}.get(outcome, "failed")
        return Fate(state, receipt.time_at)
    for entry in latest_of_kind(told, "erasure.carried_out", limit=1):
        way = str(payload_of(entry.sequence).get("kept", {}).get("letter", ""))
        return Fate("waiting" if way == "mail" else way, entry.time_at)
    return Fate("")
