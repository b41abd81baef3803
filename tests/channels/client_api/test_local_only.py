"""Posts that stay in this house (`local_only`), written by apps or the form, and what hangs on them."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts.handlers.finding import find_visible
from coffeehouse.domain.posts.visibility import visible_elsewhere
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.mastodon.fragments import LOCAL_ONLY
from tests.cast import Cast
from tests.channels.client_api.api import Api


def stays(post_id: int | str) -> bool:
    """Whether no server elsewhere may see it, by the trait and by the scope that servers are given."""
    traits = sql.value("SELECT traits FROM posts_post WHERE id = %s", (int(post_id),))
    scope, params = visible_elsewhere(None)
    shown = sql.value(f"SELECT 1 FROM posts_post p WHERE p.id = %s AND {scope}", (int(post_id), *params))
    assert bool(traits & LOCAL_ONLY) == (shown is None)
    return bool(traits & LOCAL_ONLY)


def test_an_app_keeps_a_post_in_the_house(cast: Cast, ada: Api, bevan: Api) -> None:
    """`local_only` marks it: everybody here sees it as before, with a mark; no other post has that member."""
    post = ada.post("/api/v1/statuses", {"status": "Only us", "local_only": True}).json
    assert post["local_only"] is True
    assert stays(post["id"])
    assert bevan.get(f"/api/v1/statuses/{post['id']}").json["local_only"] is True
    other = ada.post("/api/v1/statuses", {"status": "Everybody", "local_only": False}).json
    assert "local_only" not in other
    assert not stays(other["id"])


def test_what_hangs_on_it_stays_too(cast: Cast, ada: Api, bevan: Api) -> None:
    """An answer, a quote and a boost of such a post would carry its words out; an edit does not let it out."""
    post = ada.post("/api/v1/statuses", {"status": "Only us", "local_only": True}).json
    answer = bevan.post("/api/v1/statuses", {"status": "Yes", "in_reply_to_id": post["id"]}).json
    quote = bevan.post("/api/v1/statuses", {"status": "See", "quoted_status_id": post["id"]}).json
    boost = bevan.post(f"/api/v1/statuses/{post['id']}/reblog").json
    assert [stays(each["id"]) for each in (answer, quote, boost)] == [True, True, True]
    edited = ada.put(f"/api/v1/statuses/{post['id']}", {"status": "Only us, still"}).json
    assert edited["local_only"] is True
    assert stays(post["id"])


def test_nobody_elsewhere_can_touch_it(cast: Cast, ada: Api) -> None:
    """Whoever names it from elsewhere has guessed its identity: for them it does not exist."""
    post = ada.post("/api/v1/statuses", {"status": "Only us", "local_only": True}).json
    assert find_visible(int(post["id"]), cast.bevan.account_id)
    sql.execute("UPDATE people_account SET domain = 'town.example' WHERE id = %s", (cast.bevan.account_id,))
    with pytest.raises(NotFound):
        find_visible(int(post["id"]), cast.bevan.account_id)
