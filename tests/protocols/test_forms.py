"""Bodies of requests become nested values, or are refused at once."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.kernel.errors import Invalid
from coffeehouse.protocols.forms import MAX_PAIRS, Malformed, parse_form, parse_json, parse_json_object
from tests.moments import within


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("a=1&b=&a=2", {"a": "2", "b": ""}),
        ("id[]=1&id[]=2", {"id": ["1", "2"]}),
        (
            "poll[options][]=x&poll[options][]=y&poll[expires_in]=9",
            {"poll": {"options": ["x", "y"], "expires_in": "9"}},
        ),
        ("source[privacy]=direct", {"source": {"privacy": "direct"}}),
        ("f[1][name]=b&f[0][name]=a&f[0][value]=v", {"f": [{"name": "a", "value": "v"}, {"name": "b"}]}),
        ("k[][keyword]=a&k[][whole]=1&k[][keyword]=b", {"k": [{"keyword": "a", "whole": "1"}, {"keyword": "b"}]}),
        ("data[alerts][mention]=true", {"data": {"alerts": {"mention": "true"}}}),
        ("options[0]=a&options[1]=b", {"options": ["a", "b"]}),
        ("a[=1&]b=2&[]=3", {"a[": "1", "]b": "2", "[]": "3"}),
    ],
)
def test_rails_names_nest(query: str, value: dict[str, Any]) -> None:
    """The forms Mastodon apps send become what the same request in JSON would be."""
    assert parse_form(parse_qsl(query, keep_blank_values=True)) == value


@pytest.mark.parametrize(
    "pairs",
    [
        [("a", "1")] * (MAX_PAIRS + 1),
        [("a[b][c][d][e]", "1")],
        [("a" + "[b]" * 100_000, "1")],
        [("a[b]", "1"), ("a[]", "2")],
        [("a[b]", "1"), ("a", "2")],
        [("a", "1"), ("a[b]", "2")],
        [("a[99999]", "1")],
        [("a[0]", "1"), ("a[b]", "2")],
    ],
    ids=["many", "deep", "deeper", "list-and-object", "text-and-object", "object-and-text", "index", "mixed"],
)
def test_d2_forms_beyond_the_limits_are_refused(pairs: list[tuple[str, str]]) -> None:
    """D2, D3: too many, too deep or contradictory fields are refused."""
    with pytest.raises(Invalid):
        parse_form(pairs)


@given(st.lists(st.tuples(st.text(alphabet="a[]0b") | st.text(), st.text())))
def test_no_form_breaks_the_parser(pairs: list[tuple[str, str]]) -> None:
    """Any pairs give a dict or Invalid."""
    with suppress(Invalid):
        assert isinstance(parse_form(pairs), dict)


ATTACKS: dict[str, bytes] = {
    "depth": b"[" * 100_000,
    "depth-objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "keys": b"{" + b",".join(b'"%d":1' % number for number in range(80_000)) + b"}",
    "a-million-keys": b"{" + b",".join(b'"%d":1' % number for number in range(1_000_000)) + b"}",
    "duplicate": b'{"a":1,"a":2}',
    "duplicate-escaped": b'{"a":1,"\\u0061":2}',
    "long-number": b"[" + b"9" * 900_000 + b"]",
    "long-fraction": b"[0." + b"9" * 900_000 + b"]",
    "huge-exponent": b"[1e400]",
    "beyond-64-bits": b"[18446744073709551616]",
    "nan": b"[NaN]",
    "infinity": b"[-Infinity]",
    "lone-surrogate": b'["\\ud800"]',
    "lone-surrogate-key": b'{"\\udfff":1}',
    "raw-surrogate": b'["\xed\xa0\x80"]',
    "not-utf-8": b'["\xff"]',
    "trailing": b"{} x",
    "open-string": b'["' + b"\\" * 900_000,
    "strings": b'"' * 999_999,
    "empty": b"",
    "too-large": b" " * 1_000_001,
}


@pytest.mark.parametrize("name", ATTACKS)
def test_d2_hostile_json_is_refused_at_once(name: str) -> None:
    """D2: depth, a million keys, duplicates, huge numbers, NaN, surrogates: refused, and quickly."""
    with within(0.5), pytest.raises(Malformed) as caught:
        parse_json(ATTACKS[name])
    assert caught.value.status == (413 if len(ATTACKS[name]) > 1_000_000 else 400)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 64) - 1) | st.text() | st.floats(-1e9, 1e9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(_JSON)
def test_honest_json_is_read_as_written(value: Any) -> None:
    """What any app's library writes is read back the same."""
    assert parse_json(json.dumps(value).encode()) == value
    assert parse_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary())
def test_no_bytes_break_the_reader(body: bytes) -> None:
    """Any bytes give a value or Invalid."""
    with suppress(Invalid):
        parse_json(body)


def test_a_body_is_an_object() -> None:
    """Requests carry an object; an empty body is an empty one."""
    assert parse_json_object(b"") == {}
    assert parse_json_object(b'{"status": "\\ud83d\\ude8c"}') == {"status": "🚌"}
    with pytest.raises(Invalid):
        parse_json_object(b"[]")
