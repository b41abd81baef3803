"""No read of the client API looks through a large table: the plan of every query of every route is looked at.

SQLite has no statistics here, nor in a house: it plans the same at any size. PostgreSQL plans by sizes, and these
tables are nearly empty, so it is told to read a table from end to end only where there is no other way.
"""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from django.conf import settings

from coffeehouse.channels.client_api.contract.routes import served
from coffeehouse.database import sql
from coffeehouse.domain.people.queries import usage
from coffeehouse.domain.posts.queries import activity
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.channels.client_api.reads import READS, addresses, furnish

Asked = dict[tuple[str, tuple[Any, ...]], str]
"""Statement and parameters → the first address that asked it."""

# Tables that stay small however large the house grows.
SMALL = {
    "people_customemoji": "what the console uploaded",
    "people_houserule": "a list that people read",
    "people_housetext": "texts of the house and their earlier versions",
    "posts_announcement": "written by hand, now and then",
    "posts_trend": "forty of each kind",
    "people_body": "a few public bodies",
}
# Large tables read along an index that gives the list its order, from its beginning until the page is full.
ALONG = {
    "SCAN p USING INDEX post_public": "the public timeline",
    "SCAN p USING INDEX post_public_here": "the public timeline of this house",
    "SCAN p USING INDEX post_public_elsewhere": "the public timeline of other servers",
    "SCAN p USING INDEX post_public_media": "the public timeline of posts with media",
    "SCAN c USING INDEX counts_by_activity": "the directory, by activity",
    "SCAN a": "the directory, newest accounts first",
    "SCAN p USING COVERING INDEX post_by_account": "activity of twelve weeks: the index alone, every five minutes",
    "SCAN a USING INDEX account_here": "counts of the whole house, kept for five minutes",
}
# Part of a statement → why what it sorts is bounded.
SORTED = {
    "FROM people_customemoji": "small",
    "FROM people_houserule": "small",
    "FROM posts_filterstatus": "the filters of one reader",
    "FROM posts_filterkeyword": "the filters of one reader",
    "FROM posts_featuredtag z": "ten hashtags",
    "FROM people_listmember e": "the members of one list",
    "FROM posts_scheduled WHERE account_id": "three hundred of an author at most",
    "JOIN people_follow g ON g.account_id = f.target_id": "whom one reader follows",
    "ORDER BY is_named DESC, is_followed DESC": "candidates, of each kind so many",
    "LIMIT 1000) q JOIN posts_posttag": "the author's last thousand posts",
    "WHERE kind IN ('voice', 'service', 'community')": "official accounts",
    "COUNT(*) FROM (SELECT g.target_id": "a sample of follows",
    "t.post_id >= %s AND p.visibility": "a week of some hashtags or pages, kept for five minutes where it is much",
    "AS week, COUNT(*)": "twelve weeks, kept for five minutes",
    "PARTITION BY g.group_key": "the groups of one page",
    "SELECT z.id FROM (SELECT target_id": "candidates, of each kind so many",
}
# What a route answers here where it does not find a thing: the queries that look for it have been asked.
ABSENT = {
    "api/v1/apps/verify_credentials", "api/v1/instance/terms_of_service", "api/v1/push/subscription",
    "api/v1/instance/terms_of_service/<date>",
}  # fmt: skip
NAMED = re.compile(
    r"\b(?:FROM|JOIN)\s+((?:people|posts|engine|ledger|cases|publishing)_(?!search)\w+)(?:\s+(?:AS\s+)?(\w+))?"
)
STREAMS = "api/v1/streaming"


@pytest.fixture
def asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Every statement that every read makes, as Ada, who has some of everything, and as nobody."""
    found: Asked = {}
    api, there = furnish(cast)
    run, here = sql._run, [""]

    def noting(statement: str, params: Any) -> Any:
        found.setdefault((statement, tuple(params)), here[0])
        return run(statement, params)

    monkeypatch.setattr(activity, "_latest", None)
    monkeypatch.setattr(usage, "_latest", None)
    monkeypatch.setattr(settings, "SHOW_DOMAIN_BLOCKS", "everybody")
    with monkeypatch.context() as patched:
        patched.setattr(sql, "_run", noting)
        for route in READS:
            for address in addresses(route, there):
                here[0] = address
                status = api.get(address).status
                assert status == (404 if route in ABSENT else 200), address
                Api().get(address)
    assert len(found) > 200
    return found


def test_every_route_that_reads_is_walked() -> None:
    """A new route needs its addresses in `reads`."""
    routes = {path for method, path, _ in served() if method == "GET" and not path.startswith(STREAMS)}
    assert routes == set(READS)


def tables_of(statement: str) -> dict[str, str]:
    """Alias or name → table."""
    found = {}
    for table, alias in NAMED.findall(statement):
        found[table] = found[alias] = table
    return found


@pytest.mark.skipif(
    "postgresql" in os.environ.get("DATABASE_URL", ""), reason="plans of SQLite; below are PostgreSQL's"
)
def test_no_large_table_is_scanned_or_sorted_on_sqlite(asked: Asked) -> None:
    """What is read along an index, and what is sorted because it is little, stands in the lists above, and is used."""
    faults, used = [], set()
    for (statement, params), where in asked.items():
        tables = tables_of(statement)
        for (step,) in (row[3:] for row in sql.rows(f"EXPLAIN QUERY PLAN {statement}", params)):
            scanned = re.match(r"SCAN (\w+)", step)
            if scanned and (table := tables.get(scanned[1])) and table not in SMALL:
                used.add(step)
                faults += [] if step in ALONG else [(where, step, statement)]
            elif "TEMP B-TREE" in step:
                reasons = {part for part in SORTED if part in statement}
                used |= reasons
                faults += [] if reasons else [(where, step, statement)]
    assert not faults, "\n\n".join(" | ".join(fault) for fault in faults)
    assert used == ALONG.keys() | SORTED.keys()


@pytest.mark.skipif("postgresql" not in os.environ.get("DATABASE_URL", ""), reason="plans of PostgreSQL")
def test_no_large_table_is_scanned_on_postgresql(asked: Asked) -> None:
    """With an index for every search there is, none of the large tables is read from end to end."""
    faults = []
    sql.execute("SET enable_seqscan = off")
    try:
        for (statement, params), where in asked.items():
            for (step,) in sql.rows(f"EXPLAIN (COSTS OFF) {statement}", params):
                scanned = re.search(r"Seq Scan on (\w+)", step)
                if scanned and scanned[1] not in SMALL:
                    faults.append(f"{where} | {scanned[1]} | {statement}")
    finally:
        sql.execute("SET enable_seqscan = on")
    assert not faults, "\n\n".join(faults)
