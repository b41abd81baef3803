"""Which policy decides, and how soon a saved version does in every process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.policies.commands import SavePolicy
from coffeehouse.domain.policies.queries import latest_version_id
from coffeehouse.engine import policy_in_force
from coffeehouse.policy.checking import pack_of, read_folder
from coffeehouse.policy.packs import DEFAULT_FOLDER
from tests.commands.house import House


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    policy_in_force.look_again()
    yield
    policy_in_force.look_again()


def stored(house: House, version: str) -> str:
    """Save the shipped pack as another version; its name."""
    files = read_folder(DEFAULT_FOLDER)
    files["pack.toml"] = "\n".join(
        f'version = "{version}"' if line.startswith("version") else line for line in files["pack.toml"].splitlines()
    )
    based_on = policy_in_force.pack_in_force().version
    command = SavePolicy(files=tuple(files.items()), note="Another", based_on=based_on)
    return str(house.act("mair", command).result["name"])


def test_a_process_asks_only_once_in_a_while(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """No act costs a query for it; a version that another process saved decides after CHECK_SECONDS."""
    now = [1_000.0]
    asked: list[int] = []

    def ask() -> int | None:
        asked.append(1)
        return latest_version_id()

    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(policy_in_force, "latest_version_id", ask)
    before = policy_in_force.pack_in_force().version
    del asked[:]
    for _ in range(20):
        policy_in_force.pack_in_force()
    assert asked == []
    name = stored(house, "9.0.0")
    assert policy_in_force.pack_in_force().version == name
    # As another process, which was not told: it looked just now, and saw the version before.
    monkeypatch.setattr(policy_in_force._known, "version_id", None)
    monkeypatch.setattr(policy_in_force._known, "pack", None)
    assert policy_in_force.pack_in_force().version == before
    now[0] += policy_in_force.CHECK_SECONDS
    assert policy_in_force.pack_in_force().version == name
    del asked[:]
    now[0] += policy_in_force.CHECK_SECONDS
    policy_in_force.pack_in_force()
    policy_in_force.pack_in_force()
    assert asked == [1]


def test_a_version_the_house_no_longer_understands(house: House) -> None:
    """The pack that comes with the house decides then, and the log says so: the house is never without rules."""
    stored(house, "9.0.0")
    files = sql.value("SELECT files FROM policies_version")
    sql.execute("UPDATE policies_version SET files = '{}'")
    policy_in_force._known.version_id = None
    policy_in_force.look_again()
    assert policy_in_force.pack_in_force() is policy_in_force.folder_pack()
    assert policy_in_force.stored_version_id() is None
    sql.execute("UPDATE policies_version SET files = %s", (files,))


def test_a_saved_pack_is_what_its_folder_was() -> None:
    """Text and folder give the same pack, to the last hex digit of its name."""
    assert pack_of(read_folder(DEFAULT_FOLDER)).version == policy_in_force.folder_pack().version


def test_a_folder_that_is_set_asks_no_database(settings: Any, tmp_path: Any) -> None:
    """POLICY_PACK wins."""
    for name, text in read_folder(DEFAULT_FOLDER).items():
        (tmp_path / name).write_text(text.replace('id = "default"', 'id = "town"'), "utf-8")
    settings.POLICY_PACK = tmp_path
    assert policy_in_force.pack_in_force().about.id == "town"
