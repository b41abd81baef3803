"""Welsh is whole: every string has a translation, and the compiled catalogue is the written one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.test import Client

from coffeehouse.channels.web.catalogue import CATALOGUE, compiled, extract
from coffeehouse.channels.web.entries import every_sentence
from coffeehouse.engine.commands import REGISTRY

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%d|%?%?\{\w+\}")


@pytest.fixture(scope="module")
def welsh() -> Any:
    """The written catalogue."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="cy")


def test_the_catalogue_has_every_string(welsh: Any) -> None:
    """Run `python -m coffeehouse.channels.web.catalogue` after changing words."""
    known = {message.id for message in welsh}
    found: Any = extract()
    assert [message.id for message in found if message.id and message.id not in known] == []


def test_every_string_is_translated(welsh: Any) -> None:
    """No English on a Welsh page; plural forms are all there."""
    missing = [
        message.id
        for message in welsh
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]
    assert missing == []


def test_every_placeholder_survives(welsh: Any) -> None:
    """A translation names what the English names, or the page would break."""
    for message in welsh:
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[1]
        forms = [message.string] if isinstance(message.string, str) else message.string
        for form in forms:
            assert set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(english)), english
        if isinstance(message.id, str):
            assert sorted(PLACEHOLDER.findall(message.string)) == sorted(PLACEHOLDER.findall(english)), english


def test_every_sentence_of_the_ledger_has_a_welsh_one(welsh: Any) -> None:
    """Also those of commands that leave a kind together; each names whom and what the English names."""
    sentences = every_sentence()
    assert {registered.sentence for registered in REGISTRY.values()} <= set(sentences)
    for english in sentences:
        message = welsh.get(english)
        assert message is not None, english
        assert message.string not in ("", english), english
        assert sorted(PLACEHOLDER.findall(message.string)) == sorted(PLACEHOLDER.findall(english)), english


def test_the_compiled_catalogue_is_the_written_one() -> None:
    """The .mo file is what the .po file says."""
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled()


@pytest.mark.django_db
def test_a_reader_chooses_welsh() -> None:
    """The link in the footer changes the language and comes back; the browser's wish counts as well."""
    client = Client(headers={"host": "localhost"})
    answer = client.get("/language?to=cy&next=/about")
    assert answer["Location"] == "/about"
    assert '<html lang="cy">' in client.get("/about").content.decode()
    fresh = Client(headers={"host": "localhost", "accept-language": "cy"})
    assert '<html lang="cy">' in fresh.get("/about").content.decode()
    assert client.get("/language?to=xx").status_code == 404
