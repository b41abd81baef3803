"""Reporting an account, or posts of it, to those who look after the house."""

from __future__ import annotations

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import entity
from coffeehouse.channels.client_api.calls import Answer, Call, as_id
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.cases import commands, queries
from coffeehouse.kernel.errors import NotFound


@user("write:reports")
def create_report(call: Call) -> Answer:
    """File a report. The one reported is not told who did."""
    body = call.body
    command = commands.FileReport(
        account_id=as_id(bodies.text(body, "account_id")),
        post_ids=tuple(as_id(one) for one in bodies.texts(body, "status_ids")),
        comment=bodies.text(body, "comment"),
        category=bodies.text(body, "category") or "other",
        rule_ids=tuple(as_id(one) for one in bodies.texts(body, "rule_ids")),
        is_forwarded=bool(bodies.flag(body, "forward")),
    )
    found = queries.report_entity(int(call.act(command).result))
    if found is None:
        raise NotFound()
    return entity(found)
