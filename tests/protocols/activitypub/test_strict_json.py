"""D2: JSON that would cost a reader much, or that two readers would read differently, is refused at once."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.protocols.activitypub.documents import Unreadable
from coffeehouse.protocols.activitypub.strict_json import MAX_BYTES, MAX_DEPTH, MAX_VALUES, load
from tests.moments import within

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)  # fmt: skip

REFUSED: dict[str, tuple[bytes, str]] = {
    "too large": (b"{" + b" " * MAX_BYTES + b"}", "too_large"),
    "100,000 objects deep": (b'{"a":' * 100_000, "too_many_values"),
    "20,000 lists deep": (b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}", "too_deep"),
    "a little too deep": (b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1), "too_deep"),
    "a million values": (b'{"a":[' + b"1," * 490_000 + b"1]}", "too_many_values"),
    "many members": (b"{" + b",".join(b'"%d":1' % i for i in range(90_000)) + b"}", "too_many_values"),
    "many empty objects": (b'{"a":[' + b"{}," * 300_000 + b"{}]}", "too_many_values"),
    "a name twice": (b'{"id":"https://a.example/1","id":"https://b.example/1"}', "repeated_name"),
    "a name twice inside": (b'{"a":[{"type":"Note","type":"Create"}]}', "repeated_name"),
    "a name twice, once escaped": (b'{"id":1,"\\u0069d":2}', "repeated_name"),
    "10^6 digits": (b'{"a":' + b"9" * 990_000 + b"}", "number"),
    "10^6 places": (b'{"a":0.' + b"9" * 990_000 + b"}", "number"),
    "beyond all numbers": (b'{"a":1e999}', "number"),
    "NaN": (b'{"a":NaN}', "number"),
    "infinite": (b'{"a":-Infinity}', "number"),
    "half a character": (b'{"a":"\\ud800"}', "half_character"),
    "halves the wrong way round": (b'{"a":["\\udc00\\ud800"]}', "half_character"),
    "half a character as a name": (b'{"\\udfff":1}', "half_character"),
    "half a character in UTF-8": (b'{"a":"\xed\xa0\x80"}', "not_utf8"),
    "Latin 1": (b'{"a":"\xe9"}', "not_utf8"),
    "no JSON": (b'{"a":}', "not_json"),
    "a control character": (b'{"a":"\n"}', "not_json"),
    "words behind it": (b"{} {}", "not_json"),
    "nothing": (b"", "not_json"),
    "a list": (b"[]", "not_an_object"),
    "a text": (b'"a"', "not_an_object"),
    "null": (b"null", "not_an_object"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_json_is_refused_with_its_reason(name: str) -> None:
    """D2: each by a slug for the record."""
    body, reason = REFUSED[name]
    with pytest.raises(Unreadable) as refused:
        load(body)
    assert refused.value.reason == reason


def test_hostile_json_costs_but_a_moment() -> None:
    """D2: within half a second of CPU time, also what is taken: a megabyte of escapes, as many values as may be."""
    values = b'{"a":[' + b"1," * (MAX_VALUES - 10) + b"1]}"
    for name, body in {**{name: body for name, (body, _) in REFUSED.items()}, "values": values,
                       "escapes": b'{"a":"' + b"\\u0041" * 160_000 + b'"}'}.items():  # fmt: skip
        with within(0.5, name), suppress(Unreadable):
            load(body)


@given(st.dictionaries(TEXT, VALUES, max_size=5))
def test_honest_json_is_read_as_any_reader_reads_it(document: dict[str, Any]) -> None:
    """Whatever it holds, escaped or not, with a byte order mark or not."""
    for ascii_only in (True, False):
        body = json.dumps(document, ensure_ascii=ascii_only).encode()
        assert load(body) == document
        assert load(b"\xef\xbb\xbf" + body) == document


@given(st.binary(max_size=200))
def test_no_bytes_are_an_error(body: bytes) -> None:
    """An object or a reason, nothing else."""
    with suppress(Unreadable):
        assert isinstance(load(body), dict)


def test_depth_up_to_the_limit_is_read() -> None:
    """The limit itself is honest."""
    body = b'{"a":' * (MAX_DEPTH - 1) + b"1" + b"}" * (MAX_DEPTH - 1)
    assert load(body)
