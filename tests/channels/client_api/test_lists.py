"""Lists of one's own, and markers."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


def test_a_list_from_beginning_to_end(cast: Cast, faye: Api) -> None:
    """Made, filled with followed accounts, renamed, emptied, removed; each step recorded."""
    made = faye.post("/api/v1/lists", {"title": "Friends", "replies_policy": "none", "exclusive": True})
    assert faults(made.json, "List") == []
    assert (made.json["title"], made.json["replies_policy"], made.json["exclusive"]) == ("Friends", "none", True)
    path = f"/api/v1/lists/{made.json['id']}"
    assert latest_entry().kind == "list.created"
    assert faye.post(f"{path}/accounts", {"account_ids": [cast.ada.id]}).json == {}
    assert faye.get(f"{path}/accounts").ids == [cast.ada.account_id]
    assert faye.get(f"{path}/accounts", limit="0").ids == [cast.ada.account_id]
    assert faye.get(f"/api/v1/accounts/{cast.ada.id}/lists").json == [made.json]
    assert faye.put(path, {"title": "Neighbours"}).json["title"] == "Neighbours"
    assert faye.get("/api/v1/lists").json[0]["title"] == "Neighbours"
    assert faye.form("DELETE", f"{path}/accounts", f"account_ids[]={cast.ada.id}").json == {}
    assert faye.get(f"{path}/accounts").json == []
    assert faye.delete(path).json == {}
    assert latest_entry().kind == "list.deleted"
    assert faye.get(path).status == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("PUT", ""), ("DELETE", ""), ("GET", "/accounts"), ("POST", "/accounts"), ("DELETE", "/accounts")],
)
def test_p1_a_list_is_nobody_elses(cast: Cast, faye: Api, sam: Api, method: str, path: str) -> None:
    """P1: for everybody else it is as if it never was."""
    made = faye.post("/api/v1/lists", {"title": "Secret"}).json["id"]
    body = {"title": "Taken", "account_ids": [cast.ada.id]} if method != "GET" else None
    reply = sam.send(method, f"/api/v1/lists/{made}{path}", body)
    absent = sam.send(method, f"/api/v1/lists/12345{path}", body)
    assert (reply.status, reply.body) == (absent.status, absent.body) == (404, b'{"error":"Record not found"}')
    assert sql.value("SELECT title FROM people_list WHERE id = %s", (int(made),)) == "Secret"


@pytest.mark.parametrize(
    "body",
    [
        {"title": ""},
        {"title": "x" * 257},
        {"title": "a", "replies_policy": "all"},
        {"title": "a", "exclusive": "x"},
        {},
    ],
)
def test_d4_a_list_has_limits(faye: Api, body: dict[str, object]) -> None:
    """D4: a title of 1 to 256 characters, a known policy."""
    assert faye.post("/api/v1/lists", body).status == 422
    assert sql.value("SELECT COUNT(*) FROM people_list") == 0


def test_only_followed_accounts_go_on_a_list(cast: Cast, faye: Api) -> None:
    """404 for others, as Mastodon; 422 for none named."""
    path = f"/api/v1/lists/{faye.post('/api/v1/lists', {'title': 'a'}).json['id']}/accounts"
    assert faye.post(path, {"account_ids": [cast.sam.id]}).status == 404
    assert faye.post(path, {"account_ids": []}).status == 422
    assert faye.post(path).status == 422


def test_markers_are_there_from_the_start(cast: Cast, ada: Api, sam: Api) -> None:
    """Apps expect both; setting one counts its versions; they are one's own."""
    markers = ada.get("/api/v1/markers", **{"timeline[]": ["home", "notifications"]}).json
    assert [faults(marker, "Marker") for marker in markers.values()] == [[], []]
    assert markers["home"]["last_read_id"] == "0"
    for version in (1, 2):
        set_to = ada.form("POST", "/api/v1/markers", f"home[last_read_id]=12{version}").json
        assert (set_to["home"]["last_read_id"], set_to["home"]["version"]) == (f"12{version}", version)
    assert latest_entry().kind == "markers.set"
    assert sam.get("/api/v1/markers").json["home"]["last_read_id"] == "0"
    assert ada.post("/api/v1/markers", {"somewhere": {"last_read_id": "1"}}).status == 422
    assert ada.post("/api/v1/markers", {"home": "1"}).status == 422
