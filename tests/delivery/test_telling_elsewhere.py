"""Which acts of people here other servers are told of, to whom each goes, and what it says."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, worker
from coffeehouse.domain.cases.commands import FileReport
from coffeehouse.domain.federation.queries.deliveries import servers_reached
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people import relation_commands as relations
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.records import commands as records
from coffeehouse.domain.records.letters import letter
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.protocols.activitypub.documents import PollDocument
from tests.commands.house import House
from tests.delivery.neighbours import Elsewhere, deliver, follow, queue
from tests.federation.elsewhere import stranger


def test_a_follow_is_accepted(house: House, elsewhere: Elsewhere) -> None:
    """The answer names the Follow as it came."""
    who = elsewhere.person()
    actor = msgspec.structs.replace(who.actor(), activity=f"{who.uri}#follows/7")
    act(people.FollowAccount(target_id=house.id("ada")), actor, "federation")
    deliver()
    [document] = elsewhere.told()
    assert document["type"] == "Accept"
    assert document["object"]["id"] == f"{who.uri}#follows/7"


def test_nobody_elsewhere_nothing_queued(house: House, elsewhere: Elsewhere) -> None:
    """A post that concerns nobody elsewhere leaves no job."""
    elsewhere.person()
    house.act("ada", posts.PublishPost(text="Only here"))
    assert sql.rows("SELECT 1 FROM engine_outbox WHERE kind = 'federate'") == []


def test_a_post_that_stays_here(house: House, elsewhere: Elsewhere) -> None:
    """A local-only post goes nowhere, whoever follows."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.web.asked.clear()
    house.act("ada", posts.PublishPost(text="Only for us", is_local_only=True))
    deliver()
    assert elsewhere.told() == []


def test_deleting_asks_every_server_that_has_it(house: House, elsewhere: Elsewhere) -> None:
    """Also after the follower has gone."""
    who = elsewhere.person()
    follow(house, who, "ada")
    post = int(house.act("ada", posts.PublishPost(text="Too early")).result["id"])
    deliver()
    who.does(people.UnfollowAccount(target_id=house.id("ada")))
    elsewhere.web.asked.clear()
    house.act("ada", posts.DeletePost(post_id=post))
    deliver()
    [document] = elsewhere.told()
    assert document["type"] == "Delete"
    assert document["object"]["id"].endswith(f"/users/ada/statuses/{post}")


