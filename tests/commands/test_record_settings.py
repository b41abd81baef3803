"""RecordSettings: with which settings the house opened, kept when they are not those before."""

from __future__ import annotations

import pytest

from coffeehouse.domain.capture.commands import RecordSettings
from coffeehouse.domain.capture.queries import last_settings, settings_history
from coffeehouse.engine.act import Refused
from tests.commands.house import House

FIRST = RecordSettings(values=(("BODY_NAME", "Leedon"), ("SMTP_URL", "smtp://mail.example:587")))
SECOND = RecordSettings(values=(("BODY_NAME", "Leedon Council"), ("SMTP_URL", "smtp://mail.example:587")))


def test_they_are_kept_when_they_change(house: House) -> None:
    """The first time all of them; later only when one differs, and which one."""
    _, first = house.records("system", FIRST, "settings.recorded", "settings")
    assert first.payload["kept"] == {"changed": []}
    house.leaves("system", FIRST)
    _, second = house.records("system", SECOND, "settings.recorded", "settings")
    assert second.payload["kept"] == {"changed": ["BODY_NAME"]}
    assert last_settings() == dict(SECOND.values)
    assert [changed for _, _, _, changed in settings_history()] == [("BODY_NAME",), ()]


@pytest.mark.parametrize("who", ["ada", "cade", "rhys", "mair"])
def test_nobody_but_the_house(house: House, who: str) -> None:
    """Not even an administrator says what the settings are."""
    house.refuses(who, FIRST, Refused)
