"""Scheduled posts through the API."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coffeehouse.database import sql
from coffeehouse.kernel import clock
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.commands.house import png
from tests.protocols.schema import faults


def in_an_hour(hours: float = 1.0) -> str:
    """A time to come, as apps write it."""
    return clock.iso(clock.now_ms() + int(hours * clock.HOUR))


def test_a_post_waits_and_is_listed(cast: Cast, ada: Api, sam: Api) -> None:
    """POST with scheduled_at answers with a ScheduledStatus; only its author sees it; it is not published."""
    at = in_an_hour()
    body = {
        "status": "Tomorrow", "scheduled_at": at, "visibility": "private", "spoiler_text": "Later", "language": "en",
        "poll": {"options": ["Tea", "Coffee"], "expires_in": 3600},
    }  # fmt: skip
    reply = ada.post("/api/v1/statuses", body)
    assert reply.status == 200, reply.body
    assert faults(reply.json, "ScheduledStatus") == []
    assert reply.json["scheduled_at"] == at
    params = reply.json["params"]
    assert (params["text"], params["visibility"], params["spoiler_text"]) == ("Tomorrow", "private", "Later")
    assert params["poll"]["options"] == ["Tea", "Coffee"]
    assert (latest_entry().kind, latest_entry().channel) == ("post.scheduled", "client_api")
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 0
    path = f"/api/v1/scheduled_statuses/{reply.json['id']}"
    assert ada.get("/api/v1/scheduled_statuses").json == [reply.json]
    assert ada.get(path).json == reply.json
    for method in ("GET", "PUT", "DELETE"):
        assert sam.send(method, path, {"scheduled_at": in_an_hour(2)}).status == 404, method
        assert Api().send(method, path).status == 401, method
    assert sam.get("/api/v1/scheduled_statuses").json == []
    assert Api(cast.ada.token("write")).get(path).status == 403
    assert Api(cast.ada.token("read")).delete(path).status == 403


def test_another_time_and_not_at_all(ada: Api) -> None:
    """PUT changes the time, within the rules; DELETE ends it."""
    made = ada.post("/api/v1/statuses", {"status": "Tomorrow", "scheduled_at": in_an_hour()}).json
    path = f"/api/v1/scheduled_statuses/{made['id']}"
    later = in_an_hour(5)
    reply = ada.put(path, {"scheduled_at": later})
    assert reply.json == {**made, "scheduled_at": later}
    assert ada.put(path, {"scheduled_at": in_an_hour(0.05)}).status == 422
    assert ada.put(path, {"scheduled_at": "tomorrow"}).status == 422
    assert ada.put(path, {}).json["scheduled_at"] == later
    assert ada.delete(path).json == {}
    assert ada.get(path).status == ada.delete(path).status == 404


def test_its_pictures_are_shown_and_kept(ada: Api) -> None:
    """media_attachments in the order asked; no other post may have them meanwhile."""
    ids = []
    for colour in ("red", "blue"):
        file = SimpleUploadedFile("a.png", png(colour), "image/png")
        ids.append(ada.multipart("POST", "/api/v2/media", file=file).json["id"])
    body = {"status": "Pictures", "media_ids": ids[::-1], "scheduled_at": in_an_hour()}
    made = ada.post("/api/v1/statuses", body).json
    assert [media["id"] for media in made["media_attachments"]] == made["params"]["media_ids"] == ids[::-1]
    assert faults(made, "ScheduledStatus") == []
    assert ada.post("/api/v1/statuses", {"status": "Now", "media_ids": ids}).status == 422
    assert ada.delete(f"/api/v1/media/{ids[0]}").status in (404, 422)
    ada.delete(f"/api/v1/scheduled_statuses/{made['id']}")
    assert ada.post("/api/v1/statuses", {"status": "Now", "media_ids": ids}).status == 200


@pytest.mark.parametrize("wrong", ["2020-01-01T00:00:00Z", "soon", "99999-01-01T00:00:00Z", "2030-13-45", "1e9"])
def test_a_time_that_is_none_is_refused(ada: Api, wrong: str) -> None:
    """422 in words; nothing waits and nothing is published at once by mistake."""
    reply = ada.post("/api/v1/statuses", {"status": "When?", "scheduled_at": wrong})
    assert reply.status == 422, reply.body
    assert reply.error.startswith("Validation failed: Scheduled at")
    assert sql.value("SELECT COUNT(*) FROM posts_scheduled") == sql.value("SELECT COUNT(*) FROM posts_post") == 0


def test_the_list_is_paged(ada: Api) -> None:
    """Newest first, with `Link`."""
    ids = [
        int(ada.post("/api/v1/statuses", {"status": f"{n}", "scheduled_at": in_an_hour(n + 1)}).json["id"])
        for n in range(3)
    ]
    page = ada.get("/api/v1/scheduled_statuses", limit=2)
    assert page.ids == ids[:0:-1]
    assert 'rel="next"' in page.headers["Link"]
    assert ada.get("/api/v1/scheduled_statuses", max_id=ids[1]).ids == ids[:1]
    assert ada.get("/api/v1/scheduled_statuses", min_id=ids[0], limit=1).ids == [ids[1]]


def test_the_same_idempotency_key_schedules_once(ada: Api) -> None:
    """One ScheduledStatus for one key."""
    body = {"status": "Once", "scheduled_at": in_an_hour()}
    first, again = (ada.post("/api/v1/statuses", body, {"Idempotency-Key": "k"}).json for _ in range(2))
    assert first == again
    assert sql.value("SELECT COUNT(*) FROM posts_scheduled") == 1
