"""The key by which push services know the house."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.domain.people import push_key
from coffeehouse.protocols.webpush import BadKey, public_text, read_private_key
from coffeehouse.site.setup import prepare_folders


def test_it_is_made_with_the_house_and_private(settings: Any, tmp_path: Path) -> None:
    """Opening a house makes it, readable by its owner only; later openings keep it."""
    settings.DATA, settings.KEYS = tmp_path, tmp_path / "keys"
    prepare_folders()
    file = tmp_path / "keys" / "vapid.key"
    assert file.stat().st_mode & 0o777 == 0o600
    first = file.read_text()
    prepare_folders()
    push_key._read.cache_clear()
    assert push_key.public_key() == public_text(read_private_key(first.strip()))
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_who_makes_it_at_once_agrees(tmp_path: Path) -> None:
    """The first one stays."""
    file = tmp_path / "vapid.key"

    def make(_: int) -> str:
        push_key._make(file)
        return file.read_text()

    with ThreadPoolExecutor(16) as pool:
        seen = set(pool.map(make, range(64)))
    assert len(seen) == 1


def test_a_damaged_key_is_not_used(settings: Any, tmp_path: Path) -> None:
    """It is noticed, not replaced: with another key every subscription would be dead."""
    settings.KEYS = tmp_path
    (tmp_path / "vapid.key").write_text("garbage\n")
    with pytest.raises(BadKey):
        push_key.public_key()
    assert (tmp_path / "vapid.key").read_text() == "garbage\n"
