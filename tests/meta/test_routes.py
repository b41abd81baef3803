"""Every address says who may open it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, path)
        else:
            yield path, entry


ROUTES = list(_patterns(get_resolver()))


@pytest.mark.parametrize(("path", "pattern"), ROUTES, ids=[path or "/" for path, _ in ROUTES])
def test_route_says_who_may_open_it(path: str, pattern: URLPattern) -> None:
    """A view carries `auth`: one word, or one for each method. A view without it is a door nobody thought about."""
    auth = getattr(pattern.callback, "auth", None)
    assert auth, f"{path} does not say who may open it"
    assert all(isinstance(word, str) and word for word in (auth.values() if isinstance(auth, dict) else [auth]))


def test_names_are_unique() -> None:
    """Two routes never share a name: a link would lead to one of them only."""
    names = [pattern.name for _, pattern in ROUTES if pattern.name]
    assert sorted(names) == sorted(set(names))
