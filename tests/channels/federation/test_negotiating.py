"""One address, a page for people and a document for servers."""

from __future__ import annotations

import pytest

from coffeehouse.channels.federation.negotiating import wants_document
from tests.cast import assemble
from tests.channels.federation.asking import AS2, ask, asker, told

LD = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "wants"),
    [
        (AS2, True), (LD, True), (f"{LD}, {AS2}", True), ("application/json", True), (BROWSER, False),
        (f"text/html;q=0.5, {AS2}", True), (f"text/html, {AS2};q=0.5", False), (f"{AS2}, text/html;q=0.1", True),
        ("APPLICATION/ACTIVITY+JSON", True), (f"{AS2}; charset=utf-8; q=0.3, text/html; q=0.2", True),
    ],
)  # fmt: skip
def test_what_is_named_and_weighs_more_is_given(accept: str, wants: bool) -> None:
    """By weight; servers that name both equally want the document."""
    assert wants_document(accept, by_default=not wants) is wants


@pytest.mark.parametrize("accept", ["", "*/*", "image/png", ";;;,,,", "q", "\x00", "é" * 50, "text/*;q=", "," * 5_000])
def test_what_names_neither_leaves_it_to_the_address(accept: str) -> None:
    """`/users/…` is for servers, `/@…` for people."""
    assert wants_document(accept, by_default=True)
    assert not wants_document(accept, by_default=False)


@pytest.mark.django_db
def test_pages_and_documents_lead_to_each_other() -> None:
    """A browser at `/users/…` is led to the page; a server at `/@…` gets the document, signed for that address."""
    cast = assemble()
    dee = asker()
    post_id = cast.ada.says("Hello")
    assert ask("/users/ada", accept=BROWSER).headers["Location"] == "/@ada"
    assert ask(f"/users/ada/statuses/{post_id}", accept=BROWSER).headers["Location"] == f"/@ada/{post_id}"
    assert told("/@ada", dee)["id"].endswith("/users/ada")
    assert told(f"/@ada/{post_id}", dee)["type"] == "Note"
    assert ask("/@ada", accept=BROWSER).headers["Content-Type"].startswith("text/html")
    for path, uri in (("/@ada", "/users/ada"), (f"/@ada/{post_id}", f"/users/ada/statuses/{post_id}")):
        link = f'<link rel="alternate" type="{AS2}" href="http://localhost:8000{uri}">'
        assert link in ask(path, accept=BROWSER).content.decode()
    assert ask("/@ada/followers", accept=AS2).headers["Content-Type"].startswith("text/html")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/users/ada", "/@ada", "/users/nobody", "/@nobody", "/actor", "/users/ada/statuses/1"]
)
@pytest.mark.parametrize(
    "accept",
    ["", "*", "*/*;q=nan", "a/b;q=1e999", "application/activity+json;q=-1", "text/html;q=", "\t", "é", "," * 2_000,
     'application/ld+json;profile="', "application/activity+json;q=0"],
)  # fmt: skip
def test_an_unusual_accept_is_never_an_error_of_ours(path: str, accept: str) -> None:
    """Whatever stands there: an answer below 500."""
    assemble()
    assert ask(path, accept=accept).status_code < 500
