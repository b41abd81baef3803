"""DecideServer: on what terms the house talks with another server."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.control_commands import DecideServer
from coffeehouse.domain.federation.queries import standing_of
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House

SUSPEND = DecideServer(host="bad.example", state="suspended", reason="It sends nothing but fraud.")


def test_administrators_decide_with_a_reason(house: House) -> None:
    """It holds at once, also below the name; who decided and why is kept, and the accounts follow by a job."""
    for who in ("ada", "cade", "rhys"):
        house.refuses(who, SUSPEND, Refused)
    done, fact = house.records("mair", SUSPEND, "server.decided", "server/bad.example")
    assert done.result == "bad.example"
    assert not standing_of("bad.example").may_talk
    assert not standing_of("sub.bad.example").may_talk
    ((decision_id, *row),) = sql.rows(
        "SELECT id, host, state, reason, member_id FROM federation_serverdecision ORDER BY id"
    )
    assert row == ["bad.example", "suspended", "It sends nothing but fraud.", house.member("mair")]
    assert fact.states()["federation_serverdecision", decision_id] is not None
    assert house.jobs()[-1] == "settle_server"
    house.leaves("mair", SUSPEND)
    house.act("mair", DecideServer(host="bad.example", state="open", reason="They changed."))
    assert standing_of("bad.example").may_talk
    assert sql.value("SELECT COUNT(*) FROM federation_serverdecision") == 2


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("Social.Example.ORG", "social.example.org"),
        (" https://social.example.org/@dee ", "social.example.org"),
        ("*.social.example.org", "social.example.org"),
        ("@social.example.org", "social.example.org"),
        ("social.example.org:8443", "social.example.org:8443"),
        ("social.example.org:443", "social.example.org"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_server_has_one_name(house: House, written: str, host: str) -> None:
    """However it was typed or pasted, the decision stands under the name that deliveries are compared with."""
    house.records("mair", DecideServer(host=written, state="allowed"), "server.decided", f"server/{host}")
    assert sql.value("SELECT state FROM federation_server WHERE host = %s", (host,)) == "allowed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"host": ""}, "host"),
        ({"host": "two words"}, "host"),
        ({"host": "someone@there.example"}, "host"),
        ({"host": "testserver"}, "host"),
        ({"state": "deleted"}, "state"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 1_001}, "reason"),
        ({"budget": 0}, "budget"),
        ({"budget": 1_000_001}, "budget"),
    ],
)
def test_what_cannot_be_decided(house: House, settings: Any, changes: dict[str, Any], field: str) -> None:
    """No name, the house itself, no such state, a limit without a reason: the field says which."""
    settings.DOMAIN = "testserver"
    members = {"host": "bad.example", "state": "suspended", "reason": "Fraud", **changes}
    assert house.refuses("mair", DecideServer(**members), Invalid).field == field


def test_pictures_and_a_budget_are_terms_too(house: House) -> None:
    """They hold beside the state, for a server that is otherwise open."""
    house.act("mair", DecideServer(host="loud.example", state="open", rejects_media=True, budget=20))
    assert standing_of("loud.example") == (True, False, True, 20)
    house.leaves("mair", DecideServer(host="quiet.example", state="open"))
