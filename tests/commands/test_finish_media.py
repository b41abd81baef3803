"""FinishMedia: the worker prepares what takes time."""

from __future__ import annotations

from pathlib import Path

import pytest

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.queries import media_state
from coffeehouse.kernel.errors import Forbidden, Invalid
from tests import recorded
from tests.commands.house import House, png

pytestmark = pytest.mark.ffmpeg


def handed_in(house: House, data: bytes, **more: object) -> int:
    """A recording of Ada's, handed in and not prepared yet."""
    command = posts.UploadMedia(received=files.receive([data]), **more)  # type: ignore[arg-type]
    return int(house.act("ada", command).result["id"])


def test_a_film_waits_and_is_prepared(house: House) -> None:
    """No address before; then a file, a preview, and the upload itself is to be removed."""
    media = handed_in(house, recorded.video())
    source = sql.value("SELECT source FROM posts_media")
    assert sql.row("SELECT state, kind, preview FROM posts_media") == ("waiting", "video", "")
    assert media_state(house.id("ada"), media) == ("waiting", "")
    assert sql.value("SELECT COUNT(*) FROM engine_outbox WHERE kind = 'finish_media'") == 1
    _, fact = house.records("system", posts.FinishMedia(media_id=media), "media.prepared", f"media/{media}")
    row = sql.row("SELECT state, width, height, file, preview, sha256, source FROM posts_media")
    assert row is not None
    assert row[:3] == ("ready", 320, 240)
    assert (fact.payload["kept"], row[6]) == ({"sha256": row[5]}, "")
    assert files.path_of(row[3]).is_file()
    assert files.path_of(row[4]).is_file()
    assert source in sql.value("SELECT payload FROM engine_outbox WHERE kind = 'forget_received'")


def test_again_is_no_change(house: House) -> None:
    """A worker that died after the commit does it again, and nothing is recorded."""
    media = handed_in(house, recorded.sound())
    house.act("system", posts.FinishMedia(media_id=media))
    house.leaves("system", posts.FinishMedia(media_id=media))


def test_what_cannot_be_prepared_has_failed(house: House) -> None:
    """With the reason in words; the ledger says so."""
    media = handed_in(house, recorded.video())
    files.received(sql.value("SELECT source FROM posts_media")).write_bytes(recorded.video()[:2_000])
    _, fact = house.records("system", posts.FinishMedia(media_id=media), "media.failed", f"media/{media}")
    state, problem = media_state(house.id("ada"), media)
    assert (state, fact.payload["kept"]["problem"]) == ("failed", problem)
    assert "Choose an MP4" in problem


def test_an_upload_that_is_gone_has_failed(house: House) -> None:
    """After a restore from a backup, which does not hold what waited."""
    media = handed_in(house, recorded.sound())
    files.forget_received(sql.value("SELECT source FROM posts_media"))
    house.records("system", posts.FinishMedia(media_id=media), "media.failed")


def test_taken_back_meanwhile_nothing_stays(house: House, tmp_path: Path) -> None:
    """M7: what was prepared for nobody is not left on the disk."""
    media = handed_in(house, recorded.sound())
    house.act("ada", posts.DeleteMedia(media_id=media))
    house.leaves("system", posts.FinishMedia(media_id=media))
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def test_a_thumbnail_of_ones_own_stays(house: House) -> None:
    """The one the film would have had is not kept."""
    media = handed_in(house, recorded.video(), thumbnail=png("red"))
    before = sql.row("SELECT preview, preview_width FROM posts_media")
    house.act("system", posts.FinishMedia(media_id=media))
    assert sql.row("SELECT preview, preview_width FROM posts_media") == before


def test_only_the_house_itself_prepares(house: House) -> None:
    """Not even its administrators."""
    media = handed_in(house, recorded.sound())
    house.refuses("mair", posts.FinishMedia(media_id=media), Forbidden)


def test_not_before_it_is_ready_does_a_post_have_it(house: House) -> None:
    """422 with Mastodon's words; then it can be posted, but beside nothing else."""
    film, picture = handed_in(house, recorded.video()), house.picture()
    post = posts.PublishPost(text="See", media_ids=(film,))
    house.refuses("ada", post, Invalid)
    house.act("system", posts.FinishMedia(media_id=film))
    house.refuses("ada", posts.PublishPost(text="See", media_ids=(film, picture)), Invalid)
    house.records("ada", post, "post.published")
    assert sql.value("SELECT loose_at FROM posts_media WHERE id = %s", (film,)) is None


def test_what_is_too_large_is_refused_and_not_kept(house: House, settings: object, tmp_path: Path) -> None:
    """Nothing of it stays on the disk."""
    settings.VIDEO_MAX_BYTES = 10  # type: ignore[attr-defined]
    house.refuses("ada", posts.UploadMedia(received=files.receive([recorded.sound()])), Invalid)
    assert list((tmp_path / "incoming").iterdir()) == []
