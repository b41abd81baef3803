"""Identities have one spelling (attack O14)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coffeehouse.federation import addresses

GOOD = "https://good.example/users/ann"


@pytest.mark.parametrize(
    "written",
    [
        "https://good.example%2fevil.example/users/ann",
        "https://good.example%2Fevil.example/users/ann",
        "https://GOOD.example/users/ann",
        "https://good.example./users/ann",
        "https://good.example:443/users/ann",
        "https://good.example:0443/users/ann",
        "https://user@good.example/users/ann",
        "HTTPS://good.example/users/ann",
        "https://gооd.example/users/ann",  # with two letters of Cyrillic
        "https://good.example\\@evil.example/users/ann",
        "https://good.example\t/users/ann",
        "https:/good.example/users/ann",
        "//good.example/users/ann",
        "http://good.example/users/ann",
        "ftp://good.example/users/ann",
        "acct:ann@good.example",
        "https://good.example/" + "a" * 2_000,
        "https://good.example/" + "é" * 1_000,
        "",
    ],
)
def test_what_is_spelled_otherwise_is_no_identity(written: str) -> None:
    """O14: it is like nothing, not even like itself."""
    assert addresses.canonical(written) is None
    assert not addresses.is_same(written, GOOD)
    assert not addresses.is_same(written, written)
    assert not addresses.is_same_origin(written, GOOD)
    assert addresses.host_of(written) == addresses.origin_of(written) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (GOOD, GOOD + "/"),
        (GOOD, "https://good.example/users/Ann"),
        (GOOD, "https://good.example/users/%61nn"),
        (GOOD, GOOD + "#main-key"),
        (GOOD, GOOD + "?page=1"),
        (GOOD, "https://good.example:8443/users/ann"),
        ("https://good.example/a%2Fb", "https://good.example/a/b"),
    ],
)
def test_two_spellings_are_two_identities(one: str, other: str) -> None:
    """What follows the host is compared as it is written."""
    assert not addresses.is_same(one, other)
    assert addresses.is_same(one, one)
    assert addresses.is_same(other, other)


def test_a_name_in_other_letters_is_another_host() -> None:
    """An IDN has its ASCII form, which looks like nothing else."""
    assert addresses.host_of("https://xn--gd-nlca.example/users/ann") == "xn--gd-nlca.example"
    assert not addresses.is_same("https://xn--gd-nlca.example/users/ann", GOOD)


def test_letters_of_a_path_that_are_not_ascii_are_as_their_percent_form() -> None:
    """A server writes one and is asked by the other."""
    assert addresses.is_same("https://good.example/@zoë", "https://good.example/@zo%C3%AB")


def test_origins_are_scheme_host_and_port(settings: Any) -> None:
    """FEP-fe34."""
    settings.OUTBOUND_ALLOW = ("127.0.0.0/8",)
    assert addresses.is_same_origin(GOOD, "https://good.example/inbox")
    assert not addresses.is_same_origin(GOOD, "https://good.example:8443/inbox")
    assert not addresses.is_same_origin(GOOD, "http://good.example/inbox")
    assert not addresses.is_same_origin(GOOD, "https://www.good.example/inbox")


def test_plain_http_is_for_houses_that_are_tried_out(settings: Any) -> None:
    """Only where machines that are not public may be asked."""
    settings.OUTBOUND_ALLOW = ()
    assert addresses.canonical("http://127.0.0.1:8000/users/ann") is None
    settings.OUTBOUND_ALLOW = ("127.0.0.0/8",)
    assert addresses.host_of("http://127.0.0.1:8000/users/ann") == "127.0.0.1:8000"


def test_ours_is_ours_exactly(settings: Any) -> None:
    """Neither another port nor another scheme of our host is."""
    settings.BASE_URL = "https://house.example"
    assert addresses.is_ours("https://house.example/users/ada")
    assert not addresses.is_ours("https://house.example.evil.example/users/ada")
    assert not addresses.is_ours("https://house.example:8443/users/ada")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ann@good.example", ("ann", "good.example")),
        ("@ann@good.example", ("ann", "good.example")),
        ("acct:ann@Good.Example", ("ann", "good.example")),
        ("a.n-n_9@good.example:8443", ("a.n-n_9", "good.example:8443")),
        ("ann", None),
        ("ann@", None),
        ("@good.example", None),
        (".ann@good.example", None),
        ("an n@good.example", None),
        ("ann@good.example/evil.example", None),
        ("ann@good.example%2fevil.example", None),
        ("ann@good.example@evil.example", None),
        ("ann@good.example?x", None),
        ("zoë@good.example", None),
        ("a" * 65 + "@good.example", None),
    ],
)
def test_handles_are_a_name_and_a_host(written: str, read: tuple[str, str] | None) -> None:
    """Nothing stands beside the host."""
    assert addresses.read_handle(written) == read


@settings(deadline=None)
@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    """Whatever is written, it is an identity or none."""
    for written in (text, f"https://{text}", f"https://good.example{text}", f"https://good.example/{text}"):
        found = addresses.canonical(written)
        assert found is None or found.startswith("https://")
        assert addresses.is_same(written, written) == (found is not None)
    addresses.read_handle(text)
    addresses.read_handle(f"ann@{text}")
