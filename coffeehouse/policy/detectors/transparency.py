"""What the public is told about a detector, after the UK's Algorithmic Transparency Recording Standard."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

NOT_PUBLISHED = "not yet published: no labelled set has been used"


class Span(NamedTuple):
    """Where something was found: text[start:end]."""

    start: int
    end: int


class Transparency(msgspec.Struct, frozen=True, kw_only=True):
    """One detector's record. precision, recall: a figure with the data set it was measured on, or NOT_PUBLISHED."""

    id: str
    version: int
    purpose: str
    inputs: str
    method: str
    limits: tuple[str, ...]
    precision: str = NOT_PUBLISHED
    recall: str = NOT_PUBLISHED
