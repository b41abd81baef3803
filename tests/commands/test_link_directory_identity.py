"""LinkDirectoryIdentity: a member says who they are in a body's directory."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import directory_commands as commands
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid
from tests.commands.directory_house import Arrivals, arrivals
from tests.commands.house import House

__all__ = ["arrivals"]  # a fixture


def link(arrivals: Arrivals, **more: Any) -> commands.LinkDirectoryIdentity:
    return commands.LinkDirectoryIdentity(**{**arrivals.answer(), **more})


def test_issuer_and_subject_are_kept_and_no_address(house: House, arrivals: Arrivals) -> None:
    """The ledger has neither subject nor address; doing it again changes nothing."""
    arrivals.liar.claims |= {"email": "ada@council.example", "email_verified": True}
    done, fact = house.records("ada", link(arrivals), "identity.linked")
    row = sql.row("SELECT id, member_id, issuer, subject FROM people_directoryidentity")
    assert row == (int(done.result), house.member("ada"), arrivals.liar.issuer, "w-17")
    assert "w-17" not in str(fact)
    assert "council.example" not in str(fact)
    house.leaves("ada", link(arrivals))


def test_one_identity_one_member(house: House, arrivals: Arrivals) -> None:
    """Neither two members with one, nor two at one directory for a member."""
    house.act("ada", link(arrivals))
    house.refuses("gwyn", link(arrivals), Conflict)
    arrivals.liar.claims["sub"] = "w-18"
    house.refuses("ada", link(arrivals), Conflict)


def test_in_person_and_with_an_answer_that_holds(house: House, arrivals: Arrivals) -> None:
    """No app does it, and no lie."""
    house.refuses(house.with_scopes("ada", "web"), link(arrivals), Forbidden)
    house.refuses(house.with_scopes("ada", "read", "write"), link(arrivals), Forbidden)
    house.refuses("ada", link(arrivals, nonce="another"), Invalid)


@pytest.mark.parametrize("name", ["code", "state", "nonce", "verifier"])
def test_nothing_of_the_answer_is_recorded(arrivals: Arrivals, name: str) -> None:
    """They open doors."""
    assert name in link(arrivals).secret_members()