def test_what_never_left_is_called_back(house: House, elsewhere: Elsewhere) -> None:
    """A post deleted before anybody tried to deliver it is delivered to nobody, and no server hears of it."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.web.asked.clear()
    post = int(house.act("ada", posts.PublishPost(text="Oops")).result["id"])
    worker.drain()
    assert len(queue()) == 1
    house.act("ada", posts.DeletePost(post_id=post))
    deliver()
    assert elsewhere.told() == []
    assert queue() == []


def test_what_people_do_to_somebody_elsewhere(house: House, elsewhere: Elsewhere) -> None:
    """Follow, like, boost, block, and each taken back, to the one concerned; undone by the name it was done by."""
    who = elsewhere.person()
    post = who.says(1, "Paned?")
    house.act("ada", people.FollowAccount(target_id=who.account_id))
    house.act("ada", posts.FavouritePost(post_id=post))
    house.act("ada", posts.BoostPost(post_id=post))
    deliver()
    assert elsewhere.types() == ["Follow", "Like", "Announce"]
    house.act("ada", posts.UnfavouritePost(post_id=post))
    house.act("ada", posts.UnboostPost(post_id=post))
    house.act("ada", people.UnfollowAccount(target_id=who.account_id))
    house.act("ada", people.BlockAccount(target_id=who.account_id))
    house.act("ada", people.UnblockAccount(target_id=who.account_id))
    deliver()
    told = elsewhere.told()
    assert elsewhere.types()[3:] == ["Undo", "Undo", "Undo", "Block", "Undo"]
    for done, undone in ((0, 5), (1, 3), (2, 4), (6, 7)):
        assert told[undone]["object"]["id"] == told[done]["id"]
    assert told[0]["object"] == who.uri
    assert told[1]["object"] == f"{who.uri}/statuses/1"


def erase(house: House, *names: str) -> None:
    """Ada asks for these to be erased, and Rhys carries it out."""
    command = records.RequestErasure(account_id=house.id("ada"), objects=names)
    erasure_id = int(house.act("ada", command).result)
    house.act("rhys", records.CarryOutErasure(erasure_id=erasure_id))
    # The file is scrubbed once the transaction is over that the whole test is.
    sql.execute("DELETE FROM engine_outbox WHERE kind = 'scrub'")


def test_an_erasure_is_asked_of_every_server(house: House, elsewhere: Elsewhere) -> None:
    """E: each server that has the post is asked to delete it, and nothing of its words waits to be sent."""
    follow(house, elsewhere.person(), "ada")
    post = int(house.act("ada", posts.PublishPost(text="token-4711")).result["id"])
    deliver()
    elsewhere.status = 503
    house.act("ada", posts.EditPost(post_id=post, text="token-4712"))
    deliver()
    elsewhere.status = 202
    elsewhere.web.asked.clear()
    erase(house, f"post/{post}")
    assert "token" not in str(sql.rows("SELECT body FROM federation_outgoing"))
    with clock.at(clock.now_ms() + clock.HOUR):
        deliver()
    assert elsewhere.types() == ["Delete"]
    assert elsewhere.told()[0]["object"]["id"].endswith(f"/users/ada/statuses/{post}")
    assert servers_reached(post) == []


def test_the_letter_says_how_many_servers_were_asked(house: House, elsewhere: Elsewhere) -> None:
    """Each once, whether by a post or by the account; before it is carried out that they will be; and none where none
    was given anything."""
    follow(house, elsewhere.person(), "ada")
    stranger("eva", "two.example").does(people.FollowAccount(target_id=house.id("ada")))
    house.act("ada", posts.PublishPost(text="Hello all"))
    deliver(until=lambda: "Create" in elsewhere.types())
    command = records.RequestErasure(account_id=house.id("ada"))
    erasure_id = int(house.act("ada", command).result)
    assert "are asked to delete them" in letter(erasure_id)
    house.act("rhys", records.CarryOutErasure(erasure_id=erasure_id))
    sql.execute("DELETE FROM engine_outbox WHERE kind = 'scrub'")
    hosts = {row[0] for row in sql.rows("SELECT host FROM records_erasureasked WHERE erasure_id = %s", (erasure_id,))}
    assert hosts == {elsewhere.host, "two.example"}
    assert "We asked 2 other servers that were given copies of it to delete them." in letter(erasure_id)
    assert "not in our hands" in letter(erasure_id)
    alone = int(house.act("bevan", records.RequestErasure(account_id=house.id("bevan"))).result)
    house.act("rhys", records.CarryOutErasure(erasure_id=alone))
    sql.execute("DELETE FROM engine_outbox WHERE kind = 'scrub'")
    assert "No other server was asked to delete copies" in letter(alone)


def test_an_erased_person_is_forgotten_by_every_server(house: House, elsewhere: Elsewhere) -> None:
    """The last word is signed by the key of the name that is no more."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.web.asked.clear()
    erase(house, f"account/{house.id('ada')}")
    deliver()
    [document] = elsewhere.told()
    actor = document["actor"]
    assert (document["type"], document["object"]) == ("Delete", actor)
    assert actor.endswith("/users/ada")
    assert f'keyId="{actor}#main-key"' in elsewhere.web.asked[0].headers["signature"]


def test_nothing_waits_that_says_who_an_erased_person_was(house: House, elsewhere: Elsewhere) -> None:
    """Not the last change of a profile, nor a post: what waits is the Delete alone."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.status = 503
    house.act("ada", people.UpdateProfile(display_name="token-4711"))
    house.act("ada", posts.PublishPost(text="token-4712"))
    deliver()
    assert "token-4711" in str(sql.rows("SELECT body FROM federation_outgoing"))
    elsewhere.status = 202
    elsewhere.web.asked.clear()
    erase(house, f"account/{house.id('ada')}")
    assert "token" not in str(sql.rows("SELECT body FROM federation_outgoing"))
    with clock.at(clock.now_ms() + clock.HOUR):
        deliver()
    assert set(elsewhere.types()) == {"Delete"}


def test_a_vote_goes_to_the_author_of_the_question_alone(house: House, elsewhere: Elsewhere) -> None:
    """As a note with the option as its name."""
    who = elsewhere.person()
    follow(house, who, "ada")
    poll = PollDocument(options=(("Tea", 0), ("Coffee", 0)), is_multiple=True, ends_at=clock.now_ms() + clock.HOUR)
    post = who.says(3, "Which?", type="Question", poll=msgspec.to_builtins(poll))
    elsewhere.web.asked.clear()
    house.act("ada", posts.VoteInPoll(post_id=post, choices=(0, 1)))
    deliver()
    told = elsewhere.told()
    assert [each["object"]["name"] for each in told] == ["Tea", "Coffee"]
    assert all(each["object"]["inReplyTo"] == f"{who.uri}/statuses/3" for each in told)
    assert all(each["to"] == [who.uri] for each in told)


def test_direct_words_go_to_those_named_only(house: House, elsewhere: Elsewhere) -> None:
    """Not to followers elsewhere."""
    follow(house, elsewhere.person("eva"), "ada")
    elsewhere.web.asked.clear()
    house.act("ada", posts.PublishPost(text="@bevan only for you", visibility="direct"))
    deliver()
    assert elsewhere.told() == []


def test_closed_says_nothing(house: House, elsewhere: Elsewhere, settings: Any) -> None:
    """FEDERATION=closed: no job, no delivery, whoever follows."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.web.asked.clear()
    settings.FEDERATION = "closed"
    house.act("ada", posts.PublishPost(text="Hello?"))
    deliver()
    assert elsewhere.told() == []
    assert sql.rows("SELECT 1 FROM engine_outbox WHERE kind = 'federate'") == []


