"""RefuseDelivery: that another server was refused, and why."""

from __future__ import annotations

import pytest

from coffeehouse.domain.federation.commands import RefuseDelivery
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import LimitReached
from tests.commands.house import House


def test_an_entry_says_whom_and_why(house: House) -> None:
    """No row changes; the entry has the server and the reason, and nothing of what was said."""
    rows = house.rows()
    command = RefuseDelivery(
        host="evil.example", reason="digest", key_id="https://evil.example/a#main-key", type="Like"
    )
    _, fact = house.records("system", command, "delivery.refused", "server/evil.example")
    assert house.rows() == rows
    assert fact.payload["command"]["reason"] == "digest"


def test_nobody_else_says_so(house: House) -> None:
    """Only the house itself."""
    house.refuses("ada", RefuseDelivery(host="evil.example", reason="digest"), Refused)


def test_a_flood_is_not_kept(house: House) -> None:
    """Twenty in an hour of one server; another's are kept beside them."""
    for _ in range(20):
        house.act("system", RefuseDelivery(host="evil.example", reason="digest"))
    house.refuses("system", RefuseDelivery(host="evil.example", reason="digest"), LimitReached)
    with pytest.raises(LimitReached):
        house.act("system", RefuseDelivery(host="evil.example", reason="signature"))
    house.records("system", RefuseDelivery(host="other.example", reason="digest"), "delivery.refused")
