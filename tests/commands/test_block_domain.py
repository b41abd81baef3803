"""BlockDomain: wanting nothing from another server."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people.commands import FollowAccount
from coffeehouse.domain.people.queries import read_actor_of_member, relationships
from coffeehouse.domain.people.relation_commands import BlockDomain
from coffeehouse.domain.posts.commands import FavouritePost
from coffeehouse.domain.posts.queries import search_posts, tag_timeline
from coffeehouse.kernel.errors import Forbidden, Invalid
from coffeehouse.kernel.pages import Page
from tests import elsewhere
from tests.commands.house import House


@pytest.mark.parametrize("written", ["dee.example", " DEE.Example. "])
def test_a_server_by_its_name(house: House, written: str) -> None:
    """A row with the name as accounts carry it; again, in any spelling, there is nothing to do."""
    done, _ = house.records("ada", BlockDomain(domain=written), "domain.blocked", "domain/dee.example")
    assert done.result == "dee.example"
    assert sql.rows("SELECT account_id, domain FROM people_domainblock") == [(house.id("ada"), "dee.example")]
    house.leaves("ada", BlockDomain(domain="dee.example"))


def test_an_international_name(house: House) -> None:
    """In its `xn--` form."""
    house.act("ada", BlockDomain(domain="bücher.example"))
    assert sql.value("SELECT domain FROM people_domainblock") == "xn--bcher-kva.example"


@pytest.mark.parametrize("written", ["", "  ", "dee", "dee..example", "https://dee.example/", "a b.example", "x" * 300])
def test_d4_what_is_no_name_is_refused(house: House, written: str) -> None:
    """D4: nothing is blocked."""
    house.refuses("ada", BlockDomain(domain=written), Invalid)


def test_the_house_itself_is_none_to_block(house: House, settings: Any) -> None:
    """One would sit alone."""
    settings.DOMAIN = "house.example"
    house.refuses("ada", BlockDomain(domain="HOUSE.example"), Invalid)


def test_following_ends_both_ways_and_cannot_begin(house: House) -> None:
    """With everybody there; others keep theirs; counts follow."""
    dee, other = elsewhere.account(), elsewhere.account("owen", "owen.example")
    elsewhere.follow(house.id("ada"), dee)
    elsewhere.follow(house.id("ada"), other)
    elsewhere.follow(house.id("gwyn"), dee)
    elsewhere.follow(dee, house.id("ada"))
    assert house.counts("ada")[:2] == (1, 2)
    house.act("ada", BlockDomain(domain="dee.example"))
    assert house.counts("ada")[:2] == (0, 1)
    assert house.counts("gwyn")[:2] == (0, 1)
    house.refuses("ada", FollowAccount(target_id=dee), Forbidden)
    by_id = {one["id"]: one["domain_blocking"] for one in relationships(house.id("ada"), [dee, other])}
    assert by_id == {str(dee): True, str(other): False}


def test_news_of_its_accounts_neither_stay_nor_come(house: House) -> None:
    """A notification from there goes, and no more arrive; those of others do."""
    dee, post = elsewhere.account(), house.post()
    there = read_actor_of_member(house.member("gwyn"), None)
    favourite = FavouritePost(post_id=post)
    house.act(msgspec.structs.replace(there, account_id=dee), favourite)
    assert [kind for kind, _, _ in house.notified("ada")] == ["favourite"]
    house.act("ada", BlockDomain(domain="dee.example"))
    assert house.notified("ada") == []
    again = house.post("Eto")
    house.act(msgspec.structs.replace(there, account_id=dee), FavouritePost(post_id=again))
    assert house.notified("ada") == []
    house.act("gwyn", favourite)
    assert len(house.notified("ada")) == 1


def test_its_posts_leave_feed_and_timelines(house: House) -> None:
    """What came before too; for others nothing changes; our own accounts have no server to block."""
    dee = elsewhere.account()
    house.act("ada", FollowAccount(target_id=dee))
    ours = house.post("Bore da #cymru", who="gwyn")
    theirs = elsewhere.post(ours, dee)
    tag_id = sql.value("SELECT id FROM posts_tag")
    sql.execute("INSERT INTO posts_posttag (tag_id, post_id) VALUES (%s, %s)", (tag_id, theirs))
    sql.execute("INSERT INTO posts_feed (account_id, post_id) VALUES (%s, %s)", (house.id("ada"), theirs))
    page = Page(limit=20)
    assert [key for key, _ in tag_timeline(house.id("ada"), "cymru", page)] == [theirs, ours]
    house.act("ada", BlockDomain(domain="dee.example"))
    assert house.feed("ada") == []
    assert [key for key, _ in tag_timeline(house.id("ada"), "cymru", page)] == [ours]
    assert [key for key, _ in tag_timeline(house.id("bevan"), "cymru", page)] == [theirs, ours]
    assert [key for key, _ in tag_timeline(None, "cymru", page)] == [theirs, ours]
    assert len(search_posts(house.id("ada"), "bore", 20)) == 1
