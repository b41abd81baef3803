"""The page about the API is what the routes say."""

from __future__ import annotations

from coffeehouse.channels.client_api.reference import PAGE, page
from coffeehouse.channels.client_api.urls import urlpatterns


def test_the_page_is_what_the_routes_say() -> None:
    """`make docs` writes it; nobody edits it by hand."""
    assert PAGE.read_text("utf-8") == page()


def test_every_endpoint_says_what_it_does() -> None:
    """In a sentence, at the function."""
    for pattern in urlpatterns:
        for method, endpoint in getattr(pattern.callback, "methods", {}).items():
            assert (endpoint.core.__doc__ or "").strip().endswith("."), (
                pattern.name, method,
            )  # fmt: skip
