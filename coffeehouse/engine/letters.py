"""Mail that a house without a mail server keeps as files: which of it holds words that are erased."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings


def letters_with(needles: Iterable[str]) -> list[str]:
    """Names of the letters that hold any of these texts, however they are encoded."""
    wanted = [" ".join(needle.split()) for needle in needles if needle]
    folder = Path(settings.MAIL_FOLDER)
    if not wanted or not folder.is_dir():
        return []
    return [path.name for path in sorted(folder.glob("*.eml")) if _holds(path, wanted)]


def _holds(path: Path, wanted: list[str]) -> bool:
    try:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    except OSError:
        return False  # sent or removed a moment ago
    assert isinstance(message, EmailMessage)  # noqa: S101  # what this policy makes
    parts = [str(value) for _, value in message.items()]
    for part in message.walk():
        if part.get_content_maintype() == "text":
            parts.append(str(part.get_content()))
    # Mail folds lines: blanks of any kind are one.
    said = " ".join(" ".join(parts).split())
    return any(needle in said for needle in wanted)


def remove_letter(name: str) -> None:
    """Delete a letter; one that is gone is as good."""
    (Path(settings.MAIL_FOLDER) / Path(name).name).unlink(missing_ok=True)
