"""The key that seals authenticator apps, and the way back for somebody who has lost everything."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.domain.people import authenticator_key
from coffeehouse.domain.people.authenticator_key import CannotOpen, seal, unseal
from coffeehouse.site.setup import prepare_folders
from tests.running_house import RunningHouse


def test_the_key_is_made_with_the_house_and_private(settings: Any, tmp_path: Path) -> None:
    """Opening a house makes it, readable by its owner only; later openings keep it."""
    settings.DATA, settings.KEYS = tmp_path, tmp_path / "keys"
    prepare_folders()
    file = tmp_path / "keys" / "authenticators.key"
    assert file.stat().st_mode & 0o777 == 0o600
    sealed = seal(7, "JBSWY3DPEHPK3PXP")
    prepare_folders()
    authenticator_key.read_or_make.cache_clear()
    assert unseal(7, sealed) == "JBSWY3DPEHPK3PXP"
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_who_makes_it_at_once_agrees(tmp_path: Path) -> None:
    """The first one stays."""
    file = tmp_path / "authenticators.key"

    def make(_: int) -> str:
        authenticator_key._make(file)
        return file.read_text()

    with ThreadPoolExecutor(16) as pool:
        seen = set(pool.map(make, range(64)))
    assert len(seen) == 1


def test_what_is_sealed_opens_only_here_and_for_its_member(settings: Any, tmp_path: Path) -> None:
    """Twice the same secret looks different; another member, another key or a changed letter opens nothing."""
    settings.KEYS = tmp_path
    first, second = seal(7, "secret"), seal(7, "secret")
    assert first != second
    assert unseal(7, second) == "secret"
    changed = first[:10] + ("A" if first[10] != "A" else "B") + first[11:]
    for member, sealed in ((8, first), (7, changed), (7, ""), (7, "AAAA"), (7, "é")):
        with pytest.raises(CannotOpen):
            unseal(member, sealed)
    settings.KEYS = tmp_path / "another"
    with pytest.raises(CannotOpen):
        unseal(7, first)


@pytest.mark.server
def test_the_command_line_helps_who_lost_everything(running_house: RunningHouse) -> None:
    """It wants a reason, and says what holds now."""
    running_house.add_member("heledd")
    assert running_house.cli("member", "reset-second-steps", "heledd", check=False).returncode == 2
    done = running_house.cli("member", "reset-second-steps", "heledd", "--reason", "Came to the desk")
    assert done.stdout == "heledd signs in with the password alone, until they set up a new second step.\n"
