"""With whom the house talks, by the setting FEDERATION and by what was decided for a server."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.federation.admitting import may_send, may_talk_to, standing_of

pytestmark = pytest.mark.django_db


def decide(host: str, state: str, *, rejects_media: bool = False, budget: int | None = None) -> None:
    sql.execute(
        "INSERT INTO federation_server (host, state, rejects_media, budget, reason, software, signs, first_seen_at,"
        " failures, retry_at) VALUES (%s, %s, %s, %s, '', '', '', 1, 0, 0)",
        (host, state, rejects_media, budget),
    )


def test_an_open_house_talks_with_all_but_the_suspended(settings: Any) -> None:
    """`open`: also with servers nobody has heard of; not with itself."""
    settings.FEDERATION = "open"
    decide("bad.example", "suspended")
    assert may_talk_to("new.example")
    assert not may_talk_to("bad.example")
    assert not may_talk_to(settings.DOMAIN)
    assert not may_talk_to("")


@pytest.mark.parametrize(
    ("mode", "about", "goes"),
    [
        ("open", "Undo Follow account/1", True), ("open", "Reject account/1", True), ("open", "Create post/1", False),
        ("allowlist", "Undo Follow account/1", False), ("closed", "Reject account/1", False),
    ],
)  # fmt: skip
def test_a_suspended_server_hears_that_follows_have_ended(settings: Any, mode: str, about: str, *, goes: bool) -> None:
    """And no more; where only some are talked with, not even that. The house writes no letters to itself."""
    settings.FEDERATION = mode
    decide("bad.example", "suspended")
    assert may_send("bad.example", about) is goes
    assert not may_send(settings.DOMAIN, about)


def test_a_decision_holds_for_every_name_below(settings: Any) -> None:
    """A suspended domain comes back by no subdomain and no port; one that ends alike is another."""
    settings.FEDERATION = "open"
    decide("bad.example", "suspended")
    for host in ("www.bad.example", "a.b.c.bad.example", "bad.example:8443", "x.bad.example:1"):
        assert not may_talk_to(host), host
    for host in ("notbad.example", "bad.example.org", "example"):
        assert may_talk_to(host), host


def test_the_nearest_decision_counts(settings: Any) -> None:
    """A server that is allowed under a suspended domain is talked with."""
    settings.FEDERATION = "open"
    decide("host.example", "suspended")
    decide("council.host.example", "allowed")
    decide("loud.host.example", "limited")
    assert may_talk_to("council.host.example")
    assert not may_talk_to("other.host.example")
    assert standing_of("loud.host.example").is_limited
    assert not standing_of("council.host.example").is_limited


def test_an_allowlist_admits_only_who_is_on_it(settings: Any) -> None:
    """`allowlist`: the very host; whoever may be had at a name below it, or on another port, was not allowed."""
    settings.FEDERATION = "allowlist"
    decide("council.example", "allowed")
    decide("loud.example", "limited")
    decide("seen.example", "open")
    assert may_talk_to("council.example")
    assert standing_of("loud.example").is_limited
    for host in ("seen.example", "new.example", "www.council.example", "council.example:8443"):
        assert not may_talk_to(host), host


def test_a_closed_house_talks_with_nobody(settings: Any) -> None:
    """`closed`: not with those it once allowed either."""
    settings.FEDERATION = "closed"
    decide("council.example", "allowed")
    assert not may_talk_to("council.example")
    assert not may_talk_to("new.example")


def test_media_and_budget_are_part_of_the_terms(settings: Any) -> None:
    """Whose pictures are not taken holds for names below, too; a budget is the host's own."""
    settings.FEDERATION = "open"
    decide("pictures.example", "open", rejects_media=True, budget=50)
    assert standing_of("pictures.example") == (True, False, True, 50)
    assert standing_of("cdn.pictures.example") == (True, False, True, None)
    assert standing_of("new.example") == (True, False, False, None)
