"""Translation: only where the operator named a server; what it says is a stranger's words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from coffeehouse.domain.posts.commands import PollDraft
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.commands.house import png
from tests.delivery.web_server import Answer, Asked, WebServer, serving
from tests.protocols.schema import faults

LANGUAGES = [
    {"code": "en", "name": "English", "targets": ["cy", "en", "fr"]},
    {"code": "cy", "name": "Welsh", "targets": ["en"]},
]


class Translator:
    """A LibreTranslate server: what it says to a question can be set."""

    def __init__(self) -> None:
        self.status = 200
        self.body: Any = None

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == "/languages":
            return Answer(200, json.dumps(LANGUAGES).encode(), Content_Type="application/json")
        question = json.loads(asked.body)
        body = self.body
        if body is None:
            body = {
                "translatedText": [f"{text} (cy)" for text in question["q"]],
                "detectedLanguage": [{"confidence": 90, "language": "en"}] * len(question["q"]),
            }
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return Answer(self.status, raw, Content_Type="application/json")


@pytest.fixture
def translator() -> Translator:
    return Translator()


@pytest.fixture
def server(translator: Translator, settings: Any) -> Iterator[WebServer]:
    """A real server on loopback, and the setting that names it."""
    cache.clear()
    with serving(translator) as found:
        settings.TRANSLATE_URL = f"http://127.0.0.1:{found.port}"
        settings.TRANSLATE_KEY = "key"
        yield found
    cache.clear()


def test_without_a_server_there_is_no_translation(cast: Cast, sam: Api, settings: Any) -> None:
    """404, no languages, and the instance says so, as Mastodon does."""
    settings.TRANSLATE_URL = ""
    post_id = cast.ada.says("Hello")
    assert sam.post(f"/api/v1/statuses/{post_id}/translate").status == 404
    assert sam.get("/api/v1/instance/translation_languages").json == {}
    assert sam.get("/api/v2/instance").json["configuration"]["translation"] == {"enabled": False}


def test_a_post_is_translated_whole(cast: Cast, ada: Api, sam: Api, server: WebServer) -> None:
    """Text, warning and descriptions; the words leave once, which is recorded; the key is sent, in the body."""
    file = SimpleUploadedFile("a.png", png(), "image/png")
    media = ada.multipart("POST", "/api/v2/media", file=file, description="A bus & a tree").json["id"]
    body = {"status": "Hello <b>", "spoiler_text": "Greeting", "language": "en", "media_ids": [media]}
    post_id = ada.post("/api/v1/statuses", body).json["id"]
    reply = sam.post(f"/api/v1/statuses/{post_id}/translate", {"lang": "cy"})
    assert reply.status == 200, reply.body
    assert faults(reply.json, "Translation") == []
    assert reply.json["content"] == "<p>Hello &lt;b&gt;</p> (cy)"
    assert (reply.json["spoiler_text"], reply.json["language"]) == ("Greeting (cy)", "cy")
    assert reply.json["detected_source_language"] == "en"
    assert reply.json["media_attachments"] == [{"id": media, "description": "A bus & a tree (cy)"}]
    assert (latest_entry().kind, latest_entry().actor) == ("post.translated", f"account/{cast.sam.id}")
    asked = json.loads(server.asked[-1].body)
    assert (asked["source"], asked["target"], asked["format"], asked["api_key"]) == ("en", "cy", "html", "key")
    count, sequence = len(server.asked), latest_entry().sequence
    assert sam.post(f"/api/v1/statuses/{post_id}/translate", {"lang": "cy"}).json == reply.json
    assert (len(server.asked), latest_entry().sequence) == (count, sequence)


def test_a_poll_is_translated(cast: Cast, sam: Api, server: WebServer) -> None:
    """Its options come in their order; without a named language the server hears one."""
    post_id = cast.ada.says("Which?", poll=PollDraft(options=("Tea", "Coffee"), expires_in=3600))
    reply = sam.post(f"/api/v1/statuses/{post_id}/translate", {"lang": "fr"})
    options = [option["title"] for option in reply.json["poll"]["options"]]
    assert (reply.json["poll"]["id"], options) == (str(post_id), ["Tea (cy)", "Coffee (cy)"])
    assert json.loads(server.asked[-1].body)["source"] == "auto"
    assert faults(reply.json, "Translation") == []


EVIL = '<p onclick="x()">Hi<script>alert(1)</script><iframe srcdoc="x"></iframe><a href="javascript:x()">y</a></p>'


def test_x4_what_the_server_says_is_sanitised(cast: Cast, sam: Api, server: WebServer, translator: Translator) -> None:
    """X4: script, frames, handlers and script addresses go; plain members hold no HTML at all."""
    translator.body = {"translatedText": [EVIL, EVIL], "detectedLanguage": [{"language": "<x>"}] * 2}
    post_id = cast.ada.says("Hello")
    reply = sam.post(f"/api/v1/statuses/{post_id}/translate", {"lang": "cy"})
    assert reply.status == 200, reply.body
    for word in ("<script", "<iframe", "srcdoc", "onclick", "javascript:", "alert"):
        assert word not in reply.json["content"], word
    assert reply.json["content"].startswith("<p>Hi")
    assert "<" not in reply.json["spoiler_text"]
    assert reply.json["detected_source_language"] == "en"


@pytest.mark.parametrize(
    "body",
    [
        b"not json", [], {}, {"translatedText": "text"}, {"translatedText": ["one"]}, {"translatedText": [1, 2]},
        {"translatedText": ["a", "b", "c"]}, b"[" * 100_000, b'{"translatedText":["' + b"x" * 1_100_000 + b'",""]}',
    ],
)  # fmt: skip
def test_x4_a_server_that_talks_nonsense_is_503(
    cast: Cast, sam: Api, server: WebServer, translator: Translator, body: Any
) -> None:
    """X4: whatever it says, the answer is 503 in JSON, and nothing is recorded or remembered."""
    translator.body = body
    post_id = cast.ada.says("Hello")
    sequence = latest_entry().sequence
    assert sam.post(f"/api/v1/statuses/{post_id}/translate", {"lang": "cy"}).status == 503
    assert latest_entry().sequence == sequence


@pytest.mark.parametrize("status", [301, 403, 429, 500])
def test_a_server_that_refuses_is_503(
    cast: Cast, sam: Api, server: WebServer, translator: Translator, status: int
) -> None:
    """Too many requests, no key, redirects, faults: try again later."""
    translator.status = status
    reply = sam.post(f"/api/v1/statuses/{cast.ada.says('Hello')}/translate", {"lang": "cy"})
    assert reply.status == 503
    assert "later" in reply.error


def test_a_server_that_is_gone_is_503(cast: Cast, sam: Api, settings: Any) -> None:
    """Nobody listens there."""
    cache.clear()
    settings.TRANSLATE_URL = "http://127.0.0.1:9"
    assert sam.post(f"/api/v1/statuses/{cast.ada.says('Hello')}/translate", {"lang": "cy"}).status == 503
    assert sam.get("/api/v1/instance/translation_languages").status == 503


@pytest.mark.parametrize(
    ("visibility", "reader", "status"),
    [
        ("public", "sam", 200), ("unlisted", "sam", 200), ("followers", "faye", 403), ("followers", "sam", 404),
        ("direct", "ada", 403), ("direct", "sam", 404), ("public", "eve", 404),
    ],
)  # fmt: skip
def test_only_public_words_leave_the_house(
    cast: Cast, server: WebServer, visibility: str, reader: str, status: int
) -> None:
    """P1: private words are sent to nobody; what one may not see is not there."""
    post_id = cast.ada.says("Hello", visibility)
    reply = Api(getattr(cast, reader).token()).post(f"/api/v1/statuses/{post_id}/translate", {"lang": "cy"})
    assert reply.status == status
    assert any(asked.path == "/translate" for asked in server.asked) == (status == 200)


def test_who_may_ask_and_for_what(cast: Cast, sam: Api, server: WebServer) -> None:
    """A token that reads; a language the server has; an anonymous reader signs in first."""
    post_id = cast.ada.says("Hello", language="en")
    path = f"/api/v1/statuses/{post_id}/translate"
    assert Api().post(path, {"lang": "cy"}).status == 401
    assert Api(cast.sam.token("write")).post(path, {"lang": "cy"}).status == 403
    assert sam.post(path, {"lang": "de"}).status == 403
    assert sam.post(path, {"lang": "klingon"}).status == 422
    assert sam.get("/api/v1/instance/translation_languages").json == {"en": ["cy", "fr"], "cy": ["en"]}
    assert sam.get("/api/v2/instance").json["configuration"]["translation"] == {"enabled": True}
