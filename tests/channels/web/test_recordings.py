"""Video and sound on the pages: players without script; a form that waits loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coffeehouse.channels.web import drafts
from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.posts.commands import FinishMedia
from coffeehouse.engine.act import act
from tests import recorded
from tests.channels.web.reader import Reader

pytestmark = pytest.mark.ffmpeg


@pytest.mark.parametrize(
    ("data", "tag"), [(recorded.video, "<video "), (recorded.sound, "<audio "), (recorded.moving_gif, "<video ")]
)
def test_a_recording_is_posted_from_a_form(ada: Reader, monkeypatch: pytest.MonkeyPatch, data: Any, tag: str) -> None:
    """First the form says that it is being prepared; sent again it posts, with words, description and player."""
    monkeypatch.setattr(drafts, "WAIT_SECONDS", 0.0)
    file = SimpleUploadedFile("film.bin", data())
    ada.open("/compose").fill("/compose", status=422, text="Listen", picture1=file, description1="A tone")
    assert "being prepared" in ada.errors
    media_id = sql.value("SELECT id FROM posts_media")
    act(FinishMedia(media_id=media_id), SYSTEM, "worker")
    ada.fill("/compose")
    assert sql.value("SELECT post_id FROM posts_media") is not None
    assert sql.value("SELECT description FROM posts_media") == "A tone"
    ada.open("/public")
    assert tag in ada.html
    assert 'aria-label="A tone"' in ada.html
    assert "controls" in ada.html
    assert "autoplay" not in ada.html


def test_what_cannot_be_prepared_is_said(ada: Reader) -> None:
    """In the form, beside what was chosen; nothing typed is lost."""
    file = SimpleUploadedFile("film.mp4", recorded.video()[:2_000])
    ada.open("/compose").fill("/compose", status=422, text="Listen", picture1=file)
    assert "cannot be read" in ada.errors
    assert "Listen" in ada.html
