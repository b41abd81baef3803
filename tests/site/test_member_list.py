"""`coffeehouse member list`: who is here; their addresses only with a reason, which each of them can read."""

from __future__ import annotations

import argparse

import msgspec
import pytest

from coffeehouse.domain.capture.queries import views_of
from coffeehouse.kernel.errors import Invalid
from coffeehouse.site.cli import member
from tests.commands.house import House

WHY = "The letter about the new rules"


@pytest.fixture
def house(db: None) -> House:
    """The cast."""
    return House()


def listed(capsys: pytest.CaptureFixture[str], why: str | None = None, *, as_json: bool = False) -> str:
    """What the command prints."""
    member._list(argparse.Namespace(json=as_json, with_email=why))
    return capsys.readouterr().out


@pytest.mark.parametrize("as_json", [False, True])
def test_without_a_reason_there_are_no_addresses(
    house: House, capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    """Handle, role and state, as staff see them in the list of people: no look, and nothing is recorded."""
    before = house.size()
    said = listed(capsys, as_json=as_json)
    assert "ada" in said
    assert "@example" not in said
    assert house.size() == before


def test_a_list_of_addresses_is_a_look_at_everybody_in_it(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Each member can read that the house itself looked, and what for."""
    said = [msgspec.json.decode(line) for line in listed(capsys, WHY, as_json=True).splitlines()]
    assert all("@" in one["email"] for one in said)
    for one in said:
        (view,) = views_of(int(one["id"]))
        assert (view.viewer_id, view.purpose, view.note) == (0, "other", WHY)
    assert {one["acct"] for one in said} >= {"ada", "rhys"}


def test_an_empty_reason_is_none(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is printed, and it says what to do."""
    with pytest.raises(Invalid, match="Say in a few words why"):
        listed(capsys, " ")
    assert "@example" not in capsys.readouterr().out
