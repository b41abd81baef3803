"""X9: a form never sends the reader to another site."""

from __future__ import annotations

import pytest

from coffeehouse.channels.web.addresses import inside, with_query
from tests.cast import PASSWORD, Cast
from tests.channels.web.reader import Reader

ELSEWHERE = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "evil.example",
    "javascript:alert(1)", "/web//evil.example", " //evil.example", "\t//evil.example", "/\t/evil.example", "/%0a",
    "http:///evil.example", "/@ada\r\nLocation: //evil", "", "data:text/html,x", "/" + "a" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("address", [each for each in ELSEWHERE if each != "/%0a"])
def test_other_sites_are_replaced_by_home(address: str) -> None:
    """Whatever is no plain path of this house is not followed."""
    assert inside(address, "/home") == "/home"


@pytest.mark.parametrize("address", ["/", "/@ada/12", "/search?q=a//b", "/home#post-1", "/@ada@leeds.example"])
def test_paths_of_the_house_are_followed(address: str) -> None:
    """One slash, then anything."""
    assert inside(address, "/home") == address


def test_a_notice_goes_into_the_query_and_keeps_the_rest() -> None:
    """`done` is added, earlier members and the anchor stay."""
    assert with_query("/search?q=a%26b#post-1", done="saved") == "/search?q=a%26b&done=saved#post-1"
    assert with_query("/home?done=posted", done="") == "/home"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_stays_here(address: str, visitor: Reader, cast: Cast) -> None:
    """`?next=` to another site leads home."""
    visitor.open("/sign-in")
    token = visitor.client.cookies["csrf"].value
    form = {"csrfmiddlewaretoken": token, "email": cast.ada.email, "password": PASSWORD, "next": address}
    answer = visitor.client.post("/sign-in", form)
    assert answer.status_code == 303
    assert answer["Location"] in ("/home", "/%0a")


@pytest.mark.parametrize(
    ("onward", "policy"), [("/oauth/authorize?client_id=x", "unsafe-none"), ("/home", "same-origin")]
)
def test_only_an_apps_pop_up_keeps_its_opener(onward: str, policy: str, visitor: Reader) -> None:
    """A web app that signs in by a pop-up hears from it; every other page stands alone."""
    visitor.open(f"/sign-in?next={onward}")
    assert visitor.page.headers["Cross-Origin-Opener-Policy"] == policy
