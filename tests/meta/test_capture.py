"""Complete capture: every way into the house that may change something leads to commands, or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver

from coffeehouse.domain.capture.commands import ViewMember
from coffeehouse.domain.context import SYSTEM
from coffeehouse.engine.act import act
from coffeehouse.engine.commands import BY_NAME
from coffeehouse.site import reference, reference_capture, reference_policy
from coffeehouse.site.capture import Way, _patterns, ways
from coffeehouse.site.reaching import commands_of
from coffeehouse.site.without_entry import TABLES_WITHOUT_ENTRY, WITHOUT_ENTRY

WAYS = ways()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.channel} {' '.join(way.methods)} {way.address}")
def test_a_way_leads_to_commands_or_says_why_not(way: Way) -> None:
    """A door that takes a POST and records nothing has its reason in `site/without_entry.py`."""
    assert way.commands or way.reason, f"{way.address} ({way.name}) leads to no command: say why in WITHOUT_ENTRY"
    assert all(BY_NAME[command].kind for command in way.commands)


def test_no_reason_is_stale() -> None:
    """Every address and every table that is excused exists."""
    names = {pattern.name for _, pattern in _patterns(get_resolver())}
    assert sorted(WITHOUT_ENTRY.keys() - names) == []
    tables = {model._meta.db_table for model in apps.get_models()}
    assert sorted(TABLES_WITHOUT_ENTRY.keys() - tables) == []


def test_the_record_itself_is_never_excused() -> None:
    """Entries and what they commit to, members, posts and drafts: none of these changes without an entry."""
    kept = {model._meta.db_table for model in apps.get_models()} - TABLES_WITHOUT_ENTRY.keys()
    for table in (
        "ledger_entry",
        "ledger_vault",
        "people_member",
        "posts_post",
        "publishing_heldcommand",
        "cases_report",
    ):
        assert table in kept


@pytest.mark.parametrize(
    "address",
    [a for a, p in _patterns(get_resolver()) if not hasattr(p.callback, "methods") and "<" not in a and "^" not in a],
)
@pytest.mark.django_db
def test_a_view_that_names_no_methods_takes_no_post(address: str) -> None:
    """Unless it stands in the matrix: what is not asked by POST cannot change anything by it."""
    if any(way.address == address for way in WAYS):
        return
    assert Client().post(f"/{address}").status_code >= 400


def test_what_must_be_captured_is() -> None:
    """Issue by issue: drafts, decisions, releases, edits, deletions, receipts, looks, settings, policy, sign-ins."""
    kinds = {kind for way in WAYS for kind in way.kinds}
    for kind in (
        "post.published", "post.edited", "post.deleted", "post.corrected", "held.revised", "held.released",
        "held.refused", "held.withdrawn", "delivery.answered", "member.viewed", "settings.recorded", "policy.saved",
        "member.signed_in", "member.signed_out", "token.issued", "token.revoked", "member.role_changed",
        "seat.granted", "completeness.stated", "report.resolved",
    ):  # fmt: skip
        assert kind in kinds, kind


def _asked_in_two_steps() -> object:
    return _made()


def _made() -> object:
    return act(_TABLE["look"](member_id=1, purpose="audit"), SYSTEM, "web")


def _only_named() -> object:
    return _TABLE["look"]


_TABLE = {"look": ViewMember}


def test_commands_are_found_through_functions_and_tables() -> None:
    """The reading of code follows names: here two functions and a table."""
    assert commands_of(_asked_in_two_steps) == frozenset()  # a test is not the house's own code
    for function in (_made, _asked_in_two_steps, _only_named):
        function.__module__ = "coffeehouse.channels.web.made_up"
    assert commands_of(_asked_in_two_steps) == {"ViewMember"}
    assert commands_of(_only_named) == frozenset()


@pytest.mark.parametrize("name", ["capture.md", "policy.md"])
def test_the_pages_are_what_the_code_says(name: str) -> None:
    """`make docs` writes them."""
    standing = (Path(reference.DOCS) / name).read_text("utf-8")
    assert standing == (reference_capture.page() if name == "capture.md" else reference_policy.page(standing))
