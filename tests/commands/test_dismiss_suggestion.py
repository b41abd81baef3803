"""DismissSuggestion: not having an account suggested again."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people.queries import list_suggestions
from coffeehouse.domain.people.relation_commands import DismissSuggestion
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_it_is_remembered(house: House) -> None:
    """For the one who said so only; nobody is told; again there is nothing to do."""
    house.relate()
    assert [one.source for one in list_suggestions(house.id("gwyn"), 40)] == ["most_followed"]
    command = DismissSuggestion(target_id=house.id("ada"))
    house.records("gwyn", command, "suggestion.dismissed", f"account/{house.id('ada')}")
    assert sql.rows("SELECT account_id, target_id FROM people_dismissedsuggestion") == [
        (house.id("gwyn"), house.id("ada"))
    ]
    assert list_suggestions(house.id("gwyn"), 40) == []
    assert len(list_suggestions(house.id("bevan"), 40)) == 1
    house.leaves("gwyn", command)


def test_nobody_and_who_blocks_one_are_not_found(house: House) -> None:
    """P2: as an id that never was."""
    house.relate()
    house.refuses("hari", DismissSuggestion(target_id=house.id("ada")), NotFound)
    house.refuses("ada", DismissSuggestion(target_id=1), NotFound)
