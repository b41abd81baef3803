"""UpdateProfile: what an account shows, and its defaults."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House, png


def test_what_is_given_changes_and_the_ledger_vouches_for_it(house: House) -> None:
    """Row and fragment follow; what is not given stays; the entry names what changed."""
    command = people.UpdateProfile(
        display_name=" Ada  Llwyd ", note="Rhodri #cymuned", fields=(("Safle", "https://ada.example"), ("", "")),
        is_bot=True, default_visibility="followers", default_language="cy",
    )  # fmt: skip
    _, fact = house.records("ada", command, "account.updated", f"account/{house.id('ada')}")
    row = sql.row(
        "SELECT display_name, note, is_bot, is_locked, default_visibility, default_language, fragment"
        " FROM people_account WHERE id = %s",
        (house.id("ada"),),
    )
    assert row is not None
    assert (row[1], bool(row[2]), bool(row[3]), *row[4:6]) == ("Rhodri #cymuned", True, False, "followers", "cy")
    assert row[0] in row[6]
    assert fact.payload["kept"]["changed"] == sorted(
        ["display_name", "note", "note_html", "fields", "is_bot", "default_visibility", "default_language"]
    )
    state = fact.states()["people_account", house.id("ada")]
    assert state is not None
    assert state["fragment"] == row[6]


def test_nothing_given_nothing_done(house: House) -> None:
    """An empty change is none, and saving the same is none."""
    house.leaves("ada", people.UpdateProfile())
    house.act("ada", people.UpdateProfile(note="Helo", is_locked=True))
    house.leaves("ada", people.UpdateProfile(note="Helo", is_locked=True))


@pytest.mark.parametrize(
    "members",
    [
        {"display_name": "x" * 101},
        {"note": "x" * 2_001},
        {"fields": (("a", "b"),) * 5},
        {"default_visibility": "private"},
        {"default_language": "klingon!"},
        {"avatar": b"no picture"},
    ],
)
def test_d3_d4_what_does_not_fit_is_refused(house: House, members: dict[str, Any]) -> None:
    """D3, D4: too long, too many, unknown: nothing changes."""
    house.refuses("ada", people.UpdateProfile(**members), Invalid)


@pytest.mark.parametrize("name", ["Cyngor", "Cyngоr", "C y n g o r", "CYNG0R", "Cyn\u200bgor"])
def test_x5_nobody_takes_the_name_of_an_official_account(house: House, name: str) -> None:
    """X5: nor one that reads like it, with letters of other scripts, spaces, digits or what cannot be seen."""
    house.voice("cyngor")
    house.refuses("gwyn", people.UpdateProfile(display_name=name), Invalid)


def test_pictures_are_stored_and_taken_off(house: House) -> None:
    """A picture becomes a file of our own; empty bytes bring the house's own back."""
    house.records("ada", people.UpdateProfile(avatar=png()), "account.updated")
    key = sql.value("SELECT avatar FROM people_account WHERE id = %s", (house.id("ada"),))
    assert files.path_of(key).exists()
    house.records("ada", people.UpdateProfile(avatar=b""), "account.updated")
    assert sql.value("SELECT avatar FROM people_account WHERE id = %s", (house.id("ada"),)) == ""


def test_p5_there_is_no_member_for_what_is_not_ones_own() -> None:
    """P5: role, approval, kind, body, official badge cannot be asked for at all."""
    given = set(people.UpdateProfile.__struct_fields__)
    assert not given & {"role", "state", "approved", "verified", "kind", "body_id", "community_id", "member_id", "id"}
