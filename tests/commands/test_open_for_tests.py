"""OpenForTests: the ledger says that the house lets anybody in."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.domain.people import joining
from coffeehouse.engine.act import Refused
from tests.commands.house import House

COMMAND = joining.OpenForTests(base_url="http://localhost:8000")


def test_it_is_recorded(house: House, settings: Any) -> None:
    """Each time, with the address it is opened under."""
    settings.TEST_MODE = True
    _, fact = house.records("system", COMMAND, "house.test_opened", "house")
    assert fact.payload["command"]["base_url"] == "http://localhost:8000"


@pytest.mark.parametrize("who", ["ada", "mair"])
def test_nobody_but_the_house(house: House, settings: Any, who: str) -> None:
    """Not even an administrator."""
    settings.TEST_MODE = True
    house.refuses(who, COMMAND, Refused)


def test_not_without_the_setting(house: House) -> None:
    """Policy refuses it, whoever asks."""
    problem = house.refuses("system", COMMAND, Refused)
    assert problem.verdict.rule_ids == ("house.tests-only",)
