"""What we say to other servers of our accounts and posts: the words of the house, put into ActivityStreams."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries.activities import activity_document, object_document
from coffeehouse.domain.federation.queries.documents import our_actor, our_house, our_note
from coffeehouse.domain.federation.queries.identities import account_identity, post_identity
from coffeehouse.domain.federation.queries.resolving import account_here, post_here, post_of_uri
from coffeehouse.domain.people.commands import UpdateProfile
from coffeehouse.domain.posts.commands import BoostPost, FavouritePost, PollDraft, VoteInPoll
from coffeehouse.protocols.activitypub.ours import PUBLIC
from coffeehouse.protocols.activitypub.writing_actors import write_actor
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db
BASE = "http://localhost:8000"
FOLLOWERS = f"{BASE}/users/ada/followers"


def test_a_post_is_named_by_this_house_and_found_again_by_its_name() -> None:
    """`/users/<name>/statuses/<id>`; under another name, or with more behind it, it is none."""
    cast = assemble()
    post_id = cast.ada.says("Hello")
    identity = post_identity(post_id)
    assert identity is not None
    assert identity.uri == f"{BASE}/users/ada/statuses/{post_id}"
    assert post_here(identity.uri) == post_of_uri(identity.uri) == post_id
    assert post_here(f"{BASE}/users/eve/statuses/{post_id}") is None
    assert post_here(f"{identity.uri}/replies") is None
    assert post_here(f"http://localhost:8000.evil.example/users/ada/statuses/{post_id}") is None
    assert account_here(f"{BASE}/users/ADA") == cast.ada.account_id
    assert account_here(identity.uri) is None
    found = account_identity(cast.ada.account_id)
    assert found is not None
    assert found.acct == "ada@localhost:8000"


@pytest.mark.parametrize(
    ("visibility", "to", "cc"),
    [
        ("public", [PUBLIC], [FOLLOWERS, f"{BASE}/users/faye"]),
        ("unlisted", [FOLLOWERS], [PUBLIC, f"{BASE}/users/faye"]),
        ("followers", [FOLLOWERS], [f"{BASE}/users/faye"]),
        ("direct", [f"{BASE}/users/faye"], []),
    ],
)
def test_a_post_is_addressed_to_those_who_may_see_it(visibility: str, to: list[str], cc: list[str]) -> None:
    """The public collection stands in it only where everybody may see the post."""
    cast = assemble()
    document = object_document(cast.ada.says("Hello @faye", visibility))
    assert document is not None
    assert (document["to"], document["cc"]) == (to, cc)
    assert document["tag"][0] == {"type": "Mention", "href": f"{BASE}/users/faye", "name": "@faye@localhost:8000"}


def test_a_reply_names_what_it_answers_and_the_conversation() -> None:
    """inReplyTo, and the context of the first post."""
    cast = assemble()
    first = cast.ada.says("Who is in? #tea")
    answer = our_note(cast.faye.says("I am", in_reply_to_id=first, language="en", spoiler_text="Tea"))
    assert answer is not None
    assert answer.in_reply_to == f"{BASE}/users/ada/statuses/{first}"
    assert answer.context == f"{BASE}/contexts/{first}"
    assert (answer.spoiler, answer.is_sensitive, answer.language) == ("Tea", True, "en")
    start = our_note(first)
    assert start is not None
    assert [(tag.name, tag.href) for tag in start.tags] == [("tea", f"{BASE}/tags/tea")]


def test_a_poll_is_a_question_with_its_counts() -> None:
    """Counts as they are; where totals are hidden they stay hidden until the end."""
    cast = assemble()
    open_poll = cast.ada.says("Tea?", poll=PollDraft(options=("Yes", "No"), expires_in=600))
    closed = cast.ada.says("Cake?", poll=PollDraft(options=("Yes", "No"), expires_in=600, hides_totals=True))
    for post_id in (open_poll, closed):
        cast.faye.does(VoteInPoll(post_id=post_id, choices=(0,)))
    told, kept = object_document(open_poll), object_document(closed)
    assert told is not None
    assert kept is not None
    assert told["type"] == "Question"
    assert [option["replies"]["totalItems"] for option in told["oneOf"]] == [1, 0]
    assert told["votersCount"] == 1
    assert [option["replies"]["totalItems"] for option in kept["oneOf"]] == [0, 0]
    assert "votersCount" not in kept


def test_a_boost_is_an_announce_to_whom_it_is_for() -> None:
    """Its author is told; a boost is no object, and a favourite of it changes nothing of that."""
    cast = assemble()
    post_id = cast.faye.says("Hello")
    boost_id = int(cast.ada.does(BoostPost(post_id=post_id)).result["id"])
    cast.eve.does(FavouritePost(post_id=post_id))
    document = activity_document(boost_id)
    assert document is not None
    assert (document["type"], document["object"]) == ("Announce", f"{BASE}/users/faye/statuses/{post_id}")
    assert document["id"] == f"{BASE}/users/ada/statuses/{boost_id}/activity"
    assert (document["to"], document["cc"]) == ([PUBLIC], [FOLLOWERS, f"{BASE}/users/faye"])
    assert object_document(boost_id) is None
    assert post_of_uri(document["id"]) is None


def test_a_post_from_elsewhere_is_not_given_as_ours() -> None:
    """We speak for our own accounts only."""
    cast = assemble()
    post_id = cast.ada.says("Hello")
    sql.execute("UPDATE people_account SET domain = 'there.example' WHERE id = %s", (cast.ada.account_id,))
    assert object_document(post_id) is None
    assert activity_document(post_id) is None
    assert our_actor(cast.ada.account_id) is None
    assert account_identity(cast.ada.account_id) is None


def test_a_profile_is_an_actor() -> None:
    """Type, names, texts and what it wants to be found by; the day it joined and not the minute."""
    cast: Cast = assemble()
    cast.ada.does(
        UpdateProfile(display_name="Ada", note="I live here", fields=(("Site", "https://ada.example"),), is_locked=True)
    )
    actor = our_actor(cast.ada.account_id)
    voice = our_actor(cast.voice_id)
    assert actor is not None
    assert voice is not None
    document = write_actor(actor)
    assert (document["id"], document["type"], document["preferredUsername"]) == (f"{BASE}/users/ada", "Person", "ada")
    assert document["webfinger"] == "ada@localhost:8000"
    assert document["manuallyApprovesFollowers"] is True
    assert document["published"].endswith("T00:00:00.000Z")
    assert document["endpoints"]["sharedInbox"] == f"{BASE}/inbox"
    assert 'rel="me' in document["attachment"][0]["value"]
    assert voice.type == "Organization"
    house = our_house()
    assert (house.id, house.type, house.inbox) == (f"{BASE}/actor", "Application", f"{BASE}/inbox")
