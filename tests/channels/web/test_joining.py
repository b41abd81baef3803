"""The one-time link: whoever opens one that opens nothing is told so before they fill in a form."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people.commands import OpenHouse
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-one-link"
LINK = f"/join?invitation={TOKEN}"
FORM = {"invitation": TOKEN, "username": "mona", "email": "mona@example.org", "password": PASSWORD}
USED = "This link has been used or has run out"


@pytest.fixture(autouse=True)
def _invited() -> None:
    act(OpenHouse(token_hash=hashlib.sha256(TOKEN.encode()).hexdigest()), SYSTEM, "cli")


def opens(link: str = LINK) -> tuple[int, str]:
    """Status and page."""
    answer = Client().get(link)
    return answer.status_code, answer.content.decode()


def test_looking_uses_nothing_up() -> None:
    """A mail program that opens links, and the person after it, both find the form; then it lets in."""
    for _ in range(2):
        status, page = opens()
        assert status == 200
        assert 'name="username"' in page
    assert sql.value("SELECT used_at FROM people_invitation") is None
    assert Client().post("/join", FORM).headers["Location"].startswith("/home")


def test_a_link_that_was_used_says_so_when_it_is_opened() -> None:
    """404 with what to do, and no form."""
    Client().post("/join", FORM)
    status, page = opens()
    assert status == 404
    assert USED in page
    assert "ask whoever sent it for a new one" in page
    assert 'name="username"' not in page


def test_a_link_that_has_run_out_or_was_made_up_looks_the_same() -> None:
    """Nobody learns which of them it was."""
    made_up = opens("/join?invitation=no-such-token")
    with clock.at(clock.now_ms() + 8 * clock.DAY):
        run_out = opens()
    for status, page in (made_up, run_out):
        assert status == 404
        assert USED in page


def test_a_form_sent_late_keeps_what_was_typed() -> None:
    """The link was used in another window meanwhile: the form says so, as before."""
    Client().post("/join", FORM)
    answer = Client().post("/join", {**FORM, "username": "nia", "email": "nia@example.org"})
    assert answer.status_code == 422
    assert "has been used or has run out" in answer.content.decode()
    assert "nia@example.org" in answer.content.decode()
