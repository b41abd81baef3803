"""TranslatePost: the words of a public post leave the house to be translated. The rest is in channels/client_api."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from coffeehouse.domain.posts import writing_commands as commands
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound
from tests.commands.house import House
from tests.delivery.web_server import Answer, Asked, serving


def respond(asked: Asked) -> Answer:
    """A LibreTranslate server."""
    if asked.path == "/languages":
        return Answer(200, json.dumps([{"code": "en", "targets": ["cy"]}]).encode())
    return Answer(200, json.dumps({"translatedText": ["<p>Helo</p>"] * len(json.loads(asked.body)["q"])}).encode())


@pytest.fixture
def server(settings: Any) -> Iterator[None]:
    """It runs, and the setting names it."""
    cache.clear()
    with serving(respond) as found:
        settings.TRANSLATE_URL = f"http://127.0.0.1:{found.port}"
        yield
    cache.clear()


@pytest.mark.usefixtures("server")
def test_what_leaves_is_recorded_once(house: House) -> None:
    """Who had which post sent away, for which language; an answer from memory sends and records nothing."""
    post = house.post("Hello", language="en")
    command = commands.TranslatePost(post_id=post, language="cy")
    done, fact = house.records("gwyn", command, "post.translated", f"post/{post}")
    assert done.result["content"] == "<p>Helo</p>"
    assert fact.payload["kept"] == {"language": "cy"}
    assert house.leaves("fern", command).result == done.result


@pytest.mark.usefixtures("server")
def test_only_public_words(house: House) -> None:
    """Private ones are refused to who sees them, and not there for others; unknown languages are refused."""
    private, public = house.post("Cudd", visibility="direct"), house.post("Hello", language="en")
    house.refuses("ada", commands.TranslatePost(post_id=private, language="cy"), Forbidden)
    house.refuses("gwyn", commands.TranslatePost(post_id=private, language="cy"), NotFound)
    house.refuses("gwyn", commands.TranslatePost(post_id=public, language="klingon"), Invalid)
    house.refuses("gwyn", commands.TranslatePost(post_id=public, language="fr"), Forbidden)


def test_without_a_server_nothing_leaves(house: House, settings: Any) -> None:
    """It is not there."""
    settings.TRANSLATE_URL = ""
    house.refuses("gwyn", commands.TranslatePost(post_id=house.post(), language="cy"), NotFound)
