"""The first administrator's link: made when the house opens and nobody has that role yet."""

from __future__ import annotations

import hashlib
import secrets


def admin_link() -> str | None:
    """A fresh one-time link, which ends every earlier one; None when the house has an administrator."""
    from django.conf import settings

    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.domain.people.commands import OpenHouse
    from coffeehouse.domain.people.queries import has_admin
    from coffeehouse.engine.act import act

    if has_admin():
        return None
    token = secrets.token_urlsafe(24)
    act(OpenHouse(token_hash=hashlib.sha256(token.encode()).hexdigest()), SYSTEM, "cli")
    return f"{settings.BASE_URL}/join?invitation={token}"
