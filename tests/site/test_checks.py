"""`coffeehouse check`: what it says of mail, proxies and who holds checkpoints. The rest is tried on a house
(test_house)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from coffeehouse.database import sql
from coffeehouse.site.checks import look_at_holders, look_at_mail, look_at_proxies
from coffeehouse.site.findings import Finding
from tests.commands.witnesses import PREFIX, WITNESS_KEYS

SENT, KEPT = "coffeehouse.delivery.mail.ServerBackend", "coffeehouse.delivery.mail.FolderBackend"


@pytest.fixture
def public() -> Iterator[None]:
    """A house that others can open."""
    with override_settings(ALLOWED_HOSTS=["town.example"]):
        yield


def said(**settings: str) -> dict[str, tuple[str, bool]]:
    """What is said of each, and whether it is a problem."""
    with override_settings(EMAIL_HOST="mail.example", **settings):
        return {found.subject: (found.said, bool(found.remedy)) for found in look_at_mail()}


@pytest.mark.usefixtures("public")
def test_a_public_house_without_mail_or_contact_has_two_problems() -> None:
    """Its pages promise mail, and ask people to write."""
    found = said(EMAIL_BACKEND=KEPT, CONTACT_EMAIL="")
    assert found["Mail"][0].startswith("sent nowhere, but written to ")
    assert (found["Mail"][1], found["Contact"]) == (True, ("no address people can write to", True))


@pytest.mark.usefixtures("public")
def test_with_both_there_is_none() -> None:
    """Who sends the mail, and where to write, is said."""
    found = said(EMAIL_BACKEND=SENT, CONTACT_EMAIL="house@town.example")
    assert found == {"Mail": ("sent by mail.example", False), "Contact": ("house@town.example", False)}


def test_on_this_machine_alone_neither_is_missed() -> None:
    """It is said all the same."""
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        found = said(EMAIL_BACKEND=KEPT, CONTACT_EMAIL="")
    assert [problem for _, problem in found.values()] == [False, False]


def of_holders(**settings: str) -> list[Finding]:
    """What is said of who holds the checkpoints."""
    with override_settings(**{"RECORDS_ACCOUNT": "", "AUDITOR_EMAIL": "", **settings}):
        return list(look_at_holders())


@pytest.mark.usefixtures("public")
@pytest.mark.django_db
def test_a_public_house_whose_checkpoints_nobody_holds() -> None:
    """A witness, the records account or an auditor is one too many for the finding."""
    (found,) = of_holders()
    assert found.said == "nobody outside holds this ledger's checkpoints"
    for way in ("coffeehouse witness add URL", "RECORDS_ACCOUNT", "AUDITOR_EMAIL"):
        assert way in found.remedy
    assert of_holders(RECORDS_ACCOUNT="records") == []
    assert of_holders(AUDITOR_EMAIL="auditor@elsewhere.example") == []
    sql.execute(
        "INSERT INTO ledger_witness (id, url, keys, added_at) VALUES (1, %s, %s, 1)", (PREFIX, "\n".join(WITNESS_KEYS))
    )
    sql.execute(
        "INSERT INTO ledger_submission (witness_id, size, next_at, failure_count, problem) VALUES (1, 0, 1, 0, '')"
    )
    assert of_holders() == []


@pytest.mark.django_db
def test_on_this_machine_alone_nobody_need_hold_them() -> None:
    """A house to try needs no witness."""
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        assert of_holders() == []


@pytest.mark.usefixtures("public")
def test_https_without_a_trusted_proxy() -> None:
    """Somebody else ends the encryption, and every visitor has that one's address."""
    with override_settings(IS_HTTPS=True, TRUSTED_PROXIES=()):
        (found,) = look_at_proxies()
    assert "TRUSTED_PROXIES" in found.remedy
    for fine in ({"IS_HTTPS": True, "TRUSTED_PROXIES": ("127.0.0.1",)}, {"IS_HTTPS": False, "TRUSTED_PROXIES": ()}):
        with override_settings(**fine):
            assert list(look_at_proxies()) == []
