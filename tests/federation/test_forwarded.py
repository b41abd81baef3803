"""What others hand on: it counts only as far as its author's own server says the same (`federation.forwarded`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.delivery import arrivals as desk
from coffeehouse.domain.federation.queries import resolving
from coffeehouse.kernel import clock
from tests.commands.house import House
from tests.federation.delivering import PUBLIC, Sender, sender
from tests.federation.other_server import OtherServer, other_server
from tests.federation.test_taking import unknown

pytestmark = pytest.mark.django_db
ADA = f"{settings.BASE_URL}/users/ada"


@pytest.fixture
def dee(house: House) -> Sender:
    """Somebody on another server, known here."""
    return sender()


@pytest.fixture
def there(house: House, settings: Any) -> Iterator[OtherServer]:
    """A server that answers, whose people nobody here knows yet."""
    with other_server(settings) as server:
        yield server


def test_what_is_forwarded_is_asked_for_at_its_origin_o1(house: House, dee: Sender, there: OtherServer) -> None:
    """Handed over by somebody else, a post counts only as its own server has it (attack O1)."""
    author = there.person("gwen")
    own = house.post()
    note: dict[str, Any] = {
        "id": f"{there.base}/notes/1", "type": "Note", "attributedTo": author, "to": [PUBLIC],
        "content": "<p>As I said it</p>", "inReplyTo": f"{ADA}/statuses/{own}",
    }  # fmt: skip
    there.gives("/notes/1", note)
    create = {
        "id": f"{there.base}/creates/1", "type": "Create", "actor": author,
        "object": note | {"content": "<p>As somebody else has it</p>"},
    }  # fmt: skip
    assert dee.delivers(create).status_code == 202
    assert resolving.post_of_uri(note["id"]) is None
    desk.drain()
    post = resolving.post_of_uri(note["id"])
    assert sql.value("SELECT text FROM posts_post WHERE id = %s", (post,)) == "As I said it"
    # A farewell that is handed over counts when it is gone there.
    delete = {"id": f"{there.base}/deletes/1", "type": "Delete", "actor": author, "object": note["id"]}
    assert dee.delivers(delete).status_code == 202
    desk.drain()
    assert resolving.post_of_uri(note["id"]) == post
    del there.answers["/notes/1"]
    assert dee.delivers(delete | {"id": f"{there.base}/deletes/2"}).status_code == 202
    desk.drain()
    assert resolving.post_of_uri(note["id"]) is None


def spoken(house: House, there: OtherServer, author: Sender, **members: Any) -> tuple[dict[str, Any], int]:
    """A post of theirs that answers one of ours, taken in from them; its document and our id of it."""
    note: dict[str, Any] = {
        "id": f"{author.uri}/notes/1", "type": "Note", "attributedTo": author.uri, "to": [PUBLIC],
        "content": "<p>As I said it</p>", "inReplyTo": f"{ADA}/statuses/{house.post()}",
    } | members  # fmt: skip
    there.gives("/users/gwen/notes/1", note)
    assert author.does("Create", note, to=note["to"]) == 202
    desk.drain()
    post = resolving.post_of_uri(note["id"])
    assert post is not None
    return note, post


def test_nobody_uses_up_what_somebody_will_say_o3(house: House, dee: Sender, there: OtherServer) -> None:
    """An identity that others made up for something handed on does not stand in the way of its owner's (attack O3)."""
    gwen = unknown(there, "gwen")
    note, post = spoken(house, there, gwen)
    there.gives("/users/gwen/notes/1", note | {"content": "<p>As I say it now</p>"})
    made_up = {"id": f"{note['id']}#delete", "type": "Update", "actor": gwen.uri, "object": note}
    assert dee.delivers(made_up).status_code == 202
    desk.drain()
    assert sql.value("SELECT text FROM posts_post WHERE id = %s", (post,)) == "As I say it now"
    own = gwen.activity("Delete", note["id"]) | {"id": f"{note['id']}#delete"}
    assert gwen.delivers(own).status_code == 202
    desk.drain()
    assert resolving.post_of_uri(note["id"]) is None


def test_what_strangers_do_not_see_is_not_therefore_gone_o3(house: House, dee: Sender, there: OtherServer) -> None:
    """Of a post that is not for everybody its own server tells the house nothing: 404 is no farewell; 410 is one."""
    gwen = unknown(there, "gwen")
    note, post = spoken(house, there, gwen, to=[ADA])
    del there.answers["/users/gwen/notes/1"]
    delete = {"id": f"{note['id']}#delete", "type": "Delete", "actor": gwen.uri, "object": note["id"]}
    assert dee.delivers(delete).status_code == 202
    desk.drain()
    assert "/users/gwen/notes/1" in there.paths
    assert resolving.post_of_uri(note["id"]) == post
    there.gives("/users/gwen/notes/1", b"", status=410)
    with clock.at(clock.now_ms() + clock.HOUR):
        assert dee.delivers(delete | {"id": f"{note['id']}#delete2"}).status_code == 202
        desk.drain()
    assert resolving.post_of_uri(note["id"]) is None


def test_nobody_makes_the_house_collect(house: House, dee: Sender, there: OtherServer) -> None:
    """What is handed on and concerns nobody here is not asked for; and not kept when only who hands it on says so."""
    author = there.person("gwen")
    note: dict[str, Any] = {
        "id": f"{there.base}/notes/1", "type": "Note", "attributedTo": author, "to": [PUBLIC], "content": "<p>Helo</p>",
    }  # fmt: skip
    there.gives("/notes/1", note)
    create = {"id": f"{there.base}/creates/1", "type": "Create", "actor": author, "object": note}
    assert dee.delivers(create).status_code == 202
    desk.drain()
    assert there.asked == []
    create["object"] = note | {"inReplyTo": f"{ADA}/statuses/{house.post()}"}
    assert dee.delivers(create).status_code == 202
    desk.drain()
    assert there.paths == ["/notes/1"]
    assert resolving.post_of_uri(note["id"]) is None
