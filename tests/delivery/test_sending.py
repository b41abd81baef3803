"""From an act of somebody here to a signed request at another server's inbox, and what becomes of it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, worker
from coffeehouse.delivery.sending import Sending
from coffeehouse.domain.federation.queries.deliveries import servers_reached
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.records import commands as records
from coffeehouse.engine.act import act
from coffeehouse.engine.reconciling import compare
from coffeehouse.kernel import clock
from coffeehouse.protocols.activitypub.documents import PollDocument
from tests.commands.house import House
from tests.delivery.web_server import Answer, Asked, WebServer, serving
from tests.federation.elsewhere import Stranger, stranger


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> Iterator[House]:
    """The cast in a house of its own; after the test, ledger, rows and counts must agree."""
    settings.MEDIA_ROOT = tmp_path / "media"
    found = House()
    yield found
    found.check()


class Neighbour(Stranger):
    """Somebody on a server of this machine."""

    @property
    def uri(self) -> str:
        return f"http://{self.host}/users/{self.name}"


class Elsewhere:
    """Another server: what it was told, and how it answers."""

    def __init__(self) -> None:
        self.status = 202
        self.answer: Callable[[Asked], int] | None = None
        self.web: WebServer

    def respond(self, asked: Asked) -> Answer:
        return Answer(self.answer(asked) if self.answer else self.status)

    @property
    def host(self) -> str:
        return f"localhost:{self.web.port}"

    def person(self, name: str = "dee") -> Stranger:
        base = f"http://{self.host}"
        found = stranger(
            name, self.host, id=f"{base}/users/{name}", inbox=f"{base}/users/{name}/inbox",
            shared_inbox=f"{base}/inbox", followers=f"{base}/users/{name}/followers",
        )  # fmt: skip
        return Neighbour(found.name, found.host, found.account_id)

    def told(self) -> list[dict[str, Any]]:
        return [msgspec.json.decode(asked.body) for asked in self.web.asked]

    def types(self) -> list[str]:
        return [document["type"] for document in self.told()]


@pytest.fixture
def elsewhere(settings: Any) -> Iterator[Elsewhere]:
    """A server that is really asked."""
    settings.OUTBOUND = True
    settings.OUTBOUND_ALLOW = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    found = Elsewhere()
    with serving(found.respond, "localhost") as found.web:
        yield found


def deliver(seconds: float = 10, until: Callable[[], bool] | None = None) -> None:
    """The worker's round: jobs, then what is due at other servers, until nothing is under way."""
    deliveries.register_all()
    worker.drain()
    sending = Sending(threading.Event())
    deadline = time.monotonic() + seconds
    sending.look()
    while sending.busy or (until is not None and not until()):
        assert time.monotonic() < deadline
        sending.settle(0.05)
        sending.look()
    sending.stop.set()


def follow(house: House, who: Stranger, target: str) -> None:
    who.does(people.FollowAccount(target_id=house.id(target)))
    deliver()


def queue() -> list[tuple[Any, ...]]:
    return sql.rows("SELECT host, attempts, dead_at IS NULL FROM federation_delivery ORDER BY id")


def test_a_post_goes_once_to_each_shared_inbox(house: House, elsewhere: Elsewhere) -> None:
    """Two followers on one server: one signed request; the post is known to have left; nothing is left waiting."""
    for name in ("dee", "eva"):
        follow(house, elsewhere.person(name), "ada")
    elsewhere.web.asked.clear()
    post_id = int(house.act("ada", posts.PublishPost(text="The library opens at nine.")).result["id"])
    deliver()
    [asked] = elsewhere.web.asked
    [document] = elsewhere.told()
    assert (asked.path, document["type"], document["object"]["content"]) == (
        "/inbox", "Create", "<p>The library opens at nine.</p>"
    )  # fmt: skip
    assert asked.headers["content-type"] == "application/activity+json"
    assert "signature" in asked.headers
    assert "digest" in asked.headers
    assert servers_reached(post_id) == [elsewhere.host]
    assert queue() == []
    assert sql.value("SELECT COUNT(*) FROM federation_outgoing") == 0


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


def test_a_server_that_is_down_is_left_alone(house: House, elsewhere: Elsewhere) -> None:
    """All that is for it waits, longer each time, and is delivered in order when it is back."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.web.asked.clear()
    elsewhere.status = 503
    for text in ("one", "two"):
        house.act("ada", posts.PublishPost(text=text))
    deliver()
    assert len(elsewhere.told()) == 1
    failures, retry_at = sql.row("SELECT failures, retry_at FROM federation_server WHERE host = %s", (elsewhere.host,))
    assert failures == 1
    assert retry_at > clock.now_ms()
    house.act("ada", posts.PublishPost(text="three"))
    deliver()
    assert len(elsewhere.told()) == 1
    elsewhere.status = 202
    elsewhere.web.asked.clear()
    with clock.at(clock.now_ms() + clock.HOUR):
        deliver()
    assert [document["object"]["content"] for document in elsewhere.told()] == [
        "<p>one</p>", "<p>two</p>", "<p>three</p>"
    ]  # fmt: skip
    assert sql.row("SELECT failures, retry_at FROM federation_server WHERE host = %s", (elsewhere.host,)) == (0, 0)


def test_a_refusal_is_the_end_of_it(house: House, elsewhere: Elsewhere) -> None:
    """What is gone there is not tried again; the rest goes on."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.status = 410
    house.act("ada", posts.PublishPost(text="one"))
    deliver()
    assert [(row[1], bool(row[2])) for row in queue()] == [(1, False)]
    elsewhere.status = 202
    house.act("ada", posts.PublishPost(text="two"))
    deliver()
    assert elsewhere.types()[-1] == "Create"
    assert len(queue()) == 1


