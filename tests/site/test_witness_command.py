"""`coffeehouse witness`: the command line of witnesses, and what `coffeehouse check` says of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql, transaction
from coffeehouse.domain.context import SYSTEM
from coffeehouse.engine.act import act
from coffeehouse.ledger.queries import latest_entries
from coffeehouse.ledger.witnesses import keep_cosigned, keep_problem, list_witnesses
from coffeehouse.site import checks
from coffeehouse.site.cli import main, opening
from tests.commands.witnesses import EVIDENCE, LOG_KEY, PREFIX, WITNESS_KEYS

Run = Callable[..., str]


@pytest.fixture
def run(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Run:
    """Run the command on the test's database; what it said."""
    settings.DATA = tmp_path
    monkeypatch.setattr(opening, "open_house", lambda: None)

    def command(*arguments: str, status: int = 0) -> str:
        assert main(["witness", *arguments]) == status
        said = capsys.readouterr()
        return str(said.err if status else said.out)

    return command


def test_a_witness_comes_and_goes(run: Run) -> None:
    """With keys given by hand; recorded as done by the house through the command line."""
    keys = [word for key in WITNESS_KEYS for word in ("--key", key)]
    assert WITNESS_KEYS[0] in run("add", PREFIX, *keys)
    assert latest_entries(1)[0].kind == "witness.added"
    assert latest_entries(1)[0].channel == "cli"
    assert "already" in run("add", PREFIX, *keys, status=1)
    assert "next.example/witness" in run("list")
    assert "no such witness" in run("remove", "https://far.example", "--because", "x", status=1)
    run("remove", f"{PREFIX}/", "--because", "Caeodd")
    assert list_witnesses() == []
    assert "has no witness" in run("list")


def test_a_ledger_comes_and_goes(run: Run) -> None:
    """Trusted twice is once; distrusted by its key."""
    assert "next.example/ledger" in run("trust", LOG_KEY)
    assert "before" in run("trust", LOG_KEY)
    assert "nothing yet" in run("list")
    assert "not the key of a ledger" in run("trust", "x", status=1)
    assert "does not trust that key" in run("distrust", "x", "--because", "y", status=1)
    run("distrust", LOG_KEY, "--because", "Dygwyd")
    assert "cosigns no other ledger" in run("list")


def test_how_it_stands_for_programs(run: Run) -> None:
    """`--json`: a line each."""
    run("add", PREFIX, "--key", WITNESS_KEYS[0])
    run("trust", LOG_KEY)
    witness_id = list_witnesses()[0].id
    with transaction.write():
        keep_cosigned(witness_id, 7, "— line\n", 1_790_000_000_000)
        keep_problem(witness_id, "The witness could not be reached.", 1_790_000_000_000)
    told = [msgspec.json.decode(line) for line in run("list", "--json").splitlines()]
    assert told[0]["size"] == 7
    assert told[0]["problem"] == "The witness could not be reached."
    assert told[1] == {"log": "next.example/ledger", "size": 0, "cosigned_at": None}
    assert "could not be reached" in run("list")
    assert "2026-09-21T14:13:20.000Z" in run("list")


def test_what_the_other_house_needs(run: Run, settings: Any) -> None:
    """The two lines it types, and the keys to compare."""
    said = run("keys")
    assert f"coffeehouse witness trust {settings.LEDGER_ORIGIN}+" in said
    assert f"coffeehouse witness add {settings.BASE_URL}/witness" in said
    assert said.count(f"{settings.WITNESS_NAME}+") == 2


def test_an_address_that_says_no_keys(run: Run, settings: Any) -> None:
    """Without `--key` the address is asked; where nothing answers, the message says what to do."""
    settings.OUTBOUND = False
    assert "give the keys yourself" in run("add", PREFIX, status=1)


def test_check_names_witnesses_and_evidence(run: Run) -> None:
    """`coffeehouse check`: well, in trouble, and what nobody has explained."""
    run("add", PREFIX, "--key", WITNESS_KEYS[0])
    witness_id = list_witnesses()[0].id
    with transaction.write():
        keep_cosigned(witness_id, 7, "— line\n", 1)
    (finding,) = list(checks._witnesses())
    assert (finding.said, finding.remedy) == ("next.example/witness: cosigned 7 entries", "")
    sql.execute("UPDATE ledger_submission SET problem = 'The witness could not be reached.'")
    act(EVIDENCE, SYSTEM, "worker")
    problems = list(checks._witnesses())
    assert [each.subject for each in problems] == ["Witness", "Evidence"]
    assert all(each.remedy for each in problems)
