"""Reports through apps: what moderators get, and what nobody else learns."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people.house_commands import SetRule
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


def test_a_report_reaches_the_moderators(cast: Cast, ada: Api) -> None:
    """A Report for who files it; a notification with it, and with who filed it, for moderators alone."""
    rule = str(cast.wyn.does(SetRule(words=(("en", "Be kind", ""),))).result)
    post = cast.sam.says("You are all fools")
    reply = ada.post(
        "/api/v1/reports",
        {"account_id": cast.sam.id, "status_ids": [str(post)], "comment": "Unkind", "category": "violation",
         "rule_ids": [rule], "forward": False},
    )  # fmt: skip
    assert reply.status == 200, reply.body
    assert faults(reply.json, "Report") == []
    assert (reply.json["target_account"]["id"], reply.json["status_ids"]) == (cast.sam.id, [str(post)])
    assert latest_entry().kind == "report.filed"
    for person in (cast.cade, cast.wyn):
        (note,) = Api(person.token()).get("/api/v1/notifications", **{"types[]": "admin.report"}).json
        assert faults(note, "Notification") == []
        assert (note["account"]["id"], note["report"]["id"]) == (cast.ada.id, reply.json["id"])
    assert Api(cast.sam.token()).get("/api/v1/notifications", **{"types[]": "admin.report"}).json == []


def test_forms_are_taken(cast: Cast, ada: Api) -> None:
    """As some apps send them; only the account is needed."""
    reply = ada.form("POST", "/api/v1/reports", f"account_id={cast.sam.id}&status_ids[]={cast.sam.says('x')}&forward=1")
    assert (reply.json["category"], reply.json["forwarded"], len(reply.json["status_ids"])) == ("other", True, 1)


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 404), ({"account_id": "1"}, 404), ({"account_id": "x"}, 404), ({"category": "rude"}, 422),
     ({"status_ids": ["1"]}, 404), ({"rule_ids": ["1"]}, 422), ({"comment": "x" * 1_001}, 422)],
)  # fmt: skip
def test_what_is_no_report(cast: Cast, ada: Api, body: dict[str, Any], status: int) -> None:
    """Nothing is kept, nobody is told."""
    given = body if "account_id" in body or not body else {"account_id": cast.sam.id, **body}
    assert ada.post("/api/v1/reports", given).status == status
    assert sql.value("SELECT COUNT(*) FROM cases_report") == 0


def test_p1_a_post_one_cannot_see_cannot_be_reported(cast: Cast, ada: Api) -> None:
    """P1: the same answer as for one that never was."""
    post = cast.sam.says("@bevan between us", "direct")
    hidden = ada.post("/api/v1/reports", {"account_id": cast.sam.id, "status_ids": [str(post)]})
    absent = ada.post("/api/v1/reports", {"account_id": cast.sam.id, "status_ids": ["1"]})
    assert (hidden.status, hidden.body) == (absent.status, absent.body) == (404, b'{"error":"Record not found"}')
