"""What leaves a house that has closed: word to members and followers elsewhere, and nothing new from people."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core import mail

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, jobs, worker
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.queries import moves
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.voice_commands import RemoveLeaver
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.writing_commands import SchedulePost
from coffeehouse.domain.publishing.closing import CloseHouse
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden
from tests.commands.house import CAST, House
from tests.delivery.neighbours import Elsewhere, deliver, follow, queue
from tests.federation.elsewhere import stranger

PLACE = "https://town.example/@ada"


def close(house: House) -> None:
    """Ada goes to town.example, which says so."""
    ada = house.id("ada")
    new = stranger("ada", "town.example", also_known_as=(moves.identity_here(ada),))
    act(CloseHouse(because="We merged.", moves=((ada, PLACE),), announced=((ada, new.account_id),)), SYSTEM, "cli")


def letter_to(house: House, name: str) -> str:
    """The one mail somebody got: subject and words."""
    address = sql.value("SELECT email FROM people_member WHERE id = %s", (house.member(name),))
    (found,) = [each for each in mail.outbox if each.to == [address]]
    return f"{found.subject}\n{found.body}"


def test_members_are_told_when_the_house_closes(house: House) -> None:
    """One mail each: why, where the records stay, where accounts went, what they can ask for. Also who has left by
    then, as all do; who looks after the records is told that they still sign in."""
    close(house)
    act(RemoveLeaver(member_id=house.member("gwyn"), is_told=True), SYSTEM, "cli")
    deliveries.register_all()
    worker.drain()
    assert len(mail.outbox) == len(CAST)
    words = letter_to(house, "gwyn")
    for said in ("has closed", "We merged.", settings.BASE_URL, f"@ada: {PLACE}", "corrected or erased"):
        assert said in words
    assert "you can still sign in" not in words
    assert "you can still sign in" in letter_to(house, "rhys")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_who_leaves_is_told(house: House, language: str) -> None:
    """Unless they were let back in before the mail went."""
    sql.execute("UPDATE people_member SET language = %s", (language,))
    deliveries.register_all()
    for name in ("gwyn", "fern"):
        house.act("mair", RemoveLeaver(member_id=house.member(name)))
    house.act("mair", people.ReinstateMember(member_id=house.member("fern")))
    worker.drain()
    assert len(mail.outbox) == 1
    assert settings.BASE_URL in letter_to(house, "gwyn")


def test_a_house_that_is_open_says_nothing_of_closing(house: House) -> None:
    """A job that a restored backup no longer means; and somebody who is gone."""
    deliveries.register_all()
    jobs.deliver("mail_house_closed", {"member_id": house.member("ada")})
    jobs.deliver("mail_left", {"member_id": 1})
    assert mail.outbox == []


def test_servers_elsewhere_are_told_by_the_closed_house(house: House, elsewhere: Elsewhere) -> None:
    """Profile with `movedTo`, then the Move: both arrive, and the answers are recorded."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.web.asked.clear()
    close(house)
    deliver()
    assert elsewhere.types() == ["Update", "Move"]
    update, move = elsewhere.told()
    assert update["object"]["movedTo"] == "https://town.example/users/ada"
    assert move["target"] == "https://town.example/users/ada"
    assert queue() == []
    assert sql.rows("SELECT 1 FROM engine_outbox") == []


def test_nothing_new_from_people_leaves_or_comes(house: House, elsewhere: Elsewhere) -> None:
    """A post that waited for its time is not published, a follower elsewhere is not taken; what stood can go."""
    dee = elsewhere.person()
    follow(house, dee, "ada")
    due = clock.now_ms() + clock.HOUR
    house.act("ada", SchedulePost(post=posts.PublishPost(text="Tomorrow"), scheduled_at=due))
    close(house)
    with pytest.raises(Forbidden):
        dee.does(people.FollowAccount(target_id=house.id("gwyn")))
    with pytest.raises(Forbidden):
        dee.says(1)
    elsewhere.web.asked.clear()
    with clock.at(due + clock.SECOND):
        deliver()
    assert "Create" not in elsewhere.types()
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 0
