"""A limited server: what its people say reaches those who follow them, and nobody who does not look for it."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.delivery.servers import deliver_settle_server
from coffeehouse.domain.federation.control_commands import DecideServer
from coffeehouse.domain.people.queries import discovery
from coffeehouse.domain.posts import tag_commands as tags
from coffeehouse.domain.posts.queries import streaming
from coffeehouse.domain.posts.queries.search import search_posts
from coffeehouse.domain.posts.queries.statuses import read_status
from coffeehouse.domain.posts.queries.timelines import public_timeline, tag_timeline
from coffeehouse.kernel.pages import Page
from tests.commands.elsewhere import follows
from tests.commands.house import House
from tests.federation.elsewhere import HOST, Stranger, stranger

PAGE = Page(limit=20)


def shown(house: House, post_id: int) -> dict[str, bool]:
    """Where somebody who does not follow the author meets the post."""
    me = house.id("gwyn")
    return {
        "public": post_id in dict(public_timeline(me, PAGE)),
        "hashtag": post_id in dict(tag_timeline(me, "buses", PAGE)),
        "search": bool(search_posts(me, "late", 20)),
        "home": post_id in house.feed("gwyn"),
        "stream": streaming.facts_of([post_id])[0].is_listed,
    }


def limit(house: House, state: str) -> Stranger:
    house.act("gwyn", tags.FollowTag(name="buses"))
    dee = stranger()
    follows(house, "ada", dee.account_id)
    house.act("mair", DecideServer(host=HOST, state=state, reason="Loud"))
    deliver_settle_server({"host": HOST})
    return dee


def test_only_followers_meet_what_a_limited_server_says(house: House) -> None:
    """Home of a follower, and the post's own page for whoever opens it; none of the lists for everybody."""
    post_id = limit(house, "limited").says(1, "Late again #buses", tags=("buses",))
    assert set(shown(house, post_id).values()) == {False}
    assert house.feed("ada") == [post_id]
    assert read_status(house.id("gwyn"), post_id) is not None


def test_of_any_other_server_everybody_does(house: House) -> None:
    """So it is the limit that keeps it away; and what was limited is shown again when that ends."""
    dee = limit(house, "limited")
    post_id = dee.says(1, "Late again #buses", tags=("buses",))
    house.act("mair", DecideServer(host=HOST, state="open"))
    deliver_settle_server({"host": HOST})
    again = dee.says(2, "And late again #buses", tags=("buses",))
    assert set(shown(house, again).values()) == {True}
    assert post_id in dict(public_timeline(house.id("gwyn"), PAGE))


def test_nobody_is_pointed_to_the_limited(house: House) -> None:
    """They are in no directory."""
    dee = limit(house, "limited")
    sql.execute("UPDATE people_account SET is_discoverable = TRUE WHERE id = %s", (dee.account_id,))
    listed = discovery.list_directory(house.id("gwyn"), 40, newest=True, only_local=False)
    assert not any(f'"id":"{dee.account_id}"' in entity for entity in listed)
