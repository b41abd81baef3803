"""What reaches nobody any more, and whom a Delete reaches: suspended authors, and servers that fetched a post."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.delivery import carrying, parcels, worker
from coffeehouse.domain.federation.queries.deliveries import WITHHELD, servers_reached, waiting_servers
from coffeehouse.domain.federation.sending_commands import KeepDeliveries, RetryDeliveries
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel import clock
from tests.commands.house import House
from tests.delivery.neighbours import Elsewhere, deliver, follow
from tests.delivery.test_telling_elsewhere import erase
from tests.federation.elsewhere import Stranger

Does = Callable[[Stranger, int], object]


def suspend(house: House) -> None:
    house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="Spam"))


def test_what_a_suspended_member_said_is_not_sent_any_more(house: House, elsewhere: Elsewhere) -> None:
    """What waited is given up and says why; what takes words back goes; that they are suspended is told."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.status = 503
    gone = house.post("Said and deleted")
    deliver()
    house.post("Never sent")
    house.act("ada", posts.DeletePost(post_id=gone))
    worker.drain()
    elsewhere.status = 202
    elsewhere.web.asked.clear()
    suspend(house)
    with clock.at(clock.now_ms() + clock.HOUR):
        deliver()
    assert sorted(elsewhere.types()) == ["Delete", "Update"]
    [server] = waiting_servers()
    assert (server.host, server.waiting, server.given_up, server.last_error) == (elsewhere.host, 0, 1, WITHHELD)


def test_what_was_withheld_stays_so(house: House, elsewhere: Elsewhere) -> None:
    """Also when they were let back in, and an administrator has the server tried again."""
    follow(house, elsewhere.person(), "ada")
    house.post("Never sent")
    worker.drain()
    elsewhere.web.asked.clear()
    suspend(house)
    house.act("mair", people.ReinstateMember(member_id=house.member("ada")))
    house.act("mair", RetryDeliveries(host=elsewhere.host))
    deliver()
    assert set(elsewhere.types()) == {"Update"}


@pytest.mark.parametrize(("status", "is_sent"), [(202, True), (500, False)])
def test_what_is_under_way_at_that_moment(house: House, elsewhere: Elsewhere, status: int, is_sent: bool) -> None:
    """What was taken is known to be there, so that it can be deleted; what was not is not tried again."""
    follow(house, elsewhere.person(), "ada")
    post = house.post("In the hand of the postman")
    worker.drain()
    [batch] = parcels.take([elsewhere.host])
    suspend(house)
    answers = tuple(carrying.judge(parcel, status, "", "cavage") for parcel in batch.parcels)
    house.act("system", KeepDeliveries(answers=answers))
    assert servers_reached(post) == ([elsewhere.host] if is_sent else [])
    assert sql.rows("SELECT last_error, dead_at > 0 FROM federation_delivery") == ([] if is_sent else [(WITHHELD, 1)])


REACTIONS: dict[str, Does] = {
    "like": lambda who, post: who.does(posts.FavouritePost(post_id=post)),
    "boost": lambda who, post: who.does(posts.BoostPost(post_id=post)),
    "answer": lambda who, post: who.says(9, "Yes", in_reply_to=uri_of(post)),
    "quote": lambda who, post: who.says(9, "Look", quote=uri_of(post)),
}


def uri_of(post_id: int) -> str:
    return f"{settings.BASE_URL}/users/ada/statuses/{post_id}"


@pytest.mark.parametrize("reaction", list(REACTIONS))
def test_who_fetched_a_post_is_asked_to_delete_it(house: House, elsewhere: Elsewhere, reaction: str) -> None:
    """Nobody there follows: but who likes, boosts, answers or quotes it has it."""
    who = elsewhere.person()
    post = house.post("For everybody")
    REACTIONS[reaction](who, post)
    assert servers_reached(post) == [elsewhere.host]
    house.act("ada", posts.DeletePost(post_id=post))
    deliver()
    assert [each["object"]["id"] for each in elsewhere.told() if each["type"] == "Delete"] == [uri_of(post)]


@pytest.mark.parametrize("kind", ["post", "account"])
def test_an_erasure_reaches_them_as_well(house: House, elsewhere: Elsewhere, kind: str) -> None:
    """Of the post, or of who wrote it."""
    who = elsewhere.person()
    post = house.post()
    who.does(posts.FavouritePost(post_id=post))
    erase(house, f"{kind}/{post if kind == 'post' else house.id('ada')}")
    deliver()
    assert elsewhere.types() == ["Delete"]


def test_who_cannot_have_a_post_is_not_told_of_it(house: House, elsewhere: Elsewhere) -> None:
    """An answer that only claims to know a post for few, or one that stays here, reaches nothing."""
    who = elsewhere.person()
    few = house.post("For few", visibility="direct")
    local = int(house.act("ada", posts.PublishPost(text="Here", is_local_only=True)).result["id"])
    for number, post in enumerate((few, local)):
        who.says(number, "I know", in_reply_to=uri_of(post))
    assert servers_reached(few) == servers_reached(local) == []


def test_a_delete_that_waits_is_not_lost_with_the_name(house: House, elsewhere: Elsewhere) -> None:
    """A server that was to delete a post, and follows nobody, hears of the erasure instead."""
    who = elsewhere.person()
    post = house.post("For everybody")
    who.does(posts.FavouritePost(post_id=post))
    house.act("ada", posts.DeletePost(post_id=post))
    worker.drain()
    erase(house, f"account/{house.id('ada')}")
    deliver()
    assert [each["object"] for each in elsewhere.told()] == [uri_of(post).partition("/statuses")[0]]
