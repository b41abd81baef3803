"""RevokeQuote: taking one's post out of another that quotes it; and quoting itself."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import writing_commands as commands
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound
from tests.commands.house import VIEWERS, VISIBILITIES, House, sees


def quote(house: House, quoted: int, who: str = "gwyn", **more: object) -> int:
    """A post that quotes another."""
    return house.post("Darllenwch hwn", who, quoted_id=quoted, **more)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("policy", ["public", "followers", "nobody"])
def test_o12_who_may_quote(house: House, viewer: str, visibility: str, policy: str) -> None:
    """O12: only what one sees, is no private word of another's, and only as its author allows; else it is not there."""
    post = house.post_to(visibility, quote_policy=policy)
    allowed = sees(viewer, visibility) and visibility != "direct"
    if viewer != "ada":
        follows = viewer == "fern"
        allowed = allowed and visibility != "followers" and (policy == "public" or (policy == "followers" and follows))
    command = posts.PublishPost(text="Darllenwch hwn", quoted_id=post, visibility="public")
    if not allowed:
        house.refuses(viewer, command, NotFound)
        return
    done, fact = house.records(viewer, command, "post.published")
    quoting = int(done.result["id"])
    assert fact.states()["posts_quote", quoting] == {"quoted_id": str(post), "state": "accepted"}
    assert sql.value("SELECT quotes_count FROM posts_postcounts WHERE post_id = %s", (post,)) == 1
    told = [] if viewer == "ada" else [("quote", house.id(viewer), quoting)]
    assert [note for note in house.notified("ada") if note[0] == "quote"] == told
    # A followers-only post is not carried beyond those who may see it.
    shown_to = sql.value("SELECT visibility FROM posts_post WHERE id = %s", (quoting,))
    assert shown_to == ("followers" if visibility == "followers" else "public")


def test_a_quote_is_taken_back_once(house: House) -> None:
    """The row says so, the count and the notification go; the quoting post stays; a second time is nothing."""
    post = house.post()
    quoting = quote(house, post)
    command = commands.RevokeQuote(post_id=post, quoting_id=quoting)
    done, fact = house.records("ada", command, "quote.revoked", f"post/{quoting}")
    assert done.result == {"id": str(quoting)}
    assert fact.states() == {("posts_quote", quoting): {"quoted_id": str(post), "state": "revoked"}}
    assert sql.value("SELECT quotes_count FROM posts_postcounts WHERE post_id = %s", (post,)) == 0
    assert [note for note in house.notified("ada") if note[0] == "quote"] == []
    assert sql.value("SELECT 1 FROM posts_post WHERE id = %s", (quoting,)) == 1
    house.leaves("ada", command)


def test_only_the_quoted_author_takes_it_back(house: House) -> None:
    """Others are told that it is not theirs; a quote that is none is not found."""
    post, other = house.post(), house.post("Arall")
    quoting = quote(house, post)
    house.refuses("gwyn", commands.RevokeQuote(post_id=post, quoting_id=quoting), Forbidden)
    house.refuses("ada", commands.RevokeQuote(post_id=other, quoting_id=quoting), NotFound)
    house.refuses("ada", commands.RevokeQuote(post_id=post, quoting_id=other), NotFound)
    hidden = house.post("Cudd", visibility="direct")
    house.refuses("gwyn", commands.RevokeQuote(post_id=hidden, quoting_id=quoting), NotFound)


def test_a_quoting_post_that_goes_counts_no_more(house: House) -> None:
    """Its row goes with it; when the quoted post goes, the quoting one stays and says that it is gone."""
    post = house.post()
    quoting = quote(house, post)
    house.act("gwyn", posts.DeletePost(post_id=quoting))
    assert sql.value("SELECT quotes_count FROM posts_postcounts WHERE post_id = %s", (post,)) == 0
    assert sql.rows("SELECT id FROM posts_quote") == []
    again = quote(house, post)
    house.act("ada", posts.DeletePost(post_id=post))
    assert sql.rows("SELECT id, quoted_id FROM posts_quote") == [(again, post)]


def test_those_who_quote_hear_of_an_edit(house: House) -> None:
    """quoted_update: their words stand beside new ones. A revoked quote hears nothing."""
    post = house.post()
    quoting, revoked = quote(house, post), quote(house, post, "fern")
    house.act("ada", commands.RevokeQuote(post_id=post, quoting_id=revoked))
    house.act("ada", posts.EditPost(post_id=post, text="Newydd"))
    assert house.notified("gwyn") == [("quoted_update", house.id("ada"), quoting)]
    assert house.notified("fern") == []


def test_the_accounts_policy_is_the_default(house: House) -> None:
    """A post that does not say who may quote it has its author's wish; an unknown word is refused."""
    house.act("ada", people.UpdateProfile(default_quote_policy="nobody"))
    post = house.post()
    assert sql.value("SELECT quote_policy FROM posts_post WHERE id = %s", (post,)) == "nobody"
    problem = house.refuses("ada", posts.PublishPost(text="x", quote_policy="friends"), Invalid)
    assert problem.field == "quote_approval_policy"
