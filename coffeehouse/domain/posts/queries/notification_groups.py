"""Notifications in groups: a hundred favourites of one post are one line. Version 2 of the API shows these.

A group is the notifications with one `group_key`; on a page it stands once, at its newest notification there, with
numbers of the whole group up to the page's newest. An older page may show the rest of it; apps join the two.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec import Raw

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.domain.people.queries.accounts import account_json
from coffeehouse.domain.posts.queries.notifications import DETAILS, EVERYTHING, Wanted, condition, last_read
from coffeehouse.domain.posts.queries.statuses import read_statuses
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page

GROUPABLE = ("favourite", "follow", "reblog", "admin.sign_up")
SAMPLES = 8
SOURCE = (
    "posts_notification n JOIN people_account s ON s.id = n.from_account_id LEFT JOIN posts_post p ON p.id = n.post_id"
)
COLUMNS = "n.id, n.type, n.created_at, n.group_key, n.detail, n.post_id, n.from_account_id"
# Of a group only its newest (reading upwards: its oldest) notification on the page.
ALONE = (
    " AND (n.group_key = '' OR n.type NOT IN ({types}) OR NOT EXISTS (SELECT 1 FROM posts_notification g"
    " JOIN people_account h ON h.id = g.from_account_id AND h.hidden_at IS NULL WHERE g.account_id = n.account_id"
    " AND g.group_key = n.group_key AND g.group_key > '' AND g.id {beyond} n.id{edges}))"
)
NUMBERS = """
SELECT g.group_key, COUNT(*), MAX(g.id), MIN(CASE WHEN g.id >= %s THEN g.id END), MAX(g.created_at)
FROM posts_notification g JOIN people_account h ON h.id = g.from_account_id AND h.hidden_at IS NULL
WHERE g.account_id = %s AND g.group_key > '' AND g.group_key IN ({keys}) AND g.id <= %s GROUP BY g.group_key
"""
WHOSE = """
SELECT group_key, from_account_id FROM (
    SELECT g.group_key, g.from_account_id, ROW_NUMBER() OVER (PARTITION BY g.group_key ORDER BY g.id DESC) AS place
    FROM posts_notification g JOIN people_account h ON h.id = g.from_account_id AND h.hidden_at IS NULL
    WHERE g.account_id = %s AND g.group_key > '' AND g.group_key IN ({keys}) AND g.id <= %s
) q WHERE place <= %s ORDER BY group_key, place
"""
Row = tuple[Any, ...]
NEWEST = (1 << 63) - 1


class Grouped(NamedTuple):
    """A page of groups: NotificationGroup entities, the ids they are paged by, and what they speak of."""

    groups: list[dict[str, Any]]
    keys: list[int]
    statuses: list[str]
    accounts: dict[str, str]


def list_groups(
    viewer_id: int,
    page: Page,
    wanted: Wanted = EVERYTHING,
    grouped_types: tuple[str, ...] = (),
) -> Grouped:
    """One page of groups; types that are groupable but not in `grouped_types` (if given) stand alone."""
    types = _groupable(grouped_types)
    rows = [] if page.is_empty else _representatives(viewer_id, page, wanted, types)
    if not rows:
        return Grouped([], [], [], {})
    oldest = 0 if len(rows) < page.limit and not page.is_ascending else rows[-1][0]
    return _grouped(viewer_id, rows, types, (max(oldest, (page.since_id or 0) + 1), rows[0][0]))


def _groupable(grouped_types: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in GROUPABLE if name in grouped_types) if grouped_types else GROUPABLE


def _representatives(viewer_id: int, page: Page, wanted: Wanted, types: tuple[str, ...]) -> list[Row]:
    """Rows of COLUMNS, newest first: of each group one."""
    chosen = condition(viewer_id, wanted, author="")
    if chosen is None:
        return []
    where, params = chosen
    clause, edges, order = bounds(page, "n.id")
    inner, inner_edges, _ = bounds(page, "g.id")
    if wanted.from_account_id is not None:
        inner += " AND g.from_account_id = n.from_account_id"
    alone = ALONE.format(
        types=sql.marks(len(types)) if types else "''", beyond="<" if page.is_ascending else ">", edges=inner
    )
    rows = sql.rows(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE {where}{clause}{alone} ORDER BY n.id {order} LIMIT %s",
        (*params, *edges, *types, *inner_edges, page.limit),
    )
    return rows if order == "DESC" else rows[::-1]


def _grouped(viewer_id: int, rows: list[Row], types: tuple[str, ...], span: tuple[int, int] | None) -> Grouped:
    """What is shown of these representatives. `span`: oldest and newest id of the page; None for a single group."""
    post_ids = list(dict.fromkeys(row[5] for row in rows if row[5] is not None))
    statuses = []
    for start in range(0, len(post_ids), 100):
        statuses += read_statuses(viewer_id, post_ids[start : start + 100])
    keys = [row[3] for row in rows if row[3] and row[1] in types]
    numbers, samples = _numbers(viewer_id, keys, span or (0, NEWEST))
    groups = [_group(row, numbers.get(row[3]), samples, types, span) for row in rows]
    account_ids = [sample for group in groups for sample in group["sample_account_ids"]]
    return Grouped(groups, [row[0] for row in rows], [status for _, status in statuses], _accounts(account_ids))


def _numbers(viewer_id: int, keys: list[str], span: tuple[int, int]) -> tuple[dict[str, Row], dict[str, list[str]]]:
    """By group key: (count, newest id, oldest id on the page, time of the newest), and the latest accounts."""
    if not keys:
        return {}, {}
    marks = sql.marks(len(keys))
    numbers = {row[0]: row[1:] for row in sql.rows(NUMBERS.format(keys=marks), (span[0], viewer_id, *keys, span[1]))}
    samples: dict[str, list[str]] = {}
    for key, account_id in sql.rows(WHOSE.format(keys=marks), (viewer_id, *keys, span[1], SAMPLES)):
        samples.setdefault(key, []).append(str(account_id))
    return numbers, samples


def _group(
    row: Row, numbers: Row | None, samples: dict[str, list[str]], types: tuple[str, ...], span: tuple[int, int] | None
) -> dict[str, Any]:
    """A NotificationGroup entity."""
    number, kind, created_at, key, detail, post_id, from_account_id = row
    if numbers is None or kind not in types:
        key, numbers, whose = f"ungrouped-{number}", (1, number, number, created_at), [str(from_account_id)]
    else:
        whose = samples[key]
    count, newest, oldest_here, latest_at = numbers
    group: dict[str, Any] = {
        "group_key": key,
        "notifications_count": count,
        "type": kind,
        "most_recent_notification_id": newest,
    }
    if span is not None:
        group["page_min_id"] = str(number if oldest_here is None else oldest_here)
        group["page_max_id"] = str(newest)
        group["latest_page_notification_at"] = clock.iso(latest_at)
    group["sample_account_ids"] = whose
    group["status_id"] = None if post_id is None else str(post_id)
    if detail:
        group[DETAILS[kind]] = Raw(detail.encode())
    return group


def _accounts(account_ids: list[str]) -> dict[str, str]:
    """Account entities by id, in the order named, each once."""
    wanted = list(dict.fromkeys(account_ids))
    if not wanted:
        return {}
    found: dict[int, str] = dict(
        sql.rows(
            f"SELECT s.id, {account_json('s', 't')} FROM people_account s JOIN people_accountcounts t"
            f" ON t.account_id = s.id WHERE s.id IN ({sql.marks(len(wanted))})",
            [int(account_id) for account_id in wanted],
        )
    )
    return {account_id: found[int(account_id)] for account_id in wanted}


def _of_key(key: str) -> tuple[str, Any] | None:
    """A condition on `n` and its parameter for a group key; None for what can be none."""
    kind, _, number = key.partition("-")
    if not (key.isascii() and key.isprintable()):
        return None
    if kind != "ungrouped":
        return "n.group_key = %s AND n.group_key > ''", key
    return ("n.id = %s", int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else None


def read_group(viewer_id: int, key: str) -> Grouped | None:
    """One group of the viewer's, whole; None when there is none."""
    found, chosen = _of_key(key), condition(viewer_id, Wanted(includes_filtered=True), author="")
    if found is None or chosen is None:
        return None
    rows = sql.rows(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE {chosen[0]} AND {found[0]} ORDER BY n.id DESC LIMIT 1",
        (*chosen[1], found[1]),
    )
    types = () if key.startswith("ungrouped-") else GROUPABLE
    return _grouped(viewer_id, rows, types, None) if rows else None


def list_group_accounts(viewer_id: int, key: str, page: Page) -> Listed | None:
    """Whose doing a group is, newest first, paged by the notification; None when there is no such group."""
    found, chosen = _of_key(key), condition(viewer_id, Wanted(includes_filtered=True), author="")
    if found is None or chosen is None or read_group(viewer_id, key) is None:
        return None
    clause, edges, order = bounds(page, "n.id")
    rows = sql.rows(
        f"SELECT n.id, {account_json('s', 't')} FROM {SOURCE} JOIN people_accountcounts t ON t.account_id = s.id"
        f" WHERE {chosen[0]} AND {found[0]}{clause} ORDER BY n.id {order} LIMIT %s",
        (*chosen[1], found[1], *edges, page.limit),
    )
    return rows if order == "DESC" else rows[::-1]


def count_groups(
    viewer_id: int,
    limit: int = 100,
    wanted: Wanted = EVERYTHING,
    grouped_types: tuple[str, ...] = (),
) -> int:
    """How many groups there are among what is newer than the viewer's marker, counted up to `limit`."""
    page = Page(limit=limit, since_id=last_read(viewer_id))
    return len(_representatives(viewer_id, page, wanted, _groupable(grouped_types)))
