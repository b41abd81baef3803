"""RequestQuote: somebody elsewhere asks to quote a post of ours (FEP-044f)."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.commands import ReceivePost, RequestQuote
from coffeehouse.domain.federation.queries import remote_actor
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.domain.posts.writing_commands import RevokeQuote
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House
from tests.federation.elsewhere import Stranger, stranger

ASKED = "https://elsewhere.example/requests/1"


def status(viewer_id: int | None, post_id: int) -> dict[str, Any]:
    """A Status as an app gets it."""
    found = read_status(viewer_id, post_id)
    assert found is not None
    return dict(msgspec.json.decode(found))


@pytest.fixture
def dee(house: House) -> Stranger:
    """Somebody on another server."""
    return stranger()


def answers() -> list[dict[str, Any]]:
    """What is to be sent."""
    found = sql.rows("SELECT payload FROM engine_outbox WHERE kind = 'federate' ORDER BY id")
    payloads = [msgspec.json.decode(row[0]) for row in found]
    return [payload["document"] for payload in payloads if payload["verb"] == "send"]


def test_it_is_answered_by_what_the_author_set(house: House, dee: Stranger) -> None:
    """Who may be quoted gets an Accept with a stamp; the quote shows, counts, and its author is told."""
    quoted = house.post(quote_policy="public")
    post_id = dee.says(1, "Gweler")
    actor = remote_actor(dee.account_id, ASKED)
    done, _ = house.records(actor, RequestQuote(post_id=post_id, quoted_id=quoted), "quote.requested")
    assert done.result == "accepted"
    shown = status(None, post_id)["quote"]
    assert (shown["state"], shown["quoted_status"]["id"]) == ("accepted", str(quoted))
    assert status(None, quoted)["quotes_count"] == 1
    assert house.notified("ada") == [("quote", dee.account_id, post_id)]
    (answer,) = answers()
    assert (answer["type"], answer["object"]["id"]) == ("Accept", ASKED)
    assert answer["result"].endswith(f"/users/ada/quote_authorizations/{post_id}")


def test_nobody_may_quote_where_the_author_says_so(house: House, dee: Stranger) -> None:
    """A Reject, and no quote to be seen."""
    quoted, post_id = house.post(quote_policy="nobody"), dee.says(1, "Gweler")
    done = house.act(remote_actor(dee.account_id, ASKED), RequestQuote(post_id=post_id, quoted_id=quoted))
    assert done.result == "rejected"
    assert status(None, post_id)["quote"] == {"state": "rejected", "quoted_status": None}
    assert [answer["type"] for answer in answers()] == ["Reject"]
    assert status(None, quoted)["quotes_count"] == 0


def test_p4_what_is_not_to_be_seen_is_not_quoted(house: House, dee: Stranger) -> None:
    """Attack P4: a guessed post, and somebody else's quoting post, do not exist for who asks."""
    private, mine = house.post(visibility="followers"), dee.says(1)
    house.refuses(dee.actor(), RequestQuote(post_id=mine, quoted_id=private), NotFound)
    other, quoted = stranger("mallory"), house.post(quote_policy="public")
    house.refuses(other.actor(), RequestQuote(post_id=mine, quoted_id=quoted), NotFound)


def test_a_post_that_comes_with_its_quote_is_judged_at_once(house: House, dee: Stranger) -> None:
    """A server that does not ask is taken at its author's word to us: what our author set decides here."""
    allowed, forbidden = house.post(quote_policy="public"), house.post("Na", quote_policy="nobody")
    for number, (quoted, state) in enumerate(((allowed, "accepted"), (forbidden, "rejected"))):
        document = dee.note(number, "Gweler", quote=status(None, quoted)["uri"])
        post_id = int(house.act(dee.actor(), ReceivePost(document=document)).result["id"])
        assert status(None, post_id)["quote"]["state"] == state


def test_what_was_taken_back_stays_so(house: House, dee: Stranger) -> None:
    """The author takes the post out: the stamp is deleted there, and asking again does not help."""
    quoted = house.post(quote_policy="public")
    document = dee.note(1, "Gweler", quote=status(None, quoted)["uri"])
    post_id = int(house.act(dee.actor(), ReceivePost(document=document)).result["id"])
    house.act("ada", RevokeQuote(post_id=quoted, quoting_id=post_id))
    (told,) = answers()
    assert (told["type"], told["object"]["id"].rpartition("/")[2]) == ("Delete", str(post_id))
    done = house.act(remote_actor(dee.account_id, ASKED), RequestQuote(post_id=post_id, quoted_id=quoted))
    assert done.result == "revoked"
    assert status(None, quoted)["quotes_count"] == 0
