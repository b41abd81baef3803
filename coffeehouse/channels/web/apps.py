"""Makes the channel known to Django, which then finds its static files and its message catalogue."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web channel."""

    name = "coffeehouse.channels.web"
    label = "web"
