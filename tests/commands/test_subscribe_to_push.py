"""SubscribeToPush: an app asks to be woken."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people.push_commands import SubscribeToPush
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Forbidden, Invalid, Unauthenticated
from tests.commands.house import House
from tests.commands.subscribing import AUTH, ENDPOINT, P256DH, app_of, subscribe


def test_one_for_each_token(house: House) -> None:
    """A row with what was asked for; another of the same token takes its place, one of another token stands beside."""
    app = app_of(house)
    done, fact = house.records(app, subscribe(), "push.subscribed")
    row = sql.row(
        "SELECT id, token_id, account_id, endpoint, p256dh, auth, is_standard, alerts, policy"
        " FROM people_pushsubscription"
    )
    assert row is not None
    assert (str(row[0]), *row[1:3]) == (done.result["id"], app.token_id, house.id("ada"))
    assert (*row[3:6], bool(row[6]), *row[7:]) == (ENDPOINT, P256DH, AUTH, True, "mention poll", "all")
    assert fact.payload["kept"] == {"token": str(app.token_id), "service": "push.example.net"}
    house.records(app, subscribe(policy="follower"), "push.subscribed")
    house.records(app_of(house, token="other"), subscribe(), "push.subscribed")
    assert sql.rows("SELECT policy FROM people_pushsubscription ORDER BY id") == [("follower",), ("all",)]


def test_who_asks_for_nothing_more_gets_the_old_encoding_and_no_alerts(house: House) -> None:
    """As at Mastodon: everybody's doings, of no kind yet, in the draft's encoding."""
    house.records(app_of(house), SubscribeToPush(endpoint=ENDPOINT, p256dh=P256DH, auth=AUTH), "push.subscribed")
    row = sql.row("SELECT is_standard, alerts, policy FROM people_pushsubscription")
    assert row is not None
    assert (bool(row[0]), *row[1:]) == (False, "", "all")


def test_neither_address_nor_keys_are_recorded(house: House) -> None:
    """Who has the address may try to reach the device: the ledger's vault holds only the push service's name."""
    _, fact = house.records(app_of(house), subscribe(), "push.subscribed")
    said = str(fact)
    assert not any(secret in said for secret in (ENDPOINT, "/device/", P256DH, AUTH))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"endpoint": "http://push.example.net/x"}, "endpoint"),
        ({"endpoint": "https://user@push.example.net/x"}, "endpoint"),
        ({"endpoint": "https://127.1/"}, "endpoint"),
        ({"endpoint": "file:///etc/passwd"}, "endpoint"),
        ({"endpoint": ""}, "endpoint"),
        ({"endpoint": "https://push.example.net/" + "x" * 2_048}, "endpoint"),
        ({"p256dh": ""}, "keys"),
        ({"p256dh": P256DH[:-3] + "AAA"}, "keys"),
        ({"auth": "AAAA"}, "keys"),
        ({"policy": "friends"}, "policy"),
    ],
)
def test_what_cannot_work_is_refused(house: House, more: dict[str, Any], field: str) -> None:
    """S3, S7, S8: an address that is not https or not plain, keys nothing can be encrypted for, an unknown policy."""
    assert house.refuses(app_of(house), subscribe(**more), Invalid).field == field


def test_only_an_app_can_be_woken(house: House) -> None:
    """A browser session has no token; a token needs the scope `push`; nobody in particular has neither."""
    house.refuses("ada", subscribe(), Forbidden)
    house.refuses(app_of(house, scopes="read write"), subscribe(), Forbidden)
    house.refuses(ANONYMOUS, subscribe(), Unauthenticated)


def test_a_suspended_member_is_refused(house: House) -> None:
    """Policy says no to who is shut out, whatever their app still holds."""
    app = app_of(house, "gwyn")
    house.refuses(msgspec.structs.replace(app, member_state="suspended"), subscribe(), Refused)
