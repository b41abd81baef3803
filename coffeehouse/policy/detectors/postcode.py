"""Finds full UK postcodes."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.transparency import Span, Transparency

# The postcode areas of Royal Mail, and those of the Crown Dependencies.
_LISTED = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK "
    "FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG "
    "NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR "
    "TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_AREAS = frozenset(_LISTED.split())
_CANDIDATE = re.compile(
    r"(?<![\w/=])(?P<area>[A-Z]{1,2})\d(?:\d|[A-Z])?[ \t\u00a0]{0,2}\d[ABD-HJLNP-UW-Z]{2}(?![\w/])",
    re.IGNORECASE | re.ASCII,
)

TRANSPARENCY = Transparency(
    id="postcode",
    version=1,
    purpose="To notice a full postcode, which can point to a single home, before it is published.",
    inputs="The text of a post.",
    method="An existing postcode area, district and unit in Royal Mail's format.",
    limits=(
        "It does not know whether the postcode is in use, or whether anybody lives there.",
        "A few technical phrases look alike (M2 8GB).",
        "Partial postcodes are not looked for: they are the advised form.",
    ),
)


def detect_postcode(text: str) -> tuple[Span, ...]:
    """Where full postcodes stand in the text."""
    return tuple(Span(*found.span()) for found in _CANDIDATE.finditer(text) if found.group("area").upper() in _AREAS)
