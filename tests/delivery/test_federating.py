"""Queueing a document for inboxes: a delivery each, once; what waits for dead servers has an end."""

from __future__ import annotations

import msgspec
import pytest
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.delivery import federating, parcels
from coffeehouse.delivery.activities import Letter
from coffeehouse.delivery.federating import MOST_FOR_ONE, post_letter
from coffeehouse.domain.federation.handlers.telling import OFF_ITS_WAY, ON_ITS_WAY
from coffeehouse.kernel import clock
from tests.commands.house import House

DOCUMENT = {"@context": "https://www.w3.org/ns/activitystreams", "type": "Undo", "id": "https://here.example/1"}


def letter(*inboxes: str, sender_id: int = 3) -> Letter:
    return Letter(sender_id=sender_id, about="Undo post/1", document=DOCUMENT, inboxes=set(inboxes))


def fails(host: str, *, failures: int = 1, dead_at: int | None = None, heard_at: int | None = None) -> None:
    """A server that did not answer."""
    sql.execute(
        "INSERT INTO federation_server (host, first_seen_at, failures, retry_at, dead_at, last_heard_at)"
        " VALUES (%s, 1, %s, %s, %s, %s)",
        (host, failures, clock.now_ms() + clock.HOUR, dead_at, heard_at),
    )


def waiting(host: str) -> int:
    return int(sql.value("SELECT COUNT(*) FROM federation_delivery WHERE host = %s", (host,)))


def test_one_delivery_for_each_inbox(house: House) -> None:
    """Of one document; a job that is done again queues nothing again."""
    sent = letter("https://one.example/inbox", "https://two.example/inbox", "https://two.example/users/dee/inbox")
    assert post_letter(sent, 77) == 3
    assert post_letter(sent, 77) == 0
    assert sql.value("SELECT COUNT(*) FROM federation_outgoing") == 1
    assert (waiting("one.example"), waiting("two.example")) == (1, 2)


def test_addresses_that_are_none_and_the_house_itself_get_nothing(house: House) -> None:
    """Whatever a document of somebody else claimed as inbox."""
    assert post_letter(letter("javascript:alert(1)", "https://", f"{settings.BASE_URL}/inbox"), 78) == 0
    assert sql.value("SELECT COUNT(*) FROM federation_outgoing") == 0


def test_d12_what_waits_for_a_server_that_does_not_answer_has_an_end(house: House) -> None:
    """D12: MOST_FOR_ONE deliveries wait, no more; they are due when the server is tried again, not before."""
    fails("slow.example")
    for number in range(MOST_FOR_ONE + 20):
        post_letter(letter("https://slow.example/inbox"), 100 + number)
    assert waiting("slow.example") == MOST_FOR_ONE
    assert sql.value("SELECT MIN(run_at) FROM federation_delivery") > clock.now_ms() + clock.MINUTE


def test_d12_ten_thousand_dead_inboxes_cost_ten_thousand_rows_once(house: House) -> None:
    """D12: who advertises dead inboxes fills nothing: all failing servers together have an end, the living go on."""
    many = 300
    for number in range(many):
        fails(f"dead{number}.example")
    with_limit = federating.MOST_FOR_ALL
    federating.MOST_FOR_ALL = 200
    try:
        inboxes = [f"https://dead{number}.example/inbox" for number in range(many)]
        for round_ in range(3):
            post_letter(letter(*inboxes, "https://alive.example/inbox"), 1_000 + round_)
    finally:
        federating.MOST_FOR_ALL = with_limit
    assert sql.value("SELECT COUNT(*) FROM federation_delivery WHERE host LIKE 'dead%%'") == 200
    assert waiting("alive.example") == 3


def test_d12_a_dead_server_is_left_alone_until_it_is_heard_from(house: House) -> None:
    """D12: nothing is queued for it; when it speaks again, what is new goes there."""
    now = clock.now_ms()
    fails("gone.example", failures=28, dead_at=now)
    fails("back.example", failures=28, dead_at=now - clock.HOUR, heard_at=now)
    post_letter(letter("https://gone.example/inbox", "https://back.example/inbox"), 80)
    assert (waiting("gone.example"), waiting("back.example")) == (0, 1)


def test_a_later_delivery_does_not_overtake_one_that_was_put_off(house: House) -> None:
    """Of the same sender to the same server; another sender's goes at once."""
    post_letter(letter("https://one.example/inbox"), 81)
    later = clock.now_ms() + clock.HOUR
    sql.execute("UPDATE federation_delivery SET run_at = %s", (later,))
    post_letter(letter("https://one.example/inbox"), 82)
    post_letter(letter("https://one.example/inbox", sender_id=4), 83)
    times: dict[int, int] = dict(sql.rows("SELECT outgoing_id, run_at FROM federation_delivery"))
    assert times[82] == later
    assert times[83] < later


def test_d12_the_living_never_stand_behind_the_failing(house: House) -> None:
    """D12: however many failing servers are to be tried again at once, what is due for others is found without them."""
    for number in range(60):
        fails(f"dead{number}.example")
        post_letter(letter(f"https://dead{number}.example/inbox"), 200 + number)
    sql.execute("UPDATE federation_server SET retry_at = 1")
    post_letter(letter("https://alive.example/inbox"), 300)
    assert parcels.due_hosts(()) == ["alive.example"]
    failing = parcels.failing_due(16)
    assert len(failing) == 16
    assert [batch.host for batch in parcels.take(["alive.example"])] == ["alive.example"]
    assert parcels.take(failing) == []
    taken = parcels.take(failing, is_parked=True)
    assert sorted(batch.host for batch in taken) == sorted(failing)
    assert all(batch.is_failing for batch in taken)


def test_a_post_deleted_while_its_letter_is_written_goes_nowhere(house: House) -> None:
    """Nobody would call it back: it was deleted before anything waited."""
    post = house.post()
    stands = msgspec.structs.replace(letter("https://one.example/inbox"), about=f"Create post/{post}")
    gone = msgspec.structs.replace(stands, about="Create post/4")
    assert (post_letter(stands, 90), post_letter(gone, 91)) == (1, 0)


def test_what_waits_of_an_account_is_found_by_index(house: House) -> None:
    """Every deletion of a post asks for it, whether anybody elsewhere is concerned or not."""
    if sql.is_postgres():
        pytest.skip("what PostgreSQL plans for a table without rows says nothing")
    about = (1, "Create post/1", "Update post/1", "Announce post/1")
    for statement in (ON_ITS_WAY, OFF_ITS_WAY):
        plan = str(sql.rows(f"EXPLAIN QUERY PLAN {statement}", about))
        assert "outgoing_by_sender" in plan
        assert "SCAN" not in plan
