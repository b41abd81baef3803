"""The directory, suggestions, and finding accounts by their names."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people.commands import BlockAccount, FollowAccount, MuteAccount, UpdateProfile
from tests import elsewhere
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults

DIRECTORY = "/api/v1/directory"


def test_the_directory_by_the_latest_post(cast: Cast, anonymous: Api, ada: Api) -> None:
    """Then who has never posted, the newest first; each page goes on where the last ended."""
    cast.faye.says("first")
    cast.sam.says("second")
    found = anonymous.get(DIRECTORY)
    assert [fault for account in found.json for fault in faults(account, "Account")] == []
    assert found.ids[:2] == [cast.sam.account_id, cast.faye.account_id]
    assert set(found.ids[2:]) == {
        cast.voice_id, *(one.account_id for one in (cast.ada, cast.bevan, cast.cade, cast.eve, cast.wyn)),
    }  # fmt: skip
    assert found.ids[2:] == sorted(found.ids[2:], reverse=True)
    paged = [one for offset in range(0, 9, 3) for one in anonymous.get(DIRECTORY, limit=3, offset=offset).ids]
    assert paged == found.ids
    assert anonymous.get(DIRECTORY, order="new").ids == sorted(found.ids, reverse=True)


def test_who_is_in_the_directory(cast: Cast, anonymous: Api, ada: Api, eve: Api) -> None:
    """Who wants to be found; for a member not whom they block or mute, nor who blocks them; local ones alone."""
    cast.faye.does(UpdateProfile(is_discoverable=False))
    dee = elsewhere.account()
    assert cast.faye.account_id not in anonymous.get(DIRECTORY).ids
    assert dee in anonymous.get(DIRECTORY).ids
    assert dee not in anonymous.get(DIRECTORY, local="true").ids
    cast.ada.does(MuteAccount(target_id=cast.sam.account_id))
    assert not {cast.sam.account_id, cast.eve.account_id} & set(ada.get(DIRECTORY).ids)
    assert cast.ada.account_id not in eve.get(DIRECTORY).ids
    ada.post("/api/v1/domain_blocks", {"domain": "dee.example"})
    assert dee not in ada.get(DIRECTORY, order="new").ids
    sql.execute("UPDATE people_account SET hidden_at = 1 WHERE id = %s", (cast.wyn.account_id,))
    assert cast.wyn.account_id not in anonymous.get(DIRECTORY).ids


@pytest.mark.parametrize("query", [{"limit": "x"}, {"limit": "-1"}, {"offset": "-1"}, {"offset": "9" * 50}])
def test_d11_nonsense_in_a_page_is_clamped(cast: Cast, anonymous: Api, ada: Api, query: dict[str, str]) -> None:
    """D11: never an error."""
    assert anonymous.get(DIRECTORY, **query).status == 200
    for path in ("/api/v1/suggestions", "/api/v2/suggestions"):
        assert ada.get(path, **query).status == 200


def test_suggestions_say_why(cast: Cast, sam: Api) -> None:
    """Official accounts of the house, whom those one follows follow, who is followed most; each once."""
    cast.sam.does(FollowAccount(target_id=cast.faye.account_id))
    cast.wyn.does(FollowAccount(target_id=cast.eve.account_id))
    found = sam.get("/api/v2/suggestions").json
    assert [fault for one in found for fault in faults(one, "Suggestion")] == []
    assert [(int(one["account"]["id"]), one["sources"], one["source"]) for one in found] == [
        (cast.voice_id, ["featured"], "staff"),
        (cast.ada.account_id, ["friends_of_friends"], "past_interactions"),
        (cast.eve.account_id, ["most_followed"], "global"),
    ]
    assert [fault for one in sam.get("/api/v1/suggestions").json for fault in faults(one, "Account")] == []
    assert sam.get("/api/v1/suggestions").ids == [int(one["account"]["id"]) for one in found]
    assert sam.get("/api/v1/suggestions", limit=1).ids == [cast.voice_id]


def test_who_is_not_suggested(cast: Cast, sam: Api) -> None:
    """Whom one follows, has asked, blocks, mutes; who is locked, blocks one, or does not want to be found."""
    for who in (cast.ada, cast.bevan, cast.cade, cast.eve, cast.faye):
        cast.wyn.does(FollowAccount(target_id=who.account_id))
    cast.sam.does(FollowAccount(target_id=cast.bevan.account_id))
    cast.sam.does(FollowAccount(target_id=cast.voice_id))
    cast.sam.does(BlockAccount(target_id=cast.cade.account_id))
    cast.sam.does(MuteAccount(target_id=cast.eve.account_id))
    cast.faye.does(BlockAccount(target_id=cast.sam.account_id))
    cast.ada.does(UpdateProfile(is_locked=True))
    assert sam.get("/api/v1/suggestions").json == []
    cast.ada.does(UpdateProfile(is_locked=False))
    assert sam.get("/api/v1/suggestions").ids == [cast.ada.account_id]
    cast.ada.does(UpdateProfile(is_discoverable=False))
    assert sam.get("/api/v1/suggestions").json == []


def test_a_dismissed_one_does_not_come_back(cast: Cast, sam: Api, faye: Api, anonymous: Api) -> None:
    """In either version, for who dismissed it; 404 for nobody, 401 without a token, 403 with one that only reads."""
    path = f"/api/v1/suggestions/{cast.voice_id}"
    assert cast.voice_id in sam.get("/api/v1/suggestions").ids
    assert sam.delete(path).json == {}
    assert latest_entry().entry.kind == "suggestion.dismissed"
    assert cast.voice_id not in sam.get("/api/v1/suggestions").ids
    assert str(cast.voice_id) not in [one["account"]["id"] for one in sam.get("/api/v2/suggestions").json]
    assert cast.voice_id in faye.get("/api/v1/suggestions").ids
    assert sam.delete(path).status == 200
    assert sam.delete("/api/v1/suggestions/12345").status == 404
    assert anonymous.delete(path).status == 401
    assert Api(cast.sam.token("read")).delete(path).status == 403


def test_accounts_are_found_by_their_names(cast: Cast, sam: Api) -> None:
    """The very handle first, then those followed, then who has most followers; page by page; not who blocks one."""
    for person, name in ((cast.faye, "Sam of Faye"), (cast.cade, "Sam of Cade"), (cast.wyn, "Sam of Wyn")):
        person.does(UpdateProfile(display_name=name))
    cast.ada.does(FollowAccount(target_id=cast.cade.account_id))
    cast.sam.does(FollowAccount(target_id=cast.wyn.account_id))
    path = "/api/v1/accounts/search"
    order = [cast.sam, cast.wyn, cast.cade, cast.faye]
    assert sam.get(path, q="sam", resolve="true").ids == [one.account_id for one in order]
    assert sam.get(path, q="SAM", limit=2, offset=1).ids == [one.account_id for one in order[1:3]]
    assert sam.get(path, q="sam", following="true").ids == [cast.wyn.account_id]
    assert sam.get(path, q="@sam@localhost:8000").ids[0] == cast.sam.account_id
    cast.faye.does(BlockAccount(target_id=cast.sam.account_id))
    assert cast.faye.account_id not in sam.get(path, q="sam").ids
    assert sam.get(path, q="").json == []


def test_several_accounts_at_once(cast: Cast, anonymous: Api) -> None:
    """In the order asked, each once; what is not there is left out."""
    wanted = [cast.sam.id, "1", cast.ada.id, cast.sam.id, "x"]
    assert anonymous.get("/api/v1/accounts", **{"id[]": wanted}).ids == [cast.sam.account_id, cast.ada.account_id]
    assert anonymous.get("/api/v1/accounts").json == []
