"""`coffeehouse ledger`: keys are shown, and changed beside an open house; what was proved before stays proved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from coffeehouse.database import sql
from coffeehouse.ledger import key_files, queries
from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.key_files import Signers
from coffeehouse.ledger.receipts import read_receipt
from coffeehouse.ledger.sign import key_history, sign_checkpoint
from coffeehouse.ledger.verify import PostgresSource, Source, verify
from coffeehouse.site.cli import CommandFailed, ledger, parser_of
from tests.commands.house import House


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> House:
    """The cast, with keys of its own."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INCOMING_FOLDER = tmp_path / "incoming"
    return House()


def seal(settings: Any) -> None:
    integrate()
    sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)


def keys(settings: Any) -> list[str]:
    return [signer.public.text() for signer in key_files.current(settings.DATA, settings.LEDGER_ORIGIN)]


def test_keys_are_changed(house: House, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """New ones sign, the old are printed as retired with the reason, a receipt from before is genuine, all verifies."""
    seal(settings)
    receipt, before = read_receipt(0).text or "", keys(settings)
    assert ledger.rotate("compromised") == 0
    assert "Make a backup now" in capsys.readouterr().out
    assert not set(keys(settings)) & set(before)
    assert ledger.show_keys() == 0
    said = capsys.readouterr().out
    sequence = queries.rotations()[0].sequence
    assert said.splitlines() == [*keys(settings), f"retired by entry {sequence} (compromised):", *before]
    history = key_history(settings.DATA, settings.LEDGER_ORIGIN)
    assert history.open(receipt.partition("\n\n")[2], settings.LEDGER_ORIGIN).size == sequence
    connection.ensure_connection()
    source = (PostgresSource if sql.is_postgres() else Source)(connection.connection)
    report = verify(source, [before[0]], log=settings.DATA / "ledger" / "checkpoints.log", receipts=[receipt])
    assert report.findings == []
    assert report.counts["changes of keys"] == 1


def test_a_change_that_was_broken_off_is_ended_first(
    house: House, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old keys' last signature was given, the new ones never put in place: said, and mended by the next try."""
    with monkeypatch.context() as crash:
        crash.setattr(Signers, "put_in_place", lambda _signers: None)
        with pytest.raises(CommandFailed, match="Run the command again"):
            ledger.rotate("planned")
    waiting = queries.rotations()[-1].statement.current
    house.act("ada", _words())
    assert ledger.rotate("planned") == 0
    assert queries.rotations()[-1].statement.retired == waiting
    assert tuple(keys(settings)) == queries.rotations()[-1].statement.current


def _words() -> Any:
    from coffeehouse.domain.posts.commands import PublishPost

    return PublishPost(text="Something new")


def test_a_database_of_before_the_change_is_not_signed(house: House, settings: Any) -> None:
    """Keys of before, over a ledger that retired them: the command says what to do."""
    saved = {file: (settings.DATA / file).read_bytes() for file in _made(settings)}
    ledger.rotate("planned")
    for file, data in saved.items():
        (settings.DATA / file).write_bytes(data)
    house.act("ada", _words())
    with pytest.raises(CommandFailed, match="Put the present key back"):
        ledger.rotate("planned")


def _made(settings: Any) -> tuple[Path, ...]:
    keys(settings)
    return (key_files.ED25519_FILE, key_files.MLDSA_FILE)


def test_the_command_wants_a_known_reason() -> None:
    """planned or compromised."""
    assert parser_of("ledger").parse_args(["rotate-key"]).because == "planned"
    with pytest.raises(SystemExit):
        parser_of("ledger").parse_args(["rotate-key", "--because", "bored"])
