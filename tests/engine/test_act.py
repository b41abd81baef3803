"""The one door: limits, idempotency, refusals, holding, and all or nothing."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from django.db import OperationalError

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS, Command
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.engine import outbox
from coffeehouse.engine.act import Refused
from coffeehouse.engine.commands import REGISTRY, Registered
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, LimitReached, NotFound, Unavailable
from coffeehouse.ledger.append import Appender
from tests.commands.house import House

NOW = 1_763_772_000_000
HELLO = posts.PublishPost(text="Helo")


# Limits -------------------------------------------------------------------------------------------------------------


def fill(house: House, key: str, count: int) -> None:
    """Set a counter as if so many had been counted in the window of NOW."""
    sql.execute("UPDATE engine_limit SET count = %s WHERE key = %s", (count, key))


def test_d14_an_account_writes_three_hundred_times_in_five_minutes(house: House) -> None:
    """D14: then it waits till the window is over, and nobody else does."""
    with clock.at(NOW):
        house.act("ada", HELLO)
        fill(house, f"write:account/{house.id('ada')}", 299)
        house.act("ada", HELLO)
        problem = house.refuses("ada", HELLO, LimitReached)
        assert problem.retry_after == 300
        house.act("fern", HELLO)
    with clock.at(NOW + 300_000 - 1):
        assert house.refuses("ada", HELLO, LimitReached).retry_after == 1
    with clock.at(NOW + 300_000):
        house.act("ada", HELLO)


def test_d14_what_fails_counts_too(house: House) -> None:
    """D14: guessing costs as much as knowing."""
    with clock.at(NOW):
        house.act("ada", HELLO)
        fill(house, f"write:account/{house.id('ada')}", 298)
        for _ in range(2):
            house.refuses("ada", posts.FavouritePost(post_id=1), NotFound)
        house.refuses("ada", posts.FavouritePost(post_id=1), LimitReached)


def test_limits_can_be_switched_off(house: House, settings: Any) -> None:
    """RATE_LIMITS=off, for benchmarks: nothing is counted."""
    house.act("ada", HELLO)
    fill(house, f"write:account/{house.id('ada')}", 10**6)
    settings.RATE_LIMITS = False
    house.act("ada", HELLO)
    assert sql.value("SELECT MAX(count) FROM engine_limit") == 10**6


@pytest.mark.parametrize(
    "registered", [found for found in REGISTRY.values() if found.scope == ""], ids=lambda registered: registered.action
)
def test_d14_every_open_door_is_limited(registered: Registered) -> None:
    """D14: what needs no sign-in counts by the address it comes from."""
    here = msgspec.structs.replace(ANONYMOUS, address="192.0.2.1")
    members = {field.name: "x" for field in msgspec.structs.fields(registered.command) if field.required}
    assert registered.limits is not None
    assert any("192.0.2.1" in limit.key for limit in registered.limits(registered.command(**members), here))


# Idempotency --------------------------------------------------------------------------------------------------------


def test_the_same_key_gets_the_same_answer(house: House) -> None:
    """One post, one entry; the answer says that it is an old one."""
    first = house.act("ada", HELLO, key="k")
    size, rows = house.size(), house.rows()
    again = house.act("ada", HELLO, key="k")
    assert (again.result, again.entry_sequence, again.is_replay) == (first.result, first.entry_sequence, True)
    assert (house.size(), house.rows()) == (size, rows)


def test_the_same_key_with_other_words_is_refused(house: House) -> None:
    """422: an answer to something else would be a lie."""
    house.act("ada", HELLO, key="k")
    with pytest.raises(Invalid) as caught:
        house.act("ada", posts.PublishPost(text="Hwyl"), key="k")
    assert (caught.value.code, caught.value.status) == ("idempotency", 422)


def test_another_holder_is_independent(house: House) -> None:
    """Keys of different accounts have nothing to do with each other."""
    one = house.act("ada", HELLO, key="k").result
    assert house.act("fern", HELLO, key="k").result != one


def test_what_failed_may_be_tried_again_with_its_key(house: House) -> None:
    """Only what was done is remembered."""
    with pytest.raises(Invalid):
        house.act("ada", posts.PublishPost(text="x", media_ids=(1,)), key="k")
    assert not house.act("ada", HELLO, key="k").is_replay


def test_what_is_held_is_still_held_when_asked_again(house: House) -> None:
    """An app that repeats itself must not take a held post for a published one."""
    voice = house.actor("ada", account_id=house.voice())
    command = posts.PublishPost(text="Rhif 943 476 5919")
    first = house.act(voice, command, key="k")
    again = house.act(voice, command, key="k")
    assert (first.is_held, again.is_held, again.result) == (True, True, first.result)


def test_keys_of_any_kind(house: House) -> None:
    """Long ones and strange ones are hashed."""
    for key in ("x" * 10_000, "'; DROP TABLE posts_post; --", "\x00", "ŵ🌞"):
        first = house.act("ada", HELLO, key=key)
        assert house.act("ada", HELLO, key=key).result == first.result


# Refusals and holding -----------------------------------------------------------------------------------------------


def test_a_refusal_is_recorded_without_what_was_said(house: House) -> None:
    """Who, what was asked, by which rules; no words."""
    words = " ".join(f"@p{number}" for number in range(30)) + " cyfrinach"
    house.refuses("ada", posts.PublishPost(text=words), Refused)
    fact = house.fact(house.size() - 1)
    assert fact.actor == f"account/{house.id('ada')}"
    rules = ["safety.too-many-mentions", "safety.young-account-many-strangers"]
    assert (fact.payload["rules"], fact.payload["outcome"]) == (rules, "deny")
    assert fact.payload["judged"]["facts"]["mention_count"] == 30
    assert "cyfrinach" not in str(sql.rows("SELECT * FROM ledger_vault WHERE sequence = %s", (house.size() - 1,)))


def test_what_must_be_changed_first_is_told(house: House) -> None:
    """`require`: 422 with the reason and its rule."""
    voice = house.actor("ada", account_id=house.voice())
    picture = int(house.act(voice, posts.UploadMedia(data=_png())).result["id"])
    problem = house.refuses(voice, posts.PublishPost(text="Llun", media_ids=(picture,)), Refused)
    assert (problem.status, problem.verdict.outcome) == (422, "require")
    assert "accessibility.alt-text-official" in problem.message


def _png() -> bytes:
    from tests.commands.house import png

    return png()


def test_advice_does_not_hinder(house: House) -> None:
    """`advise`: done, with reasons, which the entry has."""
    done, fact = house.records("ada", posts.PublishPost(text="Ffoniwch 07700 900123"), "post.published")
    assert done.verdict.outcome == "advise"
    assert fact.payload["verdict"]["rules"] == ["confidentiality.contact-details"]


def test_a_release_decides_again(house: House) -> None:
    """A person's yes lets through what is held, and not what is refused by now."""
    voice = house.actor("ada", account_id=house.voice())
    held = house.act(voice, posts.PublishPost(text="Rhif 943 476 5919", in_reply_to_id=house.post())).result["held_id"]
    found = sql.value("SELECT content_hash FROM publishing_heldcommand")
    house.act("ada", posts.DeletePost(post_id=sql.value("SELECT id FROM posts_post")))
    house.refuses("mair", publishing.ReleaseHeld(held_id=int(held), content_hash=found), Conflict)
    assert sql.value("SELECT state FROM publishing_heldcommand") == "held"


