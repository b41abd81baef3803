"""Direct posts: as conversations, and in a row."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people.commands import BlockAccount
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


@pytest.fixture
def talked(cast: Cast) -> list[int]:
    """Ada wrote to Bevan, Bevan answered, Sam wrote to Ada: the posts."""
    first = cast.ada.says("@bevan hello", "direct")
    second = cast.bevan.says("@ada hello", "direct", in_reply_to_id=first)
    return [first, second, cast.sam.says("@ada you there?", "direct")]


def test_with_whom_one_talks(cast: Cast, ada: Api, bevan: Api, talked: list[int]) -> None:
    """Latest first, each with its people and last post; paged by that post; others have theirs."""
    reply = ada.get("/api/v1/conversations/")
    assert [fault for one in reply.json for fault in faults(one, "Conversation")] == []
    assert [one["last_status"]["id"] for one in reply.json] == [str(talked[2]), str(talked[1])]
    assert [[person["id"] for person in one["accounts"]] for one in reply.json] == [[cast.sam.id], [cast.bevan.id]]
    assert [one["unread"] for one in reply.json] == [True, True]
    assert [one["unread"] for one in bevan.get("/api/v1/conversations").json] == [False]
    page = ada.get("/api/v1/conversations", limit=1)
    assert f"max_id={talked[2]}" in page.headers["Link"]
    assert ada.get("/api/v1/conversations", max_id=talked[2]).json == reply.json[1:]
    assert ada.get("/api/v1/conversations", min_id=talked[1]).json == reply.json[:1]
    assert ada.get("/api/v1/conversations", max_id=1, min_id=5).json == []


def test_reading_and_taking_off_the_list(ada: Api, sam: Api, talked: list[int]) -> None:
    """Read answers with the Conversation; deleting leaves the posts; P1: nobody else's."""
    one = ada.get("/api/v1/conversations").json[0]
    path = f"/api/v1/conversations/{one['id']}"
    assert sam.post(f"{path}/read").status == sam.delete(path).status == 404
    assert ada.post(f"{path}/read").json == {**one, "unread": False}
    assert sam.post(f"{path}/unread").status == 404
    assert ada.post(f"{path}/unread").json == {**one, "unread": True}
    assert ada.post(f"{path}/read").json == {**one, "unread": False}
    assert latest_entry().kind == "conversation.opened"
    assert ada.delete(path).json == {}
    assert len(ada.get("/api/v1/conversations").json) == 1
    assert ada.delete(path).status == 404
    assert ada.get(f"/api/v1/statuses/{talked[2]}").status == 200


def test_all_in_a_row(cast: Cast, ada: Api, sam: Api, talked: list[int]) -> None:
    """Sent and received, newest first; nothing public, nothing of others."""
    cast.sam.says("@ada for all to see")
    reply = ada.get("/api/v1/timelines/direct")
    assert [fault for one in reply.json for fault in faults(one, "Status")] == []
    assert reply.ids == talked[::-1]
    assert ada.get("/api/v1/timelines/direct", limit=1, max_id=talked[2]).ids == [talked[1]]
    assert ada.get("/api/v1/timelines/direct", min_id=talked[0], limit=1).ids == [talked[1]]
    assert sam.get("/api/v1/timelines/direct").ids == talked[2:]


def test_p2_what_is_out_of_sight_is_in_neither(cast: Cast, ada: Api, talked: list[int]) -> None:
    """P2: whoever blocks takes what they wrote with them."""
    cast.sam.does(BlockAccount(target_id=cast.ada.account_id))
    assert len(ada.get("/api/v1/conversations").json) == 1
    assert ada.get("/api/v1/timelines/direct").ids == talked[1::-1]


def test_talking_to_oneself(cast: Cast, ada: Api) -> None:
    """A direct post to nobody is a conversation with oneself, and there is nothing unread in it."""
    cast.ada.says("a note to myself", "direct")
    one = ada.get("/api/v1/conversations").json[0]
    assert [person["id"] for person in one["accounts"]] == [cast.ada.id]
    assert one["unread"] is False


@pytest.mark.parametrize("scope", ["read:statuses", "write:conversations", "read:accounts"])
def test_scopes(cast: Cast, talked: list[int], scope: str) -> None:
    """Reading needs one, changing the other."""
    api, whole = Api(cast.ada.token(scope)), Api(cast.ada.token())
    path = f"/api/v1/conversations/{whole.get('/api/v1/conversations').json[0]['id']}"
    may_read, may_write = scope == "read:statuses", scope == "write:conversations"
    for reading in ("/api/v1/conversations", "/api/v1/timelines/direct"):
        assert api.get(reading).status == (200 if may_read else 403)
        assert Api().get(reading).status == 401
    for mark in ("read", "unread"):
        assert api.post(f"{path}/{mark}").status == (200 if may_write else 403)
    assert api.delete(path).status == (200 if may_write else 403)
