"""Endorsements, blocked servers, familiar followers, the whole Relationship, and until when somebody is muted."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people.commands import BlockAccount, FollowAccount, MuteAccount, UpdateProfile
from coffeehouse.kernel import clock
from tests import elsewhere
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.channels.client_api.test_timelines import follow_link
from tests.protocols.schema import faults


@pytest.mark.parametrize(("verb", "back"), [("endorse", "unendorse"), ("pin", "unpin")])
def test_recommending_somebody(cast: Cast, faye: Api, anonymous: Api, eve: Api, verb: str, back: str) -> None:
    """Under both names; on one's own list and for everybody; P4: not for whom the account blocks."""
    reply = faye.post(f"/api/v1/accounts/{cast.ada.id}/{verb}")
    assert (reply.status, reply.json["endorsed"]) == (200, True)
    assert faults(reply.json, "Relationship") == []
    assert latest_entry().entry.kind == "account.endorsed"
    shown = faye.get("/api/v1/endorsements")
    assert shown.ids == [cast.ada.account_id]
    assert faults(shown.json[0], "Account") == []
    path = f"/api/v1/accounts/{cast.faye.id}/endorsements"
    assert anonymous.get(path).json == shown.json
    cast.faye.does(BlockAccount(target_id=cast.eve.account_id))
    assert eve.get(path).json == []
    assert faye.post(f"/api/v1/accounts/{cast.ada.id}/{back}").json["endorsed"] is False
    assert faye.get("/api/v1/endorsements").json == []
    assert faye.post(f"/api/v1/accounts/{cast.ada.id}/{back}").status == 200


def test_who_may_recommend_whom(cast: Cast, sam: Api, eve: Api, anonymous: Api) -> None:
    """422 without following, 404 for nobody and for who blocks one, 401 without a token, 403 without the scope."""
    path = f"/api/v1/accounts/{cast.ada.id}/endorse"
    assert "already following" in sam.post(path).error
    assert sam.post(path).status == 422
    assert eve.post(path).status == 404
    assert sam.post("/api/v1/accounts/12345/endorse").status == 404
    assert sam.get("/api/v1/accounts/12345/endorsements").status == 404
    assert anonymous.post(path).status == 401
    assert anonymous.get("/api/v1/endorsements").status == 401
    assert Api(cast.sam.token("read")).post(path).status == 403


def test_endorsements_are_paged(cast: Cast, sam: Api) -> None:
    """By the endorsement, newest first."""
    for person in (cast.ada, cast.faye, cast.cade):
        cast.sam.does(FollowAccount(target_id=person.account_id))
        sam.post(f"/api/v1/accounts/{person.id}/endorse")
    first = sam.get("/api/v1/endorsements", limit=2)
    assert first.ids == [cast.cade.account_id, cast.faye.account_id]
    rest = follow_link(sam, first, "next")
    assert rest is not None
    assert rest.ids == [cast.ada.account_id]


def test_blocking_a_server(cast: Cast, sam: Api, faye: Api) -> None:
    """JSON and form; the names are listed, newest first and paged; ending it empties the list; nobody else's."""
    dee = elsewhere.account()
    cast.sam.does(FollowAccount(target_id=dee))
    assert sam.post("/api/v1/domain_blocks", {"domain": "Dee.example"}).json == {}
    assert latest_entry().entry.kind == "domain.blocked"
    assert sam.form("POST", "/api/v1/domain_blocks", "domain=other.example").json == {}
    assert sam.get("/api/v1/domain_blocks").json == ["other.example", "dee.example"]
    first = sam.get("/api/v1/domain_blocks", limit=1)
    rest = follow_link(sam, first, "next")
    assert rest is not None
    assert (first.json, rest.json) == (["other.example"], ["dee.example"])
    stands = sam.get("/api/v1/accounts/relationships", **{"id[]": dee}).json[0]
    assert (stands["domain_blocking"], stands["following"]) == (True, False)
    assert sam.post(f"/api/v1/accounts/{dee}/follow").status == 403
    assert faye.get("/api/v1/domain_blocks").json == []
    assert sam.form("DELETE", "/api/v1/domain_blocks", "domain=dee.example").json == {}
    assert sam.delete("/api/v1/domain_blocks?domain=other.example").json == {}
    assert sam.get("/api/v1/domain_blocks").json == []


