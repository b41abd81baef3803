"""The web application as WSGI: gate, then lane (hot reads), then Django. Every web process runs this one object."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402

from coffeehouse.channels.client_api.lane import Lane  # noqa: E402
from coffeehouse.site.gate import Gate, networks  # noqa: E402
from coffeehouse.site.headers import PERMISSIONS  # noqa: E402

application = Gate(
    Lane(_django, [("Permissions-Policy", PERMISSIONS)]),
    hosts=settings.ALLOWED_HOSTS,
    trusted=networks(settings.TRUSTED_PROXIES),
    max_body=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
    max_file=settings.MEDIA_MAX_BYTES,
)


def warm() -> None:
    """Import what the first request would import: before the fork, so that every process shares it."""
    from django.urls import get_resolver

    len(get_resolver().url_patterns)
    get_resolver()._populate()
