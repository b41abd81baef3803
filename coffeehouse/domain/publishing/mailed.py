"""The code of a mailed link: which ask it answers, signed by the house. Whether it may still be used says the ask."""

from __future__ import annotations

from django.core import signing

from coffeehouse.domain.publishing.asked import Asked, read_ask
from coffeehouse.kernel import clock

SALT = "coffeehouse.review"
LONGEST = 400


def code_of(ask: Asked) -> str:
    """What stands in the link: bound to the person (through the ask) and to the words they were asked about."""
    return signing.dumps([ask.id, ask.member_id, ask.content_hash], salt=SALT)


def ask_of_code(code: str) -> Asked | None:
    """The ask that a code answers; None for what the house has not signed, for what was used and for what ran out."""
    if len(code) > LONGEST:
        return None
    try:
        ask_id, member_id, content_hash = signing.loads(code, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    ask = read_ask(int(ask_id))
    if ask is None or (ask.member_id, ask.content_hash) != (member_id, content_hash):
        return None
    return ask if ask.closed_at is None and not ask.decision and ask.expires_at > clock.now_ms() else None