@pytest.mark.parametrize("body", [{}, {"domain": ""}, {"domain": "no name"}, {"domain": ["a"]}, {"domain": "\x00"}])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_d4_what_is_no_server_is_refused(sam: Api, method: str, body: dict[str, Any]) -> None:
    """D4: 422 in words."""
    reply = sam.send(method, "/api/v1/domain_blocks", body)
    assert reply.status == 422, reply.body
    assert reply.error


def test_the_whole_relationship(cast: Cast, ada: Api, bevan: Api) -> None:
    """Each member says what it says, from both sides; a request shows what was chosen for it."""
    ada.post(f"/api/v1/accounts/{cast.bevan.id}/follow", {"reblogs": False, "notify": True, "languages": ["cy"]})
    asked = ada.get("/api/v1/accounts/relationships", **{"id[]": cast.bevan.id}).json[0]
    assert faults(asked, "Relationship") == []
    assert (asked["following"], asked["requested"], asked["showing_reblogs"], asked["notifying"]) == (
        False, True, False, True,
    )  # fmt: skip
    assert asked["languages"] == ["cy"]
    theirs = bevan.get("/api/v1/accounts/relationships", **{"id[]": cast.ada.id}).json[0]
    assert (theirs["requested_by"], theirs["followed_by"]) == (True, False)
    assert (theirs["endorsed"], theirs["domain_blocking"], theirs["blocked_by"]) == (False, False, False)
    bevan.post(f"/api/v1/follow_requests/{cast.ada.id}/authorize")
    assert bevan.get("/api/v1/accounts/relationships", id=cast.ada.id).json[0]["followed_by"] is True
    cast.ada.does(BlockAccount(target_id=cast.bevan.account_id))
    assert bevan.get("/api/v1/accounts/relationships", **{"id[]": cast.ada.id}).json[0]["blocked_by"] is True


def test_relationships_come_as_asked(cast: Cast, ada: Api) -> None:
    """In that order, each once; U6: one that is not shown only for who asks for it."""
    wanted = [cast.sam.id, cast.eve.id, cast.sam.id, "1", "x"]
    assert ada.get("/api/v1/accounts/relationships", **{"id[]": wanted}).ids == [
        cast.sam.account_id, cast.eve.account_id,
    ]  # fmt: skip
    sql.execute("UPDATE people_account SET hidden_at = 1 WHERE id = %s", (cast.sam.account_id,))
    assert ada.get("/api/v1/accounts/relationships", id=cast.sam.id).json == []
    assert len(ada.get("/api/v1/accounts/relationships", id=cast.sam.id, with_suspended="true").json) == 1


def test_a_muted_account_says_until_when(cast: Cast, sam: Api) -> None:
    """MutedAccount: `mute_expires_at`, null without an end; over by itself."""
    with clock.at(1_763_772_000_000):
        cast.sam.does(MuteAccount(target_id=cast.ada.account_id, duration=60))
        cast.sam.does(MuteAccount(target_id=cast.faye.account_id))
        muted = sam.get("/api/v1/mutes")
    assert [faults(one, "MutedAccount") for one in muted.json] == [[], []]
    assert [one["mute_expires_at"] for one in muted.json] == [None, clock.iso(1_763_772_060_000)]
    with clock.at(1_763_772_060_000):
        assert sam.get("/api/v1/mutes").ids == [cast.faye.account_id]


def test_familiar_followers_are_whom_one_follows(cast: Cast, sam: Api, faye: Api) -> None:
    """Among an account's followers; not who hides whom they follow, nor of an account that hides its followers."""
    for person in (cast.cade, cast.wyn):
        person.does(FollowAccount(target_id=cast.ada.account_id))
    for person in (cast.faye, cast.cade):
        cast.sam.does(FollowAccount(target_id=person.account_id))

    def familiar(*ids: str) -> dict[str, list[str]]:
        found = sam.get("/api/v1/accounts/familiar_followers", **{"id[]": ids}).json
        assert [faults(one, "FamiliarFollowers") for one in found] == [[]] * len(found)
        return {one["id"]: [account["id"] for account in one["accounts"]] for one in found}

    assert familiar(cast.ada.id, cast.bevan.id, "12345") == {
        cast.ada.id: [cast.cade.id, cast.faye.id], cast.bevan.id: [],
    }  # fmt: skip
    cast.cade.does(UpdateProfile(hides_collections=True))
    assert familiar(cast.ada.id) == {cast.ada.id: [cast.faye.id]}
    cast.ada.does(UpdateProfile(hides_collections=True))
    assert familiar(cast.ada.id) == {cast.ada.id: []}
    assert faye.get("/api/v1/accounts/familiar_followers").json == []
