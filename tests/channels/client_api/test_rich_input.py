"""Every declared member of every query and body, sent too long, too often, as a statement of SQL, or from year one.

The declarations are walked, so an endpoint added tomorrow is tried tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from coffeehouse.channels.client_api.contract import OPERATIONS
from coffeehouse.channels.client_api.contract.routes import served
from coffeehouse.database import sql
from coffeehouse.kernel import clock
from coffeehouse.protocols.contract import FILE, FLAG, ID, NUMBER, TEXT
from tests.cast import Cast
from tests.channels.client_api import contract
from tests.channels.client_api.api import Api
from tests.moments import within

WRITES = sorted(key for key, one in OPERATIONS.items() if one.body is not None and "media" not in key)
READS = sorted(
    f"{method} {path}" for method, path, _ in served() if method == "GET" and not path.startswith("api/v1/streaming")
)
LONG = "a" * 900_000
MANY = 100_000
STATEMENTS = (
    "'; DROP TABLE posts_post; --", '" OR 1=1 --', "1) UNION SELECT secret_hash FROM people_application --", "%", "_",
    'a" NEAR b', "text:a*", '"', "^a", "a AND NOT", "{a b}:c", "-a", "$.a[0]", "\\", "NULL", "../../etc/passwd",
)  # fmt: skip


def address(path: str, cast: Cast, status_id: int) -> str:
    """The path with ids that exist, so that more than the look-up is tried."""
    piece = cast.bevan.id if "accounts/<id>" in path else str(status_id)
    return "/" + re.sub(r"<(name|hashtag)>", "tea", re.sub(r"<(id|quoting_id|key)>", piece, path))


def filled(schema: dict[str, Any], value: Any) -> Any:
    """A body with `value` for every text of it."""
    if "properties" in schema:
        return {name: filled(inner, value) for name, inner in schema["properties"].items()}
    if schema.get("type") == "array":
        return [filled(schema["items"], value)]
    return {1: True, 2: 3600}.get(1 if schema == FLAG else 2 if schema == NUMBER else 0, value)


def lists(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Bodies with one list each, of very many."""
    for name, inner in schema["properties"].items():
        if inner.get("type") == "array":
            yield {name: [filled(inner["items"], "1")] * (MANY if inner["items"] in (TEXT, ID, NUMBER) else 5_000)}
        elif "properties" in inner:
            for deeper in lists(inner):
                yield {name: deeper}


def test_d4_words_as_long_as_the_body_may_be_are_refused_or_cut(cast: Cast, ada: Api, settings: Any) -> None:
    """D4: 900 kB as any one text of any write: refused, or not kept at that length; never a fault, never slow."""
    settings.RATE_LIMITS = False
    ada.get("/api/v1/preferences")  # the first of all requests compiles what later ones find
    status_id = cast.ada.says("One #tea")
    for key in WRITES:
        method, _, path = key.partition(" ")
        body = OPERATIONS[key].body or {}
        for name, inner in body["properties"].items():
            if inner in (FLAG, NUMBER, FILE):
                continue
            base = filled(body, "x") if name in body.get("required", ()) else {}
            with within(2, (key, name)):
                reply = ada.send(method, address(path, cast, status_id), {**base, name: filled(inner, LONG)})
            assert reply.status < 500, (key, name, reply.body[:200])
            assert len(reply.body) < 100_000, (key, name)


def test_d3_lists_of_very_many_are_refused_or_cut(cast: Cast, ada: Api, settings: Any) -> None:
    """D3: 100,000 options, ids, words, fields in any list of any write: refused at once, nothing stored."""
    settings.RATE_LIMITS = False
    ada.get("/api/v1/preferences")  # the first of all requests compiles what later ones find
    status_id = cast.ada.says("One #tea")
    tried = 0
    for key in WRITES:
        method, _, path = key.partition(" ")
        body = OPERATIONS[key].body or {}
        for many in lists(body):
            with within(2, (key, list(many))):
                reply = ada.send(method, address(path, cast, status_id), {**filled(body, "x"), **many})
            assert 400 <= reply.status < 500, (key, list(many), reply.status)
            tried += 1
    assert tried > 15


def test_p8_words_are_never_a_statement(cast: Cast, ada: Api, settings: Any) -> None:
    """P8: SQL, patterns and the syntax of text search in every member of every query: no fault, no row more or less."""
    settings.RATE_LIMITS = False
    status_id = cast.ada.says("One #tea")
    before = _rows()
    for key in READS:
        operation, path = OPERATIONS[key], key.partition(" ")[2]
        names = [
            f"{name}[]" if operation.query.get(name, {}).get("type") == "array" else name
            for name in contract.declared(operation)
        ]
        for statement in STATEMENTS if names else ():
            reply = ada.get(address(path, cast, status_id), **dict.fromkeys(names, statement))
            assert reply.status < 500, (key, statement, reply.body)
    for statement in STATEMENTS:
        assert ada.get(f"/api/v1/timelines/tag/{statement.replace('/', '')}").status in (200, 404, 422)
    assert _rows() == before


def _rows() -> list[Any]:
    tables = ("posts_post", "people_account", "people_token", "people_member", "ledger_entry")
    return [sql.value(f"SELECT COUNT(*) FROM {table}") for table in tables]


@pytest.mark.parametrize("when", ["0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "-1", "1e400", "1969"])
def test_d10_times_from_year_one_are_refused_or_clamped(cast: Cast, ada: Api, when: str) -> None:
    """D10: wherever a time or a span is taken: no fault, and nothing waits or lasts longer than the house allows."""
    assert ada.post("/api/v1/statuses", {"status": "Then", "scheduled_at": when}).status in (200, 422)
    assert ada.get(f"/api/v1/instance/terms_of_service/{when}").status in (200, 404)
    assert ada.get("/api/v1/instance/activity", since=when, start_at=when).status == 200
    for span in (-1, 10**18, 2**63 - 1):
        muted = ada.post(f"/api/v1/accounts/{cast.bevan.id}/mute", {"duration": span})
        assert muted.status in (200, 422), muted.body
        kept = ada.post("/api/v2/filters", {"title": "x", "context": ["home"], "expires_in": span})
        assert kept.status in (200, 422), kept.body
        poll = {"options": ["a", "b"], "expires_in": span}
        asked = ada.post("/api/v1/statuses", {"status": "Which?", "poll": poll})
        assert asked.status in (200, 422), asked.body
    latest = clock.iso(clock.now_ms() + 400 * clock.DAY)
    for waiting in ada.get("/api/v1/scheduled_statuses").json:
        assert waiting["scheduled_at"] < latest


def test_p5_nobody_offers_what_only_the_house_decides() -> None:
    """P5: no body has a member for it; and no endpoint reads a member that is not declared (test_contract)."""
    never = {
        "role", "approved", "verified", "verified_at", "is_admin", "state", "kind", "community_id", "body_id",
        "member_id", "published_at", "created_at", "ledger_seq", "entry_sequence", "hidden_at", "permissions",
        "followers_count",
    }  # fmt: skip
    offered = {part for one in OPERATIONS.values() for name in contract.declared(one) for part in name.split("/")}
    assert offered & never == set()
