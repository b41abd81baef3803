"""NoteAccount: a private remark about an account."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House


def test_a_remark_is_kept_changed_and_removed(house: House) -> None:
    """One remark for each; the empty one removes it; saying the same again is no change."""
    target = house.id("gwyn")
    for comment in ("o'r côr", "o'r clwb"):
        command = people.NoteAccount(target_id=target, comment=comment)
        house.records("ada", command, "account.noted", f"account/{target}")
        assert sql.rows("SELECT account_id, target_id, comment FROM people_accountnote") == [
            (house.id("ada"), target, comment)
        ]
    house.leaves("ada", command)
    house.records("ada", people.NoteAccount(target_id=target, comment=""), "account.noted")
    assert sql.rows("SELECT * FROM people_accountnote") == []
    house.leaves("ada", people.NoteAccount(target_id=target, comment=""))


def test_d4_a_remark_has_an_end(house: House) -> None:
    """D4: 2,000 characters."""
    house.refuses("ada", people.NoteAccount(target_id=house.id("gwyn"), comment="x" * 2_001), Invalid)


def test_who_blocked_one_is_not_found(house: House) -> None:
    """Nor is nobody."""
    house.relate()
    house.refuses("hari", people.NoteAccount(target_id=house.id("ada"), comment="x"), NotFound)
    house.refuses("ada", people.NoteAccount(target_id=1, comment="x"), NotFound)