def test_the_other_form_of_signature_is_tried_and_remembered(house: House, elsewhere: Elsewhere) -> None:
    """A server that takes only RFC 9421 is knocked at twice once, and then not again."""
    follow(house, elsewhere.person(), "ada")
    sql.execute("UPDATE federation_server SET signs = ''")
    elsewhere.web.asked.clear()
    elsewhere.answer = lambda asked: 202 if "signature-input" in asked.headers else 401
    house.act("ada", posts.PublishPost(text="one"))
    deliver()
    assert ["signature-input" in asked.headers for asked in elsewhere.web.asked] == [False, True]
    house.act("ada", posts.PublishPost(text="two"))
    deliver()
    assert ["signature-input" in asked.headers for asked in elsewhere.web.asked] == [False, True, True]
    assert sql.value("SELECT signs FROM federation_server WHERE host = %s", (elsewhere.host,)) == "rfc9421"


def test_every_answer_is_in_the_ledger(house: House, elsewhere: Elsewhere) -> None:
    """Which delivery, which server, what it said."""
    follow(house, elsewhere.person(), "ada")
    before = house.size()
    post = int(house.act("ada", posts.PublishPost(text="one")).result["id"])
    deliver()
    facts = [house.fact(number) for number in range(before, house.size())]
    [fact] = [fact for fact in facts if fact.kind == "deliveries.answered"]
    [answer] = fact.payload["command"]["answers"]
    assert (answer["about"], answer["host"], answer["outcome"], answer["code"]) == (
        f"Create post/{post}", elsewhere.host, "accepted", "202"
    )  # fmt: skip


def test_the_statement_of_the_day_counts_them(house: House, elsewhere: Elsewhere) -> None:
    """What was taken, put off and refused is counted apart from mail and pushes."""
    follow(house, elsewhere.person(), "ada")
    for status in (202, 410, 503):
        elsewhere.status = status
        house.act("ada", posts.PublishPost(text=f"{status}"))
        deliver()
    counted = dict(
        (outcome, count)
        for medium, outcome, count in compare(clock.day_text(clock.now_ms())).deliveries
        if medium == "federation"
    )
    assert counted == {"accepted": 2, "refused": 1, "failed": 1}


def erase(house: House, *names: str) -> None:
    """Ada asks for these to be erased, and Rhys carries it out."""
    command = records.RequestErasure(account_id=house.id("ada"), objects=names)
    erasure_id = int(house.act("ada", command).result)
    house.act("rhys", records.CarryOutErasure(erasure_id=erasure_id))


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


def test_a_public_post_carries_its_own_proof(house: House, elsewhere: Elsewhere) -> None:
    """FEP-8b32: what everybody may read can be passed on and still be believed; nothing else can."""
    who = elsewhere.person()
    follow(house, who, "ada")
    elsewhere.web.asked.clear()
    house.act("ada", posts.PublishPost(text="For all"))
    house.act("ada", posts.PublishPost(text="For followers", visibility="followers"))
    deliver()
    public, followers = elsewhere.told()
    assert public["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert "proof" not in followers


def test_servers_can_compare_their_followers(house: House, elsewhere: Elsewhere) -> None:
    """FEP-8fcf: with a post for followers goes a digest of those at that server; with public posts none."""
    who = elsewhere.person()
    follow(house, who, "ada")
    elsewhere.web.asked.clear()
    house.act("ada", posts.PublishPost(text="For all"))
    house.act("ada", posts.PublishPost(text="For followers", visibility="followers"))
    deliver()
    public, followers = elsewhere.web.asked
    assert "collection-synchronization" not in public.headers
    digest = hashlib.sha256(who.uri.encode()).hexdigest()
    said = followers.headers["collection-synchronization"]
    assert f'digest="{digest}"' in said
    assert '/users/ada/followers"' in said
    assert '/users/ada/followers_synchronization"' in said


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


def test_a_suspended_server_is_sent_nothing(house: House, elsewhere: Elsewhere) -> None:
    """Neither what is new nor what waited."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.web.asked.clear()
    house.act("ada", posts.PublishPost(text="one"))
    worker.drain()
    sql.execute("UPDATE federation_server SET state = 'suspended'")
    house.act("ada", posts.PublishPost(text="two"))
    deliver()
    assert elsewhere.told() == []
    assert sql.value("SELECT COUNT(*) FROM federation_delivery WHERE dead_at IS NULL") == 0
