"""Pictures, video and sound: handed in, prepared, described, attached, taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.act import act
from coffeehouse.protocols import recordings
from tests import recorded
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api, Reply
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


def recording(data: bytes, name: str = "a.bin") -> SimpleUploadedFile:
    """Under a name and type that say nothing true."""
    return SimpleUploadedFile(name, data, "image/png")


def prepare(api: Api, media_id: str) -> None:
    """What the worker does."""
    act(posts.FinishMedia(media_id=int(media_id)), SYSTEM, "worker")


@pytest.mark.ffmpeg
@pytest.mark.parametrize(
    ("data", "kind", "ending"),
    [(recorded.video, "video", "mp4"), (recorded.moving_gif, "gifv", "mp4"), (recorded.sound, "audio", "mp3")],
)
def test_video_and_sound_are_prepared_by_the_worker(ada: Api, data: Any, kind: str, ending: str) -> None:
    """202 without an address; 206 while it waits, and no post may have it; 200 when it is ready."""
    reply = ada.multipart("POST", "/api/v2/media", file=recording(data()), description="A test card")
    assert (reply.status, reply.json["type"], reply.json["url"], reply.json["preview_url"]) == (202, kind, None, None)
    assert faults(reply.json, "MediaAttachment") == []
    media_id = reply.json["id"]
    path = f"/api/v1/media/{media_id}"
    assert ada.get(path).status == 206
    early = ada.post("/api/v1/statuses", {"status": "See", "media_ids": [media_id]})
    assert (early.status, "have not finished processing" in early.error) == (422, True)
    prepare(ada, media_id)
    ready = ada.get(path)
    assert ready.status == 200
    assert faults(ready.json, "MediaAttachment") == []
    assert ready.json["url"].partition("?")[0].endswith(f".{ending}")
    posted = ada.post("/api/v1/statuses", {"status": "See", "media_ids": [media_id]}).json["media_attachments"][0]
    assert (posted["type"], posted["description"]) == (kind, "A test card")
    meta = posted["meta"]
    assert meta["original"]["duration"] == pytest.approx(1.0, abs=0.2)
    assert meta["length"].startswith("0:00:0")
    if kind != "audio":
        assert posted["preview_url"].endswith(".png")
        assert posted["blurhash"]
        assert meta["original"]["width"] == meta["width"] >= 50
        assert meta["size"] == f"{meta['width']}x{meta['height']}"
        assert meta["small"]["aspect"] == pytest.approx(meta["aspect"], abs=0.05)
    else:
        assert (posted["preview_url"], posted["blurhash"]) == (None, None)
        assert "small" not in meta


@pytest.mark.ffmpeg
def test_version_1_answers_when_all_is_done(ada: Api) -> None:
    """200 with an address at once, as Mastodon's first version."""
    reply = ada.multipart("POST", "/api/v1/media", file=recording(recorded.video(seconds=0.4)))
    assert (reply.status, reply.json["type"]) == (200, "video"), reply.body
    assert reply.json["url"]


@pytest.mark.ffmpeg
def test_what_cannot_be_prepared_says_why(ada: Api) -> None:
    """422 from then on; it can be taken back, and not be posted."""
    media_id = ada.multipart("POST", "/api/v2/media", file=recording(recorded.video())).json["id"]
    files.received(sql.value("SELECT source FROM posts_media")).write_bytes(recorded.video()[:3_000])
    prepare(ada, media_id)
    reply = ada.get(f"/api/v1/media/{media_id}")
    assert (reply.status, "cannot be read" in reply.error) == (422, True)
    assert ada.post("/api/v1/statuses", {"status": "x", "media_ids": [media_id]}).status == 422
    assert ada.delete(f"/api/v1/media/{media_id}").status == 200


@pytest.mark.ffmpeg
def test_a_thumbnail_of_ones_own(ada: Api) -> None:
    """With the upload, or later; it is what is shown before the recording plays."""
    reply = ada.multipart("POST", "/api/v2/media", file=recording(recorded.sound()), thumbnail=picture())
    prepare(ada, reply.json["id"])
    path = f"/api/v1/media/{reply.json['id']}"
    first = ada.get(path).json
    assert (first["meta"]["small"]["size"], bool(first["blurhash"])) == ("60x50", True)
    changed = ada.multipart("PUT", path, thumbnail=picture("JPEG")).json
    assert changed["preview_url"] != first["preview_url"]
    assert changed["preview_url"].partition("?")[0].endswith(".jpeg")
    assert ada.multipart("PUT", path, thumbnail=SimpleUploadedFile("t.png", b"no picture")).status == 422


