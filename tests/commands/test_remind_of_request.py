"""RemindOfRequest: those who answer hear in time that a last day comes near."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.delivery import due_requests
from coffeehouse.domain.requests import commands
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from tests.commands.asked import TUESDAY, open_request
from tests.commands.house import House


def reminders() -> list[tuple[str, str]]:
    """(who, words) of every message of the desk, oldest first."""
    return sql.rows(
        "SELECT a.acct, p.text FROM posts_post p JOIN posts_mention m ON m.post_id = p.id"
        " JOIN people_account a ON a.id = m.account_id WHERE p.visibility = 'direct' ORDER BY p.id"
    )


def remind_on(day: str) -> list[tuple[str, str]]:
    """What the worker sends that day, and again an hour later."""
    before = len(reminders())
    at = clock.parse_iso(f"{day}T09:00:00Z")
    for later in (0, clock.HOUR):
        with clock.at(at + later):
            due_requests.remind()
    return reminders()[before:]


def test_at_five_days_at_the_last_and_when_it_is_over(house: House) -> None:
    """Once each; working days count: St Andrew's Day, a Monday, is none."""
    with clock.at(TUESDAY):
        request_id = open_request(house)
        house.act("rhys", commands.TakeRequest(request_id=request_id))
    assert remind_on("2026-11-23") == []
    ((who, words),) = remind_on("2026-11-25")
    assert who == "rhys"
    assert "FOI-2026-0001 is due soon: answer it by 2026-12-02." in words
    assert remind_on("2026-11-27") == []
    ((_, words),) = remind_on("2026-12-02")
    assert "is due today" in words
    ((_, words),) = remind_on("2026-12-03")
    assert "is late" in words
    assert remind_on("2026-12-10") == []


def test_while_nobody_answers_it_all_who_keep_records_hear(house: House) -> None:
    """And an entry says so; a clock that stands still and a closed request remind nobody."""
    with clock.at(TUESDAY):
        request_id, stopped, closed = (open_request(house) for _ in range(3))
        house.act("rhys", commands.PauseClock(request_id=stopped, kind="fee", reason="£25"))
        house.act("rhys", commands.WithdrawRequest(request_id=closed, reason="By telephone"))
    house.add("olwen", "records")
    command = commands.RemindOfRequest(request_id=request_id, due_on="2026-12-02", left=0)
    house.records("system", command, "request.reminded", f"request/{request_id}")
    assert [who for who, _ in reminders()] == ["rhys", "olwen"]
    house.leaves("system", command)
    for other in (stopped, closed):
        house.leaves("system", commands.RemindOfRequest(request_id=other, due_on="2026-12-02", left=0))
    house.leaves("system", commands.RemindOfRequest(request_id=request_id, due_on="2026-12-02", left=9))


def test_a_longer_time_is_reminded_of_anew(house: House) -> None:
    """The steps count for the last day that holds."""
    with clock.at(TUESDAY):
        request_id = open_request(house)
    assert len(remind_on("2026-12-01")) == 1
    with clock.at(clock.parse_iso("2026-12-01T12:00:00Z")):
        house.act("rhys", commands.ExtendRequest(request_id=request_id, reason="The public interest."))
    assert remind_on("2026-12-03") == []
    ((_, words),) = remind_on("2027-01-04")
    assert "2027-01-05" in words


def test_only_the_house_itself(house: House) -> None:
    """Nobody reminds in its name."""
    request_id = open_request(house)
    house.refuses("mair", commands.RemindOfRequest(request_id=request_id, due_on="2026-12-02", left=0), Refused)
