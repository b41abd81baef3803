"""ReceiveMove: an account elsewhere moved."""

from __future__ import annotations

import msgspec

from coffeehouse.domain.federation.moving_commands import ReceiveMove, SetAliases
from coffeehouse.domain.people.queries import read_account
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House
from tests.federation.elsewhere import stranger


def test_a_move_counts_when_the_new_account_says_so(house: House) -> None:
    """O11: the profile leads there, and whoever follows is to follow on."""
    old = stranger("dee")
    new = stranger("dee", "new.example", also_known_as=(old.uri,))
    command = ReceiveMove(account_id=old.account_id, target_id=new.account_id)
    _, fact = house.records("system", command, "actor.moved", f"account/{old.account_id}")
    assert fact.payload["kept"] == {"target": f"account/{new.account_id}"}
    shown = msgspec.json.decode(read_account(None, old.account_id) or "null")
    assert shown["moved"]["acct"] == "dee@new.example"
    assert "follow_moved" in house.jobs()


def test_o11_without_the_new_accounts_word_nothing_moves(house: House) -> None:
    """O11: neither to a stranger nor to one of ours who does not say so."""
    old, new = stranger("dee"), stranger("dee", "new.example", also_known_as=("https://elsewhere.example/users/deex",))
    house.refuses("system", ReceiveMove(account_id=old.account_id, target_id=new.account_id), Invalid)
    to_ada = ReceiveMove(account_id=old.account_id, target_id=house.id("ada"))
    house.refuses("system", to_ada, Invalid)
    house.act("ada", SetAliases(uris=(old.uri,)))
    house.act("system", to_ada)


def test_nobody_moves_others(house: House) -> None:
    """Only the house says so, of accounts elsewhere, and never to itself."""
    dee = stranger()
    house.refuses("ada", ReceiveMove(account_id=dee.account_id, target_id=house.id("ada")), Refused)
    house.refuses("system", ReceiveMove(account_id=house.id("ada"), target_id=dee.account_id), NotFound)
    house.refuses("system", ReceiveMove(account_id=dee.account_id, target_id=dee.account_id), NotFound)
