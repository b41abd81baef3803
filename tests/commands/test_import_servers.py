"""ImportServers: many servers at once, as a list says that was looked through."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.control_commands import DecideServer, ImportServers, Terms
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House

LIST = ImportServers(
    terms=(
        Terms(host="Bad.example", state="suspended", reason="Fraud"),
        Terms(host="loud.example", state="limited", rejects_media=True, reason="Advertising"),
    )
)


def test_a_list_is_one_act(house: House) -> None:
    """One entry with every decision; each is settled by a job; what already holds is left, and so is a budget."""
    house.refuses("cade", LIST, Refused)
    house.act("mair", DecideServer(host="bad.example", state="open", budget=7))
    done, fact = house.records("mair", LIST, "servers.imported", "servers")
    assert done.result == 2
    assert len(fact.states()) == 2
    assert sql.rows("SELECT host, state, rejects_media, budget, reason FROM federation_server ORDER BY host") == [
        ("bad.example", "suspended", False, 7, "Fraud"),
        ("loud.example", "limited", True, None, "Advertising"),
    ]
    assert house.jobs().count("settle_server") == 3
    house.leaves("mair", LIST)


@pytest.mark.parametrize(
    "terms",
    [
        Terms(host="no name", state="suspended", reason="Fraud"),
        Terms(host="bad.example", state="gone", reason="Fraud"),
        Terms(host="bad.example", state="suspended"),
    ],
)
def test_a_list_is_taken_whole_or_not_at_all(house: House, terms: Terms) -> None:
    """One wrong line, and nothing of it holds."""
    house.refuses("mair", ImportServers(terms=(*LIST.terms, terms)), Invalid)
    assert sql.rows("SELECT 1 FROM federation_server") == []
