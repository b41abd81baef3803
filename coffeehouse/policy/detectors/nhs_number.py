"""Finds NHS numbers: ten digits whose last is the check digit."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.transparency import Span, Transparency

# Ten digits, together or as 3-3-4, not inside a longer number or an address of the web. What may not stand before is
# looked at after the first digit, so that the search can leap from digit to digit.
_SEPARATOR = r"[ \t\u00a0\u2007\u2009\u202f.\-\u2010-\u2013]"
_CANDIDATE = re.compile(rf"\d(?<![\d/=_]\d)\d{{2}}(?:{_SEPARATOR}\d{{3}}{_SEPARATOR}|\d{{3}})\d{{4}}(?![\d/_])")
# Just before the digits: a country code, or the name of a number with the same check digit.
_OTHER_NUMBER = re.compile(r"(?:\+\d{1,3}|\(0\)|isbn(?:-10)?:?|\d[.\-])\s*\Z", re.IGNORECASE)

TRANSPARENCY = Transparency(
    id="nhs_number",
    version=1,
    purpose="To notice a patient's NHS number before it is published.",
    inputs="The text of a post.",
    method="Ten digits, together or written 3-3-4, whose last digit is the modulus 11 check digit of the first nine "
    "(NHS Data Dictionary). Numbers of one repeated digit, telephone numbers with a country code and numbers called "
    "ISBN are left out.",
    limits=(
        "One in eleven numbers of ten digits has a right check digit by chance: an order number may be taken for one.",
        "Numbers written in words, with other spacing or with a wrong digit are not found.",
        "It does not know whether the number has been issued, or to whom.",
    ),
)


def detect_nhs_number(text: str) -> tuple[Span, ...]:
    """Where NHS numbers stand in the text."""
    return tuple(Span(*found.span()) for found in _CANDIDATE.finditer(text) if _is_nhs_number(text, found))


def _is_nhs_number(text: str, found: re.Match[str]) -> bool:
    digits = [int(character) for character in found.group() if character.isdecimal()]
    if len(set(digits)) == 1 or _OTHER_NUMBER.search(text[max(0, found.start() - 12) : found.start()]):
        return False
    return check_digit(digits[:9]) == digits[9]


def check_digit(first_nine: list[int]) -> int:
    """The check digit of nine digits; 10 when there is none and the number cannot be issued."""
    return (11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), first_nine, strict=True)) % 11) % 11
