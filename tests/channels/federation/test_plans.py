"""No document is found by looking through a large table: the plan of every query of every document is looked at."""

from __future__ import annotations

import re
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.commands import BoostPost, PinPost, PollDraft
from coffeehouse.domain.posts.tag_commands import FeatureTag
from tests.cast import Cast, assemble
from tests.channels.federation.asking import ask, asker

pytestmark = pytest.mark.django_db
SMALL = {"federation_server", "people_customemoji"}
# Part of a statement → why what it sorts is bounded.
SORTED = {
    "FROM posts_featuredtag z": "ten hashtags",
    "r.host = %s ORDER BY r.uri": "the followers of one account at one host",
}
NAMED = re.compile(r"\b(?:FROM|JOIN)\s+((?:people|posts|federation)_\w+)(?:\s+(\w+))?")


def furnish(cast: Cast, dee: Any) -> list[str]:
    """Something of everything; the addresses that give it."""
    dee.does(people.FollowAccount(target_id=cast.ada.account_id))
    first = cast.ada.says("Who is in? #tea", quote_policy="public")
    reply = cast.ada.says("Nobody @faye?", in_reply_to_id=first, poll=PollDraft(options=("Yes", "No"), expires_in=600))
    quoting = cast.faye.says("Look", quoted_id=first)
    boost = int(cast.ada.does(BoostPost(post_id=quoting)).result["id"])
    cast.ada.does(PinPost(post_id=first))
    cast.ada.does(FeatureTag(name="tea"))
    of_ada = ["", "/outbox", "/outbox?page=true", f"/outbox?page=true&max_id={boost}", "/followers",
              "/followers?page=true", "/following?page=true", "/followers_synchronization", "/collections/featured",
              "/collections/tags", f"/quote_authorizations/{quoting}", "/statuses/1"]  # fmt: skip
    of_ada += [f"/statuses/{post}{end}" for post in (first, reply, boost) for end in ("", "/activity")]
    of_ada += [f"/statuses/{first}/{end}" for end in ("replies", "likes", "shares")]
    of_ada += [f"/statuses/{first}/replies?page=true&min_id=1"]
    return [f"/users/ada{path}" for path in of_ada] + [
        f"/contexts/{first}",
        "/actor",
        f"/users/faye/statuses/{quoting}",
    ]


@pytest.mark.skipif(sql.is_postgres(), reason="plans of SQLite")
def test_every_query_of_a_document_walks_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """For somebody elsewhere who follows: no large table is scanned, and nothing is sorted that can be long."""
    cast = assemble()
    dee = asker()
    paths = furnish(cast, dee)
    asked: dict[str, tuple[Any, ...]] = {}
    run = sql._run

    def noting(statement: str, params: Any) -> Any:
        asked.setdefault(statement, tuple(params))
        return run(statement, params)

    for path in paths:  # the first makes keys
        assert ask(path, dee).status_code == (404 if path.endswith("/statuses/1") else 200), path
    with monkeypatch.context() as patched:
        patched.setattr(sql, "_run", noting)
        for path in paths:
            ask(path, dee)
    used: set[str] = set()
    faults = [fault for statement, params in asked.items() for fault in faults_of(statement, params, used)]
    assert len(asked) > 25
    assert not faults, "\n\n".join(faults)
    assert used == SORTED.keys()


def faults_of(statement: str, params: tuple[Any, ...], used: set[str]) -> list[str]:
    """What is scanned or sorted though it may be long. used: takes in which reasons were needed."""
    tables = {}
    for table, alias in NAMED.findall(statement):
        tables[table] = tables[alias] = table
    reasons = {part for part in SORTED if part in statement}
    faults = []
    for (step,) in (row[3:] for row in sql.rows(f"EXPLAIN QUERY PLAN {statement}", params)):
        scanned = re.match(r"SCAN (\w+)", step)
        is_large = scanned is not None and tables.get(scanned[1], next(iter(SMALL))) not in SMALL
        if "TEMP B-TREE" in step:
            used |= reasons
        if is_large or ("TEMP B-TREE" in step and not reasons):
            faults.append(f"{step} | {statement}")
    return faults
