"""Mail to members whose house closed (kind `mail_house_closed`), and to those who left (kind `mail_left`).

They cannot sign in to read it there: where their words stay, and what they can ask for, has to reach them by mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext, override

from coffeehouse.domain.people.queries import member_by_id
from coffeehouse.domain.people.queries.members import names_of_accounts
from coffeehouse.domain.publishing.closing import STAYING, closed, moves
from coffeehouse.kernel import clock


def deliver_house_closed(payload: Mapping[str, Any]) -> None:
    """Say when and why the house closed, where it can be read, where accounts went, and what one can ask for."""
    member, mode = member_by_id(int(payload["member_id"])), closed()
    if member is None or mode is None:
        return
    with override(member.language):
        parts = [
            gettext("%(house)s closed for good on %(day)s. The reason given: %(reason)s")
            % {"house": settings.BODY_NAME, "day": clock.day_text(mode.starts_at), "reason": mode.reason},
            _where_it_stays(),
        ]
        if went := moves():
            names = names_of_accounts(list(went))
            parts.append(gettext("These accounts go on elsewhere, and can be followed there:"))
            parts.append("\n".join(f"@{names[account_id]}: {target}" for account_id, target in sorted(went.items())))
        if member.role in STAYING:
            parts.append(gettext("You look after the records, so you can still sign in."))
        else:
            parts.append(gettext("Nobody can sign in as you any more, and your apps have been signed out."))
            parts.append(_what_to_ask())
        _mail(member.email, gettext("%(house)s has closed") % {"house": settings.BODY_NAME}, parts)


def deliver_left(payload: Mapping[str, Any]) -> None:
    """Say that the membership has ended, where what they wrote can be read, and what they can ask for."""
    member = member_by_id(int(payload["member_id"]))
    if member is None or member.state != "left":
        return  # they were let back in meanwhile
    with override(member.language):
        ended = gettext("Your membership of %(house)s has ended. You can no longer sign in, and your apps have been"
                        " signed out.") % {"house": settings.BODY_NAME}  # fmt: skip
        subject = gettext("You are no longer a member of %(house)s") % {"house": settings.BODY_NAME}
        _mail(member.email, subject, [ended, _where_it_stays(), _what_to_ask()])


def _where_it_stays() -> str:
    return gettext("What was said in public stays where it was, with its receipts: %(link)s") % {
        "link": settings.BASE_URL
    }


def _what_to_ask() -> str:
    return gettext(
        "To ask for a copy of what is kept about you, or to have it corrected or erased, reply to this message."
    )


def _mail(to: str, subject: str, parts: list[str]) -> None:
    send_mail(subject, "\n\n".join([*parts, f"{settings.BODY_NAME}\n{settings.BASE_URL}\n"]), None, [to])


FAREWELLS = {"mail_left": deliver_left, "mail_house_closed": deliver_house_closed}
