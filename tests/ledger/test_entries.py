"""Entries and payloads have one encoding, that of RFC 8785, or are refused. Attack W7."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.ledger.entries import (
    MAX_INTEGER,
    Entry,
    EntryError,
    canonical,
    parse_canonical,
    parse_entry,
    payload_hash,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.text(st.characters(max_codepoint=127), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | TEXT | st.integers(-MAX_INTEGER, MAX_INTEGER),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
ENTRIES = st.builds(
    Entry,
    sequence=st.integers(0, MAX_INTEGER),
    **{
        name: TEXT
        for name in ("time", "body", "actor", "capacity", "channel", "kind", "object", "policy", "payload_hash")
    },
)
ENTRY = Entry(
    sequence=7,
    time="2026-11-22T01:02:03.004Z",
    body="house",
    actor="account/123",
    capacity="persona",
    channel="web",
    kind="post.published",
    object="post/77",
    policy="default@1",
    payload_hash="0" * 64,
)


@given(ENTRIES)
def test_entries_are_written_as_rfc_8785_asks(entry: Entry) -> None:
    """For any strings and numbers the entry's bytes equal those of an independent RFC 8785 encoder, and read back."""
    data = entry.canonical()
    assert data == rfc8785.dumps(msgspec.to_builtins(entry))
    assert parse_entry(data) == entry


@given(VALUES)
def test_payloads_are_written_as_rfc_8785_asks(value: Any) -> None:
    """For any payload of our domain the bytes equal those of an independent RFC 8785 encoder, and read back."""
    data = canonical(value)
    assert data == rfc8785.dumps(value)
    assert parse_canonical(data) == value


def test_every_character_is_written_as_rfc_8785_asks() -> None:
    """All of Unicode, character by character: escapes are where the two encoders could differ."""
    for start in range(0, 0x110000, 4096):
        text = "".join(chr(code) for code in range(start, start + 4096) if not 0xD800 <= code <= 0xDFFF)
        assert canonical(text) == rfc8785.dumps(text)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(2**53, id="w7-2^53"),
        pytest.param(2**53 + 1, id="w7-2^53+1"),
        pytest.param(-(2**53), id="w7-minus-2^53"),
        pytest.param(-0.0, id="w7-minus-zero"),
        pytest.param(1.5, id="w7-float"),
        pytest.param(math.inf, id="w7-1e400"),
        pytest.param(math.nan, id="w7-nan"),
        pytest.param("\ud800", id="w7-lone-surrogate"),
        pytest.param({"\ud800": 1}, id="w7-lone-surrogate-in-name"),
        pytest.param({"é": 1}, id="w7-name-not-ascii"),
        pytest.param({1: 1}, id="w7-name-not-text"),
        pytest.param(b"bytes", id="w7-bytes"),
        pytest.param({"deep": [{"er": {1, 2}}]}, id="w7-set-inside"),
    ],
)
def test_what_has_no_single_encoding_is_refused(value: Any) -> None:
    """Values that two encoders could write differently never reach the ledger."""
    with pytest.raises(EntryError):
        canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"b":1,"a":2}', id="w7-key-order"),
        pytest.param(b'{"a":1,"a":1}', id="w7-duplicate-keys"),
        pytest.param(b'{"a":1,"a":2}', id="w7-duplicate-keys-differing"),
        pytest.param(b'{"a": 1}', id="w7-space"),
        pytest.param(b'{"a":9007199254740993}', id="w7-2^53+1"),
        pytest.param(b'{"a":-0}', id="w7-minus-zero"),
        pytest.param(b'{"a":1e400}', id="w7-1e400"),
        pytest.param(b'{"a":1.0}', id="w7-one-point-zero"),
        pytest.param(b'{"a":NaN}', id="w7-nan"),
        pytest.param(b'{"a":"\\ud800"}', id="w7-lone-surrogate"),
        pytest.param(b'{"a":"\\u0061"}', id="w7-needless-escape"),
        pytest.param(b'{"a":"\\/"}', id="w7-escaped-slash"),
        pytest.param(b'{"a":"\\u000A"}', id="w7-long-escape"),
        pytest.param(b'\xef\xbb\xbf{"a":1}', id="w7-byte-order-mark"),
        pytest.param(b'{"a":"\xff"}', id="w7-not-utf-8"),
        pytest.param(b"[" * 100_000, id="w7-too-deep"),
        pytest.param(b"", id="w7-empty"),
    ],
)
def test_what_is_not_canonical_is_not_read(data: bytes) -> None:
    """There is one accepted text for each value."""
    with pytest.raises(EntryError):
        parse_canonical(data)


def test_w7_composed_and_decomposed_letters_stay_what_they_were() -> None:
    """W7 NFC/NFD: text is kept as it came; two spellings of é are two payloads with two hashes."""
    salt = b"\0" * 32
    assert payload_hash(salt, canonical("\u00e9")) != payload_hash(salt, canonical("e\u0301"))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((b'"actor"', b' "actor"'), id="w7-space"),
        pytest.param((b'"sequence":7', b'"sequence":7.0'), id="w7-float"),
        pytest.param((b'"sequence":7', b'"sequence":7,"sequence":7'), id="w7-duplicate"),
        pytest.param((b'"sequence":7', b'"sequence":-1'), id="w7-negative"),
        pytest.param((b'"time"', b'"extra":"","time"'), id="w7-unknown-member"),
        pytest.param((b'"body":"house",', b""), id="w7-missing-member"),
        pytest.param((b'"house"', b'"h\\u006fuse"'), id="w7-needless-escape"),
        pytest.param((b'"house"', b'"\xff"'), id="w7-not-utf-8"),
    ],
)
def test_an_entry_is_read_only_from_its_canonical_form(change: tuple[bytes, bytes]) -> None:
    """One byte off, and it is not an entry."""
    data = ENTRY.canonical()
    assert parse_entry(data) == ENTRY
    changed = data.replace(*change)
    assert changed != data
    with pytest.raises(EntryError):
        parse_entry(changed)


def test_a_sequence_beyond_2_to_the_53_is_refused() -> None:
    """W7: numbers that JavaScript would round are never written."""
    with pytest.raises(EntryError):
        msgspec.structs.replace(ENTRY, sequence=2**53).canonical()


def test_the_commitment_needs_a_whole_salt() -> None:
    """A short salt could be guessed together with the payload, so it is refused."""
    with pytest.raises(EntryError):
        payload_hash(b"short", b"{}")
