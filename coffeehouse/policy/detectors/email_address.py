"""Finds email addresses."""

from __future__ import annotations

import re

from coffeehouse.policy.detectors.transparency import Span, Transparency

_LOCAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+-=?^_`{|}~"
_DOMAIN = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24}(?![\w@])", re.ASCII)
_LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1

TRANSPARENCY = Transparency(
    id="email_address",
    version=1,
    purpose="To notice an email address that may be a person's before it is published.",
    inputs="The text of a post.",
    method="An @ with a local part of up to 64 characters before it and a domain of at least two labels after it "
    "(RFC 5321). Handles of the fediverse (@name@server) are left out.",
    limits=(
        "Addresses written to hide them (name at example dot org) are not found.",
        "Quoted local parts and addresses outside ASCII are not found.",
        "A body's own address counts as well.",
    ),
)


def detect_email_address(text: str) -> tuple[Span, ...]:
    """Where email addresses stand in the text."""
    spans = []
    at = text.find("@")
    while at >= 0:
        before = text[max(0, at - _LONGEST_LOCAL - 1) : at]
        start = at - (len(before) - len(before.rstrip(_LOCAL)))
        domain = _DOMAIN.match(text, at + 1)
        if domain and 0 < at - start <= _LONGEST_LOCAL and text[start - 1 : start] not in ("@", "/"):
            spans.append(Span(start, domain.end()))
        at = text.find("@", at + 1)
    return tuple(spans)
