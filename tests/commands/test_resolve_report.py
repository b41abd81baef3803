"""ResolveReport: a decision with its reason."""

from __future__ import annotations

from coffeehouse.domain.cases import commands, queries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from tests.commands.house import House
from tests.commands.test_file_report import report


def test_it_is_closed_with_a_reason(house: House) -> None:
    """Who decided and why are kept; it leaves the queue, and is not decided twice."""
    one = int(house.act("ada", report(house)).result)
    command = commands.ResolveReport(report_id=one, reason="Asked them to stop.")
    house.records("cade", command, "report.resolved", f"report/{one}")
    assert queries.list_reports(house.member("cade")) == []
    (closed,) = queries.list_reports(house.member("mair"), "resolved")
    assert (closed.reason, closed.decided_by_id) == ("Asked them to stop.", house.member("cade"))
    assert (queries.report_entity(one) or {})["action_taken"] is True
    house.refuses("mair", command, Conflict)


def test_not_without_a_reason_nor_by_the_wrong_people(house: House) -> None:
    """A reason is needed; nobody decides about themselves; citizens decide nothing."""
    one = int(house.act("ada", report(house, "cade")).result)
    house.refuses("mair", commands.ResolveReport(report_id=one, reason=" "), Invalid)
    house.refuses("cade", commands.ResolveReport(report_id=one, reason="It was nothing."), NotFound)
    house.refuses("ada", commands.ResolveReport(report_id=one, reason="Done."), Refused)
