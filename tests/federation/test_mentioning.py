"""People elsewhere who are named in what is written here, and who are looked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, jobs
from coffeehouse.federation import waiting
from coffeehouse.federation.mentioning import MOST, meet_mentioned
from tests.cast import Cast, assemble
from tests.channels.client_api.api import Api
from tests.federation.other_server import OtherServer, other_server


@pytest.fixture
def there(db: None, settings: Any) -> Iterator[OtherServer]:
    """Another server."""
    waiting.budget.forget()
    with other_server(settings) as server:
        yield server
    waiting.budget.forget()


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody."""
    return assemble()


@pytest.fixture
def ada(cast: Cast) -> Api:
    """Ada's app."""
    return Api(cast.ada.token())


def known() -> int:
    """How many accounts elsewhere are known."""
    return int(sql.value("SELECT COUNT(*) FROM people_account WHERE domain <> ''"))


def test_who_is_named_is_met_and_mentioned(there: OtherServer, ada: Api) -> None:
    """The name leads to their page on their own server, and apps are told who they are."""
    there.person("ann")
    status = ada.post("/api/v1/statuses", {"status": f"Bore da @ann@{there.host}"}).json
    (mention,) = status["mentions"]
    assert (mention["acct"], mention["url"]) == (f"ann@{there.host}", f"{there.base}/@ann")
    assert f'<a href="{there.base}/@ann" class="u-url mention">@<span>ann</span></a>' in status["content"]
    asked = len(there.asked)
    ada.post("/api/v1/statuses", {"status": f"@ann@{there.host} again"})
    assert len(there.asked) == asked


def test_a_name_nobody_has_stays_text(there: OtherServer, ada: Api) -> None:
    """The post is published all the same."""
    status = ada.post("/api/v1/statuses", {"status": f"Bore da @nobody@{there.host}"}).json
    assert status["mentions"] == []
    assert f"@nobody@{there.host}" in status["content"]


def test_o15_a_name_that_begins_with_our_host_is_elsewhere(there: OtherServer, ada: Api, settings: Any) -> None:
    """O15: `@ada@our.house.evil.example` is not Ada."""
    settings.DOMAIN = "house.example"
    status = ada.post("/api/v1/statuses", {"status": "Bore da @ada@house.example.evil.example"}).json
    assert status["mentions"] == []


def test_few_strangers_are_looked_for(there: OtherServer) -> None:
    """However many a text names; those who are known cost nothing."""
    names = [f"p{number}" for number in range(MOST + 3)]
    for name in names:
        there.person(name)
    text = " ".join(f"@{name}@{there.host}" for name in names)
    meet_mentioned(text)
    assert known() == MOST
    meet_mentioned(text)
    assert known() == MOST + 3


def test_nobody_waits_long_to_publish(there: OtherServer, ada: Api) -> None:
    """When the seconds are used up, the post is published with the names as text."""
    there.person("ann")
    waiting.budget.spend("other.example", waiting.BUDGET, in_vain=False)
    assert ada.post("/api/v1/statuses", {"status": f"Bore da @ann@{there.host}"}).json["mentions"] == []
    assert there.asked == []


@pytest.mark.parametrize("written", ["ann@{host}", "@ann@{host}", "{base}/users/ann", "{base}/@ann"])
def test_members_find_people_elsewhere(there: OtherServer, ada: Api, written: str) -> None:
    """By handle, identity or page, with `resolve`; from then on everybody finds them without asking."""
    uri = there.person("ann")
    there.gives("/@ann", there.actor("ann", uri))
    words = written.format(host=there.host, base=there.base)
    assert ada.get("/api/v2/search", q=words).json["accounts"] == []
    assert there.asked == []
    (account,) = ada.get("/api/v2/search", q=words, resolve="true").json["accounts"]
    assert (account["acct"], account["uri"]) == (f"ann@{there.host}", uri)
    asked = len(there.asked)
    assert ada.get("/api/v2/search", q=words).json["accounts"] == [account]
    assert ada.get("/api/v1/accounts/search", q=f"ann@{there.host}", resolve="true").json == [account]
    assert Api().get("/api/v1/accounts/lookup", acct=f"ann@{there.host}").json["id"] == account["id"]
    assert len(there.asked) == asked


def test_members_find_posts_elsewhere(there: OtherServer, ada: Api) -> None:
    """By identity or page."""
    author = there.person("ann")
    uri = f"{there.base}/users/ann/statuses/1"
    note = {
        "id": uri, "type": "Note", "attributedTo": author, "content": "<p>Shwmae</p>",
        "to": ["https://www.w3.org/ns/activitystreams#Public"], "url": f"{there.base}/@ann/1",
        "published": "2026-11-01T12:00:00Z",
    }  # fmt: skip
    there.gives("/users/ann/statuses/1", note)
    there.gives("/@ann/1", note)
    (status,) = ada.get("/api/v2/search", q=f"{there.base}/@ann/1", resolve="true").json["statuses"]
    assert (status["content"], status["uri"]) == ("<p>Shwmae</p>", uri)
    assert ada.get("/api/v2/search", q=uri).json["statuses"][0]["id"] == status["id"]
    assert ada.get("/api/v2/search", q=uri, type="accounts").json["statuses"] == []


def test_s10_strangers_have_nothing_fetched(there: OtherServer, cast: Cast) -> None:
    """S10: no address of the house fetches for somebody who is not signed in, search least of all."""
    uri = there.person("ann")
    anonymous = Api()
    for words in (uri, f"ann@{there.host}"):
        anonymous.get("/api/v2/search", q=words, resolve="true")
        anonymous.get("/api/v1/accounts/search", q=words, resolve="true")
        anonymous.get("/api/v1/accounts/lookup", acct=words)
        anonymous.client.get("/search", {"q": words})
        anonymous.client.get("/.well-known/webfinger", {"resource": words})
    assert there.asked == []


def test_what_there_was_no_time_for_is_found_a_moment_later(there: OtherServer, ada: Api) -> None:
    """The worker looks for it; many searches leave no more than a few for it to do."""
    there.person("ann")
    waiting.budget.spend("other.example", waiting.BUDGET, in_vain=False)
    handle = f"ann@{there.host}"
    assert ada.get("/api/v2/search", q=handle, resolve="true").json["accounts"] == []
    deliveries.register_all()
    (payload,) = sql.row("SELECT payload FROM engine_outbox WHERE kind = 'look_up'") or ("",)
    jobs.deliver("look_up", json.loads(payload))
    assert [found["acct"] for found in ada.get("/api/v2/search", q=handle, resolve="true").json["accounts"]] == [handle]
