"""`coffeehouse federation`: the keys accounts sign with are shown, and changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import authenticator_key
from coffeehouse.domain.people import commands as people
from coffeehouse.federation import keys
from coffeehouse.federation.keys import public_keys
from coffeehouse.federation.signing import signed_headers
from coffeehouse.kernel.errors import Unavailable
from coffeehouse.site.cli import CommandFailed, federation
from tests.commands.house import House
from tests.federation.elsewhere import stranger


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> House:
    """The cast, with keys of its own."""
    settings.KEYS = tmp_path / "keys"
    return House()


@pytest.mark.parametrize("name", ["", "ada", "@ada"])
def test_keys_are_shown_and_changed(house: House, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """With the names others know them by; new ones under the same names."""
    account_id = house.id("ada") if name else 0
    assert federation.show(name, rotates=False) == 0
    before, old = capsys.readouterr().out, public_keys(account_id)
    assert all(public.strip() in before for public in old.values())
    assert ("/users/ada#main-key" if name else "/actor#main-key") in before
    assert federation.show(name, rotates=True) == 0
    after = capsys.readouterr().out
    assert not any(public.strip() in after for public in old.values())
    assert [line for line in after.splitlines() if "://" in line] == [
        line for line in before.splitlines() if "://" in line
    ]


def test_only_accounts_here_have_keys_here(house: House) -> None:
    """With what to do next."""
    for name in ("nobody", stranger().name):
        with pytest.raises(CommandFailed, match="member list"):
            federation.show(name, rotates=True)


def test_a_lost_key_file_is_said_and_mended(house: House, settings: Any, tmp_path: Path) -> None:
    """Nothing is signed with another key than the one that is shown, until new ones are made."""
    ada = house.id("ada")
    signed_headers("GET", "https://dee.example/", b"", ada, "cavage")
    settings.KEYS = tmp_path / "other"
    authenticator_key.read_or_make.cache_clear()
    # What was opened before is kept in memory; another process opens it anew.
    keys._opened.cache_clear()
    with pytest.raises(Unavailable, match="rotate-key"):
        keys.private_key(ada, "rsa")
    assert federation.show("ada", rotates=True) == 0
    assert signed_headers("GET", "https://dee.example/", b"", ada, "cavage")["Signature"]


def test_followers_elsewhere_are_told(house: House) -> None:
    """Their servers get the account anew; without followers elsewhere nothing is sent."""
    waiting = "SELECT count(*) FROM engine_outbox WHERE kind = 'federate'"
    federation.show("ada", rotates=True)
    assert sql.value(waiting) == 0
    stranger().does(people.FollowAccount(target_id=house.id("ada")))
    before = sql.value(waiting)
    federation.show("ada", rotates=True)
    assert sql.value(waiting) == before + 1
