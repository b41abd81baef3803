"""Posts through the API: who may see one, what writing one leaves behind."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


def test_a_post_is_published_recorded_and_shown(cast: Cast, ada: Api) -> None:
    """POST answers with the Status, a row stands in the table, and the ledger says who said it through what."""
    reply = ada.post("/api/v1/statuses", {"status": "Hello, Leedon! #tea", "visibility": "public"})
    assert reply.status == 200, reply.body
    assert reply.json["content"].startswith("<p>Hello, Leedon!")
    row = sql.row("SELECT account_id, visibility FROM posts_post WHERE id = %s", (int(reply.json["id"]),))
    assert row == (cast.ada.account_id, "public")
    entry = latest_entry()
    assert (entry.kind, entry.actor, entry.channel) == ("post.published", f"account/{cast.ada.id}", "client_api")
    assert entry.object == f"post/{reply.json['id']}"


def test_a_status_has_every_documented_member(cast: Cast, ada: Api) -> None:
    """The Status entity is what Mastodon's documentation says, for its author and for anybody."""
    post_id = cast.ada.says("Shape #tea @bevan")
    assert faults(ada.get(f"/api/v1/statuses/{post_id}").json, "Status") == []
    assert faults(Api().get(f"/api/v1/statuses/{post_id}").json, "Status") == []


SEES = {
    "public": {"author", "follower", "mentioned", "stranger", "anonymous"},
    "unlisted": {"author", "follower", "mentioned", "stranger", "anonymous"},
    "followers": {"author", "follower", "mentioned"},
    "direct": {"author", "mentioned"},
}


@pytest.mark.parametrize("visibility", SEES)
@pytest.mark.parametrize("viewer", ["author", "follower", "mentioned", "stranger", "anonymous", "blocked"])
def test_who_may_see_a_post(cast: Cast, visibility: str, viewer: str) -> None:
    """P1, P2: who may not see a post gets the answer of a post that never was, on every address it has."""
    post_id = cast.ada.says("@bevan are you there?", visibility)
    people = {
        "author": cast.ada, "follower": cast.faye, "mentioned": cast.bevan, "stranger": cast.sam, "blocked": cast.eve,
    }  # fmt: skip
    api = Api(people[viewer].token()) if viewer in people else Api()
    paths = ["", "/context", "/history", "/reblogged_by", "/favourited_by"]
    absent = {path: api.get(f"/api/v1/statuses/{1 << 40}{path}") for path in paths}
    for path in paths:
        reply = api.get(f"/api/v1/statuses/{post_id}{path}")
        if viewer in SEES[visibility]:
            assert reply.status == 200, (path, reply.body)
        else:
            assert (reply.status, reply.body) == (404, absent[path].body), path
    listed = api.get("/api/v1/statuses", **{"id[]": post_id}).ids
    assert (post_id in listed) == (viewer in SEES[visibility])
    if viewer not in SEES[visibility] and viewer in people:
        for verb in ("favourite", "bookmark", "reblog", "mute"):
            assert api.post(f"/api/v1/statuses/{post_id}/{verb}").status == 404, verb
        assert api.post("/api/v1/statuses", {"status": "What?", "in_reply_to_id": str(post_id)}).status == 404


@pytest.mark.parametrize("wrong", ["abc", "-1", "1.5", "99999999999999999999", "0x10", "%00", "١٢"])
def test_an_id_that_can_be_none_is_not_found(ada: Api, wrong: str) -> None:
    """D11: whatever stands where an id belongs, the answer is 404 in JSON."""
    reply = ada.get(f"/api/v1/statuses/{wrong}")
    assert (reply.status, reply.json) == (404, {"error": "Record not found"})


def test_the_same_idempotency_key_gives_the_same_post(ada: Api) -> None:
    """A client that did not hear the answer may ask again: one post; the same key for other words is refused."""
    words = {"status": "Only once"}
    first = ada.post("/api/v1/statuses", words, {"Idempotency-Key": "k1"})
    again = ada.post("/api/v1/statuses", words, {"Idempotency-Key": "k1"})
    assert first.json["id"] == again.json["id"]
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 1
    assert ada.post("/api/v1/statuses", {"status": "Other"}, {"Idempotency-Key": "k1"}).status == 422


