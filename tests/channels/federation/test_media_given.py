"""Pictures of posts as other servers get them."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from coffeehouse.domain.federation.queries.activities import object_document
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.commands import UploadMedia
from coffeehouse.kernel.errors import Invalid
from tests.cast import Cast, assemble
from tests.channels.federation.asking import AS2, BASE, ask, asker, told
from tests.commands.house import png
from tests.federation.elsewhere import Stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def dee(cast: Cast) -> Stranger:
    found = asker()
    found.does(people.FollowAccount(target_id=cast.ada.account_id))
    return found


def publish(cast: Cast, visibility: str) -> int:
    """A post of Ada's with a picture."""
    done = cast.ada.does(UploadMedia(data=png("teal"), description="A teal square"))
    return cast.ada.says("Look", visibility, media_ids=(int(done.result["id"]),))


def opens(url: str, accept: str = "*/*") -> int:
    """The status of a picture, asked for as servers do: unsigned."""
    return Client().get(url.removeprefix(BASE), headers={"Accept": accept}).status_code


def test_a_picture_comes_with_what_is_said_of_it(cast: Cast, dee: Stranger) -> None:
    """Address, type, size and the text for those who do not see it."""
    found = told(f"/users/ada/statuses/{publish(cast, 'public')}", dee)["attachment"][0]
    assert (found["type"], found["name"]) == ("Document", "A teal square")
    assert found["mediaType"].startswith("image/")
    assert found["width"] > 0
    assert "?" not in found["url"]
    assert opens(found["url"]) == 200


def test_m8_a_picture_for_followers_opens_for_who_was_given_the_post(cast: Cast, dee: Stranger) -> None:
    """M8: the bare address opens nothing; what was lent to a follower ends when Ada blocks them."""
    post_id = publish(cast, "followers")
    asked = told(f"/users/ada/statuses/{post_id}", dee)["attachment"][0]["url"]
    sent = object_document(post_id)
    assert sent is not None
    assert opens(asked.partition("?")[0]) == 404
    assert opens(asked) == opens(sent["attachment"][0]["url"]) == 200
    cast.ada.does(people.BlockAccount(target_id=dee.account_id))
    assert opens(asked) == 404


def test_o6_an_upload_is_never_a_document(cast: Cast, dee: Stranger) -> None:
    """O6: a file that says it is an actor is refused; no address of files answers as ActivityStreams."""
    actor = json.dumps({"id": f"{BASE}/media/x", "type": "Person", "inbox": f"{BASE}/inbox"}).encode()
    with pytest.raises(Invalid):
        cast.ada.does(UploadMedia(data=actor))
    url = told(f"/users/ada/statuses/{publish(cast, 'public')}", dee)["attachment"][0]["url"]
    reply = ask(url, accept=AS2)
    assert reply.headers["Content-Type"].startswith("image/")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
