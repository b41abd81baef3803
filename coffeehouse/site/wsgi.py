"""The web application as WSGI: gate, then lanes (hot reads), then Django. Every web process runs this one object."""

from __future__ import annotations

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402

from coffeehouse.channels.client_api.lane import Lane  # noqa: E402
from coffeehouse.channels.client_api.writing_lane import WritingLane  # noqa: E402
from coffeehouse.channels.federation.inbox_lane import InboxLane  # noqa: E402
from coffeehouse.channels.federation.lane import WebFingerLane  # noqa: E402
from coffeehouse.channels.web.visitors import VisitorsLane  # noqa: E402
from coffeehouse.protocols import recordings  # noqa: E402
from coffeehouse.site.gate import Gate, networks  # noqa: E402
from coffeehouse.site.headers import on_every_answer, over_https  # noqa: E402

_headers = (on_every_answer(), over_https())
application = Gate(
    Lane(WritingLane(VisitorsLane(WebFingerLane(InboxLane(_django, *_headers), *_headers)), *_headers), *_headers),
    hosts=settings.ALLOWED_HOSTS,
    trusted=networks(settings.TRUSTED_PROXIES),
    max_body=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
    max_file=settings.MEDIA_MAX_BYTES,
    max_recording=settings.VIDEO_MAX_BYTES if recordings.available() else 0,
)


def warm() -> None:
    """Import and compile what the first requests would need: before the fork, so that every process shares it."""
    from django.template import engines
    from django.urls import get_resolver

    from coffeehouse.engine.policy_in_force import folder_pack

    len(get_resolver().url_patterns)
    get_resolver()._populate()
    folder_pack()
    jinja: Any = engines["jinja2"]
    templates = jinja.env
    for name in templates.list_templates(filter_func=lambda name: not name.startswith("govuk_frontend_jinja/")):
        templates.get_template(name)
