"""What becomes of a delivery before anybody knows what it says: refused, kept for later, or dropped."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from coffeehouse.database import sql
from coffeehouse.delivery import arrivals as desk
from coffeehouse.domain.federation.queries import known_actor, resolving
from coffeehouse.domain.people import commands as people
from coffeehouse.engine import limits
from coffeehouse.federation import arrivals, taking, waiting
from coffeehouse.federation.proving import prove
from coffeehouse.kernel import clock
from tests.commands.house import House
from tests.federation.delivering import ACTIVITY, PUBLIC, Sender, pair, sender
from tests.federation.other_server import OtherServer, other_server

pytestmark = pytest.mark.django_db
ADA = f"{settings.BASE_URL}/users/ada"


@pytest.fixture
def dee(house: House) -> Sender:
    """Somebody on another server, known here."""
    return sender()


@pytest.fixture
def there(house: House, settings: Any) -> Iterator[OtherServer]:
    """A server that answers, whose people nobody here knows yet."""
    with other_server(settings) as server:
        yield server


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A web process that has waited enough for this minute."""
    monkeypatch.setattr(waiting, "BUDGET", 0.0)


def unknown(there: OtherServer, name: str = "eluned") -> Sender:
    """Somebody there whom the house has to ask about, at their own server."""
    there.person(name)
    uri = f"{there.base}/users/{name}"
    key = {"id": f"{uri}#main-key", "owner": uri, "publicKeyPem": pair(0)[1]}
    there.person(name, publicKey=key)

    class Person:
        """What a Sender needs of one."""

        account_id = 0
        followers = f"{uri}/followers"

    person: Any = Person()
    person.uri, person.host = uri, there.host
    return Sender(person)


def refusals(house: House, since: int) -> list[tuple[str, str]]:
    """(host, reason) of the refusals recorded since an entry."""
    facts = [house.fact(number) for number in range(since, house.size())]
    found = [fact.payload["command"] for fact in facts if fact.kind == "delivery.refused"]
    return [(command["host"], command["reason"]) for command in found]


