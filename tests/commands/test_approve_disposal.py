"""ApproveDisposal: a second person decides, and then it is gone; the certificate says by whom and by which rule."""

from __future__ import annotations

from coffeehouse.domain.posts.commands import DeletePost
from coffeehouse.domain.records import commands, disposals
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Forbidden, NotFound
from tests.commands.house import House
from tests.commands.recording import ask, years_later
from tests.commands.test_carry_out_erasure import tables_with

WORDS = "Hen eiriau o'r gaeaf"


def propose(house: House, *post_ids: int) -> int:
    """As Rhys; the disposal's id."""
    names = tuple(f"post/{post_id}" for post_id in post_ids)
    return int(house.act("rhys", commands.ProposeDisposal(class_id="members-posts", objects=names)).result)


def test_two_people_dispose(house: House) -> None:
    """What was proposed is erased everywhere; who proposed and who approved stay, with the rule."""
    one = house.post(WORDS)
    with years_later(7):
        disposal_id = propose(house, one)
        done = house.act("mair", commands.ApproveDisposal(disposal_id=disposal_id))
    fact = house.fact(done.entry_sequence)
    assert (fact.kind, fact.object) == ("disposal.approved", f"disposal/{disposal_id}")
    disposal = disposals.read_disposal(disposal_id)
    assert disposal is not None
    assert (disposal.state, disposal.decided_by_id) == ("approved", house.member("mair"))
    assert [item.outcome for item in disposals.items_of(disposal_id)] == ["disposed"]
    assert tables_with(WORDS) == []
    assert "scrub" in house.jobs()


def test_nobody_approves_their_own_proposal(house: House) -> None:
    """Two people, whatever the role."""
    one = house.post(WORDS)
    with years_later(7):
        disposal_id = propose(house, one)
        house.refuses("rhys", commands.ApproveDisposal(disposal_id=disposal_id), Forbidden)
        house.refuses("system", commands.ApproveDisposal(disposal_id=disposal_id), Forbidden)
        house.refuses("cade", commands.ApproveDisposal(disposal_id=disposal_id), Refused)
    assert "posts_post" in tables_with(WORDS)


def test_a_hold_placed_meanwhile_and_what_is_gone(house: House) -> None:
    """What is held by then stays, with the reason; what was erased meanwhile is named as gone; what its author deleted
    meanwhile is disposed of like the rest, for the vault has its words."""
    held, gone, free, deleted = house.post(WORDS), house.post("Dau"), house.post("Tri"), house.post("Pedwar gwylan")
    with years_later(7):
        disposal_id = propose(house, held, gone, free, deleted)
        house.act("mair", commands.PlaceHold(because="Request 9.", objects=(f"post/{held}",)))
        house.act("rhys", commands.CarryOutErasure(erasure_id=ask(house, "ada", f"post/{gone}")))
        house.act("ada", DeletePost(post_id=deleted))
        house.act("mair", commands.ApproveDisposal(disposal_id=disposal_id))
        house.refuses("mair", commands.ApproveDisposal(disposal_id=disposal_id), Conflict)
        house.refuses("mair", commands.ApproveDisposal(disposal_id=1), NotFound)
    found = {item.name: item.outcome for item in disposals.items_of(disposal_id)}
    assert found == {
        f"post/{held}": "held",
        f"post/{gone}": "gone",
        f"post/{free}": "disposed",
        f"post/{deleted}": "disposed",
    }
    assert tables_with("Pedwar gwylan") == []
    assert {"posts_post", "ledger_vault"} <= set(tables_with(WORDS))