def test_a_form_and_json_say_the_same(ada: Api) -> None:
    """Rails' nesting in a form is the poll of the JSON body."""
    form = "status=Tea%3F&poll[options][]=Yes&poll[options][]=No&poll[expires_in]=3600&poll[multiple]=true"
    reply = ada.form("POST", "/api/v1/statuses", form)
    assert reply.status == 200, reply.body
    poll = reply.json["poll"]
    assert [option["title"] for option in poll["options"]] == ["Yes", "No"]
    assert poll["multiple"] is True


@pytest.mark.parametrize(
    ("verb", "back", "flag", "count", "kind"),
    [
        ("favourite", "unfavourite", "favourited", "favourites_count", "post.favourited"),
        ("bookmark", "unbookmark", "bookmarked", None, "post.bookmarked"),
        ("mute", "unmute", "muted", None, "thread.muted"),
    ],
)
def test_what_others_do_with_a_post(
    cast: Cast, faye: Api, verb: str, back: str, flag: str, count: str | None, kind: str
) -> None:
    """The answer shows the flag, the ledger the act; doing it twice records once; taking back undoes it."""
    post_id = cast.ada.says("Like me")
    reply = faye.post(f"/api/v1/statuses/{post_id}/{verb}")
    assert reply.json[flag] is True
    assert (latest_entry().kind, latest_entry().actor) == (kind, f"account/{cast.faye.id}")
    sequence = latest_entry().sequence
    assert faye.post(f"/api/v1/statuses/{post_id}/{verb}").json[flag] is True
    assert latest_entry().sequence == sequence
    if count:
        assert reply.json[count] == 1
    assert faye.post(f"/api/v1/statuses/{post_id}/{back}").json[flag] is False


def test_a_boost_shows_what_it_boosts(cast: Cast, faye: Api) -> None:
    """The answer to reblog is the boost with the post inside; unreblog shows the post again."""
    post_id = cast.ada.says("Pass it on")
    reply = faye.post(f"/api/v1/statuses/{post_id}/reblog")
    assert reply.json["reblog"]["id"] == str(post_id)
    assert reply.json["account"]["id"] == cast.faye.id
    assert faults(reply.json, "Status") == []
    assert latest_entry().kind == "post.boosted"
    back = faye.post(f"/api/v1/statuses/{post_id}/unreblog")
    assert (back.json["id"], back.json["reblogged"]) == (str(post_id), False)


def test_only_the_author_edits_deletes_and_reads_the_source(cast: Cast, ada: Api, faye: Api) -> None:
    """For everybody else one's own post's source, edit and deletion are 404."""
    post_id = cast.ada.says("First words")
    for method, path in (("PUT", ""), ("DELETE", ""), ("GET", "/source")):
        assert faye.send(method, f"/api/v1/statuses/{post_id}{path}", {"status": "Mine now"}).status == 404
    assert ada.get(f"/api/v1/statuses/{post_id}/source").json["text"] == "First words"
    edited = ada.put(f"/api/v1/statuses/{post_id}", {"status": "Better words"})
    assert edited.json["edited_at"]
    assert "Better words" in edited.json["content"]
    assert latest_entry().kind == "post.edited"
    history = ada.get(f"/api/v1/statuses/{post_id}/history").json
    assert [version["content"] for version in history] == ["<p>First words</p>", "<p>Better words</p>"]
    assert [fault for version in history for fault in faults(version, "StatusEdit")] == []
    gone = ada.delete(f"/api/v1/statuses/{post_id}")
    assert gone.json["text"] == "Better words"
    assert latest_entry().kind == "post.deleted"
    assert ada.get(f"/api/v1/statuses/{post_id}").status == 404


def test_an_edit_that_leaves_the_text_out_keeps_it(cast: Cast, ada: Api) -> None:
    """A member that is absent stays as it is."""
    post_id = cast.ada.says("Same words")
    assert "Same words" in ada.put(f"/api/v1/statuses/{post_id}", {"sensitive": True}).json["content"]


def test_a_thread_is_read_from_its_middle(cast: Cast, anonymous: Api) -> None:
    """Context: what came before, then what followed."""
    first = cast.ada.says("One")
    second = cast.faye.says("Two", in_reply_to_id=first)
    third = cast.ada.says("Three", in_reply_to_id=second)
    context = anonymous.get(f"/api/v1/statuses/{second}/context").json
    assert [post["id"] for post in context["ancestors"]] == [str(first)]
    assert [post["id"] for post in context["descendants"]] == [str(third)]
    assert faults(context, "Context") == []


