"""ChangeQuotePolicy: who may quote a post from now on."""

from __future__ import annotations

import json

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import writing_commands as commands
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House


def told(post: int) -> dict[str, object]:
    """What the post's fragment says about quoting."""
    fragment = sql.value("SELECT fragment FROM posts_post WHERE id = %s", (post,))
    found: dict[str, object] = json.loads(fragment + "}")["quote_approval"]
    return found


def test_row_and_fragment_say_the_new_policy(house: House) -> None:
    """The ledger vouches for the row; nothing else of the fragment changes; the same again is nothing."""
    post = house.post("Bore da #te")
    before = json.loads(sql.value("SELECT fragment FROM posts_post WHERE id = %s", (post,)) + "}")
    assert told(post) == {"automatic": ["public"], "manual": [], "current_user": "automatic"}
    command = commands.ChangeQuotePolicy(post_id=post, quote_policy="followers")
    done, fact = house.records("ada", command, "quoting.changed", f"post/{post}")
    assert done.result == {"id": str(post)}
    state = fact.states()["posts_post", post]
    assert state is not None
    assert state["quote_policy"] == "followers"
    assert told(post) == {"automatic": ["followers"], "manual": [], "current_user": "denied"}
    after = json.loads(sql.value("SELECT fragment FROM posts_post WHERE id = %s", (post,)) + "}")
    assert {**before, "quote_approval": None} == {**after, "quote_approval": None}
    house.leaves("ada", command)


def test_quotes_there_are_stay(house: House) -> None:
    """The new policy is for new quotes."""
    post = house.post()
    quoting = house.post("Hwn", "gwyn", quoted_id=post)
    house.act("ada", commands.ChangeQuotePolicy(post_id=post, quote_policy="nobody"))
    assert sql.rows("SELECT id, state FROM posts_quote") == [(quoting, "accepted")]
    house.refuses("gwyn", posts.PublishPost(text="Eto", quoted_id=post), NotFound)


def test_only_ones_own_posts(house: House) -> None:
    """Others' posts and boosts are not found; an unknown policy is refused."""
    post = house.post()
    boost = int(house.act("ada", posts.BoostPost(post_id=post)).result["id"])
    house.refuses("gwyn", commands.ChangeQuotePolicy(post_id=post, quote_policy="nobody"), NotFound)
    house.refuses("ada", commands.ChangeQuotePolicy(post_id=boost, quote_policy="nobody"), NotFound)
    house.refuses("ada", commands.ChangeQuotePolicy(post_id=post, quote_policy="everybody"), Invalid)
