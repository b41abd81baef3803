"""Announcements through apps: who reads them, puts them away, and answers them."""

from __future__ import annotations

import pytest

from coffeehouse.domain.posts.announcing import WriteAnnouncement
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


@pytest.fixture
def announced(cast: Cast) -> str:
    return str(cast.wyn.does(WriteAnnouncement(words=(("en", "No water on #Monday"),))).result)


def test_read_and_put_away(announced: str, ada: Api, bevan: Api, anonymous: Api) -> None:
    """For members; put away, it is gone for oneself unless asked for."""
    (one,) = ada.get("/api/v1/announcements").json
    assert faults(one, "Announcement") == []
    assert (one["id"], one["read"]) == (announced, False)
    assert ada.post(f"/api/v1/announcements/{announced}/dismiss").json == {}
    assert latest_entry().kind == "announcement.dismissed"
    assert ada.get("/api/v1/announcements").json == []
    assert ada.get("/api/v1/announcements", with_dismissed="true").json[0]["read"] is True
    assert len(bevan.get("/api/v1/announcements").json) == 1
    assert anonymous.get("/api/v1/announcements").status == 401


def test_answered_with_emoji(announced: str, ada: Api, bevan: Api) -> None:
    """By the character in the path, encoded as browsers do; taken back; nonsense is 422."""
    path = f"/api/v1/announcements/{announced}/reactions"
    for api in (ada, bevan):
        assert api.put(f"{path}/%F0%9F%8E%89").json == {}
    assert ada.get("/api/v1/announcements").json[0]["reactions"] == [{"name": "🎉", "count": 2, "me": True}]
    assert ada.delete(f"{path}/🎉").json == {}
    assert ada.get("/api/v1/announcements").json[0]["reactions"] == [{"name": "🎉", "count": 1, "me": False}]
    wrong = ada.put(f"{path}/nonsense")
    assert (wrong.status, wrong.error) == (422, "Validation failed: Name is not a recognized emoji")


@pytest.mark.parametrize(("method", "path"), [("POST", "dismiss"), ("PUT", "reactions/🎉"), ("DELETE", "reactions/🎉")])
def test_what_is_not_there(cast: Cast, ada: Api, method: str, path: str) -> None:
    """404, for ids that are none as well."""
    for number in ("1", "x", "99999999999999999999"):
        assert ada.send(method, f"/api/v1/announcements/{number}/{path}").status == 404
