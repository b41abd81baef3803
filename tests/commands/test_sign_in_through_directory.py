"""SignInThroughDirectory: somebody comes from a body's directory. What the answers may be is in `test_directory`."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import directory_commands as commands
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.directory_house import Arrivals, arrivals
from tests.commands.house import House
from tests.commands.signing_in import enrol_app

__all__ = ["arrivals"]  # a fixture
HERE = msgspec.structs.replace(ANONYMOUS, address="192.0.2.1")


def come(arrivals: Arrivals, **more: Any) -> commands.SignInThroughDirectory:
    return commands.SignInThroughDirectory(**{**arrivals.answer(), **more})


def link(house: House, arrivals: Arrivals, who: str = "ada") -> None:
    house.act(who, commands.LinkDirectoryIdentity(**arrivals.answer()))


def test_who_is_linked_is_in(house: House, arrivals: Arrivals) -> None:
    """The entry says by which directory; nothing of the answer is in it."""
    link(house, arrivals)
    done, fact = house.records(HERE, come(arrivals), "member.signed_in", f"member/{house.member('ada')}")
    assert done.result == {"member_id": str(house.member("ada")), "second_step": False}
    assert fact.payload["kept"] == {"method": "directory/leedon"}
    assert fact.payload["command"].keys() == {"directory", "redirect_uri", "named_issuer", "language"}


@pytest.mark.parametrize(("trusted", "kind"), [(False, "member.first_step_passed"), (True, "member.signed_in")])
def test_a_second_step_of_ones_own_is_asked_for(house: House, arrivals: Arrivals, trusted: bool, kind: str) -> None:
    """Unless the operator says that the directory asks for one itself."""
    link(house, arrivals)
    enrol_app(house)
    arrivals.configure(asks_second_step=trusted)
    done, _ = house.records(HERE, come(arrivals), kind)
    assert done.result["second_step"] is not trusted


def test_u3_who_is_not_linked_stays_outside(house: House, arrivals: Arrivals) -> None:
    """U3: also with a member's own verified address; recorded without it."""
    arrivals.liar.claims |= {"email": "ada@example.org", "email_verified": True}
    done, fact = house.records(HERE, come(arrivals), "member.sign_in_refused")
    assert done.result is None
    assert "ada" not in str(fact)
    assert sql.value("SELECT COUNT(*) FROM people_directoryidentity") == 0


@pytest.mark.parametrize(("creates", "state"), [("pending", "pending"), ("member", "active")])
def test_somebody_new_joins_where_the_operator_wants_it(
    house: House, arrivals: Arrivals, creates: str, state: str
) -> None:
    """With an address that is theirs, a free name, no password and no role."""
    arrivals.configure(creates=creates)
    arrivals.liar.claims |= {
        "email": "New.One@example.org", "email_verified": True, "preferred_username": "ada", "name": "New One",
    }  # fmt: skip
    done, fact = house.records(HERE, come(arrivals), "member.joined")
    member_id = int(done.result["member_id"])
    row = sql.row("SELECT email, role, state, confirmed_at IS NOT NULL FROM people_member WHERE id = %s", (member_id,))
    assert row is not None
    assert [*row[:3], bool(row[3])] == ["new.one@example.org", "member", state, True]
    assert sql.value("SELECT acct FROM people_account WHERE member_id = %s", (member_id,)) == "ada_2"
    assert fact.payload["kept"]["method"] == "directory/leedon"
    assert house.act(HERE, come(arrivals)).result["member_id"] == str(member_id)


def test_what_does_not_hold_is_refused(house: House, arrivals: Arrivals) -> None:
    """Nothing is stored; a directory nobody named does not exist."""
    house.refuses(HERE, come(arrivals, nonce="another"), Invalid)
    house.refuses(HERE, come(arrivals, code="another"), Invalid)
    house.refuses(HERE, come(arrivals, verifier="another"), Invalid)
    house.refuses(HERE, come(arrivals, directory="nowhere"), NotFound)
