"""Mail to a member when how they sign in has changed: who did not do it themselves must learn of it. Kind
`mail_access_changed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext, gettext_noop, override

from coffeehouse.domain.people.queries import member_by_id

WHAT = {
    "added": gettext_noop("A passkey or an authenticator app was added."),
    "removed": gettext_noop("A passkey or an authenticator app was removed."),
    "reset": gettext_noop("An administrator took your passkeys, authenticator apps and recovery codes away."),
    "codes": gettext_noop("New recovery codes were made; earlier ones no longer work."),
    "linked": gettext_noop("An account of your organisation was linked, through which you can sign in."),
    "unlinked": gettext_noop("Your organisation’s account no longer opens this door."),
}


def deliver_access_changed(payload: Mapping[str, Any]) -> None:
    """Say what has changed, and what to do if it was not them."""
    member = member_by_id(int(payload["member_id"]))
    if member is None:
        return
    changed = WHAT[payload["what"]]
    with override(member.language):
        subject = gettext("How you sign in to %(house)s has changed") % {"house": settings.BODY_NAME}
        body = gettext(
            "%(what)s\n\nIf that was you, there is nothing to do. If not, change your password now, look at what stands"
            " under Settings, Security, and tell the people who run this house: %(link)s"
        ) % {"what": gettext(changed), "link": f"{settings.BASE_URL}/settings/security"}
        send_mail(subject, f"{body}\n\n{settings.BODY_NAME}\n{settings.BASE_URL}\n", None, [member.email])
