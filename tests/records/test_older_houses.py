"""Houses that are older than a rule: their migrations find in the ledger what the rule would have noted."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

from django.db import connection

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor
from coffeehouse.domain.people.commands import ChangeRole, GrantSeat, RevokeSeat
from coffeehouse.domain.people.voice_commands import RemoveLeaver
from coffeehouse.domain.posts.commands import BoostPost, DeletePost
from coffeehouse.domain.records.commands import CarryOutErasure
from tests.commands.house import House
from tests.commands.recording import OFFICIAL, ask

EDITOR = SimpleNamespace(connection=connection)


def test_what_was_deleted_before_is_placed(house: House) -> None:
    """In the class it had, with the time it was said; not what is still there, was erased, or has no words."""
    voice_id = house.voice()
    speaker = house.actor("ada", account_id=voice_id)
    posts: dict[int, str | Actor] = {
        house.post(OFFICIAL, who=speaker): speaker,
        house.post("Gwylan"): "ada",
        house.post("@cyngor Helo", visibility="direct", who="fern"): "fern",
        house.post("@gwyn Helo", visibility="direct", who="fern"): "fern",
    }
    kept, erased = house.post("Yma o hyd"), house.post("Dim mwy")
    boost = int(house.act("fern", BoostPost(post_id=kept)).result["id"])
    posts |= {erased: "ada", boost: "fern"}
    for post_id, who in posts.items():
        house.act(who, DeletePost(post_id=post_id))
    house.act("rhys", CarryOutErasure(erasure_id=ask(house, "ada", f"post/{erased}")))
    noted = "SELECT object, account_id, class_id, trigger_at FROM records_deleted ORDER BY object"
    expected = sql.rows(noted)
    assert [row[2] for row in expected] == ["official-posts", "members-posts", "enquiries", "private-messages"]
    sql.execute("DELETE FROM records_deleted")
    import_module("coffeehouse.domain.records.migrations.0004_deleted").note_deleted(None, EDITOR)
    found = sql.rows(noted)
    assert [row[:3] for row in found] == [row[:3] for row in expected]
    assert all(abs(new[3] - old[3]) < 1000 for new, old in zip(found, expected, strict=True))


def test_who_had_an_office_before_is_found(house: House) -> None:
    """Those who have it, and those who have lost it since: by what gave it, or by what ended when they left."""
    voice_id = house.voice()
    seat = GrantSeat(member_id=house.member("hari"), account_id=voice_id, powers=("draft",))
    house.act("mair", seat)
    house.act("mair", RevokeSeat(member_id=house.member("hari"), account_id=voice_id))
    house.act("mair", ChangeRole(member_id=house.member("gwyn"), role="moderator"))
    house.act("mair", RemoveLeaver(member_id=house.member("gwyn")))
    held = "SELECT id FROM people_member WHERE held_office ORDER BY id"
    expected = sql.rows(held)
    assert {house.member(name) for name in ("hari", "gwyn", "ada", "mair")} <= {row[0] for row in expected}
    assert house.member("fern") not in {row[0] for row in expected}
    sql.execute("UPDATE people_member SET held_office = %s", (False,))
    import_module("coffeehouse.domain.people.migrations.0009_offices").note_offices(None, EDITOR)
    assert sql.rows(held) == expected
