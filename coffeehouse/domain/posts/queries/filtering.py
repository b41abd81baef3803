"""A reader's filters, as entities and in force. `filtered_for` is for every place that answers with posts.

A token says whether its account has filters at all (`Actor.has_filters`), so that who has none pays nothing.
"""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.kernel import clock
from coffeehouse.protocols.mastodon.filtering import ActiveFilter, Filters, Keyword, fill_in, fold, statuses_in

COLUMNS = "f.id, f.title, f.context, f.expires_at, f.action"
MARK = '"filtered":[]'
Row = tuple[Any, ...]


def _entity(row: Row) -> dict[str, Any]:
    """A Filter entity as FilterResults have it, from a row of COLUMNS."""
    return {
        "id": str(row[0]),
        "title": row[1],
        "context": row[2].split(),
        "expires_at": None if row[3] is None else clock.iso(row[3]),
        "filter_action": row[4],
    }


def _keyword(row: Row) -> dict[str, Any]:
    return {"id": str(row[0]), "keyword": row[1], "whole_word": bool(row[2])}


def _status(row: Row) -> dict[str, Any]:
    return {"id": str(row[0]), "status_id": str(row[1])}


def _parts(table: str, columns: str, filter_ids: list[int]) -> dict[int, list[Row]]:
    """Rows of keywords or posts by their filter, oldest first."""
    found: dict[int, list[Row]] = {filter_id: [] for filter_id in filter_ids}
    if filter_ids:
        for row in sql.rows(
            f"SELECT {columns}, filter_id FROM {table} WHERE filter_id IN ({sql.marks(len(filter_ids))}) ORDER BY id",
            filter_ids,
        ):
            found[row[-1]].append(row)
    return found


def _whole(rows: list[Row]) -> list[dict[str, Any]]:
    ids = [row[0] for row in rows]
    keywords = _parts("posts_filterkeyword", "id, keyword, whole_word", ids)
    posts = _parts("posts_filterstatus", "id, post_id", ids)
    return [
        {
            **_entity(row),
            "keywords": [_keyword(keyword) for keyword in keywords[row[0]]],
            "statuses": [_status(post) for post in posts[row[0]]],
        }
        for row in rows
    ]


def read_filters(viewer_id: int) -> list[dict[str, Any]]:
    """The viewer's Filter entities, oldest first, those whose time is over among them."""
    return _whole(sql.rows(f"SELECT {COLUMNS} FROM posts_filter f WHERE f.account_id = %s ORDER BY f.id", (viewer_id,)))


def read_filter(viewer_id: int, filter_id: int) -> dict[str, Any] | None:
    """One of the viewer's filters, or None."""
    found = _whole(
        sql.rows(f"SELECT {COLUMNS} FROM posts_filter f WHERE f.account_id = %s AND f.id = %s", (viewer_id, filter_id))
    )
    return found[0] if found else None


def read_filter_keyword(viewer_id: int, keyword_id: int) -> dict[str, Any] | None:
    """A FilterKeyword of one of the viewer's filters, or None."""
    row = sql.row(
        "SELECT k.id, k.keyword, k.whole_word FROM posts_filterkeyword k JOIN posts_filter f ON f.id = k.filter_id"
        " WHERE f.account_id = %s AND k.id = %s",
        (viewer_id, keyword_id),
    )
    return None if row is None else _keyword(row)


def read_filter_status(viewer_id: int, filter_status_id: int) -> dict[str, Any] | None:
    """A FilterStatus of one of the viewer's filters, or None."""
    row = sql.row(
        "SELECT s.id, s.post_id FROM posts_filterstatus s JOIN posts_filter f ON f.id = s.filter_id"
        " WHERE f.account_id = %s AND s.id = %s",
        (viewer_id, filter_status_id),
    )
    return None if row is None else _status(row)


V1 = (
    f"SELECT k.id, k.keyword, k.whole_word, {COLUMNS} FROM posts_filterkeyword k"
    " JOIN posts_filter f ON f.id = k.filter_id WHERE f.account_id = %s"
)


def _v1(row: Row) -> dict[str, Any]:
    entity = _entity(row[3:])
    return {
        "id": str(row[0]),
        "phrase": row[1],
        "context": entity["context"],
        "whole_word": bool(row[2]),
        "expires_at": entity["expires_at"],
        "irreversible": row[7] == "hide",
    }


def read_v1_filters(viewer_id: int) -> list[dict[str, Any]]:
    """V1Filter entities: each keyword of the viewer's is one."""
    return [_v1(row) for row in sql.rows(f"{V1} ORDER BY k.id", (viewer_id,))]


def read_v1_filter(viewer_id: int, keyword_id: int) -> tuple[dict[str, Any], int] | None:
    """(V1Filter, id of the filter whose keyword it is), or None."""
    row = sql.row(f"{V1} AND k.id = %s", (viewer_id, keyword_id))
    return None if row is None else (_v1(row), int(row[3]))


# -- in force --------------------------------------------------------------------------------------------------------


def active_filters(viewer_id: int) -> Filters:
    """What is in force for the viewer; () without filters. May be kept until the viewer's filters change."""
    rows = sql.rows(
        f"SELECT {COLUMNS} FROM posts_filter f WHERE f.account_id = %s AND (f.expires_at IS NULL OR f.expires_at > %s)"
        " ORDER BY f.id",
        (viewer_id, clock.now_ms()),
    )
    ids = [row[0] for row in rows]
    keywords = _parts("posts_filterkeyword", "keyword, whole_word", ids)
    posts = _parts("posts_filterstatus", "post_id", ids)
    return tuple(
        ActiveFilter(
            entity=_entity(row),
            keywords=tuple(Keyword(fold(keyword[0]), bool(keyword[1])) for keyword in keywords[row[0]]),
            post_ids=frozenset(post[0] for post in posts[row[0]]),
            expires_at=row[3],
        )
        for row in rows
    )


def filtered_for(viewer_id: int, entities: list[str], filters: Filters | None = None) -> list[str]:
    """The same entities (JSON of statuses, or of anything that holds some) with `filtered` as the viewer's filters say.

    `filters`: what `active_filters` gave, where the caller has it. Posts must have been rendered for a viewer.
    """
    if filters is None:
        filters = active_filters(viewer_id)
    if not filters:
        return entities
    decoded = [msgspec.json.decode(entity) if MARK in entity else None for entity in entities]
    texts = _texts(decoded)
    now = clock.now_ms()
    for value in decoded:
        fill_in(value, filters, lambda post_id: texts.get(post_id, ""), now)
    return [
        entity if value is None else msgspec.json.encode(value).decode()
        for entity, value in zip(entities, decoded, strict=True)
    ]


def _texts(decoded: list[Any]) -> dict[int, str]:
    """The texts of all posts in there, as they were written."""
    ids = sorted({int(status["id"]) for status in statuses_in(decoded) if not status.get("reblog")})
    found: dict[int, str] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        found.update(sql.rows(f"SELECT id, text FROM posts_post WHERE id IN ({sql.marks(len(part))})", part))
    return found
