"""ClearMedia: uploads that nothing has used for a day are removed, and files that no row names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.apps import apps

from coffeehouse.database import sql
from coffeehouse.delivery import workshop
from coffeehouse.domain import files
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import writing_commands as writing
from coffeehouse.engine.clearing import unused_media
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden
from tests.commands.house import House, png

LATER = 25 * clock.HOUR


def after_a_day() -> list[int]:
    """What is unused a day from now; it is looked at in between, as the worker does every hour."""
    unused_media(clock.now_ms())
    return unused_media(clock.now_ms() + LATER)


def test_what_was_never_posted_goes(house: House) -> None:
    """After a day, not before; recorded, and the files go with it."""
    picture = house.picture()
    assert unused_media(clock.now_ms() + 23 * clock.HOUR) == []
    assert after_a_day() == [picture]
    _, fact = house.records("system", posts.ClearMedia(media_ids=(picture,)), "media.cleared")
    assert fact.payload["kept"] == {"count": 1}
    assert sql.value("SELECT COUNT(*) FROM posts_media") == 0
    assert sql.value("SELECT COUNT(*) FROM engine_outbox WHERE kind = 'remove_files'") == 1


def test_what_is_used_stays(house: House) -> None:
    """By a post or a scheduled one."""
    posted, scheduled = house.picture(), house.picture()
    house.post("Llun", media_ids=(posted,))
    later = posts.PublishPost(text="Wedyn", media_ids=(scheduled,))
    house.act("ada", writing.SchedulePost(post=later, scheduled_at=clock.now_ms() + clock.DAY))
    assert after_a_day() == []


def test_what_waits_for_a_person_stays(house: House) -> None:
    """Held words may be released after days, with their pictures."""
    voice = house.actor("ada", account_id=house.voice())
    picture = int(house.act(voice, posts.UploadMedia(data=png(), description="Te")).result["id"])
    assert house.act(voice, posts.PublishPost(text="Rhif 943 476 5919", media_ids=(picture,))).is_held
    assert after_a_day() == []


def test_what_is_taken_off_a_post_has_a_day_from_then(house: House) -> None:
    """However old the upload is."""
    picture = house.picture()
    post = house.post("Llun", media_ids=(picture,))
    assert after_a_day() == []
    house.act("ada", posts.EditPost(post_id=post, text="Llun", media_ids=()))
    assert unused_media(clock.now_ms() + LATER) == []
    assert unused_media(clock.now_ms() + 2 * LATER) == [picture]


def test_posted_at_the_last_moment_it_stays(house: House) -> None:
    """Between the look and the act somebody may have used it."""
    picture = house.picture()
    house.post("Llun", media_ids=(picture,))
    house.leaves("system", posts.ClearMedia(media_ids=(picture,)))


def test_only_the_house_itself_clears(house: House) -> None:
    """Not even its administrators."""
    house.refuses("mair", posts.ClearMedia(media_ids=(house.picture(),)), Forbidden)


def test_files_without_a_row_go(house: House, tmp_path: Path) -> None:
    """Of uploads that were refused, of pictures that were replaced; not those that are new, or that a row names."""
    kept = house.picture()
    old, fresh, upload = files.store(png(), "png", is_guarded=True), files.store(png(), "png"), files.receive([b"x"])
    for path in (files.path_of(old), files.received(upload), *_files_of(kept)):
        os.utime(path, (0, 0))
    workshop.clear_files()
    assert not files.path_of(old).exists()
    assert not files.received(upload).exists()
    assert files.path_of(fresh).exists()
    assert all(path.exists() for path in _files_of(kept))


def _files_of(media_id: int) -> list[Path]:
    row = sql.row("SELECT file, preview FROM posts_media WHERE id = %s", (media_id,))
    return [files.path_of(key) for key in row or ()]


NO_KEYS = {"posts_media.source", "people_application.icon"}
NAMES = {"file", "preview", "avatar", "header", "image", "icon", "thumbnail", "picture", "banner", "source", "still"}


@pytest.mark.parametrize("model", apps.get_models())
def test_every_column_with_keys_is_known(model: type) -> None:
    """A new table with files must be named in `files.HOLDERS`, or its files would be cleared away."""
    meta = model._meta  # type: ignore[attr-defined]
    known = {f"{table}.{column}" for table, column in files.HOLDERS} | NO_KEYS
    for field in meta.concrete_fields:
        if field.get_internal_type() == "CharField" and field.max_length >= 100 and field.name in NAMES:
            assert f"{meta.db_table}.{field.column}" in known
