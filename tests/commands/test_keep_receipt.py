"""KeepReceipt: what another machine answered to what the house sent."""

from __future__ import annotations

import pytest

from coffeehouse.domain.capture.commands import OUTCOMES, KeepReceipt
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_it_is_kept_about_whom_it_was_for(house: House, outcome: str) -> None:
    """With the other machine's number and words."""
    thing = f"member/{house.member('ada')}"
    command = KeepReceipt(
        medium="email", outcome=outcome, about=thing, job="mail_approved", job_id=7, attempt=2, code=250,
        reply="2.0.0 Ok: queued as 4XyZ", message_id="<1@example.org>",
    )  # fmt: skip
    _, fact = house.records("system", command, "delivery.answered", thing)
    said = fact.payload["command"]
    assert (said["outcome"], said["code"], said["reply"]) == (outcome, "250", "2.0.0 Ok: queued as 4XyZ")


def test_an_outcome_is_one_of_four(house: House) -> None:
    """Anything else is a mistake of ours."""
    house.refuses("system", KeepReceipt(medium="email", outcome="lost", about="outside"), Invalid)


def test_nobody_but_the_house(house: House) -> None:
    """Receipts are not for people to write."""
    house.refuses("mair", KeepReceipt(medium="email", outcome="accepted", about="outside"), Refused)
