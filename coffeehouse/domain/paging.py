"""A page of a list as SQL: the bounds of `kernel.pages.Page` over one growing key."""

from __future__ import annotations

from typing import Any

from coffeehouse.kernel.pages import Page


def bounds(page: Page, key: str) -> tuple[str, tuple[Any, ...], str]:
    """(" AND …" clause, its parameters, "DESC" or "ASC").

    min_id asks for the rows just above it, so the list is read upwards and must be turned round by the caller;
    max_id and since_id narrow a list that is read downwards (Mastodon's paging).
    """
    clause, params = "", []
    if page.max_id is not None:
        clause += f" AND {key} < %s"
        params.append(page.max_id)
    if page.since_id is not None:
        clause += f" AND {key} > %s"
        params.append(page.since_id)
    if page.min_id is not None:
        clause += f" AND {key} > %s"
        params.append(page.min_id)
    return clause, tuple(params), "DESC" if page.min_id is None else "ASC"
