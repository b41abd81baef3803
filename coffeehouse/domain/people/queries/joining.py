"""What mails about addresses say, and to whom."""

from __future__ import annotations

from typing import NamedTuple

from django.core import signing

from coffeehouse.database import sql
from coffeehouse.kernel import clock

CODE_SALT = "confirm-email"


class Asked(NamedTuple):
    """A question whether an address is a member's own: where it goes, in which language, and the code for its link."""

    email: str
    language: str
    code: str


def confirmation_asked(confirmation_id: int) -> Asked | None:
    """The question, or None when it was answered or has run out."""
    row = sql.row(
        "SELECT c.email, m.language FROM people_emailconfirmation c JOIN people_member m ON m.id = c.member_id"
        " WHERE c.id = %s AND c.used_at IS NULL AND c.expires_at > %s",
        (confirmation_id, clock.now_ms()),
    )
    return None if row is None else Asked(row[0], row[1], signing.dumps(str(confirmation_id), salt=CODE_SALT))


def language_of_address(email: str) -> str | None:
    """The language of the member with this address; None when there is none."""
    found = sql.value("SELECT language FROM people_member WHERE email = %s", (email,))
    return None if found is None else str(found)


def is_invitation_open(token_hash: str) -> bool:
    """Whether a one-time link can still be used. Found by its hash, so how long this takes tells nothing of it."""
    return bool(
        sql.value(
            "SELECT 1 FROM people_invitation WHERE token_hash = %s AND used_at IS NULL AND expires_at > %s",
            (token_hash, clock.now_ms()),
        )
    )
