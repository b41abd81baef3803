"""Quotes in pages: what is quoted stands inside the post that quotes it, for those who may see it."""

from __future__ import annotations

from coffeehouse.domain.posts.commands import DeletePost
from coffeehouse.domain.posts.writing_commands import RevokeQuote
from tests.cast import Cast
from tests.channels.web.reader import Reader


def test_a_quoted_post_stands_in_the_one_that_quotes_it(visitor: Reader, cast: Cast) -> None:
    """Its words and a way to it; behind a warning only the warning."""
    plain, warned = cast.ada.says("The bridge is open"), cast.ada.says("Blood", spoiler_text="Hospital")
    first, second = cast.faye.says("Read this", quoted_id=plain), cast.faye.says("And this", quoted_id=warned)
    visitor.open(f"/@faye/{first}")
    assert visitor.has("The bridge is open")
    assert f'href="/@ada/{plain}"' in visitor.html
    visitor.open(f"/@faye/{second}")
    assert visitor.has("Hospital")
    assert not visitor.has("Blood")


def test_o12_of_what_may_not_be_seen_only_why(visitor: Reader, cast: Cast) -> None:
    """Withdrawn or deleted, a quoted post leaves no word behind; whom its author blocks learns nothing of it."""
    revoked, deleted = cast.ada.says("Marmalade"), cast.ada.says("Butter")
    first, second = cast.faye.says("One", quoted_id=revoked), cast.faye.says("Two", quoted_id=deleted)
    eve = Reader(cast.eve).open(f"/@faye/{first}")
    assert eve.has("not for you to see")
    assert not eve.has("Marmalade")
    cast.ada.does(RevokeQuote(post_id=revoked, quoting_id=first))
    cast.ada.does(DeletePost(post_id=deleted, keeps_media=False))
    assert visitor.open(f"/@faye/{first}").has("does not want it quoted")
    assert not visitor.has("Marmalade")
    assert visitor.open(f"/@faye/{second}").has("deleted")
    assert not visitor.has("Butter")


def test_the_author_is_told_in_words(ada: Reader, cast: Cast) -> None:
    """Of a quote with the post that quotes; whoever quotes hears of a change to what they quoted."""
    cast.faye.says("Read this", quoted_id=cast.ada.says("The bridge is open"))
    assert ada.open("/notifications").has("quoted your post")
    assert ada.has("Read this")
