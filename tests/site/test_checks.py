"""`coffeehouse check`: what it says of mail, and when that is a problem. The rest is tried on a house (test_house)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from coffeehouse.site.checks import look_at_mail

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