def test_without_a_signature_nothing_is_taken_a1(house: House, dee: Sender) -> None:
    """401 and a plain line (attack A1); one entry with the reason, which says nothing of what was said."""
    before, rows = house.size(), house.rows()
    body = json.dumps(dee.activity("Follow", ADA))
    answer = Client().post("/inbox", body, content_type=ACTIVITY, headers={"Host": "localhost:8000"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "text/plain; charset=utf-8")
    assert answer.headers["Cache-Control"] == "no-store"
    assert house.rows() == rows
    assert refusals(house, before) == [("elsewhere.example", "no_signature")]
    assert "ada" not in json.dumps(house.fact(before).payload)


def test_what_was_signed_is_what_is_read(house: House, dee: Sender) -> None:
    """Another body under the same signature is refused."""
    before = house.size()
    other = dee.activity("Follow", f"{settings.BASE_URL}/users/bevan")
    made = dee.delivers(other, path="/users/ada/inbox", Digest="SHA-256=" + "A" * 43 + "=")
    assert made.status_code == 401
    assert refusals(house, before) == [("elsewhere.example", "digest")]


def test_an_inbox_of_nobody(house: House, dee: Sender) -> None:
    """404; one's own inbox takes what the common one takes; other methods are told so."""
    follow = dee.activity("Follow", ADA)
    assert dee.delivers(follow, path="/users/nobody/inbox").status_code == 404
    assert dee.delivers(follow, path="/users/ada/inbox").status_code == 202
    assert house.notified("ada") == [("follow", dee.id, None)]
    answer = Client().get("/inbox")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("mode", ["closed", "allowlist"])
def test_a_house_that_keeps_to_itself(house: House, dee: Sender, settings: Any, mode: str) -> None:
    """Closed: there is no inbox. By a list: only who stands on it."""
    settings.FEDERATION = mode
    follow = dee.activity("Follow", ADA)
    assert dee.delivers(follow).status_code == (404 if mode == "closed" else 403)
    assert sql.rows("SELECT 1 FROM people_follow") == []


def test_a_suspended_server_is_told_so(house: House, dee: Sender) -> None:
    """403 before its signature is even looked at; one entry."""
    sql.execute(
        "INSERT INTO federation_server (host, state, first_seen_at) VALUES (%s, 'suspended', 1)"
        " ON CONFLICT (host) DO UPDATE SET state = 'suspended'",
        (dee.person.host,),
    )
    before = house.size()
    assert dee.does("Follow", ADA) == 403
    assert refusals(house, before) == [(dee.person.host, "not_admitted")]


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"{", 400, "not_json"), (b"[]", 400, "not_an_object"), (b"\xff{}", 400, "not_utf8"),
        (b'{"a":1,"a":2}', 400, "repeated_name"), (b'{"a":' * 50 + b"1" + b"}" * 50, 400, "too_deep"),
        (b'{"type":"Follow"}', 400, "no_actor"), (b'{"actor":"https://x.example/a"}', 400, "no_type"),
        (b'{"type":"View","actor":"https://x.example/a","id":"https://x.example/1","object":"https://x.example/2"}',
         202, "unknown_type"),
        (b'{"type":"Like","actor":"https://x.example/a","id":"https://y.example/1","object":"https://x.example/2"}',
         400, "id_elsewhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(house: House, dee: Sender, body: bytes, status: int, reason: str) -> None:
    """Refused with a reason, never an error; types nobody here knows are dropped."""
    before, rows = house.size(), house.rows()
    assert dee.delivers(body).status_code == status
    assert [why for _, why in refusals(house, before)] == [reason]
    assert house.rows() == rows


def test_bodies_have_an_end_d1(house: House, dee: Sender) -> None:
    """A byte too many, and a small body that unfolds to a large one: 413, before anything is parsed (attack D1)."""
    large = dee.activity("Follow", ADA) | {"summary": "x" * 1_000_000}
    assert dee.delivers(large).status_code == 413
    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < 60_000
    assert dee.delivers(bomb, **{"Content-Encoding": "gzip"}).status_code == 413
    packed = gzip.compress(json.dumps(dee.activity("Follow", ADA)).encode())
    for ill in (packed + b"more", packed[:-9], b"no gzip"):
        assert dee.delivers(ill, **{"Content-Encoding": "gzip"}).status_code == 400
    for coding in ("br", "gzip, gzip", "deflate"):
        assert dee.delivers(packed, **{"Content-Encoding": coding}).status_code == 400
    assert sql.rows("SELECT 1 FROM people_follow") == []
    assert dee.delivers(packed, **{"Content-Encoding": "gzip"}).status_code == 202
    assert len(sql.rows("SELECT 1 FROM people_follow")) == 1


def test_only_documents_of_activitypub(house: House, dee: Sender) -> None:
    """A form is no delivery."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert dee.delivers(dee.activity("Follow", ADA), **{"Content-Type": kind}).status_code == 415


def test_a_flood_of_refusals_does_not_fill_the_ledger(house: House, dee: Sender) -> None:
    """Twenty entries of a host in an hour; beyond, a refusal writes nothing."""
    before = house.size()
    for number in range(30):
        answer = Client().post("/inbox", json.dumps(dee.activity("Like", ADA, number)), content_type=ACTIVITY)
        assert answer.status_code == 401
    assert house.size() == before + 20


def test_a_server_has_a_budget(house: House, dee: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it 429, and when to come back; another server is not concerned. One may have a budget of its own."""
    monkeypatch.setattr(limits, "SERVER_BUDGET", 3)
    posts = [house.post(f"{number}") for number in range(6)]
    answers = [dee.delivers(dee.activity("Like", f"{ADA}/statuses/{post}", post)) for post in posts]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429, 429, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 300
    assert sender("wil", "other.example").does("Like", f"{ADA}/statuses/{posts[0]}") == 202
    sql.execute(
        "INSERT INTO federation_server (host, first_seen_at, budget) VALUES (%s, 1, 5)"
        " ON CONFLICT (host) DO UPDATE SET budget = 5",
        (dee.person.host,),
    )
    assert dee.does("Like", f"{ADA}/statuses/{posts[3]}", posts[3]) == 202


def test_who_is_not_known_is_asked_about(house: House, there: OtherServer) -> None:
    """With time to wait: their key is fetched, and what they do is done at once."""
    eluned = unknown(there)
    assert eluned.does("Follow", ADA) == 202
    known = known_actor(eluned.uri)
    assert known is not None
    assert sql.rows("SELECT account_id FROM people_follow") == [(known.id,)]
    assert sql.rows("SELECT 1 FROM federation_arrival") == []


def test_a_delivery_waits_for_a_key(house: House, there: OtherServer, no_time: None) -> None:
    """Without time to wait it is kept, and dealt with by the worker; the same twice is done once."""
    eluned = unknown(there)
    for _ in range(2):
        assert eluned.does("Follow", ADA) == 202
    assert sql.rows("SELECT host, state FROM federation_arrival") == [(there.host, "unproven")] * 2
    assert there.asked == []
    assert desk.drain() == 2
    assert sql.rows("SELECT 1 FROM federation_arrival") == []
    assert [kind for kind, *_ in house.notified("ada")] == ["follow"]


def test_what_waits_is_proven_like_all_else(house: House, there: OtherServer, no_time: None) -> None:
    """A forged one that was kept is refused when its key has come."""
    eluned = replace(unknown(there), key=1)
    before = house.size()
    assert eluned.does("Follow", ADA) == 202
    assert desk.drain() == 1
    assert sql.rows("SELECT 1 FROM people_follow UNION ALL SELECT 1 FROM federation_arrival") == []
    assert refusals(house, before) == [(there.host, "signature")]


def test_what_is_kept_has_an_end(house: House, there: OtherServer, no_time: None, monkeypatch: Any) -> None:
    """So many of one host, and in all: then 503, and when to come back."""
    monkeypatch.setattr(arrivals, "MOST_OF_HOST", 3)
    eluned = unknown(there)
    answers = [eluned.delivers(eluned.activity("Follow", ADA, number)) for number in range(5)]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 503, 503]
    assert answers[-1].headers["Retry-After"]
    assert len(sql.rows("SELECT 1 FROM federation_arrival")) == 3


