"""CreateBody: making an organisation known to the house."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House


def test_a_body_is_stored(house: House) -> None:
    """Answer: its id; a short name is had once."""
    command = people.CreateBody(slug="cyngor", name="Cyngor y Dref", about="Ni yw'r cyngor")
    done, _ = house.records("mair", command, "body.created")
    assert done.object == f"body/{done.result}"
    assert sql.rows("SELECT id, slug, name, about FROM people_body") == [
        (int(done.result), "cyngor", "Cyngor y Dref", "Ni yw'r cyngor")
    ]
    house.refuses("mair", command, Invalid)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """Policy refuses all others."""
    house.refuses(who, people.CreateBody(slug="x", name="X"), Refused)
