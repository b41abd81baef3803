"""JSON of strangers, read so that none costs more than a moment and every reader would read it alike (attack D2).

Refused: what is no object, repeats a name, nests deep, holds more than an honest document, numbers that are none or
without end, text that is not UTF-8 or has half a character.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from itertools import chain
from typing import Any, NoReturn

from coffeehouse.protocols.activitypub.documents import Unreadable

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
MAX_VALUES = 25_000
"""Values of one document, in all, told by the signs before them: far above any honest one."""
_MAX_DIGITS = 40
_HALF = re.compile("[\ud800-\udfff]")


def load(body: bytes) -> dict[str, Any]:
    """The object that `body` is. Raises Unreadable."""
    if len(body) > MAX_BYTES:
        raise Unreadable("too_large")
    # Commas within texts count too: no honest text has so many.
    if sum(body.count(sign) for sign in (b",", b"[", b"{")) > MAX_VALUES:
        raise Unreadable("too_many_values")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Unreadable("not_utf8") from None
    try:
        document = _decoder.decode(text.removeprefix("\ufeff"))
    except RecursionError:
        raise Unreadable("too_deep") from None
    except ValueError:
        raise Unreadable("not_json") from None
    if not isinstance(document, dict):
        raise Unreadable("not_an_object")
    # They can only have been written as escapes: UTF-8 knows none.
    _check(document, may_be_halves="\\ud" in text or "\\uD" in text)
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a name that stands twice is read differently by different readers."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("repeated_name")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise Unreadable("number")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits) if len(digits) <= _MAX_DIGITS else math.inf
    if not math.isfinite(number):
        raise Unreadable("number")
    return number


def _no_number(name: str) -> NoReturn:
    raise Unreadable("number")


_decoder = json.JSONDecoder(object_pairs_hook=_once, parse_int=_integer, parse_float=_number, parse_constant=_no_number)


def _check(document: dict[str, Any], *, may_be_halves: bool) -> None:
    """Depth and half characters, level by level: no recursion that a stranger steers."""
    level: list[Any] = [document]
    for _ in range(MAX_DEPTH):
        inside = list(chain.from_iterable(map(_values, level)))
        if may_be_halves and any(isinstance(value, str) and _HALF.search(value) for value in inside):
            raise Unreadable("half_character")
        level = [value for value in inside if isinstance(value, dict | list)]
        if not level:
            return
    raise Unreadable("too_deep")


def _values(holder: Any) -> Iterable[Any]:
    """What an object (its names too) or list holds."""
    return holder if isinstance(holder, list) else chain(holder.keys(), holder.values())
