"""Cards of links: the page is fetched by the one client that judges addresses, read, and shown under the post."""

from __future__ import annotations

import json
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.delivery.cards import deliver_card
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.domain.posts.queries.linking import link_timeline
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page
from tests.commands.conftest import house  # noqa: F401  # the fixture
from tests.commands.house import House
from tests.delivery.web_server import Answer, Asked, WebServer, serving

EVIL = """<html><head><title>Plain</title>
<meta property="og:title" content="&lt;script&gt;alert(1)&lt;/script&gt; Bins">
<meta property="og:description" content='<iframe srcdoc="<b>x</b>" onload=alert(1)>'>
<meta property="og:video" content="javascript:alert(1)"><meta property="og:image" content="http://127.0.0.1/x.png">
<link rel="alternate" type="application/json+oembed" href="/oembed.json">
</head><body><script>alert(2)</script></body></html>"""


class Site:
    """What the site answers can be set."""

    def __init__(self) -> None:
        self.answer = Answer(200, EVIL.encode(), Content_Type="text/html; charset=utf-8")

    def __call__(self, _asked: Asked) -> Answer:
        return self.answer


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def server(site: Site, settings: Any) -> Iterator[WebServer]:
    """A real site on loopback, which the settings of this test allow."""
    settings.OUTBOUND, settings.OUTBOUND_ALLOW = True, [ip_network("127.0.0.0/8")]
    settings.LINK_PREVIEWS = True
    with serving(site) as found:
        yield found


def fetch(post: int) -> Any:
    """What the worker does for a post; the card of its Status then."""
    deliver_card({"post_id": post})
    return json.loads(read_status(None, post) or "null")["card"]


def test_x3_a_page_becomes_plain_words(house: House, server: WebServer) -> None:  # noqa: F811
    """X3: no frame, no script, no picture address, no oEmbed of the page is kept or asked for; title and text are."""
    url = f"http://127.0.0.1:{server.port}/bins"
    card = fetch(house.post(f"See {url}"))
    assert (card["url"], card["type"], card["title"]) == (url, "link", "<script>alert(1)</script> Bins")
    assert (card["html"], card["embed_url"], card["image"]) == ("", "", None)
    assert card["description"] == '<iframe srcdoc="<b>x</b>" onload=alert(1)>'
    assert [asked.path for asked in server.asked] == ["/bins"]
    assert "authorization" not in server.asked[0].headers
    assert "cookie" not in server.asked[0].headers


def test_a_page_is_asked_once_a_day(house: House, server: WebServer) -> None:  # noqa: F811
    """A second post with the link has the card without another request; after a day the page is read anew."""
    url = f"http://127.0.0.1:{server.port}/"
    first = fetch(house.post(f"One {url}"))
    assert fetch(house.post(f"Two {url}", "gwyn")) == first
    assert len(server.asked) == 1
    with clock.at(clock.now_ms() + 25 * clock.HOUR):
        fetch(house.post(f"Three {url}"))
    assert len(server.asked) == 2


def test_private_words_are_asked_of_nobody(house: House, server: WebServer) -> None:  # noqa: F811
    """P1: also when a job is there, no request goes out for a followers-only or direct post, or one that is gone."""
    url = f"http://127.0.0.1:{server.port}/secret"
    for visibility in ("followers", "direct"):
        deliver_card({"post_id": house.post(f"See {url}", visibility=visibility)})
    deliver_card({"post_id": 1 << 40})
    deliver_card({"post_id": house.post("No link")})
    assert server.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        Answer(404, b"<title>No</title>", Content_Type="text/html"),
        Answer(200, b"<title>Pdf</title>", Content_Type="application/pdf"),
        Answer(200, b"", Content_Type="text/html"),
        Answer(200, b"\xff\xfe\x00<title>", Content_Type="text/html; charset=utf-8"),
        Answer(302, b"", Location="http://169.254.169.254/latest/meta-data"),
        Answer(302, b"", Location="file:///etc/passwd"),
    ],
)
def test_what_cannot_be_had_is_left_out(
    house: House,  # noqa: F811
    server: WebServer,
    site: Site,
    answer: Answer,
) -> None:
    """S5, S6: no card, no error, no second try; a redirect to an address that is not public is not followed."""
    site.answer = answer
    assert fetch(house.post(f"See http://127.0.0.1:{server.port}/")) is None
    assert sql.value("SELECT COUNT(*) FROM posts_card") == 0


def test_without_permission_no_address_of_the_machine_is_asked(house: House, server: WebServer, settings: Any) -> None:  # noqa: F811
    """S1: the ordinary settings refuse loopback; with OUTBOUND off nothing is asked at all."""
    post = house.post(f"See http://127.0.0.1:{server.port}/")
    settings.OUTBOUND_ALLOW = []
    assert fetch(post) is None
    settings.OUTBOUND = False
    assert fetch(post) is None
    assert server.asked == []


def test_who_links_to_a_page(house: House, server: WebServer) -> None:  # noqa: F811
    """The timeline of a link has public posts only; a page nobody links to has none."""
    url = f"http://127.0.0.1:{server.port}/"
    public, unlisted = house.post(f"One {url}"), house.post(f"Two {url}", "gwyn", visibility="unlisted")
    fetch(public)
    fetch(unlisted)
    listed = link_timeline(None, url, Page(limit=20))
    assert listed is not None
    assert [key for key, _ in listed] == [public]
    assert link_timeline(None, "https://example.org/nobody", Page(limit=20)) is None
