"""AnswerQuote: an author elsewhere says whether a post of ours may quote theirs."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.delivery.activities import write
from coffeehouse.domain.federation.commands import AnswerQuote
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House
from tests.federation.elsewhere import Stranger, stranger

STAMP = "https://elsewhere.example/users/dee/stamps/1"


def quote(post_id: int) -> dict[str, Any]:
    """The quote of a post as an app gets it."""
    found = read_status(None, post_id)
    assert found is not None
    return dict(msgspec.json.decode(found)["quote"])


def verbs() -> list[dict[str, Any]]:
    """What other servers are to be told, oldest first."""
    return [
        msgspec.json.decode(row[0]) for row in sql.rows("SELECT payload FROM engine_outbox WHERE kind = 'federate'")
    ]


@pytest.fixture
def dee(house: House) -> Stranger:
    """Somebody on another server."""
    return stranger()


def test_a_quote_waits_for_its_author(house: House, dee: Stranger) -> None:
    """The author is asked with the whole post; until they agree nothing of theirs shows, and it does not count."""
    quoted = dee.says(1)
    post_id = house.post("Gweler", quoted_id=quoted)
    assert quote(post_id) == {"state": "pending", "quoted_status": None}
    (job,) = (payload for payload in verbs() if payload["verb"] == "quote_request")
    (letter,) = write(job)
    assert letter.inboxes == {f"https://{dee.host}/inbox"}
    document = letter.document
    assert (document["type"], document["object"]) == ("QuoteRequest", f"{dee.uri}/statuses/1")
    assert (document["instrument"]["quote"], "quoteAuthorization" in document["instrument"]) == (
        f"{dee.uri}/statuses/1", False,
    )  # fmt: skip
    assert sql.value("SELECT quotes_count FROM posts_postcounts WHERE post_id = %s", (quoted,)) == 0


def test_it_shows_when_they_agree_and_no_longer_when_they_do_not(house: House, dee: Stranger) -> None:
    """The stamp goes with the post from now on; a later Reject, or the end of the stamp, takes the quote out."""
    quoted = dee.says(1)
    post_id = house.post("Gweler", quoted_id=quoted)
    command = AnswerQuote(post_id=post_id, is_accepted=True, stamp=STAMP)
    house.records(dee.actor(), command, "quote.answered", f"post/{post_id}")
    assert quote(post_id)["quoted_status"]["id"] == str(quoted)
    assert sql.value("SELECT quotes_count FROM posts_postcounts WHERE post_id = %s", (quoted,)) == 1
    assert [payload["verb"] for payload in verbs()] == ["quote_request", "update"]
    house.leaves(dee.actor(), command)
    house.act(dee.actor(), AnswerQuote(post_id=post_id, is_accepted=False))
    assert quote(post_id) == {"state": "revoked", "quoted_status": None}
    assert sql.value("SELECT quotes_count FROM posts_postcounts WHERE post_id = %s", (quoted,)) == 0


def test_o9_nobody_answers_for_another(house: House, dee: Stranger) -> None:
    """Attack O9: only the author of what is quoted agrees."""
    post_id = house.post("Gweler", quoted_id=dee.says(1))
    mallory = stranger("mallory")
    house.refuses(mallory.actor(), AnswerQuote(post_id=post_id, is_accepted=True, stamp=STAMP), NotFound)
