"""UnlinkDirectoryIdentity: coming through a directory no more."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people import directory_commands as commands
from coffeehouse.kernel.errors import Conflict, NotFound
from tests.commands.directory_house import Arrivals, arrivals
from tests.commands.house import House
from tests.commands.signing_in import enrol_passkey

__all__ = ["arrivals"]  # a fixture


def test_ones_own_goes(house: House, arrivals: Arrivals) -> None:
    """The ledger knows it gone; nobody else can take it."""
    house.arrange("UPDATE people_member SET password = 'x' WHERE email = 'ada@example.org'")
    identity_id = int(house.act("ada", commands.LinkDirectoryIdentity(**arrivals.answer())).result)
    command = commands.UnlinkDirectoryIdentity(identity_id=identity_id)
    house.refuses("gwyn", command, NotFound)
    _, fact = house.records("ada", command, "identity.unlinked", f"identity/{identity_id}")
    assert fact.states() == {("people_directoryidentity", identity_id): None}
    assert sql.value("SELECT COUNT(*) FROM people_directoryidentity") == 0


def test_not_the_only_way_in(house: House, arrivals: Arrivals) -> None:
    """Who has no password adds a passkey first."""
    identity_id = int(house.act("ada", commands.LinkDirectoryIdentity(**arrivals.answer())).result)
    command = commands.UnlinkDirectoryIdentity(identity_id=identity_id)
    house.refuses("ada", command, Conflict)
    enrol_passkey(house)
    house.act("ada", command)
