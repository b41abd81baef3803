"""Verdict `route`: the post is out at once, and the moderators have it in their queue."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.cases import commands as cases
from coffeehouse.domain.cases import queries
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.act import act
from tests.commands.house import House

CRY = "I don't want to be here anymore. I've got the pills ready."


def test_a_cry_for_help_is_out_at_once_and_somebody_knows(house: House) -> None:
    """Never held: it can be read, its author is shown help lines, and every moderator is told, with the words."""
    done, fact = house.records("ada", posts.PublishPost(text=CRY), "post.published")
    assert (done.is_held, done.verdict.outcome, done.verdict.rule_ids) == (False, "route", ("care.self-harm",))
    assert "116 123" in done.verdict.explain()
    post_id = int(done.result["id"])
    assert sql.value("SELECT visibility FROM posts_post WHERE id = %s", (post_id,)) == "public"
    (report,) = queries.list_reports(house.member("cade"))
    (kept,) = queries.reported_posts(report.id)
    assert (report.target_id, report.category, report.comment) == (house.id("ada"), "other", "care.self-harm")
    assert (kept.post_id, kept.text) == (post_id, CRY)
    for who in ("cade", "mair"):
        assert "admin.report" in [note[0] for note in house.notified(who)]
    assert house.notified("gwyn") == []
    assert "cases_report" in [state["table"] for state in fact.payload["states"]]


def test_what_was_told_in_private_stays_private(house: House) -> None:
    """Followers-only and direct words show help, and no moderator sees them."""
    for visibility in ("followers", "direct"):
        done = house.act("ada", posts.PublishPost(text=CRY, visibility=visibility))
        assert (done.verdict.outcome, done.verdict.rule_ids) == ("advise", ("care.self-harm-private",))
    assert queries.list_reports(house.member("cade")) == []


def test_abuse_stands_until_a_person_has_read_it(house: House) -> None:
    """No word of anybody is taken away by a rule: a moderator decides."""
    done = house.act("gwyn", posts.PublishPost(text="Muslims are vermin."))
    assert (done.is_held, done.verdict.rule_ids) == (False, ("care.abuse",))
    (report,) = queries.list_reports(house.member("cade"))
    assert report.category == "violation"
    assert sql.value("SELECT COUNT(*) FROM posts_post WHERE id = %s", (int(done.result["id"]),)) == 1


def test_an_edit_is_told_once_while_it_waits(house: House) -> None:
    """The same post is in the queue once; after a decision a new version is told anew."""
    post_id = int(house.act("ada", posts.PublishPost(text=CRY)).result["id"])
    house.act("ada", posts.EditPost(post_id=post_id, text=f"{CRY} Goodbye."))
    (report,) = queries.list_reports(house.member("cade"))
    house.act("cade", cases.ResolveReport(report_id=report.id, reason="Rang her. She is with her sister."))
    house.act("ada", posts.EditPost(post_id=post_id, text=f"{CRY} Goodbye to everyone."))
    assert len(queries.list_reports(house.member("cade"))) == 1


def test_criticism_and_swearing_tell_nobody(house: House) -> None:
    """They are no ground for anything: allowed, without advice, without a report."""
    done = house.act("ada", posts.PublishPost(text="Fuck this council, you useless bastards, and your bins stink."))
    assert done.verdict.outcome == "allow"
    assert queries.list_reports(house.member("cade")) == []


def test_in_an_app_the_author_gets_the_help_lines_as_a_message(house: House) -> None:
    """Apps show no reasons: a direct message brings them, to the author alone; the pages show them at once."""
    house.act("ada", posts.PublishPost(text=CRY, visibility="direct"))
    sent = "SELECT p.text, p.visibility FROM posts_post p JOIN publishing_desk d ON d.account_id = p.account_id"
    assert sql.rows(sent) == []
    act(posts.PublishPost(text=CRY, visibility="direct"), house.actor("ada"), "client_api")
    ((text, visibility),) = sql.rows(sent)
    assert "116 123" in text
    assert visibility == "direct"
    assert [note[0] for note in house.notified("ada")] == ["mention"]
    for who in ("cade", "mair", "gwyn"):
        assert house.notified(who) == []
