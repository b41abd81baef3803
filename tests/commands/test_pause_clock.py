"""PauseClock: the asker was asked for something without which nothing can be answered."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.requests import commands, queries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid
from tests.commands.asked import TUESDAY, open_request, state_of
from tests.commands.house import House


def test_the_clock_stands_still(house: House) -> None:
    """There is no last day until it goes on; and it does not stand still twice."""
    with clock.at(TUESDAY):
        request_id = open_request(house)
    with clock.at(TUESDAY + 2 * clock.DAY):
        command = commands.PauseClock(request_id=request_id, kind="clarification", reason="Which library?")
        house.records("rhys", command, "request.paused", f"request/{request_id}")
        assert state_of(request_id) == ("open", "")
        (pause,) = queries.pauses_of(request_id)
        assert (pause.kind, pause.started_on, pause.ended_on) == ("clarification", "2026-11-05", "")
        house.refuses("rhys", command, Conflict)


def test_whoever_asked_here_is_asked(house: House) -> None:
    """By a direct message, in the words that are recorded."""
    request_id = int(house.act("ada", commands.AskForRecords(kind="foi", words="Which books?")).result["id"])
    house.act("rhys", commands.PauseClock(request_id=request_id, kind="clarification", reason="Of which library?"))
    asked = sql.rows("SELECT text FROM posts_post WHERE visibility = 'direct' ORDER BY id")[-1][0]
    assert "Of which library?" in asked
    assert house.notified("ada")[-1][0] == "mention"
    house.act("rhys", commands.ResumeClock(request_id=request_id))
    house.act("rhys", commands.ExtendRequest(request_id=request_id, reason="There are many books."))
    told = sql.rows("SELECT text FROM posts_post WHERE visibility = 'direct' ORDER BY id")[-1][0]
    assert "There are many books." in told
    assert state_of(request_id)[1] in told


def test_a_letter_of_yesterday(house: House) -> None:
    """The day may be given: not one to come, and none before the request came."""
    with clock.at(TUESDAY):
        request_id = open_request(house)
    with clock.at(TUESDAY + 2 * clock.DAY):
        for on in ("2026-11-06", "2026-11-02", "yesterday"):
            command = commands.PauseClock(request_id=request_id, kind="fee", reason="£25", on=on)
            assert house.refuses("rhys", command, Invalid).field == "on"
        house.act("rhys", commands.PauseClock(request_id=request_id, kind="fee", reason="£25", on="2026-11-04"))
    assert queries.pauses_of(request_id)[0].started_on == "2026-11-04"


def test_for_what_the_law_allows(house: House) -> None:
    """Proof of identity is asked of those who ask for their own data, not of those who ask for information."""
    foi, sar = open_request(house), open_request(house, "uk_gdpr", asker_account_id=house.id("ada"))
    command = commands.PauseClock(request_id=foi, kind="identity", reason="Who are you?")
    assert house.refuses("rhys", command, Invalid).field == "kind"
    house.act("rhys", commands.PauseClock(request_id=sar, kind="identity", reason="Please show a passport."))
    assert house.refuses("rhys", commands.PauseClock(request_id=foi, kind="fee", reason=""), Invalid).field == "reason"
    house.refuses("cade", commands.PauseClock(request_id=foi, kind="fee", reason="£25"), Refused)