def test_w1_own_words_and_other_words(house: House) -> None:
    """W1: approving one's own is forbidden, approving other words than are held is a conflict."""
    voice = house.actor("ada", account_id=house.voice())
    held = int(house.act(voice, posts.PublishPost(text="Rhif 943 476 5919")).result["held_id"])
    house.act("mair", people.ChangeRole(member_id=house.member("ada"), role="admin"))
    found = sql.value("SELECT content_hash FROM publishing_heldcommand")
    house.refuses("ada", publishing.ReleaseHeld(held_id=held, content_hash=found), Forbidden)
    house.refuses("mair", publishing.ReleaseHeld(held_id=held, content_hash="f" * 64), Conflict)


# All or nothing -----------------------------------------------------------------------------------------------------


class Broken(Exception):
    """Stands for any fault."""


def breaks(*_arguments: object, **_members: object) -> Any:
    raise Broken


@pytest.mark.parametrize(
    "where", ["after the handler", "in what follows", "in the ledger", "in the outbox", "at the end"]
)
def test_w8_neither_rows_nor_ledger(house: House, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """W8: wherever it breaks no row, entry, job or answer is left; the next act is as if nothing had been."""
    command: Command = people.FollowAccount(target_id=house.id("ada"))
    registered = REGISTRY[type(command)]

    def broken(command: Command, context: Any) -> Any:
        registered.handler(command, context)
        raise Broken

    if where == "after the handler":
        monkeypatch.setitem(REGISTRY, type(command), _with(registered, handler=broken))
    elif where == "in what follows":
        monkeypatch.setitem(REGISTRY, type(command), _with(registered, then=(*registered.then, breaks)))
    elif where == "in the ledger":
        monkeypatch.setattr(Appender, "append", breaks)
    elif where == "in the outbox":
        monkeypatch.setattr(outbox, "enqueue", breaks)
    else:
        monkeypatch.setattr(Appender, "close", breaks)
    rows, size = house.rows(), house.size()
    with pytest.raises(Broken):
        house.act("fern", command, key="k")
    monkeypatch.undo()
    assert (house.rows(), house.size()) == (rows, size)
    house.records("fern", command, "follow.created")


def _with(registered: Registered, **changes: Any) -> Registered:
    import dataclasses

    return dataclasses.replace(registered, **changes)


def test_w8_a_database_that_cannot_write_is_said_to_be_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """W8: disk full, database gone: 503 with what to do, and nothing is left."""

    def full(*_arguments: object, **_members: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(Appender, "append", full)
    problem = house.refuses("ada", HELLO, Unavailable)
    assert problem.status == 503
    assert "disk" not in problem.message
