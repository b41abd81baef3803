"""Lists between servers: pages that lead on, counts that are public, names as far as they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.commands import BoostPost, FavouritePost, PinPost
from coffeehouse.domain.posts.tag_commands import FeatureTag
from coffeehouse.domain.posts.writing_commands import RevokeQuote
from tests.cast import Cast, assemble
from tests.channels.federation.asking import BASE, ask, asker, told
from tests.federation.elsewhere import Stranger

pytestmark = pytest.mark.django_db
ADA = f"{BASE}/users/ada"


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def dee(cast: Cast) -> Stranger:
    assert cast
    return asker()


def walk(start: str, who: Stranger) -> Iterator[Any]:
    """Every item, page by page, as another server reads them."""
    found = told(start, who)
    address = found.get("first", "")
    yield from found.get("orderedItems", [])
    while address:
        page = told(address, who)
        assert (page["id"], page["partOf"], page["type"]) == (address, start, "OrderedCollectionPage")
        yield from page["orderedItems"]
        address = page.get("next", "")


def test_the_outbox_has_what_is_for_everybody_once_newest_first(cast: Cast, dee: Stranger) -> None:
    """Over more than one page; followers-only and direct posts are in none, also for a follower."""
    dee.does(people.FollowAccount(target_id=cast.ada.account_id))
    posts = [cast.ada.says(f"Post {number}", ("public", "unlisted")[number % 2]) for number in range(41)]
    cast.ada.says("For followers", "followers")
    cast.ada.says("For @faye", "direct")
    boost_id = int(cast.ada.does(BoostPost(post_id=cast.faye.says("Hi"))).result["id"])
    items = list(walk(f"{ADA}/outbox", dee))
    assert [item["id"] for item in items] == [
        f"{ADA}/statuses/{post_id}/activity" for post_id in (boost_id, *reversed(posts))
    ]
    assert {item["type"] for item in items} == {"Create", "Announce"}
    assert told(f"{ADA}/outbox", dee)["totalItems"] == 42
    oldest = told(told(f"{ADA}/outbox", dee)["last"], dee)
    assert oldest["orderedItems"][-1]["object"]["content"] == "<p>Post 0</p>"


def test_followers_are_counted_for_all_and_named_as_the_account_wants(cast: Cast, dee: Stranger) -> None:
    """Those of ours and those elsewhere by their own identities; hidden lists have a count and no page."""
    dee.does(people.FollowAccount(target_id=cast.ada.account_id))
    for name in range(40):
        asker(f"fan{name}").does(people.FollowAccount(target_id=cast.ada.account_id))
    found = list(walk(f"{ADA}/followers", dee))
    assert len(set(found)) == 42
    assert {dee.uri, f"{BASE}/users/faye"} <= set(found)
    assert list(walk(f"{BASE}/users/faye/following", dee)) == [ADA]
    cast.ada.does(people.UpdateProfile(hides_collections=True))
    hidden = told(f"{ADA}/followers", dee)
    assert (hidden["totalItems"], "first" in hidden) == (42, False)
    assert ask(f"{ADA}/followers", dee, page="true").status_code == 404


def test_a_follow_that_waits_is_in_no_list(cast: Cast, dee: Stranger) -> None:
    """Who asked a locked account is neither counted nor named."""
    dee.does(people.FollowAccount(target_id=cast.bevan.account_id))
    assert told("/users/bevan/followers", dee)["totalItems"] == 0
    assert list(walk(f"{BASE}/users/bevan/followers", dee)) == []
    assert told("/users/bevan/followers_synchronization", dee)["orderedItems"] == []


def test_a_server_is_told_its_own_followers_and_nobody_elses(cast: Cast, dee: Stranger, settings: Any) -> None:
    """FEP-8fcf: exactly those of the asker's host, also when the list is hidden; never unsigned."""
    other = asker("olu", "other.example")
    for who in (dee, other):
        who.does(people.FollowAccount(target_id=cast.ada.account_id))
    cast.ada.does(people.UpdateProfile(hides_collections=True))
    assert told(f"{ADA}/followers_synchronization", dee)["orderedItems"] == [dee.uri]
    assert told(f"{ADA}/followers_synchronization", other)["orderedItems"] == [other.uri]
    settings.AUTHORIZED_FETCH = False
    assert ask(f"{ADA}/followers_synchronization").status_code == 401


def test_what_is_pinned_and_featured(cast: Cast, dee: Stranger) -> None:
    """Pinned posts whole, those for followers only for followers; hashtags with their pages."""
    public, private = cast.ada.says("Pinned #tea"), cast.ada.says("For followers", "followers")
    for post_id in (public, private):
        cast.ada.does(PinPost(post_id=post_id))
    cast.ada.does(FeatureTag(name="tea"))
    featured = told(f"{ADA}/collections/featured", dee)
    assert featured["orderedItems"][0]["content"].startswith("<p>Pinned")
    assert featured["totalItems"] == 1
    dee.does(people.FollowAccount(target_id=cast.ada.account_id))
    assert told(f"{ADA}/collections/featured", dee)["totalItems"] == 2
    tags = told(f"{ADA}/collections/tags", dee)["orderedItems"]
    assert [(tag["type"], tag["name"], tag["href"]) for tag in tags] == [("Hashtag", "#tea", f"{BASE}/@ada/tagged/tea")]


