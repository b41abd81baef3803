"""What is on hold survives its author's deletion, out of everybody's sight, until the hold is lifted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries
from coffeehouse.delivery.worker import drain
from coffeehouse.domain import files
from coffeehouse.domain.posts.commands import DeletePost
from coffeehouse.domain.records import commands, preserved
from tests.commands.house import House


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> Iterator[House]:
    """A house of its own; afterwards ledger, rows and counts agree."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INCOMING_FOLDER = tmp_path / "incoming"
    deliveries.register_all()
    found = House()
    yield found
    found.check()


def test_deleting_what_is_held_hides_it_and_keeps_it(house: House) -> None:
    """The author's wish is done, and the record is not destroyed: words and picture stay for those who keep records."""
    picture = house.picture()
    key = sql.value("SELECT file FROM posts_media WHERE id = %s", (picture,))
    one = house.post("Tystiolaeth", media_ids=(picture,))
    hold_id = int(house.act("rhys", commands.PlaceHold(because="Request 7.", account_id=house.id("ada"))).result)
    house.act("ada", DeletePost(post_id=one))
    drain()
    assert sql.value("SELECT COUNT(*) FROM posts_post WHERE id = %s", (one,)) == 0
    (kept,) = preserved.preserved_of(f"post/{one}")
    assert (kept.reason, kept.account_id, kept.value()["text"]) == ("hold", house.id("ada"), "Tystiolaeth")
    assert files.path_of(key).is_file()
    house.act("rhys", commands.LiftHold(hold_id=hold_id, because="Answered."))
    drain()
    assert preserved.list_preserved() == []
    assert not files.path_of(key).is_file()


def test_another_hold_keeps_it_on(house: House) -> None:
    """Only when no hold names it any more does it go."""
    one = house.post("Tystiolaeth")
    name = f"post/{one}"
    first, second = (
        int(house.act("rhys", commands.PlaceHold(because=why, objects=(name,))).result) for why in ("One.", "Two.")
    )
    house.act("ada", DeletePost(post_id=one))
    house.act("rhys", commands.LiftHold(hold_id=first, because="Answered."))
    assert len(preserved.preserved_of(name)) == 1
    house.act("rhys", commands.LiftHold(hold_id=second, because="Answered."))
    assert preserved.preserved_of(name) == []


def test_what_is_free_goes(house: House) -> None:
    """A post on no hold leaves nothing behind."""
    one = house.post("Dim byd", media_ids=(house.picture(),))
    house.act("ada", DeletePost(post_id=one))
    assert preserved.list_preserved() == []
    assert sql.value("SELECT COUNT(*) FROM records_preservedfile") == 0
