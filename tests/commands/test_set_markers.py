"""SetMarkers: remembering how far one has read."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House


def test_positions_are_kept_and_changes_counted(house: House) -> None:
    """A row for each timeline; the version counts the changes; the same again is none."""
    command = people.SetMarkers(positions=(("home", 7), ("notifications", 9)))
    house.records("ada", command, "markers.set", f"account/{house.id('ada')}")
    house.leaves("ada", command)
    house.records("ada", people.SetMarkers(positions=(("home", 8),)), "markers.set")
    found = sql.rows("SELECT account_id, timeline, last_read_id, version FROM people_marker ORDER BY timeline")
    assert found == [(house.id("ada"), "home", 8, 2), (house.id("ada"), "notifications", 9, 1)]


@pytest.mark.parametrize("positions", [(("public", 1),), (("home", 1), ("other", 2))])
def test_there_are_two_timelines(house: House, positions: tuple[tuple[str, int], ...]) -> None:
    """Others are refused, with all that came with them."""
    house.refuses("ada", people.SetMarkers(positions=positions), Invalid)
