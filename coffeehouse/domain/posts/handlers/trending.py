"""What many talk of: hashtags, posts and linked pages, worked out from public posts alone (docs/reference/trends.md).

The worker calls `compute` by the clock. The table is derived: it can be made again at any moment and is not recorded.
"""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.kernel import clock

WINDOW = 3 * clock.DAY
HALF_LIFE = 12 * clock.HOUR
KEPT = 40
LEAST_ACCOUNTS = 3
# Newest first, and no more than this: a busy house must not wait for its trends.
MOST_ROWS = 50_000

# Only what its author shows to everybody, and only authors who want to be found.
PUBLIC = (
    "p.visibility = 'public' AND p.boost_of_id IS NULL AND a.hidden_at IS NULL AND a.limited_at IS NULL"
    " AND a.is_discoverable AND p.is_sensitive = %s"
)
AUTHOR = "JOIN people_account a ON a.id = p.account_id"
NEWEST = (
    "SELECT p.id, p.account_id FROM posts_post p {author} WHERE p.id >= %s AND {public} ORDER BY p.id DESC LIMIT %s"
)
USES = (
    "SELECT t.{what}, n.account_id, MAX(n.id) FROM ({newest}) n JOIN {table} t ON t.post_id = n.id"
    " GROUP BY t.{what}, n.account_id"
)
# Who passed a post on or liked it; one account counts once, the author not at all. The reactions come first and each
# finds its post: the other way round, every post would look through all of them.
REACTIONS = (
    "SELECT p.id, p.account_id, x.account_id FROM ("
    "SELECT post_id, account_id FROM"
    " (SELECT post_id, account_id FROM posts_favourite WHERE id >= %s ORDER BY id DESC LIMIT %s) f"
    " UNION SELECT boost_of_id, account_id FROM"
    " (SELECT boost_of_id, account_id FROM posts_post WHERE id >= %s AND boost_of_id IS NOT NULL"
    " AND visibility IN ('public', 'unlisted') ORDER BY id DESC LIMIT %s) b"
    ") x CROSS JOIN posts_post p CROSS JOIN people_account a"
    " WHERE p.id = x.post_id AND a.id = p.account_id AND p.id >= %s AND x.account_id <> p.account_id"
    f" AND {PUBLIC}"
)
Scored = list[tuple[int, float]]


def compute(now: int) -> dict[str, Scored]:
    """Kind → (id, score) of what trends, the highest first. Reads only."""
    since = (now - WINDOW) << 16
    newest = NEWEST.format(author=AUTHOR, public=PUBLIC)
    params: tuple[Any, ...] = (since, False, MOST_ROWS)
    return {
        "tag": _talked_of(sql.rows(USES.format(what="tag_id", table="posts_posttag", newest=newest), params), now),
        "link": _talked_of(sql.rows(USES.format(what="card_id", table="posts_postcard", newest=newest), params), now),
        "status": _liked(sql.rows(REACTIONS, (since, MOST_ROWS, since, MOST_ROWS, since, False)), now),
    }


def _weight(post_id: int, now: int) -> float:
    """1 for this moment, half as much for each HALF_LIFE since the post. Ids begin with the time."""
    age = max(0, now - (post_id >> 16))
    return float(2 ** (-age / HALF_LIFE))


def _talked_of(uses: list[tuple[int, int, int]], now: int) -> Scored:
    """Of each account its newest use counts, by its age."""
    weights: dict[int, list[float]] = {}
    for target_id, _account_id, post_id in uses:
        weights.setdefault(target_id, []).append(_weight(post_id, now))
    return _highest({target: sum(each) for target, each in weights.items() if len(each) >= LEAST_ACCOUNTS})


def _liked(reactions: list[tuple[int, int, int]], now: int) -> Scored:
    """Accounts that reacted, by the age of the post; of each author the best post only."""
    people: dict[tuple[int, int], set[int]] = {}
    for post_id, author_id, account_id in reactions:
        people.setdefault((post_id, author_id), set()).add(account_id)
    best: dict[int, tuple[float, int]] = {}
    for (post_id, author_id), accounts in people.items():
        if len(accounts) >= LEAST_ACCOUNTS:
            best[author_id] = max(best.get(author_id, (0.0, 0)), (len(accounts) * _weight(post_id, now), post_id))
    return _highest({post_id: score for score, post_id in best.values()})


def _highest(scores: dict[int, float]) -> Scored:
    return sorted(scores.items(), key=lambda each: (-each[1], -each[0]))[:KEPT]


def is_as_kept(found: dict[str, Scored]) -> bool:
    """Whether the table says the same, in the same order, already."""
    kept: dict[str, list[int]] = {kind: [] for kind in found}
    for kind, target_id in sql.rows("SELECT kind, target_id FROM posts_trend ORDER BY kind, position"):
        kept.setdefault(kind, []).append(target_id)
    return kept == {kind: [target_id for target_id, _ in scored] for kind, scored in found.items()}


def keep(found: dict[str, Scored]) -> None:
    """Write what trends now over what did."""
    sql.execute("DELETE FROM posts_trend")
    for kind, scored in found.items():
        for position, (target_id, score) in enumerate(scored):
            sql.execute(
                "INSERT INTO posts_trend (kind, position, target_id, score) VALUES (%s, %s, %s, %s)",
                (kind, position, target_id, score),
            )
