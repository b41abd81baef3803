"""Posts elsewhere: fetched with what they answer, what answers them and what they quote, within limits; and their
pictures, by the worker's own deliveries against a real server."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.delivery.elsewhere import deliver_media, deliver_post
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.domain.posts.queries.threads import read_context
from coffeehouse.federation import objects, waiting
from coffeehouse.federation.fetching import Unfetched
from coffeehouse.federation.waiting import MustWait
from coffeehouse.kernel import clock
from tests.commands.house import House, png
from tests.delivery.web_server import Answer
from tests.federation.other_server import OtherServer, other_server

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    with waiting.patiently():
        yield


@pytest.fixture
def there(settings: Any) -> Iterator[OtherServer]:
    """Another server, with somebody."""
    with other_server(settings) as server:
        server.person("dee")
        yield server


@pytest.fixture
def third(settings: Any) -> Iterator[OtherServer]:
    """A third one."""
    with other_server(settings) as server:
        server.person("mal")
        yield server


class Endless(dict[str, Answer]):
    """Answers of a server where every post answers the next one."""

    def __init__(self, server: OtherServer) -> None:
        super().__init__(server.answers)
        self.base = server.base

    def get(self, path: str, default: Any = None) -> Any:
        """The post of this number, or what else there is."""
        number = path.rpartition("/")[2]
        if not path.startswith("/notes/") or not number.isdigit():
            return super().get(path, default)
        document = {
            "id": f"{self.base}{path}", "type": "Note", "attributedTo": f"{self.base}/users/dee", "content": number,
            "to": [PUBLIC], "inReplyTo": f"{self.base}/notes/{(int(number) + 1) % 10_000}",
        }  # fmt: skip
        return Answer(200, json.dumps(document).encode(), Content_Type="application/activity+json")


def note(server: OtherServer, number: int, name: str = "dee", **changes: Any) -> str:
    """Have a post there; its identity."""
    uri = f"{server.base}/notes/{number}"
    document = {
        "@context": "https://www.w3.org/ns/activitystreams", "id": uri, "type": "Note",
        "attributedTo": f"{server.base}/users/{name}", "content": f"<p>Number {number}</p>", "to": [PUBLIC],
        "published": "2024-05-01T10:00:00Z",
    } | changes  # fmt: skip
    return server.gives(f"/notes/{number}", document)


def status(post_id: int) -> dict[str, Any]:
    """A Status as an app gets it."""
    found = read_status(None, post_id)
    assert found is not None
    return dict(msgspec.json.decode(found))


def test_a_post_comes_with_its_author(house: House, there: OtherServer) -> None:
    """Fetched once, at the date it was said; the house then asks for its thread."""
    uri = note(there, 1, inReplyTo=f"{there.base}/notes/0", replies=f"{there.base}/notes/1/replies")
    post_id = objects.post_of(uri)
    assert post_id is not None
    shown = status(post_id)
    assert (shown["uri"], shown["account"]["acct"], shown["created_at"][:10]) == (
        uri, f"dee@{there.host}", "2024-05-01",
    )  # fmt: skip
    assert house.jobs().count("fetch_post") == 2
    asked = len(there.asked)
    assert objects.post_of(uri) == post_id
    assert len(there.asked) == asked


def test_what_is_no_post_is_refused(house: House, there: OtherServer) -> None:
    """An account, a vote, another's words, and what is not there."""
    vote = note(there, 1, name="dee", content=None) and there.gives(
        "/notes/1",
        {
            "id": f"{there.base}/notes/1", "type": "Note", "name": "Te", "attributedTo": f"{there.base}/users/dee",
            "inReplyTo": "http://localhost:8000/users/ada/statuses/1", "to": ["http://localhost:8000/users/ada"],
        },
    )  # fmt: skip
    for uri in (f"{there.base}/users/dee", vote, note(there, 2, attributedTo="https://victim.example/users/eve")):
        with pytest.raises(Unfetched):
            objects.post_of(uri)
    assert objects.post_of("http://localhost:8000/users/ada/statuses/1") is None
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 0


def test_where_there_is_no_time_the_worker_fetches(house: House, there: OtherServer) -> None:
    """Without time it is left alone, or MustWait is raised; nothing is half done."""
    uri = note(there, 1)
    assert objects.post_of(uri, may_fetch=False) is None
    token = waiting._is_patient.set(False)
    try:
        waiting.budget.spend("elsewhere.example", waiting.BUDGET, in_vain=False)
        with pytest.raises(MustWait):
            objects.post_of(uri)
    finally:
        waiting._is_patient.reset(token)
    assert there.asked == []


def test_o13_nothing_is_fetched_with_the_key_of_one_of_us(house: House, there: OtherServer) -> None:
    """Attack O13: what was given to one of us alone could be taken for public; so the house itself asks, always."""
    assert objects.post_of(note(there, 1)) is not None
    keys = {re.search('keyId="([^"]+)"', asked.headers.get("signature", "")) for asked in there.asked
            if not asked.path.startswith("/.well-known")}  # fmt: skip
    assert {found and found[1] for found in keys} == {f"{settings.BASE_URL}/actor#main-key"}


def test_what_a_post_answers_is_fetched_to_the_root(house: House, there: OtherServer) -> None:
    """By the job that its arrival asks for; the thread is then whole, in one conversation."""
    for number in range(1, 6):
        note(there, number, **({"inReplyTo": f"{there.base}/notes/{number - 1}"} if number > 1 else {}))
    last = objects.post_of(f"{there.base}/notes/5")
    assert last is not None
    deliver_post({"uri": f"{there.base}/notes/4"})
    context = read_context(None, last)
    assert context is not None
    assert [msgspec.json.decode(post)["content"] for post in context[0]] == [
        f"<p>Number {number}</p>" for number in range(1, 5)
    ]
    assert sql.value("SELECT COUNT(DISTINCT conversation_id) FROM posts_post") == 1


