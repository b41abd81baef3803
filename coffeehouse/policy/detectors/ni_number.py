"""Finds UK National Insurance numbers."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.transparency import Span, Transparency

_GAP = r"[ \t\u00a0\-]?"
_CANDIDATE = re.compile(
    rf"(?<![\w/=])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]{_GAP}\d\d{_GAP}\d\d{_GAP}\d\d"
    rf"(?P<suffix>{_GAP}[A-D])?(?![\w/])",
    re.IGNORECASE | re.ASCII,
)
_CUE = re.compile(r"\bn\.?i\.?(?:no)?\b|national insurance|\bnino\b", re.IGNORECASE)

TRANSPARENCY = Transparency(
    id="ni_number",
    version=1,
    purpose="To notice a person's National Insurance number before it is published.",
    inputs="The text of a post.",
    method="Two letters HMRC uses as a prefix, six digits in pairs or together, and a suffix A to D (HMRC NIM39110). "
    "Without suffix only where National Insurance is named within the 40 characters before.",
    limits=(
        "HMRC's own invalid example (prefix QQ) is not found.",
        "A product code of the same shape is taken for a number.",
        "Temporary and administrative numbers (prefix TN, OO, suffix other than A to D) are not found.",
    ),
)


def detect_ni_number(text: str) -> tuple[Span, ...]:
    """Where National Insurance numbers stand in the text."""
    return tuple(Span(*found.span()) for found in _CANDIDATE.finditer(text) if _is_certain(text, found))


def _is_certain(text: str, found: re.Match[str]) -> bool:
    if found.group("suffix"):
        return True
    return _CUE.search(text[max(0, found.start() - 40) : found.start()]) is not None
