"""How mail leaves the house: to a mail server, or, until SMTP_URL is set, as files in the house's mail folder.

Both ways keep a receipt of each message: what the server answered, or that it could not be asked.
"""

from __future__ import annotations

import os
import secrets
import smtplib
from collections.abc import Sequence
from email.utils import make_msgid
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from coffeehouse.delivery.receipts import keep_mail
from coffeehouse.kernel import clock


def message_id(message: EmailMessage) -> str:
    """The message's Message-ID, given to it here at the first asking: its receipt names it."""
    headers = cast("dict[str, str]", message.extra_headers)
    return headers.setdefault("Message-ID", make_msgid(domain=urlsplit(settings.BASE_URL).hostname or "localhost"))


class FolderBackend(BaseEmailBackend):
    """Writes `<COFFEEHOUSE_DATA>/mail/<time>-<random>.eml`, whole or not at all. Any mail program opens these."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; how many."""
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            named = message_id(message)
            name = f"{clock.iso(clock.now_ms()).replace(':', '')}-{secrets.token_hex(4)}.eml"
            fresh = folder / f".{name}"
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(message.message().as_bytes())
            fresh.replace(folder / name)
            keep_mail(message.recipients(), named, "accepted", reply=f"written to mail/{name}")
        return len(email_messages)


class _Listening(smtplib.SMTP):
    """Remembers the server's last words on a message (RFC 5321 section 4.5.3: the answer to DATA takes the message)."""

    answered: tuple[int, bytes] = (0, b"")

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.answered = super().data(msg)
        return self.answered


class _ListeningTls(_Listening, smtplib.SMTP_SSL):
    """The same where the connection begins with TLS."""


class ServerBackend(EmailBackend):
    """Sends by the server of SMTP_URL, and keeps what it answered to each message."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _ListeningTls if self.use_ssl else _Listening

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send; how many. What the server never came to hear of is kept as failed."""
        for message in email_messages:
            message_id(message)
        try:
            self.open()
        except (smtplib.SMTPException, OSError) as error:
            self._keep(email_messages, "failed", error)
            raise
        try:
            return int(super().send_messages(email_messages))
        finally:
            self.close()

    def _send(self, email_message: EmailMessage) -> bool:
        try:
            sent = bool(super()._send(email_message))  # type: ignore[misc]  # the stubs leave it out
        except (smtplib.SMTPException, OSError) as error:
            outcome = "refused" if isinstance(error, smtplib.SMTPResponseException) else "failed"
            if isinstance(error, smtplib.SMTPRecipientsRefused):
                outcome = "refused"
            self._keep([email_message], outcome, error)
            raise
        code, reply = cast("_Listening", self.connection).answered
        keep_mail(
            email_message.recipients(), message_id(email_message), "accepted", code=code,
            reply=reply.decode("utf-8", "replace"),
        )  # fmt: skip
        return sent

    @staticmethod
    def _keep(messages: Sequence[EmailMessage], outcome: str, error: Exception) -> None:
        code, reply = _said(error)
        for message in messages:
            keep_mail(message.recipients(), message_id(message), outcome, code=code, reply=reply)


def _said(error: Exception) -> tuple[int, str]:
    """The server's number and words, or what went wrong before it said any."""
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        code, reply = next(iter(error.recipients.values()))
        return code, _decoded(reply)
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, _decoded(error.smtp_error)
    return 0, f"{type(error).__name__}: {error}"


def _decoded(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
