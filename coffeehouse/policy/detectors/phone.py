"""Finds UK telephone numbers."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.transparency import Span, Transparency

_CANDIDATE = re.compile(
    r"[+(0](?<![\w/=+].)(?:(?<=\+)44|(?<=0)044|(?<=\()0|(?<=0))(?:[ \t\u00a0.()\-]{0,2}\d){9,12}+(?![\d/])",
)
_PREFIX = re.compile(r"(?:\+44|0044)0?|0")
# Service numbers (Ofcom's 03, 08, 09) belong to organisations.
_SERVICE = ("3", "8", "9")

TRANSPARENCY = Transparency(
    id="phone",
    version=1,
    purpose="To notice a telephone number that may be a person's before it is published.",
    inputs="The text of a post.",
    method="A leading 0, 0044 or +44, then nine or ten digits of a UK national number with usual spacing "
    "(Ofcom's national numbering plan). The fact used by rules leaves out service numbers (03, 08, 09).",
    limits=(
        "Numbers of other countries are not found.",
        "It does not know whose the number is: a body's own landline counts as well.",
        "Numbers written in words or split over lines are not found.",
    ),
)


def detect_phone(text: str) -> tuple[Span, ...]:
    """Where UK telephone numbers stand in the text, service numbers among them."""
    return tuple(Span(*found.span()) for found in _CANDIDATE.finditer(text) if _national(found.group()))


def detect_personal_phone(text: str) -> tuple[Span, ...]:
    """Where telephone numbers stand that may be a person's: mobile, geographic and personal numbers."""
    return tuple(span for span in detect_phone(text) if not _national(text[span.start : span.end]).startswith(_SERVICE))


def _national(written: str) -> str:
    """The national significant number (`7700900123`), or "" if this is none."""
    digits = "".join(character for character in written if character.isdecimal() or character == "+")
    number = _PREFIX.sub("", digits, count=1)
    return number if len(number) in (9, 10) and number[0] in "1235789" else ""
