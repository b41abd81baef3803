"""A page of a list as SQL: the bounds of `kernel.pages.Page` over one growing key."""

from __future__ import annotations

from typing import Any

from coffeehouse.kernel.pages import Page

Listed = list[tuple[int, str]]
"""(paging key, entity as JSON) pairs, newest first."""


def bounds(page: Page, key: str) -> tuple[str, tuple[Any, ...], str]:
    """(" AND …" clause, its parameters, "DESC" or "ASC"). An ascending page must be turned round for showing."""
    clause, params = "", []
    if page.max_id is not None:
        clause += f" AND {key} < %s"
        params.append(page.before)
    if page.since_id is not None or page.min_id is not None:
        clause += f" AND {key} > %s"
        params.append(page.after)
    return clause, tuple(params), "ASC" if page.is_ascending else "DESC"
