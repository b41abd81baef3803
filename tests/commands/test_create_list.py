"""CreateList: making a list of one's own."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House


@pytest.mark.parametrize("policy", ["followed", "list", "none"])
def test_a_list_is_made(house: House, policy: str) -> None:
    """Answer: its id; a row; an entry."""
    command = people.CreateList(title=" Ffrindiau ", replies_policy=policy, is_exclusive=True)
    done, _ = house.records("ada", command, "list.created")
    assert done.object == f"list/{done.result}"
    assert sql.row("SELECT id, account_id, title, replies_policy, is_exclusive FROM people_list") == (
        int(done.result), house.id("ada"), "Ffrindiau", policy, True,
    )  # fmt: skip


@pytest.mark.parametrize(("title", "policy"), [("", "list"), (" \n", "list"), ("x" * 10**6, "list"), ("x", "all")])
def test_d4_what_does_not_fit_is_refused(house: House, title: str, policy: str) -> None:
    """D4: a title has 1 to 256 characters, the policy is one of three."""
    house.refuses("ada", people.CreateList(title=title, replies_policy=policy), Invalid)


def test_fifty_lists_at_most(house: House) -> None:
    """The fifty-first is refused."""
    for number in range(50):
        house.act("ada", people.CreateList(title=str(number)))
    house.refuses("ada", people.CreateList(title="51"), Invalid)
