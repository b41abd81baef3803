"""Every address of the house, assembled from its channels. Each channel lists its own in its `urls.py`.

Each view says who may open it (`view.auth`); a meta-test walks all of them.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from coffeehouse.site import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health.show_health, name="health"),
    path("", include("coffeehouse.channels.federation.urls")),
    re_path(r"^(?=witness/|ledger/cosigned)", include("coffeehouse.channels.witnessing.urls")),
    # Looking ahead spares every page the comparison with a hundred addresses of the API.
    re_path(r"^(?=api/|oauth/)", include("coffeehouse.channels.client_api.urls")),
    path("", include("coffeehouse.channels.web.urls")),
]

# Pages for what goes wrong outside any view. Django finds them here by these names.
handler400 = "coffeehouse.channels.web.problems.show_bad_request"
handler403 = "coffeehouse.channels.web.problems.show_forbidden"
handler404 = "coffeehouse.channels.web.problems.show_nowhere"
handler500 = "coffeehouse.channels.web.problems.show_server_error"
