"""A small demo town moves into a real house: through the engine, into the ledger, twice the same."""

from __future__ import annotations

import pytest
from django.db import transaction

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people.commands import CreateBody
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict
from coffeehouse.site.demo import Loaded, load
from tests.running_house import RunningHouse

ANCHOR = clock.parse_iso("2026-11-22T00:00:00Z")
SCALE = 0.05
POSTS = (
    "SELECT p.id, a.acct, p.text, p.language, p.visibility, p.created_at FROM posts_post p"
    " JOIN people_account a ON a.id = p.account_id ORDER BY p.id"
)


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Counts the checkpoints; the signing itself has its own tests and one log for each house."""
    calls: list[str] = []
    monkeypatch.setattr("coffeehouse.site.demo.sign_checkpoint", lambda _folder, origin: calls.append(origin))
    return calls


@pytest.fixture
def town(db: None, signed: list[str]) -> Loaded:
    return load(anchor_ms=ANCHOR, scale=SCALE)


def test_small_town_is_whole(town: Loaded, signed: list[str]) -> None:
    """Every post's act is in the ledger, every picture is described, five wait for approval and one post is held."""
    posts = sql.rows("SELECT id FROM posts_post")
    assert len(posts) > 80
    recorded = {row[0] for row in sql.rows("SELECT object FROM ledger_entry")}
    assert [row[0] for row in posts if f"post/{row[0]}" not in recorded] == []
    assert sql.value("SELECT COUNT(*) FROM posts_media") > 0
    assert sql.value("SELECT COUNT(*) FROM posts_media WHERE LENGTH(description) < 30 OR post_id IS NULL") == 0
    assert sql.value("SELECT COUNT(*) FROM people_member WHERE state = 'pending'") == 5
    assert sql.value("SELECT COUNT(*) FROM publishing_heldcommand WHERE state = 'held'") == 1
    assert sql.value("SELECT COUNT(*) FROM posts_postedit") >= 5
    assert sql.value("SELECT COUNT(DISTINCT password) FROM people_member") == 1
    assert len(signed) == 1
    assert town.password
    times = [row[0] for row in sql.rows("SELECT time_at FROM ledger_entry ORDER BY sequence")]
    assert times == sorted(times)


@pytest.mark.usefixtures("db", "signed")
def test_same_town_every_time() -> None:
    """Two empty houses that load the town for the same day hold the same posts, ids included."""
    towns = []
    for _ in range(2):
        with transaction.atomic():
            load(anchor_ms=ANCHOR, scale=SCALE)
            towns.append(sql.rows(POSTS))
            transaction.set_rollback(True)
    assert towns[0] == towns[1]
    assert len(towns[0]) > 80


def test_second_load_changes_nothing(town: Loaded) -> None:
    """Loading again says that the town is here and records nothing."""
    before = sql.value("SELECT COUNT(*) FROM ledger_entry")
    again = load(anchor_ms=ANCHOR + clock.DAY, scale=SCALE)
    assert not again.is_new
    assert "here already" in again.lines()[0]
    assert sql.value("SELECT COUNT(*) FROM ledger_entry") == before
    assert town.is_new


@pytest.mark.usefixtures("db")
def test_used_house_is_refused() -> None:
    """A house that has recorded anything is left alone, and the refusal says what to do."""
    act(CreateBody(slug="real", name="A real body"), SYSTEM, "cli")
    with pytest.raises(Conflict, match="COFFEEHOUSE_DATA"):
        load(anchor_ms=ANCHOR, scale=SCALE)


@pytest.mark.slow
@pytest.mark.server
def test_whole_town_verifies(own_house: RunningHouse) -> None:
    """`coffeehouse demo` loads the whole town and prints the sign-ins; `coffeehouse verify` then finds nothing."""
    done = own_house.cli("demo")
    assert "A town moves in: 100 %" in done.stderr
    assert "sioned_nurse@example.org" in done.stdout
    assert "Verified: nothing found." in own_house.cli("verify").stdout
    assert "here already" in own_house.cli("demo").stdout
