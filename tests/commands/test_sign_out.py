"""SignOut: ending the browser session."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people import commands as people
from tests.commands.house import House


@pytest.mark.parametrize("who", ["ada", "cade", "mair"])
def test_it_is_recorded(house: House, who: str) -> None:
    """One entry about the member; no row changes."""
    rows = house.rows()
    house.records(who, people.SignOut(), "member.signed_out", f"member/{house.member(who)}")
    assert house.rows() == rows
