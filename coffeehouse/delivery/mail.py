"""Mail without a mail server: every message becomes a file in the house's mail folder, until SMTP_URL is set."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from coffeehouse.kernel import clock


class FolderBackend(BaseEmailBackend):
    """Writes `<COFFEEHOUSE_DATA>/mail/<time>-<random>.eml`, whole or not at all. Any mail program opens these."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; how many."""
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{clock.iso(clock.now_ms()).replace(':', '')}-{secrets.token_hex(4)}.eml"
            fresh = folder / f".{name}"
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(message.message().as_bytes())
            fresh.replace(folder / name)
        return len(email_messages)
