"""What a signature claims, once all that needs no key has been checked: the first half of proving who sent something.

    request → cavage.read | rfc9421.read → Claim → (its key is looked up) → verifying.check

The two forms share their times, the way they name the target, and which parts must be covered (attacks A5, A7, A8, A9).
"""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import msgspec

from coffeehouse.protocols.signatures.request import Incoming, Unproven

LONGEST = 8_192
MOST_COMPONENTS = 40
# As Mastodon: how old a request may be, and how far ahead its clock.
OLDEST = 12 * 3_600
AHEAD = 3_600
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
BODILESS = frozenset({"GET", "HEAD"})


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """`signature` over one of `bases` by the key `key_id`. algorithm: rsa, ed25519, or empty where the key says it."""

    form: str
    key_id: str
    algorithm: str
    bases: tuple[bytes, ...]
    signature: bytes


def the_only(incoming: Incoming, name: str, reason: str) -> str:
    """The value of a header that stands there exactly once. Raises Unproven: two readers might pick different ones."""
    values = incoming.all(name)
    if len(values) != 1 or len(values[0]) > LONGEST:
        raise Unproven(reason)
    return values[0].strip()


def require_digest(incoming: Incoming) -> bool:
    """Whether this request must sign a digest of its body."""
    return incoming.method not in BODILESS or bool(incoming.body)


def plain_authority(incoming: Incoming) -> str:
    """By which name we were asked, without the port that goes without saying (RFC 9421 §2.2.3)."""
    return incoming.authority.lower().removesuffix(DEFAULT_PORTS.get(incoming.scheme, ":443"))


def check_date(value: str, now: int) -> None:
    """A Date header lies within the time a request is good for. now: ms."""
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        raise Unproven("date") from None
    if moment.tzinfo is None:
        raise Unproven("date")
    check_created(int(moment.timestamp()), now)


def check_created(created: int, now: int) -> None:
    """The moment of signing, in seconds, lies within the time a request is good for. now: ms."""
    if not -AHEAD <= now // 1_000 - created <= OLDEST:
        raise Unproven("date")


def check_expires(expires: int, created: int | None, now: int) -> None:
    """What expires does so later than now and than it was made. Seconds; now: ms."""
    if expires <= now // 1_000 or (created is not None and created > expires):
        raise Unproven("expired")


def check_key_id(key_id: str) -> str:
    """Keys are named by a web address: what else is named is never fetched (attack A14)."""
    if not key_id.startswith(("https://", "http://")) or len(key_id) > 2_000 or not key_id.isascii():
        raise Unproven("key_id")
    if any(character <= " " for character in key_id):
        raise Unproven("key_id")
    return key_id
