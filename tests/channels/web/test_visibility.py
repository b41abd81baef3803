"""What you may not see is 404 on the web too, and in no list."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.channels.web.reader import Reader

HIDDEN = [("followers", "sam"), ("followers", "visitor"), ("direct", "faye"), ("direct", "visitor"), ("public", "eve")]
PAGES = ["", "/history", "/receipt", "/receipt.tlog-proof"]


@pytest.mark.parametrize(("visibility", "who"), HIDDEN)
@pytest.mark.parametrize("page", PAGES)
def test_a_post_that_is_not_for_you_is_not_there(
    visibility: str, who: str, page: str, cast: Cast, request: pytest.FixtureRequest
) -> None:
    """Thread, history and receipt of a followers-only or direct post, or of somebody who blocked you, are 404."""
    reader: Reader = request.getfixturevalue(who)
    post_id = cast.ada.says("marmalade secret", visibility)
    reader.open(f"/@ada/{post_id}{page}", status=404)


@pytest.mark.parametrize("who", ["ada", "faye"])
def test_a_followers_post_is_there_for_author_and_followers(
    who: str, cast: Cast, request: pytest.FixtureRequest
) -> None:
    """Ada and Faye, who follows her, open it."""
    reader: Reader = request.getfixturevalue(who)
    post_id = cast.ada.says("marmalade secret", "followers")
    assert reader.open(f"/@ada/{post_id}").has("marmalade secret")
    assert reader.open(f"/@ada/{post_id}/receipt").has("@ada published this post")


@pytest.mark.parametrize("path", ["/public", "/@ada", "/@ada?show=replies", "/tags/secret", "/search?q=marmalade", "/"])
@pytest.mark.parametrize("who", ["sam", "visitor"])
def test_no_list_leaks_it(who: str, path: str, cast: Cast, request: pytest.FixtureRequest) -> None:
    """Neither profile, topic, public list, front page nor search shows a followers-only or direct post."""
    reader: Reader = request.getfixturevalue(who)
    cast.ada.says("marmalade secret #secret", "followers")
    cast.ada.says("@bevan marmalade secret #secret", "direct")
    assert not reader.open(path).has("marmalade secret")


def test_an_answer_to_a_hidden_post_does_not_name_it(visitor: Reader, cast: Cast) -> None:
    """A public reply to a followers-only post stands alone."""
    hidden = cast.ada.says("marmalade secret", "followers")
    answer = cast.faye.says("@ada quite so", "public", in_reply_to_id=hidden)
    visitor.open(f"/@faye/{answer}")
    assert visitor.has("quite so")
    assert not visitor.has("marmalade")


def test_a_post_is_found_only_under_its_author(visitor: Reader, cast: Cast) -> None:
    """`/@sam/<ada's post>` is 404: an address never puts words into somebody else's mouth."""
    post_id = cast.ada.says("Hello")
    visitor.open(f"/@ada/{post_id}")
    visitor.open(f"/@sam/{post_id}", status=404)


def test_by_a_click_on_a_hidden_post_nothing_happens(sam: Reader, cast: Cast) -> None:
    """Favourite, boost, bookmark, vote and reply on a post one may not see are 404."""
    post_id = cast.ada.says("marmalade secret", "followers")
    sam.open("/home")
    for what in ("favourite", "boost", "bookmark", "vote"):
        token = sam.client.cookies["csrf"].value
        answer = sam.client.post(f"/posts/{post_id}/{what}", {"csrfmiddlewaretoken": token, "choice": "0"})
        assert answer.status_code == 404, what
    assert not sam.open(f"/compose?reply={post_id}").has("marmalade")
