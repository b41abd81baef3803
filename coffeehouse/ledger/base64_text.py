"""Base 64 as the C2SP texts want it: the standard alphabet, padded, one spelling for one value. Pure."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode


def encode(data: bytes) -> str:
    """Standard base 64 with padding, on one line."""
    return b64encode(data).decode("ascii")


def decode(text: str) -> bytes:
    """The bytes, or ValueError: stray characters, missing padding and second spellings of a value are refused."""
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise ValueError("not base 64") from problem
    if encode(data) != text:
        raise ValueError("not the one base 64 spelling of its value")
    return data
