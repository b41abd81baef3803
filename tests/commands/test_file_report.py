"""FileReport: saying to the moderators that something breaks a rule."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.cases import commands, queries
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound
from tests.commands.house import MATRIX, House, sees
from tests.commands.test_set_rule import rule
from tests.protocols.schema import faults


def report(house: House, about: str = "gwyn", **more: Any) -> commands.FileReport:
    return commands.FileReport(account_id=house.id(about), **more)


def test_it_waits_for_the_moderators(house: House) -> None:
    """With the posts as they read then, and the rules meant; moderators and administrators get a notification."""
    rule_id = int(house.act("mair", rule()).result)
    post = house.post("Bad words", "gwyn", spoiler_text="Warning")
    command = report(house, post_ids=(post,), comment=" Unkind ", rule_ids=(rule_id,), is_forwarded=True)
    done, _ = house.records("ada", command, "report.filed")
    house.act("gwyn", posts.DeletePost(post_id=post))
    (kept,) = queries.reported_posts(int(done.result))
    assert (kept.post_id, kept.text, kept.spoiler_text) == (post, "Bad words", "Warning")
    entity = queries.report_entity(int(done.result))
    assert entity is not None
    assert faults({**entity, "target_account": None}, "Report") == [] or "target_account" in faults(entity, "Report")[0]
    assert (entity["category"], entity["comment"], entity["forwarded"]) == ("violation", "Unkind", True)
    assert (entity["rule_ids"], entity["status_ids"], entity["action_taken"]) == ([str(rule_id)], [str(post)], False)
    for who in ("cade", "mair"):
        assert [note[0] for note in house.notified(who)] == ["admin.report"]
    assert house.notified("gwyn") == house.notified("rhys") == []


@pytest.mark.parametrize(("viewer", "visibility"), MATRIX)
def test_only_posts_one_sees(house: House, viewer: str, visibility: str) -> None:
    """P1: of all others nothing is kept, and the report is refused as for a post that never was."""
    post = house.post_to(visibility)
    command = report(house, "ada", post_ids=(post,))
    if sees(viewer, visibility):
        house.act(viewer, command)
    else:
        house.refuses(viewer, command, NotFound)


def test_a_moderator_who_is_reported_is_not_told(house: House) -> None:
    """Nor of a voice they speak for: neither a notification, nor the case in their queue, nor who reported."""
    house.act("ada", report(house, "cade"))
    assert house.notified("cade") == []
    assert queries.list_reports(house.member("cade")) == []
    assert queries.count_reports(house.member("cade")) == 0
    (one,) = queries.list_reports(house.member("mair"))
    assert queries.read_report(house.member("cade"), one.id) is None
    voice = house.voice()
    seat = people.GrantSeat(member_id=house.member("cade"), account_id=voice, powers=("draft",))
    house.act("mair", seat)
    house.act("gwyn", commands.FileReport(account_id=voice))
    assert house.notified("cade") == []
    assert queries.count_reports(house.member("cade")) == 0


def test_what_is_no_report(house: House) -> None:
    """Of nobody, in no category, with a rule that never was, with posts of somebody else."""
    house.refuses("ada", commands.FileReport(account_id=1), NotFound)
    house.refuses("ada", report(house, category="rude"), Invalid)
    house.refuses("ada", report(house, rule_ids=(1,)), Invalid)
    house.refuses("ada", report(house, comment="x" * 1_001), Invalid)
    house.refuses("ada", report(house, post_ids=(house.post("Hers", "fern"),)), NotFound)
    house.refuses(house.with_scopes("ada", "read", "write:statuses"), report(house), Forbidden)
    assert sql.value("SELECT COUNT(*) FROM cases_report") == 0