def test_a_server_that_is_named_by_others_keeps_its_places(
    house: House, there: OtherServer, no_time: None, monkeypatch: Any
) -> None:
    """D1: unproven deliveries are counted by who sends them: nobody fills the places of a server by naming it."""
    monkeypatch.setattr(arrivals, "MOST_OF_HOST", 2)
    eluned = unknown(there)
    said = [eluned.activity("Follow", ADA, number) for number in range(4)]
    assert [eluned.delivers(each, peer="203.0.113.9").status_code for each in said] == [202, 202, 503, 503]
    assert eluned.delivers(said[3], peer="198.51.100.7").status_code == 202
    assert sql.rows("SELECT peer, COUNT(*) FROM federation_arrival GROUP BY peer ORDER BY peer") == [
        ("198.51.100.7", 1),
        ("203.0.113.9", 2),
    ]


def test_one_who_sends_fills_no_more_than_a_part(
    house: House, there: OtherServer, no_time: None, monkeypatch: Any
) -> None:
    """Whatever servers it names; what others send is kept as before."""
    monkeypatch.setattr(arrivals, "MOST_OF_PEER", 2)
    monkeypatch.setattr(arrivals, "COUNTED_FOR", 0.0)
    eluned = unknown(there)
    said = [eluned.activity("Follow", ADA, number) for number in range(4)]
    answers = [eluned.delivers(each, peer=f"2001:db8:0:7::{number}") for number, each in enumerate(said)]
    assert [answer.status_code for answer in answers] == [202, 202, 503, 503]
    assert eluned.delivers(said[3], peer="2001:db8:0:8::1").status_code == 202


