"""SavePolicy: an administrator puts another version of the policy in force; what is wrong with it is said by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.policies.commands import SavePolicy
from coffeehouse.domain.policies.queries import list_versions
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.engine import policy_in_force
from coffeehouse.engine.act import Refused
from coffeehouse.engine.registry.policies import PolicyFaults
from coffeehouse.kernel.errors import Conflict, Invalid
from coffeehouse.policy.checking import read_folder
from coffeehouse.policy.packs import DEFAULT_FOLDER
from tests.commands.house import House

CALM = """
@id("town.no-tulips")
@verdict("advise")
@because("We do not talk of tulips here. Say daffodils.")
@cites("A decision of the council")
forbid (principal, action in Action::"Publishing", resource)
when { context.text_length == 6 };
"""
EXAMPLES = """
[[example]]
name = "Tulips"
action = "PublishPost"
who = "citizen"
text = "tulips"
expect = "advise"
rules = ["town.no-tulips"]
"""


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """No test sees the version of another."""
    policy_in_force.look_again()
    yield
    policy_in_force.look_again()


def files(version: str = "9.0.0", **more: str) -> dict[str, str]:
    """The pack that comes with the house, as another version, with a rule of the town."""
    given = read_folder(DEFAULT_FOLDER)
    head = "\n".join(
        f'version = "{version}"' if line.startswith("version") else line for line in given["pack.toml"].splitlines()
    )
    town = {"town.cedar": CALM, "examples-town.toml": EXAMPLES}
    return {**given, "pack.toml": head, **town, **{name.replace("_", "."): text for name, text in more.items()}}


def save(given: dict[str, str] | None = None, **more: Any) -> SavePolicy:
    """The command, made from what is in force."""
    based_on = policy_in_force.pack_in_force().version
    given = files() if given is None else given
    return SavePolicy(**{"files": tuple(given.items()), "note": "Tulips", "based_on": based_on, **more})


def test_a_saved_version_decides_at_once(house: House) -> None:
    """One entry vouches for the row; the next act is judged by it, and says so."""
    command = save()
    done, fact = house.records("mair", command, "policy.saved")
    version_id = int(done.result["id"])
    row = fact.states()["policies_version", version_id]
    assert row is not None
    assert row["name"] == done.result["name"]
    assert done.result["name"].startswith("default@9.0.0#")
    verdict = house.act("ada", PublishPost(text="tulips")).verdict
    assert verdict.rule_ids == ("town.no-tulips",)
    assert verdict.policy_version == done.result["name"]
    (kept,) = list_versions()
    assert (kept.note, kept.author_acct, kept.files["town.cedar"]) == ("Tulips", "mair", CALM)
    house.check()


def test_what_is_wrong_is_said_by_file_and_line(house: House) -> None:
    """A word Cedar does not know, a fact nobody gives: nothing is saved."""
    problem = house.refuses("mair", save(files(town_cedar=CALM.replace("forbid", "fobid"))), PolicyFaults)
    assert [(fault.file, fault.line) for fault in problem.faults] == [("town.cedar", 6)]
    problem = house.refuses("mair", save(files(town_cedar=CALM.replace("text_length", "moon_phase"))), PolicyFaults)
    assert problem.faults[0].file == "town.cedar"
    assert problem.faults[0].line > 0
    assert "moon_phase" in problem.faults[0].message


def test_failing_examples_keep_it_from_being_saved(house: House) -> None:
    """An example that comes out otherwise names its line; a rule without example is not saved either."""
    given = files() | {"examples-town.toml": EXAMPLES.replace('"advise"', '"hold"')}
    problem = house.refuses("mair", save(given), PolicyFaults)
    assert [(fault.file, fault.line) for fault in problem.faults] == [("examples-town.toml", 3)]
    assert "expected hold, got advise" in problem.faults[0].message
    given = files()
    del given["examples-town.toml"]
    problem = house.refuses("mair", save(given), PolicyFaults)
    assert "town.no-tulips: no example that it speaks to" in problem.faults[0].message


def test_criticism_stays_protected(house: House) -> None:
    """No pack drops the promise, nor goes round it with a rule whose own examples pass."""
    given = files()
    promise = given["publishing.cedar"]
    start = promise.index('@id("house.criticism-protected")')
    given["publishing.cedar"] = promise[:start] + promise[promise.index(";", start) + 1 :]
    problem = house.refuses("mair", save(given), PolicyFaults)
    assert any("house.criticism-protected is missing" in fault.message for fault in problem.faults)
    strict = CALM.replace('"advise"', '"hold"').replace("context.text_length == 6", "context.text_length > 5")
    problem = house.refuses("mair", save(files(town_cedar=strict)), PolicyFaults)
    assert any("criticism is protected, but" in fault.message for fault in problem.faults)


def test_nobody_is_locked_out_or_let_in(house: House) -> None:
    """Administrators keep the way back, and a pack cannot give it to members."""
    locked = CALM.replace('"advise"', '"deny"').replace('in Action::"Publishing"', '== Action::"SavePolicy"')
    locked = locked.replace("context.text_length == 6", 'context.role == "admin"')
    problem = house.refuses("mair", save(files(town_cedar=locked)), PolicyFaults)
    assert any("administrators could not change the policy again" in fault.message for fault in problem.faults)
    given = files()
    given["access.cedar"] = given["access.cedar"].replace(
        'action in Action::"Administration", resource)', 'action == Action::"ChangeRole", resource)'
    )
    problem = house.refuses("mair", save(given), PolicyFaults)
    assert any("only administrators may change the policy" in fault.message for fault in problem.faults)


def test_a_pack_is_whole_or_not_at_all(house: House) -> None:
    """No head, no examples, a file that is none, one that begins tomorrow."""
    for name in ("pack.toml", "examples.toml"):
        given = files()
        for gone in [each for each in given if each == name or (name[0] == "e" and each.startswith("examples"))]:
            del given[gone]
        assert house.refuses("mair", save(given), PolicyFaults).faults[0].file == name
    for name in ("../town.cedar", "Town.cedar", "notes.md"):
        problem = house.refuses("mair", save(files() | {name: CALM}), PolicyFaults)
        assert problem.faults[0].file == name
    later = files()
    later["pack.toml"] = "\n".join(
        "valid_from = 2099-01-01" if line.startswith("valid_from") else line.replace("2027-", "2199-")
        for line in later["pack.toml"].splitlines()
    )
    problem = house.refuses("mair", save(later), PolicyFaults)
    assert problem.faults[0].message.startswith("valid_from")


def test_versions_only_go_up_and_nobody_is_overwritten(house: House) -> None:
    """A higher number, a note, and no colleague's version undone unseen."""
    house.refuses("mair", save(note=" "), Invalid)
    house.refuses("mair", save(files("0.9.0")), Invalid)
    old = save()
    house.act("mair", old)
    policy_in_force.look_again()
    house.refuses("mair", save(), Invalid)
    house.refuses("mair", msgspec.structs.replace(old, files=tuple(files("9.1.0").items())), Conflict)
    policy_in_force.look_again()
    house.act("mair", save(files("9.1.0", town_cedar=CALM + "// said more plainly\n")))
    assert len(list_versions()) == 2


def test_only_administrators_save(house: House) -> None:
    """Moderators do not."""
    for who in ("ada", "cade", "rhys"):
        house.refuses(who, save(), Refused)
    assert sql.value("SELECT COUNT(*) FROM policies_version") == 0


def test_where_a_setting_names_the_pack(house: House, settings: Any, tmp_path: Any) -> None:
    """The folder decides, whatever is saved; and nothing is saved that would decide nothing."""
    for name, text in files("7.0.0").items():
        (tmp_path / name).write_text(text, "utf-8")
    command = save()
    settings.POLICY_PACK = tmp_path
    house.refuses("mair", command, Conflict)
    assert policy_in_force.pack_in_force().about.version == "7.0.0"
    assert policy_in_force.stored_version_id() is None
