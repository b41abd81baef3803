"""Every entity the API answers with has the documented shape."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec import Raw

from coffeehouse.protocols.mastodon import entities as e
from coffeehouse.protocols.mastodon import instance as i
from coffeehouse.protocols.mastodon.entities import visibility_in, visibility_out
from tests.protocols.schema import faults, schemas
from tests.protocols.test_mastodon_fragments import POLL, account_json, status_json

ACCOUNT = Raw(account_json().encode())
STATUS = Raw(status_json(0).encode())
WHEN = "2026-11-22T01:02:03.004Z"
OWN = e.CredentialAccount(
    id="1", username="ada", acct="ada", url="https://x.example/@ada",
    uri="https://x.example/users/ada", created_at=WHEN,
    avatar="https://x.example/a", avatar_static="https://x.example/a", header="https://x.example/h",
    header_static="https://x.example/h", source=e.Source(fields=[e.Field(name="a", value="b")]),
    role=e.Role(id="-99", name=""),
)  # fmt: skip
INSTANCE = i.Instance(
    domain="x.example", title="X", version="4.4.0 (compatible; Coffeehouse 0.1)", source_url="https://x.example/source",
    description="", thumbnail=i.Thumbnail(url="https://x.example/t.png"), languages=["en", "cy"],
    configuration=i.Configuration(
        statuses=i.StatusLimits(max_characters=500),
        media_attachments=i.MediaLimits(supported_mime_types=["image/png"], image_size_limit=1, image_matrix_limit=1),
        urls=i.Urls(streaming="wss://x.example"),
    ),
    contact=i.Contact(email="a@x.example", account=ACCOUNT),
    rules=[i.Rule(id="1", text="Be kind")],
    icon=[i.Icon(src="https://x.example/i.png", size="48x48")],
)  # fmt: skip
TAG = e.Tag(id="1", name="bus", url="https://x.example/tags/bus", history=[e.TagHistory(day="1790000000")] * 7)
APP: dict[str, Any] = {
    "id": "1", "name": "Tusky", "website": None, "scopes": ["read"], "redirect_uri": "x://y", "redirect_uris": ["x://y"],
}  # fmt: skip

CASES: list[tuple[str, object]] = [
    ("Account", OWN),
    ("CredentialAccount", OWN),
    ("MediaAttachment", e.MediaAttachment(id="1")),
    ("Poll", POLL),
    ("Tag", TAG),
    ("FeaturedTag", e.FeaturedTag(id="1", name="bus", url="https://x.example/tags/bus")),
    ("Notification", e.Notification(id="1", type="mention", created_at=WHEN, group_key="ungrouped-1",
                                    account=ACCOUNT, status=STATUS)),
    ("Notification", e.Notification(id="1", type="follow", created_at=WHEN, group_key="ungrouped-1", account=ACCOUNT)),
    ("Relationship", e.Relationship(id="1")),
    ("Context", e.Context(ancestors=[STATUS], descendants=[STATUS, STATUS])),
    ("StatusSource", e.StatusSource(id="1", text="x")),
    ("StatusEdit", e.StatusEdit(content="", spoiler_text="", sensitive=False, created_at=WHEN, account=ACCOUNT,
                                poll=e.EditPoll(options=[e.EditPollOption(title="x")]))),
    ("Application", e.Application(**APP)),
    ("CredentialApplication", e.CredentialApplication(**APP, client_id="a", client_secret="b")),
    ("Token", e.Token(access_token="x", scope="read", created_at=1)),
    ("Marker", e.Marker(last_read_id="1", version=0, updated_at=WHEN)),
    ("List", e.List(id="1", title="x")),
    ("Preferences", e.Preferences()),
    ("Search", e.Search(accounts=[ACCOUNT], statuses=[STATUS], hashtags=[TAG])),
    ("CustomEmoji", e.CustomEmoji(shortcode="a", url="https://x.example/e", static_url="https://x.example/e")),
    ("Role", e.Role(id="1", name="Owner")),
    ("Instance", INSTANCE),
    ("V1Instance", i.v1_from(INSTANCE, i.Stats())),
]  # fmt: skip


@pytest.mark.parametrize(("name", "entity"), CASES, ids=[name for name, _ in CASES])
def test_entities_have_the_documented_shape(name: str, entity: object) -> None:
    """Required members are there, of their type, and null only where it may be."""
    assert faults(json.loads(e.encode(entity)), name) == []


def test_the_check_finds_faults() -> None:
    """The check of these tests does notice what is missing, null or of another type."""
    assert faults({}, "Marker") == [f"Marker: {name} is missing" for name in schemas()["Marker"]["required"]]
    marker = json.loads(e.encode(e.Marker(last_read_id="1", version=0, updated_at=WHEN)))
    for fault in ({"version": "0"}, {"last_read_id": None}, {"updated_at": "yesterday"}, {"version": True}):
        assert faults(marker | fault, "Marker")


@pytest.mark.parametrize("visibility", ["public", "unlisted", "followers", "direct"])
def test_visibility_has_two_vocabularies(visibility: str) -> None:
    """Apps say `private` for what the house calls `followers`."""
    assert visibility_in(visibility_out(visibility)) == visibility
    assert visibility_out("followers") == "private"


def test_lists_of_json_are_joined() -> None:
    """A list of spliced entities is a JSON array."""
    assert json.loads(e.json_list(["1", '{"a":2}'])) == [1, {"a": 2}]
    assert e.json_list([]) == b"[]"
