"""The answer to somebody who asked to be forgotten, by mail: the last thing that is done with their address. Kind
`mail_erasure`.

The job is the only place that still has the address, so whatever happens it is not left behind: errors are told
without the server's words, and the last try ends the job instead of keeping it among those that were given up.
"""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext, override

from coffeehouse.delivery.leases import MAX_ATTEMPTS
from coffeehouse.delivery.receipts import at_hand, instead, keep
from coffeehouse.domain.records.erasures import read_erasure
from coffeehouse.domain.records.letters import letter

REFUSED_FOR_GOOD = 500


class NotSent(Exception):
    """Later: the mail server did not take it. Says no word of the server's, for those may name the person."""


def deliver_erasure_letter(payload: Mapping[str, Any]) -> None:
    """Send the letter as it reads now, in the language of the person."""
    erasure = read_erasure(int(payload["erasure_id"]))
    if erasure is None:
        return
    told = f"erasure/{erasure.id}"
    with override(erasure.language):
        subject = gettext("Your request to be forgotten by %(house)s") % {"house": settings.BODY_NAME}
    token = instead.set(told)
    try:
        send_mail(subject, letter(erasure.id), None, [str(payload["address"])])
    except Exception as error:  # noqa: BLE001  # its words may hold the address
        code, problem = _code(error), type(error).__name__
    else:
        return
    finally:
        instead.reset(token)
    if code >= REFUSED_FOR_GOOD or at_hand.get().attempt >= MAX_ATTEMPTS:
        keep("email", "given_up", told, code=code)
        return
    raise NotSent(f"{problem} {code}".strip())


def _code(error: Exception) -> int:
    """The number by which the server refused this address or message; 0 where it may take it later."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=0)
    return error.smtp_code if isinstance(error, smtplib.SMTPDataError) else 0
