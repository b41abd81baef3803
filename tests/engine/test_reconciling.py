"""Completeness: what came to the channels is compared with the ledger, and every way in which they differ is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coffeehouse.database import sql, transaction
from coffeehouse.delivery.completeness import AFTER_MIDNIGHT, state_completeness
from coffeehouse.domain.capture.commands import ChannelCount, StateCompleteness
from coffeehouse.domain.capture.queries import statements
from coffeehouse.domain.posts.commands import BookmarkPost, PublishPost
from coffeehouse.engine import reconciling, tally
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from coffeehouse.ledger.append import Appender
from tests.cast import Cast, assemble

NOON = clock.parse_iso("2026-11-21T12:00:00Z")
DAY = "2026-11-21"


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Cast:
    """Everybody, who came the day before; counters of this test alone."""
    settings.DATA = tmp_path
    with clock.at(NOON - clock.DAY):
        return assemble()


def visit(cast: Cast, command: Any, channel: str = "web", status: int = 200, route: str = "compose") -> None:
    """What the gate does around a request in which Ada asks for something."""
    with tally.visit(channel) as found:
        found.route = route
        if command is not None:
            act(command, cast.ada.actor(), channel)
        found.status = status


def of(said: StateCompleteness, channel: str) -> ChannelCount:
    """The line of one channel."""
    return next(count for count in said.channels if count.channel == channel)


def kinds(said: StateCompleteness) -> list[tuple[str, str, int]]:
    """The gaps without their examples."""
    return [(gap.channel, gap.kind, gap.count) for gap in said.gaps]


def test_a_day_that_agrees(cast: Cast) -> None:
    """Recorded, unchanged, turned away, needing none, and acts beside requests: all are counted, no gap is named."""
    with clock.at(NOON):
        visit(cast, PublishPost(text="Bore da"))
        post = int(sql.value("SELECT max(id) FROM posts_post"))
        visit(cast, BookmarkPost(post_id=post), "client_api")
        visit(cast, BookmarkPost(post_id=post), "client_api")
        with pytest.raises(NotFound):
            visit(cast, BookmarkPost(post_id=1), "client_api")
        visit(cast, None, status=422)
        with tally.visit("web") as found:
            found.status, found.route, found.needs_none = 303, "language", True
        act(PublishPost(text="By a script"), cast.ada.actor(), "cli")
    said = reconciling.compare(DAY)
    assert of(said, "web") == ChannelCount(
        channel="web", arrived=3, answered=3, recorded=1, without_change=1, turned_away=1, entries=1
    )
    assert of(said, "client_api") == ChannelCount(
        channel="client_api", arrived=3, answered=3, recorded=1, unchanged=1, turned_away=1, entries=1
    )
    assert of(said, "cli") == ChannelCount(channel="cli", beside=1, entries=1)
    assert said.end - said.first == 3
    assert said.gaps == ()


def test_a_request_without_an_answer(cast: Cast) -> None:
    """The process died in it: it came, and nobody was told anything."""
    with clock.at(NOON):
        visit(cast, PublishPost(text="Bore da"))
    with tally.file_of(DAY).open("a") as file:
        file.write(f"+ {NOON + 61_000} web deadbeef0\n+ 17")  # the second line was cut by a full disk
    said = reconciling.compare(DAY)
    assert kinds(said) == [("web", "unanswered", 1)]
    assert said.gaps[0].examples == ("2026-11-21T12:01:01.000Z",)
    assert (of(said, "web").arrived, of(said, "web").answered, of(said, "web").unanswered) == (2, 1, 1)


def test_an_entry_that_no_channel_told_of(cast: Cast) -> None:
    """Somebody wrote into the ledger past the channels, or the counting was lost: named by number."""
    with clock.at(NOON), transaction.write():
        appender = Appender(clock.now_ms())
        number = appender.append(
            kind="test.arranged", actor="system", capacity="system", channel="web", object="house", body="house",
            policy="", payload={},
        )  # fmt: skip
        appender.close()
    tally.file_of(DAY).touch()
    said = reconciling.compare(DAY)
    assert kinds(said) == [("web", "unheard", 1)]
    assert said.gaps[0].examples == (f"entry {number}",)


def test_a_channel_was_told_of_entries_that_are_not_there(cast: Cast) -> None:
    """The end of the ledger was cut off, or another database was put back: the channels remember the numbers."""
    with clock.at(NOON):
        visit(cast, PublishPost(text="Bore da"))
    lost = int(sql.value("SELECT size FROM ledger_head"))
    with tally.file_of(DAY).open("a") as file:
        file.write(f"+ {NOON} web aa\n= {NOON} web aa recorded 200 compose {lost}-{lost + 2}:web\n")
    said = reconciling.compare(DAY)
    assert kinds(said) == [("", "missing", 2)]
    assert said.gaps[0].examples == (f"entry {lost}", f"entry {lost + 1}")


def test_a_door_that_says_done_and_records_nothing(cast: Cast) -> None:
    """What a mistake in a channel looks like: the address is named."""
    with clock.at(NOON):
        visit(cast, None, status=303, route="settings")
        visit(cast, None, "worker", status=200, route="remove_files")
    said = reconciling.compare(DAY)
    assert kinds(said) == [("web", "unexplained", 1)]
    assert said.gaps[0].examples == ("settings 2026-11-21T12:00:00.000Z",)


def test_a_day_without_counters(cast: Cast, settings: Any) -> None:
    """A file that is gone is one gap, with the number of entries it should have told of."""
    with clock.at(NOON):
        visit(cast, PublishPost(text="Bore da"))
    tally.file_of(DAY).unlink()
    assert kinds(reconciling.compare(DAY)) == [("", "no_counters", 1)]


def test_over_midnight(cast: Cast) -> None:
    """Who came before midnight and was recorded after it is a gap of neither day."""
    midnight = NOON + 12 * clock.HOUR
    with clock.at(midnight - 1), tally.visit("web") as found:
        with clock.at(midnight + 1):
            act(PublishPost(text="Nos da"), cast.ada.actor(), "web")
        found.status, found.route = 200, "compose"
    assert reconciling.compare(DAY).gaps == ()
    with clock.at(midnight + clock.HOUR):
        visit(cast, PublishPost(text="Bore da"))
    after = reconciling.compare("2026-11-22")
    assert (after.gaps, of(after, "web").entries) == ((), 2)


def test_a_file_that_cannot_be_written_stops_nobody(cast: Cast, settings: Any, tmp_path: Path) -> None:
    """The act is done and recorded; the gap is named."""
    blocked = tmp_path / "elsewhere"
    blocked.write_text("not a folder")
    settings.DATA = blocked
    with clock.at(NOON):
        visit(cast, PublishPost(text="Bore da"))
    settings.DATA = tmp_path
    assert kinds(reconciling.compare(DAY)) == [("", "no_counters", 1)]


def test_no_person_stands_in_the_counters(cast: Cast) -> None:
    """Times, channels, addresses of the house, numbers: no handle, no network address, no words."""
    with clock.at(NOON):
        visit(cast, PublishPost(text="Secretwords"))
    text = tally.file_of(DAY).read_text()
    for personal in ("ada", "Secretwords", str(cast.ada.account_id), str(cast.ada.member_id), "127.0.0.1"):
        assert personal not in text
    assert oct(tally.file_of(DAY).stat().st_mode)[-3:] == "600"


def test_each_day_is_stated_once(cast: Cast) -> None:
    """Every day that is over since the last statement, closed days too; files go when their day is stated long ago."""
    with clock.at(NOON):
        visit(cast, PublishPost(text="Bore da"))
    two_days_on = NOON + 36 * clock.HOUR + AFTER_MIDNIGHT
    with clock.at(two_days_on):
        state_completeness()
        state_completeness()
    assert [statement.day for statement in statements()] == ["2026-11-22", DAY, "2026-11-20"]
    assert [len(statement.said.channels) for statement in statements()] == [0, 1, 2]
    assert all(statement.is_complete for statement in statements())
    with clock.at(NOON + 9 * clock.DAY):
        state_completeness()
    assert not tally.file_of(DAY).exists()
    assert statements()[0].day == "2026-11-29"


def test_a_house_that_never_counted_states_nothing(cast: Cast) -> None:
    """Nothing is claimed about the time before counting began."""
    for file in tally.folder().glob("*.log"):
        file.unlink()
    with clock.at(NOON + clock.DAY):
        state_completeness()
    assert statements() == []
