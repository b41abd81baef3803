"""Spliced entities are the documented entities, whole, for every viewer."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.protocols.mastodon import fragments
from coffeehouse.protocols.mastodon.entities import (
    AccountRole,
    Field,
    MediaAttachment,
    MediaMeta,
    Poll,
    PollOption,
    StatusApplication,
    StatusMention,
    StatusTag,
    encode,
    media_size,
)
from tests.protocols.schema import faults, schemas

BASE = "https://talk.example"
ACCOUNT = fragments.AccountFacts(
    id=7 << 16,
    username="ada",
    acct="ada",
    uri=fragments.account_uri(BASE, "ada"),
    url=fragments.account_url(BASE, "ada"),
    created_at=1_790_000_123_456,
    avatar_url=f"{BASE}/media/a.png",
    header_url=f"{BASE}/media/h.png",
    display_name='Ada "Quote" <b>',
    note="<p>Hi</p>",
    fields=(Field(name="Pronouns", value="she"),),
    roles=(AccountRole(id="1", name="Records"),),
)
POST = fragments.PostFacts(
    id=9 << 16,
    created_at=1_790_000_123_456,
    uri=fragments.status_uri(BASE, "ada", 9 << 16),
    url=fragments.status_url(BASE, "ada", 9 << 16),
    content='<p>Bus "19"\\ 🚌</p>',
    visibility="followers",
    edited_at=1_790_000_999_000,
    in_reply_to_id=5,
    in_reply_to_account_id=6,
    language="cy",
    media_attachments=(
        MediaAttachment(
            id="3",
            url=f"{BASE}/m.jpg",
            preview_url=f"{BASE}/s.jpg",
            meta=MediaMeta(original=media_size(800, 600), small=media_size(480, 360)),
            description="A bus",
            blurhash="LEHV6nWB2yk8pyo0adR*.7kCMdnj",
        ),
    ),
    mentions=(StatusMention(id="6", username="bevan", acct="bevan", url=f"{BASE}/@bevan"),),
    tags=(StatusTag(name="bus", url=f"{BASE}/tags/bus"),),
    application=StatusApplication(name="Tusky", website="https://tusky.app"),
)
POLL = Poll(
    id="9", expires_at=None, expired=False, multiple=False, votes_count=3, voters_count=3, voted=False, own_votes=[],
    options=[PollOption(title="Yes", votes_count=3), PollOption(title="No", votes_count=None)],
)  # fmt: skip


def closed(fragment: str, followers: int, following: int, statuses: int, last_status_on: str | None) -> str:
    """As a query joins an account's fragment and its counters."""
    values = (str(followers), str(following), str(statuses), f'"{last_status_on}"' if last_status_on else "null", "")
    return fragment + "".join(seam + value for seam, value in zip(fragments.ACCOUNT_SEAMS, values, strict=True))


def counted(fragment: str, *counts: int) -> str:
    """As a query joins a post's fragment and its counters."""
    return fragment + "".join(seam + str(count) for seam, count in zip(fragments.COUNT_SEAMS, counts, strict=True))


def account_json() -> str:
    return closed(fragments.render_account_fragment(ACCOUNT), 1, 2, 3, "2026-11-22")


def status_json(viewer: int | None = None) -> str:
    fragment = fragments.render_status_fragment(POST)
    return fragments.splice_status(
        counted(fragment, 1, 2, 3, 4), account_json(), poll_json=encode(POLL).decode(), viewer=viewer
    )


def test_a_spliced_account_is_an_account() -> None:
    """Every documented member of Account is there, of its type; joining is told by day."""
    account = json.loads(account_json())
    assert faults(account, "Account") == []
    nullable = set(schemas()["Account"]["properties"]) - {"show_featured", "show_media", "show_media_replies"}
    assert nullable <= set(account)
    assert account["created_at"].endswith("T00:00:00.000Z")
    assert (account["followers_count"], account["following_count"], account["statuses_count"]) == (1, 2, 3)
    never = json.loads(closed(fragments.render_account_fragment(ACCOUNT), 0, 0, 0, None))
    assert never["last_status_at"] is None


@pytest.mark.parametrize("viewer", [None, 0, 31])
def test_a_spliced_status_is_a_status(viewer: int | None) -> None:
    """Every documented member of Status is there; the viewer's flags only when somebody is signed in."""
    status = json.loads(status_json(viewer))
    assert faults(status, "Status") == []
    flags = {"favourited", "reblogged", "muted", "bookmarked", "pinned", "filtered"}
    assert set(schemas()["Status"]["properties"]) - {"tagged_collections", "text"} - flags <= set(status)
    assert bool(flags & set(status)) == (viewer is not None)
    assert status["visibility"] == "private"
    assert status["quote_approval"] == {"automatic": [], "manual": [], "current_user": "denied"}


@pytest.mark.parametrize(
    ("bit", "name"),
    [(fragments.FAVOURITED, "favourited"), (fragments.REBLOGGED, "reblogged"), (fragments.MUTED, "muted"),
     (fragments.BOOKMARKED, "bookmarked"), (fragments.PINNED, "pinned")],
)  # fmt: skip
def test_each_bit_sets_its_flag_alone(bit: int, name: str) -> None:
    """A viewer's flag is the one asked for and no other."""
    status = json.loads(status_json(bit))
    assert [flag for flag in ("favourited", "reblogged", "muted", "bookmarked", "pinned") if status[flag]] == [name]


def test_a_boost_wraps_the_whole_post() -> None:
    """A boost is a Status whose `reblog` is the boosted Status."""
    facts = fragments.PostFacts(
        id=11 << 16,
        created_at=1_790_000_200_000,
        uri=fragments.boost_uri(BASE, "bevan", 11 << 16),
        url=fragments.boost_uri(BASE, "bevan", 11 << 16),
    )
    fragment = fragments.render_status_fragment(facts)
    boost: dict[str, Any] = json.loads(fragments.splice_boost(fragment, account_json(), status_json(0), viewer=0))
    assert faults(boost, "Status") == []
    assert boost["reblog"]["id"] == str(9 << 16)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_text_breaks_out_of_a_fragment(said: str) -> None:
    """X1: whatever a name or post holds, the spliced JSON says exactly that."""
    post = msgspec.structs.replace(POST, content=said, spoiler_text=said, media_attachments=())
    account = msgspec.structs.replace(ACCOUNT, display_name=said)
    account_text = closed(fragments.render_account_fragment(account), 0, 0, 0, None)
    status = json.loads(
        fragments.splice_status(counted(fragments.render_status_fragment(post), 0, 0, 0, 0), account_text, viewer=0)
    )
    assert (status["content"], status["spoiler_text"], status["account"]["display_name"]) == (said, said, said)