def test_o17_a_thread_without_end_ends(house: House, there: OtherServer) -> None:
    """Attack O17: ten thousand posts deep, each answering another; a bounded number is fetched, in bounded time."""

    there.answers = Endless(there)
    begun = time.monotonic()
    deliver_post({"uri": f"{there.base}/notes/1"})
    assert sql.value("SELECT COUNT(*) FROM posts_post") == objects.MOST_ABOVE
    assert time.monotonic() - begun < 60  # on a machine that does much else; alone it is two seconds
    first = objects.post_of(f"{there.base}/notes/1")
    assert first is not None
    assert read_context(None, first) is not None


def test_o17_a_circle_is_walked_once(house: House, there: OtherServer) -> None:
    """Attack O17: A answers B, which answers A."""
    note(there, 1, inReplyTo=f"{there.base}/notes/2")
    note(there, 2, inReplyTo=f"{there.base}/notes/1")
    deliver_post({"uri": f"{there.base}/notes/1"})
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 2
    for (post_id,) in sql.rows("SELECT id FROM posts_post"):
        assert read_context(None, post_id) is not None


def test_answers_are_fetched_as_their_server_lists_them(house: House, there: OtherServer, third: OtherServer) -> None:
    """Each at its own server, whatever the list says of it; no more than some."""
    root = note(there, 1, replies=f"{there.base}/notes/1/replies")
    theirs = note(third, 7, name="mal", inReplyTo=root)
    own = [note(there, number, inReplyTo=root) for number in range(2, 60)]
    forged = {"id": theirs, "type": "Note", "content": "forged", "attributedTo": f"{third.base}/users/mal"}
    page = {"id": f"{there.base}/notes/1/replies", "type": "Collection", "items": [forged, *own]}
    there.gives("/notes/1/replies", page)
    post_id = objects.post_of(root)
    deliver_post({"replies_of": post_id})
    found = sql.rows("SELECT id FROM posts_post WHERE in_reply_to_id = %s", (post_id,))
    assert len(found) == objects.MOST_ANSWERS
    assert "<p>Number 7</p>" in {status(row[0])["content"] for row in found}


def test_a_picture_is_fetched_and_kept(house: House, there: OtherServer) -> None:
    """By the job; afterwards it is served from here, encoded anew, and nothing points elsewhere but its source."""
    address = there.gives("/files/1.png", png(), "image/png")
    picture = {"type": "Image", "mediaType": "image/png", "url": address, "name": "Tebot"}
    post_id = objects.post_of(note(there, 1, attachment=[picture]))
    assert post_id is not None
    deliver_media({"media_id": sql.value("SELECT id FROM posts_media")})
    (item,) = status(post_id)["media_attachments"]
    assert (item["type"], item["description"], item["remote_url"]) == ("image", "Tebot", address)
    assert item["url"].startswith("http://localhost:8000/media/")


@pytest.mark.parametrize(
    ("body", "kind", "answer"),
    [(b"<script>alert(1)</script>", "image/png", 200), (b"", "text/html", 200), (b"", "image/png", 404)],
)
def test_what_is_no_picture_stays_a_link(house: House, there: OtherServer, body: bytes, kind: str, answer: int) -> None:
    """A page, a script, nothing: the post stays, with a link, and the house does not ask again."""
    address = there.gives("/files/1.png", body, kind, answer)
    post_id = objects.post_of(note(there, 1, attachment=[{"type": "Image", "mediaType": "image/png", "url": address}]))
    assert post_id is not None
    deliver_media({"media_id": sql.value("SELECT id FROM posts_media")})
    assert [item["type"] for item in status(post_id)["media_attachments"]] == ["unknown"]
    assert sql.value("SELECT state FROM posts_media") == "linked"


@pytest.mark.parametrize("lie", ["", "author", "quoting", "quoted"])
def test_a_stamp_is_its_authors_word_about_this_very_post(
    house: House, there: OtherServer, third: OtherServer, lie: str
) -> None:
    """FEP-044f: fetched from the author's server, and only if it names this author, this post and that one."""
    quoted = note(third, 9, name="mal")
    stamp = f"{third.base}/stamps/1"
    uri = note(there, 1, quote=quoted, quoteAuthorization=stamp)
    names = {"author": f"{third.base}/users/mal", "quoting": uri, "quoted": quoted}
    if lie:
        names[lie] = f"{third.base}/another"
    third.gives("/stamps/1", {
        "@context": ["https://www.w3.org/ns/activitystreams", {"QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization"}],
        "id": stamp, "type": "QuoteAuthorization", "attributedTo": names["author"],
        "interactingObject": names["quoting"], "interactionTarget": names["quoted"],
    })  # fmt: skip
    post_id = objects.post_of(uri)
    assert post_id is not None
    deliver_post({"quoted_by": post_id})
    assert status(post_id)["quote"]["state"] == ("pending" if lie else "accepted")


def test_a_fresh_post_is_as_good_as_delivered(house: House, there: OtherServer) -> None:
    """Fetched because somebody passed it on a moment after it was said: who is named is told all the same."""
    tag = {"type": "Mention", "href": "http://localhost:8000/users/ada", "name": "@ada"}
    post_id = objects.post_of(note(there, 1, tag=[tag], published=clock.iso(clock.now_ms() - 60_000)))
    assert [row[2] for row in house.notified("ada")] == [post_id]
