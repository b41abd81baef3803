"""FollowRelay: a relay is asked to pass on public posts."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.federation.control_commands import FollowRelay
from coffeehouse.domain.federation.handlers import relaying
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, NotFound
from tests.commands.elsewhere import arrives
from tests.commands.house import House


def test_administrators_ask_a_relay(house: House) -> None:
    """A row the entry vouches for, and the Follow on its way; once."""
    command = FollowRelay(account_id=arrives(house, "relay", "relay.example"))
    for who in ("ada", "cade"):
        house.refuses(who, command, Refused)
    done, fact = house.records("mair", command, "relay.asked")
    assert sql.rows("SELECT id, uri, inbox, state FROM federation_relay") == [
        (int(done.result), "https://relay.example/users/relay", "https://relay.example/users/relay/inbox", "asked")
    ]
    assert fact.states()["federation_relay", int(done.result)] is not None
    assert house.jobs()[-1] == "federate"
    house.refuses("mair", command, Conflict)


def test_whom_one_cannot_ask(house: House) -> None:
    """Somebody here, nobody at all; and there is an end to how many."""
    house.refuses("mair", FollowRelay(account_id=house.id("ada")), NotFound)
    house.refuses("mair", FollowRelay(account_id=5), NotFound)
    most, relaying.MOST_RELAYS = relaying.MOST_RELAYS, 1
    try:
        house.act("mair", FollowRelay(account_id=arrives(house, "relay", "one.example")))
        house.refuses("mair", FollowRelay(account_id=arrives(house, "relay", "two.example")), Conflict)
    finally:
        relaying.MOST_RELAYS = most
