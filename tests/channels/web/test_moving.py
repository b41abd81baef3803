"""Settings, Moving: aliases, and moving away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from coffeehouse.domain.federation.queries import moves
from coffeehouse.federation import waiting
from tests.cast import Cast
from tests.channels.web.reader import Reader
from tests.federation.other_server import OtherServer, other_server


@pytest.fixture
def there(db: None, settings: Any) -> Iterator[OtherServer]:
    """Another server."""
    waiting.budget.forget()
    with other_server(settings) as server:
        yield server
    waiting.budget.forget()


def test_an_account_elsewhere_is_named_and_taken_off(ada: Reader, cast: Cast, there: OtherServer) -> None:
    """By its handle; then it may be moved here."""
    uri = there.person("ann")
    ada.open("/settings/moving").fill("/settings/moving", button="add", alias=f"@ann@{there.host}")
    assert ada.has(f"@ann@{there.host}")
    assert [alias.uri for alias in moves.aliases_of(cast.ada.account_id)] == [uri]
    ada.fill("/settings/moving", button="remove", do="remove")
    assert moves.aliases_of(cast.ada.account_id) == []


@pytest.mark.parametrize("words", ["", "nobody", "nobody@{host}"])
def test_a_name_nobody_has_is_said(ada: Reader, there: OtherServer, words: str) -> None:
    """With what to do next; what was typed stays."""
    ada.open("/settings/moving").fill("/settings/moving", status=422, button="add", alias=words.format(host=there.host))
    assert ada.has("There is a problem")
    assert ada.has("name@server.example")


def test_one_moves_away_and_stays_after_all(ada: Reader, cast: Cast, there: OtherServer, settings: Any) -> None:
    """When the other account says so; the page then says where to, and takes it back."""
    handle = f"ada@{there.host}"
    there.person("ada")
    ada.open("/settings/moving").fill("/settings/moving", status=422, button="move", target=handle)
    assert ada.has("does not name this one yet")
    there.person("ada", alsoKnownAs=[f"{settings.BASE_URL}/users/ada"])
    ada.fill("/settings/moving", button="move", target=handle)
    assert ada.has(f"moved to @{handle}")
    assert moves.moved_to(cast.ada.account_id) == handle
    ada.fill("/settings/moving", button="stay")
    assert moves.moved_to(cast.ada.account_id) == ""
