"""`coffeehouse check` says whether other servers can reach the house, and what to do where they cannot."""

from __future__ import annotations

import ssl
from typing import Any

import pytest

from coffeehouse.site import federation_checks
from coffeehouse.site.federation_checks import look_at_federation


def said(remedies: bool = True) -> str:
    """All findings with a remedy, or those without."""
    return " | ".join(each.said for each in look_at_federation() if bool(each.remedy) == remedies)


def test_a_closed_house_needs_nothing(settings: Any) -> None:
    """No word about addresses."""
    settings.FEDERATION, settings.OUTBOUND = "closed", False
    assert said() == ""
    assert "talks with none" in said(remedies=False)


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ("http://social.example.org", "not https"),
        ("https://192.0.2.1", "no name"),
        ("https://intranet", "no name"),
    ],
)
def test_an_address_nobody_elsewhere_believes(settings: Any, base: str, words: str) -> None:
    """No https, a number, a bare word: a problem, with what to do before the house is used."""
    settings.FEDERATION, settings.OUTBOUND, settings.BASE_URL = "open", True, base
    assert words in said()


def test_a_house_on_this_machine_is_told_so(settings: Any) -> None:
    """It is no problem: that is how one tries things out."""
    settings.FEDERATION, settings.OUTBOUND, settings.BASE_URL = "open", True, "http://localhost:8000"
    assert said() == ""
    assert "this machine" in said(remedies=False)


def test_without_requests_there_is_no_federation(settings: Any) -> None:
    """OUTBOUND=off and FEDERATION=open contradict each other."""
    settings.FEDERATION, settings.OUTBOUND, settings.BASE_URL = "open", False, "http://localhost:8000"
    assert "OUTBOUND is off" in said()


def test_the_certificate_as_others_judge_it(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused or about to end: a problem; out of reach from here: none."""
    settings.FEDERATION, settings.OUTBOUND, settings.BASE_URL = "open", True, "https://social.example.org"

    def refused(_host: str, _port: int) -> int:
        error = ssl.SSLCertVerificationError()
        error.verify_message = "certificate has expired"
        raise error

    def unreachable(_host: str, _port: int) -> int:
        raise TimeoutError

    for answer, words, remedies in (
        (refused, "certificate has expired", True),
        (lambda _host, _port: 3, "ends in 3 days", True),
        (lambda _host, _port: 60, "good for 60 days", False),
        (unreachable, "cannot be looked at from here", False),
    ):
        monkeypatch.setattr(federation_checks, "days_left", answer)
        assert words in said(remedies)
