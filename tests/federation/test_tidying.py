"""What federation keeps for a time only goes by itself; what still counts stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.federation.handlers import tidying
from coffeehouse.engine.housekeeping import tidy_federation
from coffeehouse.kernel import clock
from tests.commands.house import House
from tests.federation.elsewhere import stranger


@pytest.fixture
def at() -> int:
    return clock.now_ms()


def test_what_has_run_out_goes(house: House, at: int) -> None:
    """Refusals of addresses, identities gone elsewhere, deliveries given up with their documents, of each the old."""
    old, day = at - 200 * clock.DAY, clock.DAY
    sql.execute("INSERT INTO federation_unfetchable (key, reason, until) VALUES ('a', '', %s), ('b', '', %s)",
                (at - 1, at + day))  # fmt: skip
    ours = f"{settings.BASE_URL}/users/ada/statuses/1"
    sql.execute("INSERT INTO federation_gone (uri, gone_at) VALUES ('https://x.example/1', %s),"
                " ('https://x.example/2', %s), (%s, %s)", (old, at, ours, old))  # fmt: skip
    for number, created_at in ((1, old), (2, old), (3, at)):
        sql.execute(
            "INSERT INTO federation_outgoing (id, sender_id, body, about, created_at) VALUES (%s, 0, '', '', %s)",
            (number, created_at),
        )
    for number, outgoing, dead_at in ((1, 1, old), (2, 2, None), (3, 2, at)):
        sql.execute(
            "INSERT INTO federation_delivery (id, outgoing_id, sender_id, host, inbox, run_at, dead_at)"
            " VALUES (%s, %s, 0, 'x.example', '', 0, %s)",
            (number, outgoing, dead_at),
        )
    tidy_federation()
    assert sql.rows("SELECT key FROM federation_unfetchable") == [("b",)]
    assert {row[0] for row in sql.rows("SELECT uri FROM federation_gone")} == {"https://x.example/2", ours}
    assert sql.rows("SELECT id FROM federation_delivery ORDER BY id") == [(2,), (3,)]
    assert sql.rows("SELECT id FROM federation_outgoing ORDER BY id") == [(2,), (3,)]


def test_servers_nobody_is_known_of_go(house: House, at: int) -> None:
    """After a quarter of a year without a word; not those with terms, accounts or a decision."""
    old = at - 100 * clock.DAY
    stranger("dee", "known.example")
    for host, state, heard in (("lost.example", "open", None), ("bad.example", "suspended", None),
                               ("known.example", "open", None), ("busy.example", "open", at)):  # fmt: skip
        sql.execute(
            "INSERT INTO federation_server (host, state, first_seen_at, last_heard_at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (host) DO UPDATE SET first_seen_at = excluded.first_seen_at",
            (host, state, old, heard),
        )
    tidy_federation()
    left = {row[0] for row in sql.rows("SELECT host FROM federation_server")}
    assert left == {"bad.example", "known.example", "busy.example"}


def test_where_a_deleted_post_was_is_forgotten_in_time(house: House, at: int) -> None:
    """Of a post that is there, where it is stays known."""
    post = house.post()
    for post_id in (post, 5):
        sql.execute("INSERT INTO federation_reached (post_id, host, inbox, first_at) VALUES (%s, 'x.example', '', %s)",
                    (post_id, at - 40 * clock.DAY))  # fmt: skip
    tidy_federation()
    assert sql.rows("SELECT post_id FROM federation_reached") == [(post,)]


def test_a_long_table_is_looked_through_a_stretch_at_a_time(house: House, at: int, monkeypatch: Any) -> None:
    """Each turn goes on where the last one stopped, and begins again at the end."""
    monkeypatch.setattr(tidying, "A_STRETCH", 2)
    for post_id in (5, 6, 7):
        sql.execute("INSERT INTO federation_reached (post_id, host, inbox, first_at) VALUES (%s, 'x.example', '', %s)",
                    (post_id, at - 40 * clock.DAY))  # fmt: skip
    left = []
    for _turn in range(2):
        tidy_federation()
        left.append([row[0] for row in sql.rows("SELECT post_id FROM federation_reached ORDER BY post_id")])
    assert left == [[7], []]
    sql.execute("INSERT INTO federation_reached (post_id, host, inbox, first_at) VALUES (4, 'x.example', '', 1)")
    tidy_federation()
    assert sql.rows("SELECT post_id FROM federation_reached") == []
