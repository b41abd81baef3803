"""oEmbed, and the page other sites may frame."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from coffeehouse.domain.posts.commands import BoostPost
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


def address(post_id: int, name: str = "ada") -> str:
    """The page of a post."""
    return f"{settings.BASE_URL}/@{name}/{post_id}"


def test_a_public_post_can_be_shown_elsewhere(cast: Cast, anonymous: Api) -> None:
    """The frame it names exists, shows the post to anybody, and may be framed; other pages may not."""
    post_id = cast.ada.says("Bore da <b>")
    reply = anonymous.get("/api/oembed", url=address(post_id), maxwidth=600)
    assert reply.status == 200, reply.body
    assert faults(reply.json, "OEmbedResponse") == []
    assert (reply.json["type"], reply.json["width"], reply.json["author_name"]) == ("rich", 600, "Ada Citizen")
    source = re.search(r'src="([^"]+)"', reply.json["html"])
    assert source is not None
    assert source[1] == f"{address(post_id)}/embed"
    page = Client().get(source[1].removeprefix(settings.BASE_URL))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Bore da &lt;b&gt;" in text
    assert "<script" not in text
    assert "<form" not in text
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert "script-src 'none'" in page.headers["Content-Security-Policy"]
    ordinary = Client().get(f"/@ada/{post_id}")
    assert "frame-ancestors 'none'" in ordinary.headers["Content-Security-Policy"]
    assert 'type="application/json+oembed"' in ordinary.content.decode()


def test_a_name_cannot_break_out_of_the_frame(cast: Cast, anonymous: Api) -> None:
    """X1: names are written out in the HTML that other sites insert."""
    from coffeehouse.domain.people.commands import UpdateProfile

    cast.ada.does(UpdateProfile(display_name='"><script>alert(1)</script>'))
    html = anonymous.get("/api/oembed", url=address(cast.ada.says("Hi"))).json["html"]
    assert "<script" not in html
    assert html.count('"') % 2 == 0


@pytest.mark.parametrize("visibility", ["followers", "direct"])
def test_a_private_post_is_not_there(cast: Cast, visibility: str) -> None:
    """P1: 404 for everybody, its author and followers too: another site's visitors are strangers."""
    post_id = cast.ada.says("Secret", visibility)
    absent = Api().get("/api/oembed", url=address(1 << 40))
    for api in (Api(), Api(cast.ada.token()), Api(cast.faye.token())):
        reply = api.get("/api/oembed", url=address(post_id))
        assert (reply.status, reply.body) == (404, absent.body)
    assert Client().get(f"/@ada/{post_id}/embed").status_code == 404


def test_an_unlisted_post_can_be_shown(cast: Cast, anonymous: Api) -> None:
    """Whoever has the address may see it."""
    assert anonymous.get("/api/oembed", url=address(cast.ada.says("Hi", "unlisted"))).status == 200


@pytest.mark.parametrize(
    "wrong",
    [
        "", "x", "https://elsewhere.example/@ada/1", "http://[::1", "/@ada/1", "javascript:alert(1)",
        "{base}/@ada", "{base}/@ada/abc", "{base}.evil.example/@ada/{id}", "{base}/@ada/{id}/history", "\x00",
        "{base}/@faye/{id}/../x",
    ],
)  # fmt: skip
def test_what_is_no_page_of_a_post_is_404(cast: Cast, anonymous: Api, wrong: str) -> None:
    """Only addresses of this house's posts."""
    post_id = cast.ada.says("Hi")
    url = wrong.replace("{base}", settings.BASE_URL).replace("{id}", str(post_id))
    assert anonymous.get("/api/oembed", url=url).status in (404, 422)


def test_a_boost_has_no_frame_of_its_own(cast: Cast, anonymous: Api) -> None:
    """The post has one; under another's name it has none either."""
    post_id = cast.ada.says("Hi")
    boost = int(cast.faye.does(BoostPost(post_id=post_id)).result["id"])
    assert anonymous.get("/api/oembed", url=address(boost, "faye")).status == 404
    assert Client().get(f"/@faye/{boost}/embed").status_code == 404
    assert Client().get(f"/@faye/{post_id}/embed").status_code == 404