def test_what_a_post_has_is_not_deleted_alone(ada: Api) -> None:
    """422, as Mastodon."""
    media_id = ada.multipart("POST", "/api/v2/media", file=picture()).json["id"]
    ada.post("/api/v1/statuses", {"status": "See", "media_ids": [media_id]})
    reply = ada.delete(f"/api/v1/media/{media_id}")
    assert (reply.status, "currently used" in reply.error) == (422, True)


def test_without_ffmpeg_pictures_still_work(ada: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A GIF is a picture then, whether it moves or not; video is refused in words; apps are told beforehand."""
    monkeypatch.setattr(recordings, "_programs", lambda: None)
    still = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
    reply = ada.multipart("POST", "/api/v2/media", file=recording(still))
    assert (reply.status, reply.json["type"]) == (200, "image"), reply.body
    refused = ada.multipart("POST", "/api/v2/media", file=recording(b"\0\0\0\x18ftypisom" + bytes(99)))
    assert (refused.status, "cannot take video" in refused.error) == (422, True)
    limits = ada.get("/api/v2/instance").json["configuration"]["media_attachments"]
    assert (limits["video_size_limit"], "video/mp4" in limits["supported_mime_types"]) == (0, False)


@pytest.mark.ffmpeg
def test_apps_are_told_what_is_taken(ada: Api, settings: Any) -> None:
    """The numbers are those that the house keeps to."""
    limits = ada.get("/api/v2/instance").json["configuration"]["media_attachments"]
    assert limits["video_size_limit"] == settings.VIDEO_MAX_BYTES
    assert {"video/mp4", "audio/mpeg", "image/png"} <= set(limits["supported_mime_types"])
    assert limits["video_matrix_limit"] > 0
    settings.VIDEO_MAX_BYTES = 100
    settings.MEDIA_MAX_BYTES = 100
    for data in (recorded.sound(), picture().read()):
        reply = ada.multipart("POST", "/api/v2/media", file=recording(data))
        assert (reply.status, "larger than" in reply.error) == (422, True)
    assert sql.value("SELECT COUNT(*) FROM posts_media") == 0


NAMES = [
    "../../../etc/passwd", "/etc/passwd", "a\0.png", "x" * 4_096 + ".png", "CON.png", "\u202egnp.exe", "@/etc/passwd",
    "msl:x.png", "a.png;id", "a." + "y" * 4_000, "https://example.org/a.png", "ephemeral:x", "..", "",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_large", [False, True])
def test_m3_names_of_files_are_not_looked_at(ada: Api, settings: Any, name: str, is_large: bool) -> None:
    """M1, M3: however a file is called, it is stored under a random name, and its name is kept nowhere."""
    if is_large:
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    boundary = "boundary"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="'
    body = head.encode() + name.encode() + b'"\r\nContent-Type: image/png\r\n\r\n' + picture().read()
    reply = Reply(
        ada.client.generic(
            "POST", "/api/v2/media", body + f"\r\n--{boundary}--\r\n".encode(),
            content_type=f"multipart/form-data; boundary={boundary}", headers=ada.headers,
        )
    )  # fmt: skip
    if reply.status != 200:  # a header that is no header, or no file at all
        assert reply.status in (400, 422), reply.body
        assert sql.value("SELECT COUNT(*) FROM posts_media") == 0
        return
    for key in sql.row("SELECT file, preview FROM posts_media") or ():
        assert re.fullmatch(r"posts/[a-z0-9_-]{2}/[a-z0-9_-]{2}/[A-Za-z0-9_-]{63}\.(png|jpeg)", key)


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def test_m6_a_virus_is_refused_or_left_behind(ada: Api) -> None:
    """M6: no file is kept as it came. Alone it is no picture; behind or inside one it is in no byte that is served."""
    assert ada.multipart("POST", "/api/v2/media", file=recording(EICAR)).status == 422
    for data in (picture().read() + EICAR, picture("JPEG").read() + EICAR):
        assert ada.multipart("POST", "/api/v2/media", file=recording(data)).status == 200
    keys = [key for row in sql.rows("SELECT file, preview FROM posts_media") for key in row]
    assert len(keys) == 4
    assert not any(EICAR in files.path_of(key).read_bytes() for key in keys)


@pytest.mark.ffmpeg
@pytest.mark.parametrize("data", [recorded.video, recorded.sound, recorded.moving_gif])
def test_m6_nor_does_one_come_with_a_recording(ada: Api, data: Any) -> None:
    """M1, M6: what hangs on a film or a tune is not in what is made of it."""
    reply = ada.multipart("POST", "/api/v2/media", file=recording(data() + EICAR))
    assert reply.status == 202, reply.body
    prepare(ada, reply.json["id"])
    assert ada.get(f"/api/v1/media/{reply.json['id']}").status == 200
    assert EICAR not in files.path_of(sql.value("SELECT file FROM posts_media")).read_bytes()