def test_blocking_a_server_ends_what_was_between_them_there_too(house: House, elsewhere: Elsewhere) -> None:
    """Its followers are refused, what was followed there is undone, and nothing of hers goes there any more."""
    who = elsewhere.person()
    follow(house, who, "ada")
    house.act("ada", people.FollowAccount(target_id=who.account_id))
    deliver()
    elsewhere.web.asked.clear()
    sql.execute("UPDATE people_account SET domain = 'blocked.example' WHERE id = %s", (who.account_id,))
    house.act("ada", relations.BlockDomain(domain="blocked.example"))
    house.act("ada", posts.PublishPost(text="Not for them"))
    sql.execute("UPDATE people_account SET domain = %s WHERE id = %s", (who.host, who.account_id))
    deliver()
    assert sorted(elsewhere.types()) == ["Reject", "Undo"]


def test_a_suspended_member_is_said_to_be_so(house: House, elsewhere: Elsewhere) -> None:
    """Followers' servers hide what she wrote; let back in, it is shown again."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.web.asked.clear()
    house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="Spam"))
    deliver()
    house.act("mair", people.ReinstateMember(member_id=house.member("ada")))
    deliver()
    told = elsewhere.told()
    assert [each["type"] for each in told] == ["Update", "Update"]
    assert [each["object"].get("suspended", False) for each in told] == [True, False]


def test_a_report_is_passed_on_by_the_house(house: House, elsewhere: Elsewhere) -> None:
    """Only when asked for; and nobody learns who reported."""
    who = elsewhere.person()
    post = who.says(5, "Buy now")
    house.act("ada", FileReport(account_id=who.account_id, post_ids=(post,), comment="Spam again"))
    deliver()
    assert elsewhere.told() == []
    command = FileReport(account_id=who.account_id, post_ids=(post,), comment="Spam again", is_forwarded=True)
    house.act("bevan", command)
    deliver()
    [document] = elsewhere.told()
    assert document["type"] == "Flag"
    assert document["actor"].endswith("/actor")
    assert document["object"] == [who.uri, f"{who.uri}/statuses/5"]
    assert document["content"] == "Spam again"
    assert "bevan" not in str(document)


def test_pins_and_profiles_go_to_followers(house: House, elsewhere: Elsewhere) -> None:
    """Add, Remove and Update."""
    follow(house, elsewhere.person(), "ada")
    post = int(house.act("ada", posts.PublishPost(text="Read this first")).result["id"])
    deliver()
    elsewhere.web.asked.clear()
    house.act("ada", posts.PinPost(post_id=post))
    house.act("ada", people.UpdateProfile(display_name="Ada of Llanelli"))
    house.act("ada", posts.UnpinPost(post_id=post))
    deliver()
    told = elsewhere.told()
    assert [each["type"] for each in told] == ["Add", "Update", "Remove"]
    assert told[0]["target"].endswith("/users/ada/collections/featured")
    assert told[1]["object"]["name"] == "Ada of Llanelli"


def test_a_closed_poll_tells_its_counts(house: House, elsewhere: Elsewhere) -> None:
    """To every server that has the question."""
    follow(house, elsewhere.person(), "ada")
    draft = posts.PollDraft(options=("Tea", "Coffee"), expires_in=600)
    post = int(house.act("ada", posts.PublishPost(text="Which?", poll=draft)).result["id"])
    house.act("bevan", posts.VoteInPoll(post_id=post, choices=(1,)))
    deliver()
    elsewhere.web.asked.clear()
    with clock.at(clock.now_ms() + clock.HOUR):
        house.act("system", posts.ClosePoll(post_id=post))
        deliver()
    [document] = elsewhere.told()
    assert (document["type"], document["object"]["type"]) == ("Update", "Question")
    assert [option["replies"]["totalItems"] for option in document["object"]["oneOf"]] == [0, 1]


def test_counts_of_a_poll_are_told_once_a_minute(house: House, elsewhere: Elsewhere) -> None:
    """However many voted in it, here and elsewhere."""
    follow(house, elsewhere.person(), "ada")
    draft = posts.PollDraft(options=("Tea", "Coffee"), expires_in=600)
    post = int(house.act("ada", posts.PublishPost(text="Which?", poll=draft)).result["id"])
    deliver()
    elsewhere.web.asked.clear()
    house.act("bevan", posts.VoteInPoll(post_id=post, choices=(1,)))
    house.act("fern", posts.VoteInPoll(post_id=post, choices=(1,)))
    deliver()
    assert elsewhere.told() == []
    with clock.at((clock.now_ms() // clock.MINUTE + 1) * clock.MINUTE):
        deliver()
    [document] = elsewhere.told()
    assert document["type"] == "Update"
    assert [option["replies"]["totalItems"] for option in document["object"]["oneOf"]] == [0, 2]


def goes_to(about: str) -> list[str]:
    """The servers that wait for a document."""
    deliveries.register_all()
    worker.drain()
    found = sql.rows(
        "SELECT d.host FROM federation_delivery d JOIN federation_outgoing o ON o.id = d.outgoing_id"
        " WHERE o.about = %s ORDER BY d.host",
        (about,),
    )
    return [row[0] for row in found]


def test_an_answer_for_few_does_not_go_to_whom_it_answers_unless_named(house: House) -> None:
    """P2: what followers or those named may read is kept from the server of somebody who is neither; what everybody
    may read goes to the author of what it answers, also when nobody there follows."""
    author, reader = stranger("dee", "one.example"), stranger("eva", "two.example")
    post = author.says(1, "Well?")
    answer: dict[str, Any] = {"text": "Between us: no", "in_reply_to_id": post}
    house.act("ada", posts.PublishPost(**answer))
    [public_id] = sql.row("SELECT MAX(id) FROM posts_post") or ()
    assert goes_to(f"Create post/{public_id}") == ["one.example"]
    reader.does(people.FollowAccount(target_id=house.id("ada")))
    few = house.act("ada", posts.PublishPost(**answer, visibility="followers")).result["id"]
    assert goes_to(f"Create post/{few}") == ["two.example"]
    named = {**answer, "text": "@eva@two.example between us"}
    one = house.act("ada", posts.PublishPost(**named, visibility="direct")).result["id"]
    assert goes_to(f"Create post/{one}") == ["two.example"]


def test_new_words_for_followers_do_not_go_where_a_follower_once_was(house: House, elsewhere: Elsewhere) -> None:
    """A server whose last follower was removed has the old words, and is not given new ones."""
    who = elsewhere.person()
    follow(house, who, "ada")
    post = int(house.act("ada", posts.PublishPost(text="For you", visibility="followers")).result["id"])
    deliver()
    house.act("ada", people.RemoveFollower(account_id=who.account_id))
    deliver()
    elsewhere.web.asked.clear()
    house.act("ada", posts.EditPost(post_id=post, text="Not for you"))
    deliver()
    assert elsewhere.told() == []
    assert servers_reached(post) == [who.host]


def test_who_has_a_post_by_a_boost_is_asked_to_delete_it_too(house: House, elsewhere: Elsewhere) -> None:
    """Their servers fetched it by the boost; and a boost from elsewhere was made of what its server has."""
    follow(house, elsewhere.person(), "bevan")
    post = int(house.act("ada", posts.PublishPost(text="Passed on")).result["id"])
    boost = int(house.act("bevan", posts.BoostPost(post_id=post)).result["id"])
    deliver()
    assert elsewhere.types() == ["Accept", "Announce"]
    stranger("eva", "two.example").does(posts.BoostPost(post_id=post))
    house.act("ada", posts.DeletePost(post_id=post))
    assert goes_to(f"Delete post/{post}") == sorted([elsewhere.host, "two.example"])
    assert servers_reached(boost) == []


def test_a_boost_that_is_deleted_like_a_post_is_undone(house: House, elsewhere: Elsewhere) -> None:
    """By the name it has there, which is not that of a post."""
    follow(house, elsewhere.person(), "bevan")
    post = int(house.act("ada", posts.PublishPost(text="Passed on")).result["id"])
    boost = int(house.act("bevan", posts.BoostPost(post_id=post)).result["id"])
    deliver()
    house.act("bevan", posts.DeletePost(post_id=boost))
    deliver()
    announced, undone = elsewhere.told()[-2:]
    assert (announced["type"], undone["type"]) == ("Announce", "Undo")
    assert undone["object"]["id"] == announced["id"]
