"""PlaceHold: what is on hold is neither disposed of nor erased."""

from __future__ import annotations

from coffeehouse.domain.records import commands, holds
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House


def test_records_are_held_with_a_reason(house: House) -> None:
    """Who, when and why are kept, and what it serves; the post is on hold, another is not."""
    one, other = house.post(), house.post("Prynhawn da")
    command = commands.PlaceHold(because="Request 12 asks for it.", objects=(f"post/{one}",), request_id=12)
    done, fact = house.records("rhys", command, "hold.placed")
    (hold,) = holds.list_holds()
    assert (hold.id, hold.because, hold.request_id) == (int(done.result), "Request 12 asks for it.", 12)
    assert hold.placed_by_id == house.member("rhys")
    assert fact.states()["records_hold", hold.id] is not None
    assert holds.is_on_hold(f"post/{one}")
    assert not holds.is_on_hold(f"post/{other}")
    assert holds.holds_of_request(12) == [hold]
    assert holds.objects_of_hold(hold.id) == [f"post/{one}"]


def test_all_of_a_person_is_held(house: House) -> None:
    """A hold on a person is on all they said and will say, and on what others reported of them; on nobody else."""
    before, others = house.post(), house.post(who="bevan")
    house.act("mair", commands.PlaceHold(because="A claim.", account_id=house.id("ada")))
    after = house.post("Nos da")
    assert holds.is_on_hold(f"post/{before}")
    assert holds.is_on_hold(f"post/{after}")
    assert holds.is_on_hold(f"account/{house.id('ada')}")
    assert not holds.is_on_hold(f"post/{others}")


def test_it_needs_a_reason_and_something_to_hold(house: House) -> None:
    """Nothing is held without a reason, nor what the ledger knows nothing of."""
    post = f"post/{house.post()}"
    assert house.refuses("rhys", commands.PlaceHold(because=" ", objects=(post,)), Invalid).field == "because"
    for names in ((), ("post/99",), ("token/1",), ("post/1; --",)):
        command = commands.PlaceHold(because="A claim.", objects=names)
        assert house.refuses("rhys", command, Invalid).field == "objects"
    house.refuses("rhys", commands.PlaceHold(because="A claim.", account_id=99), NotFound)


def test_only_records_staff(house: House) -> None:
    """Members and moderators decide nothing about records."""
    command = commands.PlaceHold(because="A claim.", objects=(f"post/{house.post()}",))
    for who in ("ada", "cade"):
        house.refuses(who, command, Refused)
