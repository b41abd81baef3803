"""Every address of the house, assembled from its channels. Each channel lists its own in its `urls.py`."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from coffeehouse.site import health

urlpatterns: list[URLPattern | URLResolver] = [path("health", health.show_health, name="health")]
# Until every folder stands.
for _channel in ("coffeehouse.channels.federation", "coffeehouse.channels.client_api", "coffeehouse.channels.web"):
    if find_spec(_channel) and find_spec(f"{_channel}.urls"):
        urlpatterns.append(path("", include(f"{_channel}.urls")))

# Pages for what goes wrong outside any view.
handler400 = "coffeehouse.channels.web.problems.show_bad_request"
handler403 = "coffeehouse.channels.web.problems.show_forbidden"
handler404 = "coffeehouse.channels.web.problems.show_not_found"
handler500 = "coffeehouse.channels.web.problems.show_server_error"
