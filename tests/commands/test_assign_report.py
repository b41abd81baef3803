"""AssignReport: a moderator takes a report on."""

from __future__ import annotations

from coffeehouse.domain.cases import commands, queries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Forbidden, NotFound
from tests.commands.house import House
from tests.commands.test_file_report import report


def test_taken_and_given_back(house: House) -> None:
    """Nobody takes it from a colleague; given back, another may."""
    one = int(house.act("ada", report(house)).result)
    take = commands.AssignReport(report_id=one)
    house.records("cade", take, "report.assigned", f"report/{one}")
    house.leaves("cade", take)
    assert queries.list_reports(house.member("mair"))[0].assigned_to_id == house.member("cade")
    house.refuses("mair", take, Forbidden)
    house.act("cade", commands.AssignReport(report_id=one, is_taken=False))
    house.act("mair", take)


def test_not_by_those_it_is_about_nor_by_others(house: House) -> None:
    """For a moderator who is reported it does not exist; a citizen is refused by policy; decided is decided."""
    one = int(house.act("ada", report(house, "cade")).result)
    take = commands.AssignReport(report_id=one)
    house.refuses("cade", take, NotFound)
    house.refuses("gwyn", take, Refused)
    house.refuses("mair", commands.AssignReport(report_id=1), NotFound)
    house.act("mair", commands.ResolveReport(report_id=one, reason="Talked to both."))
    house.refuses("mair", take, Conflict)
