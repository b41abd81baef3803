"""Bodies of requests: Rails-style names into nested values, and JSON with limits.

Mastodon apps send `media_ids[]`, `poll[options][]`, `fields_attributes[0][name]`, `keywords_attributes[][keyword]`; the
same request may come as JSON. Both end as the same dicts and lists. Whatever is wrong is Malformed, at once (D2).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from coffeehouse.kernel.errors import Invalid

MAX_PAIRS = 1_000
MAX_DEPTH = 4
MAX_JSON_BYTES = 1_000_000
MAX_JSON_DEPTH = 32
MAX_JSON_VALUES = 20_000
_MAX_INDEX = 1_000
_NAME_LENGTH = 500
_NUMBER_LENGTH = 40

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")
# A string, or a bracket or separator: enough to know how deep and how many before any value is built.
_SHAPE = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{},]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Malformed(Invalid):
    """The body cannot be read at all: 400, where a readable body with wrong words is 422."""

    status = 400


class TooLarge(Malformed):
    """The body is longer than is read: 413."""

    status = 413
    code = "too_large"


class _Numbered(dict[int, Any]):
    """A list under construction whose items came with an index; gaps close when it is done."""


def _refuse(message: str, code: str = "malformed") -> NoReturn:
    raise Malformed(message, code=code)


def parse_form(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Nested dicts and lists from `(name, value)` pairs; values (text, uploaded files) are passed through untouched.

    `a=1` gives {"a": 1}; `a[]` appends; `a[b]` nests; `a[][b]` fills dicts in a list, a new one whenever a member
    repeats; `a[0][b]` the same by index. The last of several plain values counts. At most 4 deep, 1,000 pairs.
    """
    root: dict[str, Any] = {}
    for count, (name, value) in enumerate(pairs):
        if count >= MAX_PAIRS:
            _refuse(f"The form has more than {MAX_PAIRS} fields. Send fewer.", "too_many_fields")
        _put(root, _path(name), value)
    return {key: _closed(value) for key, value in root.items()}


def _path(name: str) -> list[str]:
    """`a[0][b]` as ["a", "0", "b"]; a name that is not written this way is one plain key."""
    if len(name) > _NAME_LENGTH:
        _refuse(f"The form has a field name longer than {_NAME_LENGTH} characters.", "too_long")
    match = _NAME.fullmatch(name)
    if match is None:
        return [name]
    path = [match[1], *_PART.findall(match[2])]
    if len(path) > MAX_DEPTH:
        _refuse(f"The form nests more than {MAX_DEPTH} deep. Send it flatter.", "too_deep")
    return path


def _put(root: dict[str, Any], path: list[str], value: Any) -> None:
    holder: Any = root
    for at, key in enumerate(path[:-1]):
        holder = _step(holder, key, path[at + 1], path[at + 2 :])
    _set(holder, path[-1], value)


def _step(holder: Any, key: str, following: str, rest: list[str]) -> Any:
    """The container under `key`, made if it is not there, fit to hold `following`."""
    if isinstance(holder, list):
        # `a[][b]`: go on with the last dict until the member it should get is there already.
        if holder and isinstance(holder[-1], dict) and (rest or following not in holder[-1]):
            return holder[-1]
        holder.append(_container(following))
        return holder[-1]
    place: Any = _index(key) if isinstance(holder, _Numbered) else key
    if place not in holder:
        holder[place] = _container(following)
    found = holder[place]
    if type(found) is not type(_container(following)):
        _refuse(f"The form uses the field {key[:40]!r} in two ways. Send it in one.")
    return found


def _container(following: str) -> Any:
    if following == "":
        return []
    return _Numbered() if following.isascii() and following.isdigit() else {}


def _set(holder: Any, key: str, value: Any) -> None:
    if isinstance(holder, list):
        holder.append(value)
        return
    place: Any = _index(key) if isinstance(holder, _Numbered) else key
    if isinstance(holder.get(place), (dict, list)):
        _refuse(f"The form uses the field {key[:40]!r} in two ways. Send it in one.")
    holder[place] = value


def _index(key: str) -> int:
    if not (key.isascii() and key.isdigit()) or len(key) > 4 or int(key) > _MAX_INDEX:
        _refuse(f"The form has the index {key[:40]!r}. Number its items from 0.")
    return int(key)


def _closed(value: Any) -> Any:
    """Numbered items as a list in order, all the way down."""
    if isinstance(value, _Numbered):
        return [_closed(value[index]) for index in sorted(value)]
    if isinstance(value, dict):
        return {key: _closed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_closed(inner) for inner in value]
    return value


def parse_json(body: bytes) -> Any:
    """The value of a JSON body (RFC 8259, strictly): bounded, no duplicate keys, NaN, or numbers beyond 64 bits."""
    if len(body) > MAX_JSON_BYTES:
        raise TooLarge(f"The body is larger than {MAX_JSON_BYTES} bytes. Send less at once.")
    _check_shape(body)
    try:
        value = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_constant,
        )
    except (ValueError, RecursionError):
        _refuse("The body is not JSON. Send one JSON object in UTF-8.")
    # An escape (\ud800) is the only way in for a lone surrogate, and joined pairs decode to real characters.
    if b"\\u" in body and _has_surrogate(value):
        _refuse("The body holds half of a character. Send whole Unicode characters.")
    return value


def parse_json_object(body: bytes) -> dict[str, Any]:
    """`parse_json` for the usual case: an object, or an empty body which means {}."""
    if not body:
        return {}
    value = parse_json(body)
    if not isinstance(value, dict):
        _refuse('The body is not a JSON object. Send one, like {"status": "Hello"}.')
    return value


def _check_shape(body: bytes) -> None:
    depth = values = 0
    for found, match in enumerate(_SHAPE.finditer(body)):
        mark = body[match.start()]
        if mark in b"[{":
            depth += 1
        elif mark in b"]}":
            depth -= 1
        elif mark == 0x2C:
            values += 1
        if depth > MAX_JSON_DEPTH or values > MAX_JSON_VALUES or found > 4 * MAX_JSON_VALUES:
            _refuse("The body nests too deep or holds too many values. Send something simpler.", "too_deep")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        _refuse("The body has the same member twice in one object. Send each once.", "duplicate_member")
    return result


def _integer(text: str) -> int:
    number = int(text) if len(text) <= _NUMBER_LENGTH else None
    if number is None or not -(1 << 63) <= number < 1 << 64:
        _refuse("The body holds a number that is too large. Send ids as text.", "number_out_of_range")
    return number


def _float(text: str) -> float:
    number = float(text) if len(text) <= _NUMBER_LENGTH else float("inf")
    if number in (float("inf"), float("-inf")):
        _refuse("The body holds a number that is too large or too long.", "number_out_of_range")
    return number


def _constant(text: str) -> NoReturn:
    _refuse(f"The body holds {text}, which is not JSON. Send a number or null.", "number_out_of_range")


def _has_surrogate(value: Any) -> bool:
    if isinstance(value, str):
        return _SURROGATE.search(value) is not None
    if isinstance(value, dict):
        return any(_has_surrogate(key) or _has_surrogate(inner) for key, inner in value.items())
    return isinstance(value, list) and any(_has_surrogate(inner) for inner in value)
