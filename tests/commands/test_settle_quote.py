"""SettleQuote: what a post from elsewhere quotes is here by now."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.domain.federation.commands import ReceiveEdit, SettleQuote
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.kernel.errors import Forbidden
from tests.commands.house import House
from tests.federation.elsewhere import stranger


def quote(post_id: int) -> dict[str, Any] | None:
    """The quote of a post as an app gets it."""
    found = read_status(None, post_id)
    assert found is not None
    shown: dict[str, Any] | None = msgspec.json.decode(found)["quote"]
    return shown


def test_a_quote_of_a_third_needs_their_stamp(house: House) -> None:
    """First the quoted post has to be fetched; then its author has to agree; then it shows."""
    dee, mal = stranger(), stranger("mal", "third.example")
    uri = f"{mal.uri}/statuses/9"
    post_id = dee.says(1, "Gweler", quote=uri)
    assert quote(post_id) is None
    assert "fetch_post" in house.jobs()
    house.leaves("system", SettleQuote(post_id=post_id))
    quoted = mal.says(9, "Gair")
    house.records("system", SettleQuote(post_id=post_id), "quote.settled", f"post/{post_id}")
    assert quote(post_id) == {"state": "pending", "quoted_status": None}
    before = house.jobs().count("fetch_post")
    dee.does(ReceiveEdit(document=dee.note(1, "Gweler", quote=uri, quote_authorization=f"{mal.uri}/stamps/1")))
    assert house.jobs().count("fetch_post") == before + 1
    house.act("system", SettleQuote(post_id=post_id, is_allowed=True))
    shown = quote(post_id)
    assert shown is not None
    assert shown["quoted_status"]["id"] == str(quoted)


def test_ones_own_post_needs_no_stamp(house: House) -> None:
    """Who quotes themselves has agreed."""
    dee = stranger()
    first = dee.says(1)
    shown = quote(dee.says(2, quote=f"{dee.uri}/statuses/1"))
    assert shown is not None
    assert shown["quoted_status"]["id"] == str(first)


def test_only_the_house_looks_at_stamps(house: House) -> None:
    """Nobody says of themselves that a stamp was seen."""
    dee = stranger()
    house.refuses(dee.actor(), SettleQuote(post_id=dee.says(1), is_allowed=True), Forbidden)
