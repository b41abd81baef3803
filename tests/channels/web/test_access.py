"""Who may open which page: said at each page, and true of it."""

from __future__ import annotations

import pytest

from coffeehouse.ledger.queries import counts
from tests.cast import Cast
from tests.channels.web.addresses import Address, every, known
from tests.channels.web.reader import Reader

ADDRESSES = list(every())


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_every_page_says_who_may_open_it(address: Address) -> None:
    """A view without a mark of `access` is a mistake."""
    assert address.auth == "public" or address.auth == "signed_in" or address.auth.startswith("role:")
    assert set(address.methods) <= {"GET", "HEAD", "POST"}
    assert address.methods


@pytest.mark.parametrize(
    "address", [each for each in ADDRESSES if each.auth != "public"], ids=lambda address: address.name
)
def test_who_is_not_signed_in_is_asked_to(address: Address, visitor: Reader, cast: Cast) -> None:
    """Private pages lead to the sign-in page, with the way back for pages that can be opened again."""
    path = address.path(**known(address))
    if "GET" in address.methods:
        answer = visitor.client.get(path)
        assert answer.status_code == 302
        assert answer["Location"] == f"/sign-in?next={path.replace('/', '%2F')}"
    visitor.open("/sign-in")
    token = visitor.client.cookies["csrf"].value
    if "POST" in address.methods:
        answer = visitor.client.post(path, {"csrfmiddlewaretoken": token})
        assert (answer.status_code, answer["Location"]) == (302, "/sign-in")


@pytest.mark.parametrize(
    "address", [each for each in ADDRESSES if each.auth.startswith("role:")], ids=lambda address: address.name
)
def test_for_ordinary_members_the_queues_do_not_exist(address: Address, ada: Reader) -> None:
    """404, not 403: what you may not see is not there."""
    ada.open(address.path(**known(address)), status=404)


@pytest.mark.parametrize(
    "address", [each for each in ADDRESSES if "POST" not in each.methods], ids=lambda address: address.name
)
def test_a_page_that_takes_nothing_refuses_a_post(address: Address, ada: Reader) -> None:
    """405 with the methods that are allowed."""
    ada.open("/home")
    token = ada.client.cookies["csrf"].value
    answer = ada.client.post(address.path(**known(address)), {"csrfmiddlewaretoken": token})
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert "This is not a page to open" in answer.content.decode()


@pytest.mark.parametrize(
    "address", [each for each in ADDRESSES if "POST" in each.methods], ids=lambda address: address.name
)
def test_a_form_from_elsewhere_is_refused(address: Address, ada: Reader) -> None:
    """X10: every POST without the page's token is 403, with words that say what to do, and nothing is recorded."""
    before = counts().entries
    answer = ada.client.post(address.path(**known(address)), {"text": "planted", "decision": "approve"})
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()
    assert counts().entries == before


@pytest.mark.parametrize(
    "address", [each for each in ADDRESSES if "GET" in each.methods], ids=lambda address: address.name
)
def test_looking_changes_nothing(address: Address, cast: Cast, wyn: Reader) -> None:
    """A GET of any page, by the administrator, leaves no entry in the ledger."""
    post_id = cast.wyn.says("Here I am. #bridges")
    before = counts().entries
    values = known(address, acct="wyn", post_id=post_id, account_id=cast.wyn.account_id)
    answer = wyn.client.get(address.path(**values))
    assert answer.status_code in (200, 302, 303, 404), answer.status_code
    assert counts().entries == before


@pytest.mark.parametrize(
    "address", [each for each in ADDRESSES if each.auth != "public" and each.is_page], ids=lambda address: address.name
)
def test_private_pages_are_never_kept(address: Address, cast: Cast, wyn: Reader) -> None:
    """`no-store`: the next person at a shared computer cannot go back to them."""
    post_id = cast.wyn.says("Mine.")
    answer = wyn.client.get(address.path(**known(address, acct="wyn", post_id=post_id)))
    assert "no-store" in answer["Cache-Control"]


def test_public_pages_set_no_cookie(visitor: Reader, cast: Cast) -> None:
    """Who only reads gets no cookie: nothing to consent to, and the page is the same for everyone."""
    post_id = cast.ada.says("Hello, everyone. #bridges")
    for path in ("/", "/public", "/@ada", f"/@ada/{post_id}", "/tags/bridges", "/about", "/search?q=ada"):
        visitor.open(path)
        assert not visitor.client.cookies, path
