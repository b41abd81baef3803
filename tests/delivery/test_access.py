"""Mail when how somebody signs in has changed: they learn of it, whoever did it."""

from __future__ import annotations

import pytest
from django.core import mail

from coffeehouse.database import sql
from coffeehouse.delivery import jobs
from coffeehouse.delivery.access import WHAT
from coffeehouse.delivery.deliveries import register_all
from coffeehouse.domain.people import authenticator_commands as commands
from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    register_all()
    return assemble()


@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_member_is_told_in_their_language(cast: Cast, what: str, language: str) -> None:
    """What changed, and what to do if it was not they."""
    sql.execute("UPDATE people_member SET language = %s WHERE id = %s", (language, cast.ada.member_id))
    jobs.deliver("mail_access_changed", {"member_id": cast.ada.member_id, "what": what})
    (letter,) = mail.outbox
    assert letter.to == [cast.ada.email]
    assert "http://localhost:8000/settings/security" in letter.body
    assert (WHAT[what] in letter.body) == (language == "en")


def test_it_is_queued_with_the_act(cast: Cast) -> None:
    """Whoever acts: here an administrator."""
    sql.execute(
        "INSERT INTO people_authenticator (id, member_id, kind, name, credential_hash, credential, counter, created_at)"
        " VALUES (1, %s, 'totp', 'x', 'x', 'x', 0, 0)",
        (cast.ada.member_id,),
    )
    cast.wyn.does(commands.ResetSecondSteps(member_id=cast.ada.member_id, reason="Asked at the desk"))
    assert sql.value("SELECT kind FROM engine_outbox ORDER BY id DESC LIMIT 1") == "mail_access_changed"


def test_who_is_gone_is_not_written_to(cast: Cast) -> None:
    """Nothing to do."""
    jobs.deliver("mail_access_changed", {"member_id": 1, "what": "added"})
    assert mail.outbox == []
