"""A page links back to a profile with rel="me", or it does not."""

from __future__ import annotations

import pytest

from coffeehouse.protocols.rel_me import links_back
from tests.moments import within

PAGE = "https://ada.example/about/"
PROFILE = ("https://house.example/@ada", "https://house.example/users/ada")


@pytest.mark.parametrize(
    "html",
    [
        '<a rel="me" href="https://house.example/@ada">Me</a>',
        '<link rel="me" href="https://house.example/@ada">',
        '<A REL="nofollow ME noopener" HREF="HTTPS://House.example/@ada/">Me</A>',
        "<a href=https://house.example/users/ada rel=me>Me</a>",
        '<p><a rel="me" href="https://elsewhere.example/">no</a><a rel="me" href=" https://house.example/@ada#top ">',
        '<a rel="me" href="&#104;ttps://house.example/@ada">',
        "<!doctype html><html><head><title>1 < 2</title></head><body>a < b <a\nrel = 'me'\n"
        "href = 'https://house.example/@ada'>",
        '<script>if (a < b) "</p>"</script><img alt=\'"\'><a rel="me" href="https://house.example/@ada">',
    ],
)
def test_it_does(html: str) -> None:
    """As a link or an anchor, in any case, with other relations, with a slash at the end."""
    assert links_back(html, PAGE, PROFILE)


@pytest.mark.parametrize(
    "html",
    [
        "",
        '<a href="https://house.example/@ada">Me</a>',
        '<a rel="meh" href="https://house.example/@ada">Me</a>',
        '<a rel="me" href="https://house.example/@adam">Me</a>',
        '<a rel="me" href="https://house.example/@ada/112">Me</a>',
        '<a rel="me" href="http://house.example/@ada">Me</a>',
        '<a rel="me" href="https://house.example.evil.example/@ada">Me</a>',
        '<a rel="me" href="/@ada">Me</a>',
        '<!-- <a rel="me" href="https://house.example/@ada"> -->',
        '<script>\'<a rel="me" href="https://house.example/@ada">\'</script>',
        '<a rel="me" href="https://[">',
        '<p title="<a rel=me href=https://house.example/@ada>">words of a visitor</p>',
        '<textarea><a rel="me" href="https://house.example/@ada"></textarea>',
        '<p title="<a rel=me href=https://house.example/@ada>',
        '<a rel="x" rel="me" href="https://house.example/@ada">',
        '<a data-rel="me" href="https://house.example/@ada">',
        '<div rel="me" href="https://house.example/@ada">',
    ],
)
def test_it_does_not(html: str) -> None:
    """Without the relation, to somebody else, over http, in a comment or a script."""
    assert not links_back(html, PAGE, PROFILE)


def test_a_relative_link_is_of_the_page() -> None:
    """Where the page is of the house itself."""
    assert links_back('<a rel="me" href="../@ada">', "https://house.example/pages/", PROFILE)


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<",
        '<a rel="me" ',
        "<!--",
        "<a>",
        "<script>",
        "<a b='",
        '<a b="',
        "<a b=",
        "<a rel=me href=x>",
        "</a",
        "=",
    ],
)
def test_a_hostile_page_costs_little(piece: str) -> None:
    """No page of a megabyte takes more than a few seconds."""
    html = piece * (1_000_000 // len(piece))
    with within(5):
        assert not links_back(html, PAGE, PROFILE)
