"""From the entities that queries give (JSON text, the same the API sends) to what templates show.

A template gets plain dictionaries with a few members more: `path`, `is_mine`, `is_official`, `has_picture`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest

from coffeehouse.domain.paging import Listed
from coffeehouse.kernel.pages import Page

Shown = dict[str, Any]
_decode = msgspec.json.Decoder().decode
OFFICIAL = {"Official voice", "Official service"}


def account(text: str) -> Shown:
    """An Account entity for showing."""
    return dress(_decode(text))


def dress(entity: Shown) -> Shown:
    """Add to an Account what templates ask. Only the server's own roles make an account official (attack X5)."""
    entity["is_official"] = any(role["name"] in OFFICIAL for role in entity["roles"])
    entity["home"] = entity["acct"].partition("@")[2]
    entity["has_picture"] = "/avatars/" not in entity["avatar_static"]
    entity["has_banner"] = not entity["header_static"].endswith("/headers/default.png")
    return entity


def status(text: str, viewer_id: int | None) -> Shown:
    """A Status entity for showing."""
    return dress_status(_decode(text), viewer_id)


def dress_status(entity: Shown, viewer_id: int | None) -> Shown:
    """Add to a Status, and to what it boosts or quotes, what templates ask."""
    return _status(entity, str(viewer_id or ""))


def _status(entity: Shown, viewer: str) -> Shown:
    author = dress(entity["account"])
    entity["path"] = f"/@{author['acct']}/{entity['id']}"
    entity["is_mine"] = author["id"] == viewer
    # Of a post from another server, where it stands: its page there is the original.
    entity["home"] = author["acct"].partition("@")[2]
    if entity["reblog"]:
        _status(entity["reblog"], viewer)
    quoted = (entity["quote"] or {}).get("quoted_status")
    if quoted:
        _status(quoted, viewer)
    return entity


def statuses(listed: Listed, viewer_id: int | None) -> list[Shown]:
    """The Status entities of a page of a list."""
    return [status(text, viewer_id) for _, text in listed]


def accounts(listed: Iterable[tuple[int, str]]) -> list[Shown]:
    """The Account entities of a page of a list."""
    return [account(text) for _, text in listed]


def facts(*parts: Listed | str | None) -> tuple[str, ...]:
    """All that the queries of a page said, as text: what `answers.remembered` compares."""
    found: list[str] = []
    for part in parts:
        if part is None or isinstance(part, str):
            found.append(part or "")
        else:
            found.append(str(len(part)))
            found.extend(text for _key, text in part)
    return tuple(found)


def page_of(request: HttpRequest, limit: int = 20) -> Page:
    """The page of a list that the address asks for."""
    return Page.parse({"max_id": request.GET.get("max_id", ""), "min_id": request.GET.get("min_id", "")}, default=limit)


def around(request: HttpRequest, page: Page, listed: Listed) -> dict[str, str]:
    """Links to the newer and the older page, each "" where there is none."""
    if not listed:
        return {"newer": request.path, "older": ""} if page.max_id is not None else {"newer": "", "older": ""}
    is_full = len(listed) >= page.limit
    has_newer = page.max_id is not None or (page.min_id is not None and is_full)
    has_older = is_full or page.min_id is not None
    return {
        "newer": _link(request, min_id=listed[0][0]) if has_newer else "",
        "older": _link(request, max_id=listed[-1][0]) if has_older else "",
    }


def _link(request: HttpRequest, **edge: int) -> str:
    kept = {name: value for name, value in request.GET.items() if name not in ("max_id", "min_id", "done", "advice")}
    return f"{request.path}?{urlencode({**kept, **edge})}"
