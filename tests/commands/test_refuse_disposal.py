"""RefuseDisposal: nothing goes."""

from __future__ import annotations

from coffeehouse.domain.records import commands, disposals
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from tests.commands.house import House
from tests.commands.recording import years_later
from tests.commands.test_approve_disposal import WORDS, propose
from tests.commands.test_carry_out_erasure import tables_with


def test_it_is_closed_with_a_reason_and_nothing_goes(house: House) -> None:
    """By a colleague, or by whoever proposed it; the records can be proposed again."""
    one = house.post(WORDS)
    with years_later(7):
        disposal_id = propose(house, one)
        command = commands.RefuseDisposal(disposal_id=disposal_id, because="The museum wants it.")
        house.records("mair", command, "disposal.refused", f"disposal/{disposal_id}")
        disposal = disposals.read_disposal(disposal_id)
        assert disposal is not None
        assert (disposal.state, disposal.because) == ("refused", "The museum wants it.")
        assert "posts_post" in tables_with(WORDS)
        house.refuses("mair", command, Conflict)
        again = propose(house, one)
        house.refuses("mair", commands.RefuseDisposal(disposal_id=again, because=""), Invalid)
        house.refuses("mair", commands.RefuseDisposal(disposal_id=1, because="No."), NotFound)
        house.act("rhys", commands.RefuseDisposal(disposal_id=again, because="Proposed by mistake."))
