"""From an uploaded file, of whatever channel, to the command that hands it in: pictures whole, recordings by place.

Only the first bytes decide what a file is; its name and the type it claims are never looked at (M1, M3).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.conf import settings

from coffeehouse.domain import files
from coffeehouse.domain.posts.commands import UploadMedia
from coffeehouse.kernel.errors import Invalid
from coffeehouse.protocols import images, recordings

HEAD = 64


class Upload(Protocol):
    """What Django makes of a file in a form."""

    @property
    def size(self) -> int | None: ...

    def read(self, count: int = ..., /) -> bytes: ...

    def seek(self, offset: int, /) -> object: ...

    def chunks(self) -> Iterable[bytes]: ...


def content_types() -> list[str]:
    """Everything this house takes, for apps to offer."""
    return [*images.CONTENT_TYPES, *(recordings.CONTENT_TYPES if recordings.available() else ())]


def picture_of(upload: Upload) -> bytes:
    """The bytes of a picture. Raises Invalid, before reading it, for one that is too large."""
    if (upload.size or 0) > settings.MEDIA_MAX_BYTES:
        raise _too_large(settings.MEDIA_MAX_BYTES, code="image_too_large")
    upload.seek(0)
    return upload.read()


def command_for(
    upload: Upload,
    *,
    description: str = "",
    focus: tuple[float, float] = (0.0, 0.0),
    thumbnail: Upload | None = None,
    waits: bool = False,
) -> UploadMedia:
    """The command. Raises Invalid for what is too large, or a recording where the house has no ffmpeg."""
    preview = b"" if thumbnail is None else picture_of(thumbnail)
    upload.seek(0)
    reader = recordings.reader_of(upload.read(HEAD))
    data, received = b"", ""
    if reader in (None, "gif"):
        data = picture_of(upload)
        if reader and recordings.available() and recordings.moves(data):
            data, received = b"", files.receive([data])
    elif not recordings.available():
        raise recordings.absent()
    elif (upload.size or 0) > settings.VIDEO_MAX_BYTES:
        raise _too_large(settings.VIDEO_MAX_BYTES, code="recording_too_large")
    else:
        upload.seek(0)
        received = files.receive(upload.chunks())
    return UploadMedia(
        data=data, received=received, description=description, focus=focus, thumbnail=preview, waits=waits
    )


def _too_large(most: int, *, code: str) -> Invalid:
    return Invalid(
        f"This file is larger than {most // 1_048_576} MB. Make it smaller and try again.", code=code, field="file"
    )
