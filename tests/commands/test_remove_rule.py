"""RemoveRule: a rule that is in force no longer."""

from __future__ import annotations

from coffeehouse.domain.people import house_commands
from coffeehouse.domain.people.queries.house import rule_entities
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House
from tests.commands.test_set_rule import rule


def test_it_goes_once(house: House) -> None:
    """Apps no longer show it; the second time there is none."""
    rule_id = int(house.act("mair", rule()).result)
    command = house_commands.RemoveRule(rule_id=rule_id)
    house.refuses("cade", command, Refused)
    house.records("mair", command, "rule.removed", f"rule/{rule_id}")
    assert rule_entities() == []
    house.refuses("mair", command, NotFound)
