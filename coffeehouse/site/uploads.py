"""How files of multipart forms are received: small ones in memory, others on disk, and never under their own names."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler


class NamelessUploadHandler(TemporaryFileUploadHandler):
    """Django's, which keeps the sender's file extension in the name on disk: here nothing of it remains (M3)."""

    def new_file(self, field_name: str, file_name: str, *rest: Any, **more: Any) -> None:
        """Begin a file under a name of ours."""
        super().new_file(field_name, "upload", *rest, **more)
