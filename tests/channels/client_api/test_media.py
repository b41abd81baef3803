"""Pictures: handed in, described, attached, taken back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coffeehouse.database import sql
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.channels.client_api.test_accounts import picture
from tests.protocols.schema import faults


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_picture_is_handed_in_and_posted(ada: Api, version: str) -> None:
    """Ready at once, with sizes, focus, blurhash and alt text; recorded; then part of a post and no longer alone."""
    reply = ada.multipart("POST", f"/api/{version}/media", file=picture(), description="A brown card", focus="0.5,-1")
    assert reply.status == 200, reply.body
    assert faults(reply.json, "MediaAttachment") == []
    assert latest_entry().kind == "media.uploaded"
    meta = reply.json["meta"]
    assert (meta["original"]["size"], meta["focus"], reply.json["description"]) == (
        "60x50", {"x": 0.5, "y": -1.0}, "A brown card",
    )  # fmt: skip
    assert reply.json["blurhash"]
    path = f"/api/v1/media/{reply.json['id']}"
    assert ada.get(path).json == reply.json
    posted = ada.form("POST", "/api/v1/statuses", f"status=See&media_ids[]={reply.json['id']}")
    (shown,) = posted.json["media_attachments"]
    assert {**reply.json, "url": "", "preview_url": ""} == {**shown, "url": "", "preview_url": ""}
    assert reply.json["url"].startswith(f"{shown['url']}?lent=")
    assert ada.get(path).status == 404


def test_a_description_is_mended_before_posting(ada: Api) -> None:
    """PUT, as JSON or as a form."""
    media_id = ada.multipart("POST", "/api/v2/media", file=picture()).json["id"]
    assert ada.put(f"/api/v1/media/{media_id}", {"description": "Better"}).json["description"] == "Better"
    assert ada.form("PUT", f"/api/v1/media/{media_id}", "focus=0,1").json["meta"]["focus"] == {"x": 0.0, "y": 1.0}
    assert ada.put(f"/api/v1/media/{media_id}", {"focus": "left"}).status == 422
    assert ada.put(f"/api/v1/media/{media_id}", {"description": "x" * 1_501}).status == 422


def test_p1_a_picture_is_nobody_elses(cast: Cast, ada: Api, sam: Api) -> None:
    """P1: others neither see, describe, post nor delete it; its owner takes it back."""
    media_id = ada.multipart("POST", "/api/v2/media", file=picture()).json["id"]
    for method in ("GET", "PUT", "DELETE"):
        assert sam.send(method, f"/api/v1/media/{media_id}", {} if method != "GET" else None).status == 404
    assert sam.post("/api/v1/statuses", {"status": "mine", "media_ids": [media_id]}).status == 422
    assert ada.delete(f"/api/v1/media/{media_id}").json == {}
    assert latest_entry().kind == "media.deleted"
    assert sql.value("SELECT COUNT(*) FROM posts_media") == 0


@pytest.mark.parametrize(
    "data", [b"", b"plain text", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"GIF89a"]
)
def test_what_is_no_picture_is_refused(ada: Api, data: bytes) -> None:
    """422 in words; nothing stored."""
    reply = ada.multipart("POST", "/api/v2/media", file=SimpleUploadedFile("a.png", data, "image/png"))
    assert reply.status == 422, reply.body
    assert sql.value("SELECT COUNT(*) FROM posts_media") == 0


def test_without_a_file_it_says_so(ada: Api) -> None:
    """Neither text in its place nor nothing counts."""
    assert ada.post("/api/v2/media", {"file": "text"}).status == 422
    assert ada.post("/api/v2/media").status == 422
