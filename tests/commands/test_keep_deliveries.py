"""KeepDeliveries: what other servers answered to what the house sent them."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.handlers.sending import FIRST_PAUSE, LONGEST_PAUSE, MOST_DEAD, MOST_FAILURES, pause
from coffeehouse.domain.federation.sending_commands import Answer, KeepDeliveries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House

HOST = "elsewhere.example"


def queue(count: int = 1, host: str = HOST, about: str = "Create post/77") -> list[int]:
    """Deliveries of one document, and their ids."""
    now = clock.now_ms()
    sql.execute(
        "INSERT INTO federation_outgoing (id, sender_id, body, about, created_at) VALUES (5, 3, '{}', %s, %s)"
        " ON CONFLICT DO NOTHING",
        (about, now),
    )
    first = int(sql.value("SELECT COALESCE(MAX(id), 0) FROM federation_delivery")) + 1
    for number in range(first, first + count):
        sql.execute(
            "INSERT INTO federation_delivery (id, outgoing_id, sender_id, host, inbox, run_at, leased_until)"
            " VALUES (%s, 5, 3, %s, %s, %s, %s)",
            (number, host, f"https://{host}/inbox/{number}", now, now + clock.MINUTE),
        )
    return list(range(first, first + count))


def answer(number: int, outcome: str, code: int = 0, *, is_host: bool = False, attempt: int = 1) -> Answer:
    return Answer(
        delivery_id=number, about="Create post/77", host=HOST, outcome=outcome, code=code, is_host=is_host,
        attempt=attempt, signs="cavage" if outcome == "accepted" else "",
    )  # fmt: skip


def keep(house: House, *answers: Answer) -> None:
    house.records("system", KeepDeliveries(answers=answers), "deliveries.answered", "deliveries")


def rows() -> list[tuple[object, ...]]:
    return [
        (row[0], row[1], row[2] > clock.now_ms(), row[3] is None)
        for row in sql.rows("SELECT id, attempts, run_at, dead_at FROM federation_delivery ORDER BY id")
    ]


def server(*columns: str) -> tuple[object, ...]:
    found = sql.row(f"SELECT {', '.join(columns)} FROM federation_server WHERE host = %s", (HOST,))
    assert found is not None
    return found


def test_what_was_taken_goes(house: House) -> None:
    """The delivery and, with the last, the document; the server is well, and known to have the post."""
    one, two = queue(2)
    keep(house, answer(one, "accepted", 202))
    assert [row[0] for row in rows()] == [two]
    assert server("failures", "signs") == (0, "cavage")
    assert sql.rows("SELECT post_id, host FROM federation_reached") == [(77, HOST)]
    keep(house, answer(two, "accepted", 202))
    assert sql.rows("SELECT 1 FROM federation_outgoing") == []


@pytest.mark.parametrize(("outcome", "lives"), [("put_off", True), ("refused", False), ("given_up", False)])
def test_what_was_not_taken_waits_or_ends(house: House, outcome: str, lives: bool) -> None:
    """Put off it is tried again, later; refused and given up it stays to be seen."""
    [one] = queue()
    keep(house, answer(one, outcome, 500))
    assert rows() == [(one, 1, True, lives)]
    assert sql.rows("SELECT 1 FROM federation_reached") == []


def test_a_server_that_does_not_answer_holds_up_all_that_is_for_it(house: House) -> None:
    """And nothing that is for others; when it answers again, it begins anew."""
    one, two = queue(2)
    [other] = queue(1, "well.example")
    keep(house, answer(one, "put_off", 0, is_host=True))
    assert rows() == [(one, 1, True, True), (two, 0, True, True), (other, 0, False, True)]
    assert server("failures", "dead_at") == (1, None)
    keep(house, answer(two, "accepted", 202))
    assert server("failures", "retry_at", "dead_at") == (0, 0, None)


def test_a_dead_server_costs_little(house: House) -> None:
    """D12: after MOST_FAILURES in a row nothing waits for it any more, and of what was given up little is kept."""
    numbers = queue(MOST_DEAD + 50)
    keep(house, answer(numbers[0], "put_off", 0, is_host=True))
    sql.execute("UPDATE federation_server SET failures = %s", (MOST_FAILURES - 1,))
    keep(house, answer(numbers[1], "put_off", 0, is_host=True))
    assert server("failures", "retry_at")[0] == MOST_FAILURES
    assert server("dead_at")[0] is not None
    assert sql.value("SELECT COUNT(*) FROM federation_delivery WHERE dead_at IS NULL") == 0
    assert sql.value("SELECT COUNT(*) FROM federation_delivery") == MOST_DEAD


def test_a_server_that_refuses_everything_costs_little(house: House) -> None:
    """D12: one that answers and wants nothing of ours never fails; what it refused has an end all the same."""
    numbers = queue(MOST_DEAD + 5)
    keep(house, *(answer(number, "refused", 403) for number in numbers))
    assert server("failures")[0] == 0
    assert [row[0] for row in rows()] == numbers[5:]


def test_pauses_grow_and_have_an_end() -> None:
    """From half a minute to six hours, never twice the same."""
    assert FIRST_PAUSE * 0.75 <= pause(1) <= FIRST_PAUSE
    assert pause(3) > pause(1)
    assert LONGEST_PAUSE * 0.75 <= pause(500) <= LONGEST_PAUSE
    assert len({pause(20) for _ in range(20)}) > 1


def test_nothing_to_keep_leaves_no_entry(house: House) -> None:
    """Nothing happened."""
    house.leaves("system", KeepDeliveries(answers=()))


def test_an_outcome_is_one_of_four(house: House) -> None:
    """Anything else is a mistake of ours."""
    house.refuses("system", KeepDeliveries(answers=(answer(1, "lost"),)), Invalid)


def test_nobody_but_the_house(house: House) -> None:
    """Answers of servers are not for people to write."""
    house.refuses("mair", KeepDeliveries(answers=(answer(1, "accepted", 202),)), Refused)
