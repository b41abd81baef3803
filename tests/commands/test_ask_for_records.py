"""AskForRecords: a member asks for information, or for what is held about them."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.requests import commands, queries
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, Unauthenticated
from tests.commands.asked import TUESDAY
from tests.commands.house import House


def test_a_member_asks_for_their_own_data(house: House) -> None:
    """No reason is needed, the clock starts at once, and it is theirs alone."""
    with clock.at(TUESDAY):
        done, _ = house.records("ada", commands.AskForRecords(kind="sar"), "request.asked")
    assert done.result["reference"] == "SAR-2026-0001"
    assert done.result["due_on"] == "2026-12-03"
    (request,) = queries.requests_of([house.id("ada")])
    assert (request.subject_account_id, request.law, request.words) == (
        house.id("ada"), "uk_gdpr", "All that you hold about me.",
    )  # fmt: skip
    assert queries.requests_of([house.id("bevan")]) == []


def test_the_law_is_that_of_the_nation(house: House, settings: Any) -> None:
    """In Scotland the Scottish Act, whose working days are those of Scotland."""
    with clock.at(TUESDAY):
        house.act("ada", commands.AskForRecords(kind="foi", words="What does the library cost?"))
        settings.NATION = "scotland"
        house.act("ada", commands.AskForRecords(kind="foi", words="And the pool?"))
    assert [each.law for each in queries.requests_of([house.id("ada")])] == ["foisa", "foia"]


def test_it_must_say_what(house: House) -> None:
    """For information, words; and one of the two kinds."""
    assert house.refuses("ada", commands.AskForRecords(kind="foi"), Invalid).field == "words"
    assert house.refuses("ada", commands.AskForRecords(kind="gossip", words="x"), Invalid).field == "kind"


def test_a_few_at_a_time_and_as_oneself(house: House) -> None:
    """Five may wait; a voice asks nothing; a visitor signs in first."""
    voice = house.actor("ada", account_id=house.voice())
    house.refuses(voice, commands.AskForRecords(kind="sar"), Forbidden)
    for number in range(5):
        house.act("ada", commands.AskForRecords(kind="foi", words=f"Question {number}"))
    house.refuses("ada", commands.AskForRecords(kind="foi", words="One more"), Conflict)
    house.act("bevan", commands.AskForRecords(kind="foi", words="Another's"))
    house.refuses(house.with_scopes("ada"), commands.AskForRecords(kind="sar"), Unauthenticated)
