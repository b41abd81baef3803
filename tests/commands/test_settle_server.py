"""SettleServer: what a decision about a server does to its accounts."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.delivery import activities
from coffeehouse.delivery.servers import deliver_settle_server
from coffeehouse.domain.federation.control_commands import DecideServer, SettleServer
from coffeehouse.domain.federation.handlers import settling
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_account
from coffeehouse.engine.act import Refused
from coffeehouse.federation.admitting import may_send
from coffeehouse.kernel.errors import NotFound
from tests.commands.elsewhere import arrives, follows, is_followed
from tests.commands.house import House


def decide(house: House, state: str, host: str = "there.example") -> None:
    """Decide, and let the worker do the rest."""
    house.act("mair", DecideServer(host=host, state=state, reason="As agreed in the team."))
    deliver_settle_server({"host": host})


def test_a_suspended_server_is_not_there(house: House) -> None:
    """Its accounts are not shown, follows end both ways and count no more; another server's stay as they are."""
    dee, eve = arrives(house, "dee", "there.example"), arrives(house, "eve", "www.there.example")
    fay = arrives(house, "fay", "elsewhere.example")
    for account_id in (dee, eve, fay):
        follows(house, "ada", account_id)
        is_followed(house, account_id, "ada")
    decide(house, "suspended")
    assert [read_account(None, each) is None for each in (dee, eve, fay)] == [True, True, False]
    assert sql.rows("SELECT account_id, target_id FROM people_follow ORDER BY id") == [
        (house.id("ada"), fay), (fay, house.id("ada")),
    ]  # fmt: skip
    assert house.counts("ada")[:2] == (1, 1)
    assert sql.rows("SELECT account_id FROM federation_remotefollower") == [(fay,)]
    assert {from_id for _, from_id, _ in house.notified("ada")} == {fay}
    house.refuses("ada", people.FollowAccount(target_id=dee), NotFound)


def test_a_decision_can_be_taken_back(house: House) -> None:
    """Accounts are shown again, but not those that are hidden for a reason of their own; follows do not come back."""
    dee, eve = arrives(house, "dee", "there.example"), arrives(house, "eve", "there.example")
    follows(house, "ada", dee)
    sql.execute("UPDATE people_account SET hidden_at = 5 WHERE id = %s", (eve,))
    decide(house, "suspended")
    decide(house, "open")
    assert read_account(None, dee) is not None
    assert read_account(None, eve) is None
    assert sql.rows("SELECT 1 FROM people_follow") == []
    sql.execute("UPDATE people_account SET hidden_at = NULL WHERE id = %s", (eve,))


def test_a_limited_server_is_met_by_followers_alone(house: House) -> None:
    """Its accounts say that they are limited; follows stay."""
    dee = arrives(house, "dee", "there.example")
    follows(house, "ada", dee)
    decide(house, "limited")
    assert '"limited":true' in (read_account(None, dee) or "")
    assert house.counts("ada")[1] == 1
    decide(house, "open")
    assert '"limited":false' in (read_account(None, dee) or "")


def test_notifications_of_the_limited_wait(house: House) -> None:
    """Whoever does not follow them is not told; whoever does is."""
    dee = arrives(house, "dee", "there.example")
    follows(house, "bevan", dee)
    decide(house, "limited")
    is_followed(house, dee, "ada")
    is_followed(house, dee, "bevan")
    filtered: dict[int, bool] = dict(
        sql.rows("SELECT account_id, is_filtered FROM posts_notification WHERE from_account_id = %s", (dee,))
    )
    assert {account_id: bool(waits) for account_id, waits in filtered.items()} == {
        house.id("ada"): True,
        house.id("bevan"): False,
    }


def test_many_accounts_are_settled_in_turns(house: House) -> None:
    """Each turn is an act of its own that says where the next begins; done again it changes nothing."""
    ids = [arrives(house, f"guest{number}", "there.example") for number in range(5)]
    house.act("mair", DecideServer(host="there.example", state="suspended", reason="Fraud"))
    batch, settling.BATCH = settling.BATCH, 2
    try:
        done, fact = house.records("system", SettleServer(host="there.example"), "server.settled")
        assert done.result == {"after": ids[1]}
        assert fact.payload["kept"]["accounts"] == [str(each) for each in ids[:2]]
        deliver_settle_server({"host": "there.example"})
        assert sql.value("SELECT COUNT(*) FROM people_account WHERE domain > '' AND hidden_at IS NULL") == 0
        house.leaves("system", SettleServer(host="there.example", after=ids[3]))
    finally:
        settling.BATCH = batch
    house.refuses("mair", SettleServer(host="there.example"), Refused)


def test_in_an_allowlist_who_is_taken_off_is_gone(house: House, settings: object) -> None:
    """With FEDERATION=allowlist, opening a server takes it off the list."""
    settings.FEDERATION = "allowlist"  # type: ignore[attr-defined]
    house.act("mair", DecideServer(host="there.example", state="allowed"))
    dee = arrives(house, "dee", "there.example")
    decide(house, "open")
    assert read_account(None, dee) is None
    decide(house, "allowed")
    assert read_account(None, dee) is not None


def test_the_server_is_told_that_follows_have_ended_and_nothing_else(house: House, settings: Any) -> None:
    """An Undo of ours and a Reject of theirs are its last letters; what else was on its way is not sent."""
    settings.FEDERATION = "open"
    dee = arrives(house, "dee", "there.example")
    follows(house, "ada", dee)
    is_followed(house, dee, "bevan")
    house.act("mair", DecideServer(host="there.example", state="suspended", reason="Fraud"))
    before = int(sql.value("SELECT COALESCE(MAX(id), 0) FROM engine_outbox"))
    deliver_settle_server({"host": "there.example"})
    waiting = sql.rows("SELECT payload FROM engine_outbox WHERE kind = 'federate' AND id > %s ORDER BY id", (before,))
    letters = [letter for (text,) in waiting for letter in activities.write(msgspec.json.decode(text))]
    assert sorted(letter.document["type"] for letter in letters) == ["Reject", "Undo"]
    assert {inbox for letter in letters for inbox in letter.inboxes} == {"https://there.example/inbox"}
    assert all(may_send("there.example", letter.about) for letter in letters)
    assert not may_send("there.example", "Create post/1")
    settings.FEDERATION = "allowlist"
    assert not any(may_send("there.example", letter.about) for letter in letters)
