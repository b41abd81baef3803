"""ConfirmEmail: the link in the mail that asks whether an address is one's own."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import joining
from coffeehouse.domain.people.queries import is_confirmed
from coffeehouse.domain.people.queries.joining import confirmation_asked
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House
from tests.commands.test_register_member import register


def asked(house: House) -> tuple[int, str]:
    """(member, code) of somebody who has just asked to join."""
    member_id = int(house.act(ANONYMOUS, register()).result["member_id"])
    found = confirmation_asked(sql.value("SELECT MAX(id) FROM people_emailconfirmation"))
    assert found is not None
    assert (found.email, found.language) == ("non@example.org", "en")
    return member_id, found.code


def test_the_link_confirms_once(house: House) -> None:
    """The address is the member's from then on; the code is in no ledger; used again it is nothing."""
    member_id, code = asked(house)
    assert not is_confirmed(member_id)
    command = joining.ConfirmEmail(code=code)
    house.records(ANONYMOUS, command, "email.confirmed", f"member/{member_id}")
    assert is_confirmed(member_id)
    house.refuses(ANONYMOUS, command, Invalid)


def test_an_old_or_invented_code_is_nothing(house: House) -> None:
    """After seven days, or made up, or of another house."""
    with clock.at(clock.now_ms() - 8 * clock.DAY):
        _, code = asked(house)
    for written in (code, "1", "1:2:3", code[:-1] + "x", ""):
        house.refuses(ANONYMOUS, joining.ConfirmEmail(code=written), Invalid)


def test_who_is_added_by_the_house_is_confirmed(house: House) -> None:
    """It knows whom it adds."""
    assert is_confirmed(house.member("ada"))
    assert not is_confirmed(None)
