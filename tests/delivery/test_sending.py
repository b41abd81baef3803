"""From the queue to another server's inbox: signed, in order, each answer kept; what is put off, what is given up."""

from __future__ import annotations

import hashlib

from coffeehouse.database import sql
from coffeehouse.delivery import worker
from coffeehouse.domain.federation.queries.deliveries import servers_reached
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.reconciling import compare
from coffeehouse.federation import keys
from coffeehouse.kernel import clock
from tests.commands.house import House
from tests.delivery.neighbours import Elsewhere, deliver, follow, queue


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


def test_a_server_that_is_down_is_left_alone(house: House, elsewhere: Elsewhere) -> None:
    """All that is for it waits, longer each time, and is delivered in order when it is back."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.web.asked.clear()
    elsewhere.status = 503
    for text in ("one", "two"):
        house.act("ada", posts.PublishPost(text=text))
    deliver()
    assert len(elsewhere.told()) == 1
    failures, retry_at = sql.rows(
        "SELECT failures, retry_at FROM federation_server WHERE host = %s", (elsewhere.host,)
    )[0]
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


def test_a_server_that_changed_its_mind_about_signatures(house: House, elsewhere: Elsewhere) -> None:
    """What took one form and now answers 401 is asked with the other; one that takes neither is not asked for ever."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.web.asked.clear()
    elsewhere.answer = lambda asked: 202 if "signature-input" in asked.headers else 401
    house.act("ada", posts.PublishPost(text="one"))
    deliver()
    assert sql.value("SELECT signs FROM federation_server WHERE host = %s", (elsewhere.host,)) == "rfc9421"
    elsewhere.answer = lambda _asked: 401
    elsewhere.web.asked.clear()
    house.act("ada", posts.PublishPost(text="two"))
    deliver()
    assert len(elsewhere.web.asked) == 2
    assert queue() == [(elsewhere.host, 1, 1)]


def test_what_cannot_be_signed_waits_for_the_key(house: House, elsewhere: Elsewhere) -> None:
    """Without federation.key nothing is lost: it is put off, nobody is asked, and goes when the key is back."""
    follow(house, elsewhere.person(), "ada")
    elsewhere.web.asked.clear()
    post = int(house.act("ada", posts.PublishPost(text="For you", visibility="followers")).result["id"])
    keys._opened.cache_clear()
    sealed: dict[int, str] = dict(sql.rows("SELECT id, private FROM federation_localkey"))
    sql.execute("UPDATE federation_localkey SET private = 'nothing that opens'")
    deliver()
    assert elsewhere.told() == []
    assert queue() == [(elsewhere.host, 1, True)]
    for key_id, private in sealed.items():
        sql.execute("UPDATE federation_localkey SET private = %s WHERE id = %s", (private, key_id))
    with clock.at(clock.now_ms() + clock.HOUR):
        deliver()
    assert elsewhere.types() == ["Create"]
    assert servers_reached(post) == [elsewhere.host]
