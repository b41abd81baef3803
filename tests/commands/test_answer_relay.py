"""AnswerRelay: a relay says whether it passes posts on."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.federation.control_commands import AnswerRelay, FollowRelay
from coffeehouse.domain.federation.queries import remote_actor
from coffeehouse.kernel.errors import Forbidden, NotFound
from tests.commands.elsewhere import arrives
from tests.commands.house import House


def test_a_relay_answers_for_itself(house: House) -> None:
    """Yes, once; then perhaps no. Nobody else, here or elsewhere, answers in its place."""
    relay, other = arrives(house, "relay", "relay.example"), arrives(house, "dee", "there.example")
    relay_id = int(house.act("mair", FollowRelay(account_id=relay)).result)
    yes = AnswerRelay(relay_id=relay_id, is_accepted=True)
    house.refuses(remote_actor(other), yes, Forbidden)
    house.refuses("mair", yes, Forbidden)
    house.records(remote_actor(relay), yes, "relay.answered", f"relay/{relay_id}")
    assert sql.value("SELECT state FROM federation_relay") == "accepted"
    house.leaves(remote_actor(relay), yes)
    house.act(remote_actor(relay), AnswerRelay(relay_id=relay_id, is_accepted=False))
    assert sql.value("SELECT state FROM federation_relay") == "refused"
    house.refuses(remote_actor(relay), AnswerRelay(relay_id=5, is_accepted=True), NotFound)
