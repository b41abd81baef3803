"""Every page is whole: it parses without an error, has one heading, and is light."""

from __future__ import annotations

import gzip
from typing import Any

import html5lib
import pytest
from html5lib.constants import E as MEANINGS

from coffeehouse.channels.web.assets.build import BUILT, is_current
from tests.cast import Cast
from tests.channels.web.pages import paths
from tests.channels.web.reader import Reader

FIRST_VIEW = 100_000


def faults(html: str) -> list[str]:
    """What a strict parser finds wrong."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    return [f"{position}: {MEANINGS.get(code, code) % data}" for position, code, data in parser.errors]


@pytest.fixture
def full(cast: Cast, ada: Reader) -> int:
    """A house with something of everything; a post of Ada's."""
    post_id = cast.ada.says("The bridge is open. #bridges https://example.org/a?b=c&d=e", spoiler_text="News")
    cast.ada.says("Edited soon")
    cast.sam.says("@ada at last!", in_reply_to_id=post_id)
    ada.open("/compose").fill("/compose", text="Which day?", option1="Monday <b>", option2='Friday "noon"')
    return post_id


@pytest.mark.parametrize("who", ["visitor", "ada", "wyn"])
def test_every_page_parses_without_an_error(who: str, cast: Cast, full: int, request: pytest.FixtureRequest) -> None:
    """html5lib finds nothing to mend; one first heading; a title; the language; one main part."""
    reader: Reader = request.getfixturevalue(who)
    for name, path in paths(cast, full).items():
        answer: Any = reader.client.get(path)
        if answer.status_code in (302, 303):
            continue
        html = answer.content.decode()
        assert faults(html) == [], f"{name} for {who}"
        assert html.count("<h1") == 1, name
        assert html.count("<main") == 1, name
        assert '<html lang="en">' in html, name
        assert "<title></title>" not in html, name


@pytest.mark.parametrize("who", ["visitor", "ada", "wyn"])
def test_no_page_brings_a_script_or_style_of_its_own(
    who: str, cast: Cast, full: int, request: pytest.FixtureRequest
) -> None:
    """The content policy forbids them, so a page that had one would be broken. Nothing is loaded from elsewhere."""
    reader: Reader = request.getfixturevalue(who)
    for name, path in paths(cast, full).items():
        reader.page = reader.client.get(path, follow=True)
        for element in reader.tree.iter():
            assert not [each for each in element.attrib if each.startswith("on") or each == "style"], name
            assert element.tag != "style", name
            if element.tag in ("script", "link", "img", "iframe"):
                source = element.get("src") or element.get("href") or ""
                assert source.startswith(("/", "http://localhost:8000/")), f"{name}: {source}"
            if element.tag == "script":
                assert not element.text, name


def test_the_first_view_is_light(visitor: Reader, cast: Cast) -> None:
    """Page, stylesheet, script, icons and fonts together: at most 100 KB as sent, in either language."""
    assert is_current(), "The assets are not built: run `make assets`."
    for number in range(25):
        cast.ada.says(f"Post {number}: the bridge at Tremorfa reopens on Monday at eight. #bridges")
    page = len(gzip.compress(visitor.client.get("/").content))
    files = {path.name: path.read_bytes() for path in BUILT.iterdir() if path.name != "stamp.txt"}
    sent = sum(len(data) if name.endswith(".woff2") else len(gzip.compress(data)) for name, data in files.items())
    assert page + sent <= FIRST_VIEW, (page, sent)


def test_what_went_wrong_is_said_in_plain_words(visitor: Reader, ada: Reader) -> None:
    """404 and 405 pages of the house, not of the framework; an API address answers in JSON."""
    visitor.open("/nowhere", status=404)
    assert visitor.has("There is nothing at this address")
    assert faults(visitor.html) == []
    answer = visitor.client.get("/nowhere/at/all")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/ledger/", "/ledger"),
        ("/public/?lang=cy", "/public?lang=cy"),
        ("/@ada/", "/@ada"),
        ("/tags/te%20%C3%A9/", "/tags/te%20%C3%A9"),
        ("/about//", "/about"),
    ],
)
def test_a_slash_at_the_end_leads_to_the_page(cast: Cast, visitor: Reader, address: str, leads_to: str) -> None:
    """People type addresses as they know them from elsewhere."""
    answer = visitor.client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, leads_to)


@pytest.mark.parametrize(
    "address",
    ["/nowhere/", "//evil.example/", "//evil.example/about/", "//about/", "/\\evil.example/", "///"],
)
def test_a_slash_leads_nowhere_else(visitor: Reader, address: str) -> None:
    """No other host, and no address that no page has."""
    answer = visitor.client.get("/", PATH_INFO=address)
    assert answer.status_code == 404
    assert "Location" not in answer
    assert visitor.client.post("/about/", {}).status_code == 404


def test_keepers_of_passwords_find_where_one_is_changed(ada: Reader) -> None:
    """The well-known address leads to the page."""
    assert ada.open("/.well-known/change-password").where == "/settings/password"


def test_the_console_has_a_first_page(wyn: Reader, visitor: Reader) -> None:
    """For those who look after the house; others are asked to sign in, or find nothing."""
    assert wyn.open("/admin").where == "/admin/approvals"
    assert wyn.open("/admin/").where == "/admin/approvals"
    assert visitor.open("/admin").where.startswith("/sign-in")


def test_a_fault_of_ours_is_a_page_too(visitor: Reader, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """500: says that it is our fault and what to do; tells nothing of the inside."""
    from coffeehouse.domain.posts import queries

    def broken(*_arguments: object, **_named: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(queries, "public_timeline", broken)
    visitor.client.raise_request_exception = False
    visitor.open("/public", status=500)
    assert visitor.has("This is our fault, not yours.")
    assert "inside" not in visitor.html
