"""SetRule: the rules that people agree to."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people import house_commands
from coffeehouse.domain.people.house_commands import RemoveRule
from coffeehouse.domain.people.queries.house import rule_entities
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House
from tests.protocols.schema import faults

WORDS = (("en", "Be kind", "As you would face to face"), ("cy", "Byddwch yn garedig", ""))


def rule(**more: object) -> house_commands.SetRule:
    return house_commands.SetRule(**{"words": WORDS, **more})  # type: ignore[arg-type]


def test_a_rule_in_two_languages(house: House) -> None:
    """Apps get the house's first language and the others as translations, in the order of positions."""
    done, _ = house.records("mair", rule(position=2), "rule.set")
    house.act("mair", rule(words=(("en", "First", ""),), position=1))
    first, second = rule_entities()
    assert faults(second, "Rule") == []
    assert (first["text"], second["text"], second["hint"]) == ("First", "Be kind", "As you would face to face")
    assert second["translations"]["cy"]["text"] == "Byddwch yn garedig"
    house.act("mair", rule(rule_id=int(done.result), words=(("en", "Be kinder", ""),)))
    assert [one["text"] for one in rule_entities()] == ["Be kinder", "First"]


def test_what_is_no_rule(house: House) -> None:
    """No words, too many, a language the pages lack, a rule that is gone."""
    for words in ((), (("en", "", "x"),), (("fr", "Oui", ""),), (("en", "x" * 301, ""),)):
        house.refuses("mair", rule(words=words), Invalid)
    gone = int(house.act("mair", rule()).result)
    house.act("mair", RemoveRule(rule_id=gone))
    house.refuses("mair", rule(rule_id=gone), NotFound)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """Policy says who."""
    house.refuses(who, rule(), Refused)
