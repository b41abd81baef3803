"""A token may do what its scopes say and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.kernel.errors import Invalid
from coffeehouse.protocols import oauth_scopes as scopes

SETS = st.frozensets(st.sampled_from(scopes.KNOWN))


@pytest.mark.parametrize(
    ("granted", "required", "allowed"),
    [
        ("read", "read:statuses", True), ("read", "write:statuses", False), ("read:statuses", "read", False),
        ("read:statuses", "read:accounts", False), ("write", "write:media", True), ("follow", "write:follows", True),
        ("follow", "read:blocks", True), ("follow", "write:statuses", False), ("profile", "read:statuses", False),
        ("profile", "read:accounts", False), ("profile", "profile", True), ("read", "profile", True),
        ("push", "push", True), ("read write", "push", False), ("admin:read", "admin:read:accounts", True),
        ("read write", "admin:read:accounts", False), ("admin", "admin:write:reports", True),
        ("write", "read:search", False),
    ],
)  # fmt: skip
def test_u2_scopes_grant_their_parts_only(granted: str, required: str, allowed: bool) -> None:
    """U2: a read token cannot post, a profile token cannot read posts, nobody is admin by writing."""
    assert scopes.grants(scopes.parse(granted), required) is allowed


@pytest.mark.parametrize(
    "text", ["write:everything", "*", "read:*", "READ", "admin:all", "read\u2028write", "x" * 5_000]
)
def test_u1_unknown_scopes_are_refused(text: str) -> None:
    """U1: wildcards and unknown scopes are an error, not ignored."""
    with pytest.raises(Invalid) as caught:
        scopes.parse(text)
    assert caught.value.code == "invalid_scope"


def test_no_scope_means_read() -> None:
    """As in Mastodon; plus signs part scopes as spaces do."""
    assert scopes.parse("") == {"read"}
    assert scopes.text(scopes.parse("push+write read")) == "read write push"


@given(SETS)
def test_text_and_parse_are_inverse(granted: frozenset[str]) -> None:
    """What is stored as text is the same set when read."""
    assert scopes.parse(scopes.text(granted)) == (granted or scopes.DEFAULT)


@given(SETS, SETS)
def test_a_subset_never_grants_more(requested: frozenset[str], registered: frozenset[str]) -> None:
    """Whatever an app may ask for, it gets no power its registration does not have."""
    if scopes.is_subset(requested, registered):
        assert scopes.expand(requested) <= scopes.expand(registered)
    assert scopes.is_subset(registered, registered)


def test_an_app_cannot_ask_for_more_than_it_registered() -> None:
    """A part of what was registered is fine, the whole of a part is not."""
    assert scopes.is_subset(frozenset({"read:statuses"}), frozenset({"read"}))
    assert not scopes.is_subset(frozenset({"read"}), frozenset({"read:statuses"}))
    assert not scopes.is_subset(frozenset({"write"}), frozenset({"read", "push"}))