def test_favourites_and_boosts_are_counted(cast: Cast, dee: Stranger) -> None:
    """How many, and not who; of a boost, and of what is not for the asker, nothing."""
    post = cast.ada.says("Well?")
    boost = int(cast.faye.does(BoostPost(post_id=post)).result["id"])
    dee.does(FavouritePost(post_id=post))
    for end, count in (("likes", 1), ("shares", 1)):
        found = told(f"{ADA}/statuses/{post}/{end}", dee)
        assert found["totalItems"] == count
        assert "orderedItems" not in found
        assert "first" not in found
        assert told(f"{ADA}/statuses/{post}", dee)[end] == found["id"]
        assert ask(f"/users/faye/statuses/{boost}/{end}", dee).status_code == 404
        private = cast.ada.says("Psst", "direct")
        assert ask(f"/users/ada/statuses/{private}/{end}", dee).status_code == 404
        assert end not in told(f"{ADA}/statuses/{cast.ada.says('Psst @dee@elsewhere.example', 'followers')}", dee)


def test_answers_and_conversations_are_read_from_their_beginning(cast: Cast, dee: Stranger) -> None:
    """Direct answers, and the whole conversation, of ours and others, each once; private answers are in none."""
    first = cast.ada.says("Who is in?")
    answers = [cast.faye.says(f"I am, {number}", in_reply_to_id=first) for number in range(41)]
    theirs = dee.says(7, in_reply_to=f"{ADA}/statuses/{first}")
    deeper = cast.ada.says("Good", in_reply_to_id=answers[0])
    cast.faye.says("Psst @ada", "direct", in_reply_to_id=first)
    named = [f"{BASE}/users/faye/statuses/{post_id}" for post_id in answers]
    assert theirs
    assert list(walk(f"{ADA}/statuses/{first}/replies", dee)) == [*named, f"{dee.uri}/statuses/7"]
    conversation = list(walk(f"{BASE}/contexts/{first}", dee))
    assert conversation == [f"{ADA}/statuses/{first}", *named, f"{dee.uri}/statuses/7", f"{ADA}/statuses/{deeper}"]
    assert told(f"{ADA}/statuses/{first}/replies", dee)["totalItems"] == 42


def test_p2_a_conversation_nobody_may_see_is_not_there(cast: Cast, dee: Stranger) -> None:
    """P2: a private one, one that began elsewhere, and none at all: the same answer."""
    private, elsewhere = cast.ada.says("Psst", "direct"), dee.says(1)
    answers = {ask(f"/contexts/{number}", dee).content for number in (private, elsewhere, 1)}
    assert len(answers) == 1
    assert ask(f"/contexts/{private}", dee).status_code == 404


def test_a_quote_is_vouched_for_until_it_is_taken_back(cast: Cast, dee: Stranger) -> None:
    """FEP-044f: the stamp names both posts; for posts the asker may not see there is none."""
    quoted = cast.ada.says("Quote me", quote_policy="public")
    quoting = cast.faye.says("Look", quoted_id=quoted)
    stamp = told(f"{ADA}/quote_authorizations/{quoting}", dee)
    assert (stamp["type"], stamp["attributedTo"]) == ("QuoteAuthorization", ADA)
    assert stamp["interactingObject"] == f"{BASE}/users/faye/statuses/{quoting}"
    assert stamp["interactionTarget"] == f"{ADA}/statuses/{quoted}"
    note = told(f"/users/faye/statuses/{quoting}", dee)
    assert (note["quote"], note["quoteAuthorization"]) == (f"{ADA}/statuses/{quoted}", stamp["id"])
    assert ask(f"/users/faye/quote_authorizations/{quoting}", dee).status_code == 404
    cast.ada.does(RevokeQuote(post_id=quoted, quoting_id=quoting))
    assert ask(f"{ADA}/quote_authorizations/{quoting}", dee).status_code == 404
    assert "quote" not in told(f"/users/faye/statuses/{quoting}", dee)


def test_pages_that_cannot_be_are_empty(cast: Cast, dee: Stranger) -> None:
    """D11: whatever stands in the query, an answer and no error."""
    assert cast
    for query in ({"max_id": "x"}, {"max_id": "9" * 40}, {"min_id": "-1"}, {"page": ""}, {"max_id": "0", "page": "no"}):
        for path in ("outbox", "followers", "following"):
            assert ask(f"{ADA}/{path}", dee, **query).status_code == 200


def test_the_house_itself_publishes_nothing(dee: Stranger) -> None:
    """An empty list, so that those who look find one."""
    assert told("/actor/outbox", dee)["totalItems"] == 0
