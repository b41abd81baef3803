"""ViewMember: looking at what the house holds about somebody leaves who, when and why."""

from __future__ import annotations

import pytest

from coffeehouse.domain.capture.commands import PURPOSES, ViewMember
from coffeehouse.domain.capture.queries import views_of
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House


@pytest.mark.parametrize("who", ["cade", "rhys", "mair"])
def test_staff_look_and_it_is_kept(house: House, who: str) -> None:
    """An entry about the member, with the purpose; the member can read it."""
    command = ViewMember(member_id=house.member("ada"), purpose="report", note="Is it one person?", about="report/12")
    house.records(who, command, "member.viewed", f"member/{house.member('ada')}")
    view = views_of(house.member("ada"))[0]
    assert (view.viewer_id, view.purpose, view.note, view.about) == (
        house.member(who), "report", "Is it one person?", "report/12",
    )  # fmt: skip
    assert views_of(house.member("bevan")) == []


def test_nobody_else_looks(house: House) -> None:
    """A member may not, whatever they say it is for."""
    for purpose in PURPOSES:
        command = ViewMember(member_id=house.member("ada"), purpose=purpose, note="Curious")
        assert house.refuses("gwyn", command, Refused).verdict.rule_ids == ("house.looking-needs-part",)


def test_a_purpose_is_needed(house: House) -> None:
    """One of those there are; where it says little, words beside it, and not a novel."""
    ada = house.member("ada")
    for purpose, note in (("", ""), ("curiosity", ""), ("other", ""), ("audit", " "), ("report", "x" * 501)):
        house.refuses("cade", ViewMember(member_id=ada, purpose=purpose, note=note), Invalid)
    house.refuses("cade", ViewMember(member_id=1, purpose="support"), NotFound)


def test_one_look_is_one_entry(house: House) -> None:
    """Within an hour, for the same purpose; another purpose, another person or an hour later is another look."""
    ada = house.member("ada")
    command = ViewMember(member_id=ada, purpose="support")
    house.records("cade", command, "member.viewed")
    house.leaves("cade", command)
    house.records("mair", command, "member.viewed")
    house.records("cade", ViewMember(member_id=ada, purpose="support", note="Called us"), "member.viewed")
    with clock.at(clock.now_ms() + clock.HOUR + clock.MINUTE):
        house.records("cade", command, "member.viewed")
    assert len(views_of(ada)) == 4


def test_ones_own_data_need_no_reason(house: House) -> None:
    """Nothing is kept of a look at oneself."""
    house.leaves("cade", ViewMember(member_id=house.member("cade"), purpose="support"))
