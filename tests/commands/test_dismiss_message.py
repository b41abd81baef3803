"""DismissMessage: what looked like a request is none."""

from __future__ import annotations

from coffeehouse.domain.requests import commands, queries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from tests.commands.house import House
from tests.commands.test_open_request import ASKED


def test_it_is_no_longer_listed(house: House) -> None:
    """With the reason, once; the message itself stays as it is."""
    house.voice()
    post = house.post(ASKED, who="gwyn")
    command = commands.DismissMessage(post_id=post, reason="She quotes her own letter of May.")
    house.records("rhys", command, "message.dismissed", f"post/{post}")
    assert queries.recognised(clock.now_ms()) == []
    house.leaves("rhys", command)


def test_it_needs_a_reason_and_a_message(house: House) -> None:
    """And a request that has its clock is closed in other ways."""
    post = house.post(ASKED, who="gwyn")
    assert house.refuses("rhys", commands.DismissMessage(post_id=post, reason=" "), Invalid).field == "reason"
    house.refuses("rhys", commands.DismissMessage(post_id=99, reason="None"), NotFound)
    house.refuses("cade", commands.DismissMessage(post_id=post, reason="None"), Refused)
    house.act("rhys", commands.OpenRequest(law="foia", nation="wales", source_post_id=post))
    house.refuses("rhys", commands.DismissMessage(post_id=post, reason="None"), Conflict)
