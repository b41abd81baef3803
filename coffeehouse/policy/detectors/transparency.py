"""What the public is told about a detector, after the UK's Algorithmic Transparency Recording Standard."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

OWNER = "The owner of the policy pack in force (named in its pack.toml and on the public policy page)."
PERSON = "The detector decides nothing. The rules that read it, on the policy page, say what happens and who looks."


class Span(NamedTuple):
    """Where something was found: text[start:end]."""

    start: int
    end: int


class Transparency(msgspec.Struct, frozen=True, kw_only=True):
    """One detector's record; its page with the figures is docs/reference/detectors/<id>.md.

    person: what a person does with what was found.
    """

    id: str
    version: int
    purpose: str
    inputs: str
    method: str
    limits: tuple[str, ...]
    owner: str = OWNER
    person: str = PERSON
