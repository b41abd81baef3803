"""Settings, Moving: aliases, and moving away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from coffeehouse.domain.federation.queries import moves
from coffeehouse.federation import waiting
from tests.cast import Cast
from tests.channels.web.reader import Reader
from tests.federation.elsewhere import stranger
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


def test_a_profile_from_elsewhere_says_so(ada: Reader, cast: Cast) -> None:
    """It leads to its own server, and to where it moved; search engines find the original."""
    old = stranger("dee")
    stranger("dee", "new.example", also_known_as=(old.uri,))
    stranger("dee", moved_to="https://new.example/users/dee")
    ada.open("/@dee@elsewhere.example")
    assert ada.has("See this profile on its own server")
    assert ada.has("This account has moved to @dee@new.example")
    assert '<meta name="robots" content="noindex">' in ada.html
    ada.open("/@ada")
    assert not ada.has("its own server")


def test_somebody_elsewhere_is_followed_from_their_page(ada: Reader, cast: Cast) -> None:
    """The follow waits for their server; the page says so, and takes it back."""
    dee = stranger("dee")
    action = f"/accounts/{dee.account_id}/follow"
    ada.open("/@dee@elsewhere.example").fill(action)
    ada.open("/@dee@elsewhere.example")
    assert ada.has("Withdraw request")
