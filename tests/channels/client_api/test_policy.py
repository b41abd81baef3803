"""What policy says reaches the app in words, with the rules behind it; limits say when to come back."""

from __future__ import annotations

from coffeehouse.database import sql
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.channels.client_api.test_accounts import picture


def test_what_policy_denies_is_403_with_its_rules(ada: Api) -> None:
    """The reason, the rule, one entry that it was refused, no post."""
    names = " ".join(f"@person{number}" for number in range(30))
    reply = ada.post("/api/v1/statuses", {"status": names})
    assert (reply.status, reply.json["rules"][0]) == (403, "safety.too-many-mentions")
    assert "25 accounts" in reply.error
    assert latest_entry().kind == "act.refused"
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 0


def test_what_policy_requires_first_is_422(cast: Cast) -> None:
    """An official picture needs a description: said in words that tell what to do, and then it goes."""
    voice = Api(cast.cade.token(account_id=cast.voice_id))
    media_id = voice.multipart("POST", "/api/v2/media", file=picture()).json["id"]
    reply = voice.post("/api/v1/statuses", {"status": "Look at our new library", "media_ids": [media_id]})
    assert (reply.status, reply.json["rules"]) == (422, ["accessibility.alt-text-official"])
    voice.put(f"/api/v1/media/{media_id}", {"description": "The new library, seen from the square"})
    again = {"status": "Look at our new library", "media_ids": [media_id]}
    assert voice.post("/api/v1/statuses", again).status == 200


def test_advice_does_not_stand_in_the_way(ada: Api) -> None:
    """A citizen's picture without a description is published."""
    media_id = ada.multipart("POST", "/api/v2/media", file=picture()).json["id"]
    assert ada.post("/api/v1/statuses", {"status": "Look", "media_ids": [media_id]}).status == 200


def test_an_edit_that_is_held_leaves_the_post_as_it_is(cast: Cast) -> None:
    """The answer says that the new words wait; everybody still reads the old ones."""
    voice = Api(cast.cade.token(account_id=cast.voice_id))
    post_id = voice.post("/api/v1/statuses", {"status": "The clinic is open."}).json["id"]
    reply = voice.put(f"/api/v1/statuses/{post_id}", {"status": "Patient 943 476 5919 may come."})
    assert reply.status == 200, reply.body
    assert reply.json["content"].startswith("<p>Held for review")
    assert latest_entry().kind == "command.held"
    assert Api().get(f"/api/v1/statuses/{post_id}").json["content"] == "<p>The clinic is open.</p>"


def test_d14_too_many_is_429_and_says_when(db: None) -> None:
    """D14: the 26th app from one address within ten minutes waits; Retry-After is in seconds."""
    words = {"client_name": "App", "redirect_uris": "https://app.example/"}
    replies = [Api().post("/api/v1/apps", words) for _ in range(26)]
    assert {reply.status for reply in replies[:25]} == {200}
    assert replies[25].status == 429
    assert 0 < int(replies[25].headers["Retry-After"]) <= 600
    assert "again" in replies[25].error