def test_when_a_server_was_heard_is_written_down_once_an_hour(house: House, dee: Sender) -> None:
    """By what was proven; what was not says nothing of it."""
    now = clock.now_ms()
    heard = "SELECT last_heard_at FROM federation_server WHERE host = %s"
    for after in (0, clock.HOUR // 2, clock.HOUR):
        with clock.at(now + after):
            assert dee.does("Like", f"{ADA}/statuses/{house.post()}", after) == 202
            assert sql.value(heard, (dee.person.host,)) == now + (0 if after < clock.HOUR else after)
    forged = replace(dee, key=1)
    with clock.at(now + 3 * clock.HOUR):
        forged.does("Like", f"{ADA}/statuses/{house.post()}", 9)
        assert sql.value(heard, (dee.person.host,)) == now + clock.HOUR


def test_who_does_not_answer_is_asked_again_a_few_times(house: House, there: OtherServer, no_time: None) -> None:
    """Later each time, then given up and recorded."""
    eluned = unknown(there)
    there.answers.clear()
    before, now = house.size(), clock.now_ms()
    assert eluned.does("Follow", ADA) == 202
    for attempt in range(1, arrivals.MOST_ATTEMPTS + 1):
        with clock.at(now + attempt * clock.HOUR):
            desk.drain()
        rows = sql.rows("SELECT attempts FROM federation_arrival")
        assert rows == ([(attempt,)] if attempt < arrivals.MOST_ATTEMPTS else [])
    assert refusals(house, before) == [(there.host, "key")]


def test_a_boosted_post_is_fetched_by_the_worker(house: House, dee: Sender, there: OtherServer) -> None:
    """Where somebody here follows the booster; a web process does not wait for it."""
    author = there.person("gwen")
    note: dict[str, Any] = {
        "id": f"{there.base}/notes/1", "type": "Note", "attributedTo": author, "to": [PUBLIC], "content": "<p>Helo</p>",
    }  # fmt: skip
    there.gives("/notes/1", note)
    boost = dee.activity("Announce", note["id"], to=[PUBLIC])
    assert dee.delivers(boost).status_code == 202
    assert sql.rows("SELECT 1 FROM federation_arrival") == []
    house.act("ada", people.FollowAccount(target_id=dee.id))
    dee.does("Accept", {"type": "Follow", "actor": ADA, "object": dee.uri})
    assert dee.does("Announce", note["id"], 2, to=[PUBLIC]) == 202
    assert sql.rows("SELECT state FROM federation_arrival") == [("waiting",)]
    assert there.asked == []
    assert desk.drain() == 1
    post = resolving.post_of_uri(f"{there.base}/notes/1")
    boosts = sql.rows("SELECT id, account_id FROM posts_post WHERE boost_of_id = %s", (post,))
    assert [account_id for _, account_id in boosts] == [dee.id]
    assert house.feed("ada") == [boosts[0][0]]


def test_nobody_is_asked_about_what_concerns_nobody(house: House, there: OtherServer) -> None:
    """A stranger who does not name this house, and a stranger's farewell: no key is fetched, nothing is kept."""
    eluned = unknown(there)
    before = house.size()
    assert eluned.does("Like", "https://third.example/1") == 202
    assert eluned.does("Delete", eluned.uri) == 202
    assert (there.asked, house.size()) == ([], before)


def test_a_server_that_was_suspended_meanwhile(house: House, there: OtherServer, no_time: None) -> None:
    """What it had delivered before is not taken any more."""
    eluned = unknown(there)
    assert eluned.does("Follow", ADA) == 202
    sql.execute(
        "INSERT INTO federation_server (host, state, first_seen_at) VALUES (%s, 'suspended', 1)"
        " ON CONFLICT (host) DO UPDATE SET state = 'suspended'",
        (there.host,),
    )
    before = house.size()
    desk.drain()
    assert refusals(house, before) == [(there.host, "not_admitted")]
    assert (there.asked, sql.rows("SELECT 1 FROM federation_arrival")) == ([], [])


def test_a_server_that_was_suspended_while_others_were_asked(house: House, dee: Sender, there: OtherServer) -> None:
    """Nor what was proven and waited for somebody else's answer."""
    house.act("ada", people.FollowAccount(target_id=dee.id))
    dee.does("Accept", {"type": "Follow", "actor": ADA, "object": dee.uri})
    assert dee.does("Announce", f"{there.base}/notes/1", to=[PUBLIC]) == 202
    assert sql.rows("SELECT state FROM federation_arrival") == [("waiting",)]
    sql.execute(
        "INSERT INTO federation_server (host, state, first_seen_at) VALUES (%s, 'suspended', 1)"
        " ON CONFLICT (host) DO UPDATE SET state = 'suspended'",
        (dee.person.host,),
    )
    desk.drain()
    assert (there.asked, sql.rows("SELECT 1 FROM federation_arrival")) == ([], [])


def test_what_comes_faster_than_it_is_taken_waits_for_its_turn(
    house: House, dee: Sender, there: OtherServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A boost of a post from a server that is over its budget is not lost: both come when there is room again."""
    author = there.person("gwen")
    note: dict[str, Any] = {
        "id": f"{there.base}/notes/1", "type": "Note", "attributedTo": author, "to": [PUBLIC], "content": "<p>Helo</p>",
    }  # fmt: skip
    there.gives("/notes/1", note)
    house.act("ada", people.FollowAccount(target_id=dee.id))
    dee.does("Accept", {"type": "Follow", "actor": ADA, "object": dee.uri})
    sql.execute("INSERT INTO federation_server (host, first_seen_at, budget) VALUES (%s, 1, 0)", (there.host,))
    assert dee.does("Announce", note["id"], 2, to=[PUBLIC]) == 202
    desk.drain()
    assert resolving.post_of_uri(note["id"]) is None
    sql.execute("UPDATE federation_server SET budget = NULL WHERE host = %s", (there.host,))
    with clock.at(clock.now_ms() + clock.HOUR):
        desk.drain()
    post = resolving.post_of_uri(note["id"])
    assert sql.rows("SELECT account_id FROM posts_post WHERE boost_of_id = %s", (post,)) == [(dee.id,)]


def test_a_fault_of_ours_does_not_lose_a_delivery(
    house: House, there: OtherServer, no_time: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept with its reason and tried again; others of the host are not held up."""
    eluned = unknown(there)
    eluned.does("Follow", ADA)
    monkeypatch.setattr(taking, "prove", lambda *_, **__: 1 / 0)
    desk.drain()
    assert "division" in sql.value("SELECT last_error FROM federation_arrival")
    monkeypatch.setattr(taking, "prove", prove)
    with clock.at(clock.now_ms() + clock.HOUR):
        desk.drain()
    assert [kind for kind, *_ in house.notified("ada")] == ["follow"]