@pytest.mark.parametrize(
    "body",
    [
        {"status": ""},
        {"status": "later", "scheduled_at": "soon"},
        {"status": "earlier", "scheduled_at": "2020-01-01T00:00:00Z"},
        {"status": "quote", "quote_approval_policy": "friends"},
        {"status": "who", "visibility": "everybody"},
        {"status": ["a"]},
        {"status": "x" * 100_000},
        {"status": "p", "poll": {"options": ["a"], "expires_in": 3600}},
        {"status": "p", "poll": {"options": ["a", "b"]}},
        {"status": "p", "poll": "nonsense"},
        {"status": "m", "media_ids": ["12345"]},
        {"status": "m", "media_ids": ["abc"]},
        {"status": "s", "sensitive": "perhaps"},
    ],
)
def test_what_cannot_be_published_is_said_in_words(ada: Api, body: dict[str, object]) -> None:
    """422 with a message, nothing stored."""
    reply = ada.post("/api/v1/statuses", body)
    assert reply.status == 422, reply.body
    assert len(reply.error) > 10
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 0


def test_a_language_no_table_has_is_the_authors_own(ada: Api) -> None:
    """As with Mastodon: what an app calls a language does not stand in the way of a post. Rare ones are known."""
    ada.patch("/api/v1/accounts/update_credentials", {"source": {"language": "cy"}})
    said = {
        tag: ada.post("/api/v1/statuses", {"status": f"in {tag}", "language": tag}).json["language"]
        for tag in ("klingon", "nds", "cnr-Latn", "xx", "")
    }
    assert said == {"klingon": "cy", "nds": "nds", "cnr-Latn": "cnr", "xx": "cy", "": "cy"}


def test_a_held_post_says_so_and_nobody_sees_it(cast: Cast) -> None:
    """What policy holds was accepted: the author reads that it waits; under its id there is nothing for others."""
    voice = Api(cast.cade.token(account_id=cast.voice_id))
    reply = voice.post("/api/v1/statuses", {"status": "Patient 943 476 5919 is waiting."})
    assert reply.status == 200, reply.body
    assert reply.json["content"].startswith("<p>Held for review")
    assert reply.json["visibility"] == "direct"
    assert faults(reply.json, "Status") == []
    assert latest_entry().kind == "command.held"
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 0
    assert voice.get(f"/api/v1/statuses/{reply.json['id']}").json["content"].startswith("<p>Held for review")
    assert Api(cast.ada.token()).get(f"/api/v1/statuses/{reply.json['id']}").status == 404
    again = voice.post("/api/v1/statuses", {"status": "NHS 943 476 5919"}, {"Idempotency-Key": "h"})
    replay = voice.post("/api/v1/statuses", {"status": "NHS 943 476 5919"}, {"Idempotency-Key": "h"})
    assert again.json["id"] == replay.json["id"]


@pytest.mark.parametrize("name", ["in_reply_to_id", "quoted_status_id", "quote_id"])
@pytest.mark.parametrize("named", ["abc", "1", "99999999999999999999"])
def test_an_answer_to_nothing_is_not_found(ada: Api, name: str, named: str) -> None:
    """404 in words, as from Mastodon, and no post of its own comes of it."""
    reply = ada.post("/api/v1/statuses", {"status": "What?", name: named})
    assert reply.status == 404, reply.body
    assert "does not appear to exist" in reply.error
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 0


def test_a_new_text_comes_with_all_that_belongs_to_it(cast: Cast, ada: Api) -> None:
    """As with Mastodon: an edit with a text and without poll takes the poll off; without a text it stays."""
    poll = {"options": ["Tea", "Coffee"], "expires_in": 3600}
    post_id = ada.post("/api/v1/statuses", {"status": "Which?", "poll": poll}).json["id"]
    kept = ada.put(f"/api/v1/statuses/{post_id}", {"spoiler_text": "A question"}).json
    assert [option["title"] for option in kept["poll"]["options"]] == ["Tea", "Coffee"]
    same = ada.put(f"/api/v1/statuses/{post_id}", {"status": "Which one?", "poll": poll}).json
    assert same["poll"]["options"] == kept["poll"]["options"]
    assert ada.put(f"/api/v1/statuses/{post_id}", {"status": "Never mind"}).json["poll"] is None
    history = ada.get(f"/api/v1/statuses/{post_id}/history").json
    assert ["poll" in version for version in history] == [True, True, True, False]
