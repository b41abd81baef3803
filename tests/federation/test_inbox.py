"""The inbox: what people on other servers do here, delivered and signed, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries import resolving
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.registry import actors as registry
from coffeehouse.kernel import clock
from tests.commands.house import House
from tests.federation.delivering import PUBLIC, Sender, pair, sender

pytestmark = pytest.mark.django_db


@pytest.fixture
def dee(house: House) -> Sender:
    """Somebody on another server."""
    return sender()


def uri_of(name: str) -> str:
    return f"{settings.BASE_URL}/users/{name}"


def uri_of_post(post_id: int, name: str = "ada") -> str:
    return f"{uri_of(name)}/statuses/{post_id}"


def follows(house: House, dee: Sender) -> list[Any]:
    return sql.rows("SELECT account_id, target_id, is_pending FROM people_follow ORDER BY id")


@pytest.mark.parametrize("form", ["cavage", "rfc9421"])
def test_somebody_elsewhere_follows_and_follows_no_longer(house: House, dee: Sender, form: str) -> None:
    """A follow as everybody's, told, recorded with who did it by which activity; where posts go; and all of it back."""
    before = house.size()
    assert dee.delivers(dee.activity("Follow", uri_of("ada")), form=form).status_code == 202
    assert follows(house, dee) == [(dee.id, house.id("ada"), False)]
    assert house.notified("ada") == [("follow", dee.id, None)]
    fact = house.fact(before)
    assert (fact.kind, fact.actor, fact.capacity, fact.channel) == (
        "follow.created", f"account/{dee.id}", "remote", "federation",
    )  # fmt: skip
    assert fact.payload["activity"] == f"{dee.uri}#follows/1"
    assert sql.rows("SELECT target_id, account_id, host FROM federation_remotefollower") == [
        (house.id("ada"), dee.id, "elsewhere.example")
    ]
    assert resolving.uri_of_deed("follow", dee.id, house.id("ada")) == f"{dee.uri}#follows/1"
    assert dee.undoes("Follow", uri_of("ada")) == 202
    assert follows(house, dee) == []
    assert sql.rows("SELECT 1 FROM federation_remotefollower UNION ALL SELECT 1 FROM federation_deed") == []


def test_a_locked_account_is_asked_first(house: House, dee: Sender) -> None:
    """No post goes there before the request is granted (attack O8)."""
    house.act("ada", people.UpdateProfile(is_locked=True))
    dee.does("Follow", uri_of("ada"))
    assert follows(house, dee) == [(dee.id, house.id("ada"), True)]
    assert sql.rows("SELECT 1 FROM federation_remotefollower") == []
    house.act("ada", people.AuthorizeFollow(account_id=dee.id))
    assert sql.rows("SELECT account_id FROM federation_remotefollower") == [(dee.id,)]
    house.act("ada", people.RemoveFollower(account_id=dee.id))
    assert sql.rows("SELECT account_id FROM federation_remotefollower") == []


def test_the_same_request_twice_is_done_once_a10(house: House, dee: Sender) -> None:
    """The same signed request, and the same activity signed anew: answered alike, one entry, one notification."""
    post = house.post()
    like = dee.activity("Like", uri_of_post(post))
    before = house.size()
    for _ in range(3):
        assert dee.delivers(like).status_code == 202
    assert house.size() == before + 1
    assert house.notified("ada") == [("favourite", dee.id, post)]


def test_likes_and_boosts_come_and_go(house: House, dee: Sender) -> None:
    """Counted, told, and taken back by the embedded activity or by its identity alone."""
    post = house.post()
    counts = "SELECT favourites_count, boosts_count FROM posts_postcounts WHERE post_id = %s"
    assert dee.does("Like", uri_of_post(post)) == 202
    assert dee.does("Announce", uri_of_post(post), to=[PUBLIC]) == 202
    assert sql.row(counts, (post,)) == (1, 1)
    boost = sql.row("SELECT id, uri, type FROM federation_remoteobject")
    assert boost is not None
    assert boost[1:] == (f"{dee.uri}#announces/1", "Announce")
    assert [kind for kind, *_ in house.notified("ada")] == ["favourite", "reblog"]
    assert dee.does("Undo", f"{dee.uri}#likes/1", "a") == 202
    assert dee.undoes("Announce", uri_of_post(post)) == 202
    assert sql.row(counts, (post,)) == (0, 0)
    assert sql.rows("SELECT 1 FROM federation_remoteobject") == []
    # The boost taken back does not come again, when it comes late.
    assert dee.does("Announce", uri_of_post(post), to=[PUBLIC]) == 202
    assert sql.row(counts, (post,)) == (0, 0)


def test_answers_to_our_follows(house: House, dee: Sender) -> None:
    """A follow of somebody elsewhere waits for their answer: Accept, Reject, and a Reject later on."""
    house.act("ada", people.FollowAccount(target_id=dee.id))
    house.act("fern", people.FollowAccount(target_id=dee.id))
    assert [row[2] for row in follows(house, dee)] == [True, True]
    of_ada = {"id": f"{uri_of('ada')}#follows/1", "type": "Follow", "actor": uri_of("ada"), "object": dee.uri}
    assert dee.does("Accept", of_ada) == 202
    assert follows(house, dee) == [(house.id("ada"), dee.id, False), (house.id("fern"), dee.id, True)]
    # Many servers name the Follow only.
    assert dee.does("Reject", f"{uri_of('fern')}#follows/2") == 202
    assert follows(house, dee) == [(house.id("ada"), dee.id, False)]
    assert dee.does("Reject", of_ada, 2) == 202
    assert follows(house, dee) == []


def test_nobody_answers_for_others_o9(house: House, dee: Sender) -> None:
    """An Accept by a third party, and one of a Follow that never was, change nothing (attack O9)."""
    mallory = sender("mallory", "evil.example")
    house.act("ada", people.FollowAccount(target_id=dee.id))
    follow = {"id": f"{uri_of('ada')}#follows/1", "type": "Follow", "actor": uri_of("ada"), "object": dee.uri}
    before, rows = house.size(), house.rows()
    assert mallory.does("Accept", follow) == 403
    assert house.rows() == rows
    assert house.fact(before).kind == "delivery.refused"
    assert house.fact(before).payload["command"]["reason"] == "answers_for_others"
    for about in (follow | {"object": mallory.uri}, f"{uri_of('ada')}#follows/1", f"{uri_of('ada')}#follows/77", "x:y"):
        assert mallory.does("Accept", about, str(about)[:70]) in (202, 400)
    assert house.rows() == rows
    assert follows(house, dee) == [(house.id("ada"), dee.id, True)]


def test_a_block_parts_both_ways(house: House, dee: Sender) -> None:
    """They block one of ours: nobody follows anybody, and it can be taken back."""
    dee.does("Follow", uri_of("ada"))
    house.act("ada", people.FollowAccount(target_id=dee.id))
    assert dee.does("Block", uri_of("ada")) == 202
    assert follows(house, dee) == []
    assert sql.rows("SELECT 1 FROM federation_remotefollower") == []
    assert sql.rows("SELECT account_id, target_id FROM people_block") == [(dee.id, house.id("ada"))]
    assert dee.undoes("Block", uri_of("ada")) == 202
    assert sql.rows("SELECT 1 FROM people_block") == []


def test_what_is_undone_before_it_comes_does_not_come(house: House, dee: Sender) -> None:
    """Deliveries may change places on their way: an Undo that overtakes its Follow or Like is kept in mind."""
    post = house.post()
    for kind, about in (("Follow", uri_of("ada")), ("Like", uri_of_post(post)), ("Announce", uri_of_post(post))):
        assert dee.undoes(kind, about) == 202
        assert dee.does(kind, about, to=[PUBLIC]) == 202
    assert follows(house, dee) == []
    assert sql.row("SELECT favourites_count, boosts_count FROM posts_postcounts WHERE post_id = %s", (post,)) == (0, 0)
    # A new one is a new one.
    assert dee.does("Follow", uri_of("ada"), 2) == 202
    assert len(follows(house, dee)) == 1


def test_a_follower_whose_server_forgot_gets_another_answer(house: House, dee: Sender) -> None:
    """A second Follow, of another identity, takes the place of the first: it is the one that is answered."""
    dee.does("Follow", uri_of("ada"))
    assert dee.does("Follow", uri_of("ada"), 2) == 202
    assert len(follows(house, dee)) == 1
    assert resolving.uri_of_deed("follow", dee.id, house.id("ada")) == f"{dee.uri}#follows/2"
    assert house.counts("ada")[0] == 1


def test_a_follow_that_is_called_the_same_each_time(house: House, dee: Sender) -> None:
    """Some servers make its name of the two accounts: who unfollowed, or was removed, follows again by it.

    A request that came before is still no new one, and each Undo counts.
    """
    begun = clock.now_ms()

    def at(second: int, *, follows_then: bool) -> int:
        with clock.at(begun + second * clock.SECOND):
            assert (dee.does if follows_then else dee.undoes)("Follow", uri_of("ada")) == 202
        return len(follows(house, dee))

    assert at(1, follows_then=True) == 1
    assert at(2, follows_then=False) == 0
    assert at(1, follows_then=True) == 0  # the same request once more
    assert at(3, follows_then=True) == 1
    assert at(4, follows_then=False) == 0
    assert at(5, follows_then=True) == 1
    house.act("ada", people.RemoveFollower(account_id=dee.id))
    # Their server takes notice: what was here is not kept in mind as if it had never come.
    assert at(6, follows_then=False) == 0
    assert at(7, follows_then=True) == 1


def test_a_vote_is_not_taken_back(house: House, dee: Sender) -> None:
    """An Undo that names one takes nothing back, least of all what else they did with the post."""
    post = house.post(poll=posts.PollDraft(options=("Te", "Coffi"), expires_in=600))
    answer = {"name": "Te", "inReplyTo": uri_of_post(post), "to": [uri_of("ada")], "content": None}
    assert dee.does("Create", dee.note("votes/1") | answer, 1) == 202
    assert dee.does("Announce", uri_of_post(post), to=[PUBLIC]) == 202
    assert dee.does("Undo", f"{dee.uri}#creates/1") == 202
    assert sql.value("SELECT boosts_count FROM posts_postcounts WHERE post_id = %s", (post,)) == 1
    assert sql.value("SELECT votes FROM posts_poll") == "[1,0]"


def test_a_post_comes_to_its_followers(house: House, dee: Sender) -> None:
    """Kept once, in the feeds of followers; changed and deleted by its author."""
    house.act("ada", people.FollowAccount(target_id=dee.id))
    dee.does("Accept", {"type": "Follow", "actor": uri_of("ada"), "object": dee.uri})
    for number in (1, 2):
        assert dee.does("Create", dee.note(), number) == 202
    post = resolving.post_of_uri(f"{dee.uri}/statuses/1")
    assert post is not None
    assert house.feed("ada") == [post]
    assert dee.does("Update", dee.note(text="Newydd", updated="2026-11-23T10:00:00Z")) == 202
    assert sql.value("SELECT text FROM posts_post WHERE id = %s", (post,)) == "Newydd"
    assert dee.does("Delete", {"id": f"{dee.uri}/statuses/1", "type": "Tombstone"}) == 202
    assert sql.rows("SELECT 1 FROM posts_post UNION ALL SELECT 1 FROM federation_remoteobject") == []
    # And does not come back, whoever sends it once more.
    assert dee.does("Create", dee.note(), 3) == 202
    assert sql.rows("SELECT 1 FROM posts_post") == []


def test_what_concerns_nobody_here_is_not_kept(house: House, dee: Sender) -> None:
    """A post to the world by somebody whom nobody here follows; one that names somebody here is kept."""
    before = house.size()
    assert dee.does("Create", dee.note()) == 202
    assert house.size() == before
    mention = {"type": "Mention", "href": uri_of("ada"), "name": "@ada"}
    assert dee.does("Create", dee.note(2, tag=[mention]), 2) == 202
    assert [kind for kind, *_ in house.notified("ada")] == ["mention"]


def test_nobody_speaks_for_others_o2_o3(house: House, dee: Sender) -> None:
    """A post by somebody else (attack O2); changing, deleting, undoing or rejecting what is another's (attack O3)."""
    mallory = sender("mallory", "evil.example")
    neighbour = sender("wil", dee.person.host)
    house.act("ada", people.FollowAccount(target_id=dee.id))
    dee.does("Accept", {"type": "Follow", "actor": uri_of("ada"), "object": dee.uri})
    dee.does("Create", dee.note())
    own = house.post()
    dee.does("Like", uri_of_post(own))
    rows = house.rows()
    note = dee.note() | {"content": "<p>I never said that</p>"}
    for ill in (mallory, neighbour):
        tried = [
            ("Create", ill.note() | {"attributedTo": dee.uri}), ("Create", dee.note(9)), ("Update", note),
            ("Update", note | {"attributedTo": ill.uri}), ("Update", {"id": dee.uri, "type": "Person", "inbox": "x"}),
            ("Delete", f"{dee.uri}/statuses/1"), ("Delete", uri_of_post(own)), ("Delete", dee.uri),
            ("Undo", f"{dee.uri}#likes/1"), ("Undo", dee.activity("Like", uri_of_post(own))),
            ("Undo", dee.activity("Follow", uri_of("ada"))),
            ("Reject", {"type": "Follow", "actor": uri_of("ada"), "object": dee.uri}),
        ]  # fmt: skip
        for number, (kind, about) in enumerate(tried):
            assert ill.does(kind, about, number) in (202, 400, 403), (kind, about)
            assert house.rows() == rows, (kind, about)
    kinds = [house.fact(number).kind for number in range(house.size() - 15, house.size())]
    assert set(kinds) == {"delivery.refused"}
    # Nobody could take back in advance what the other would have said.
    assert sql.rows("SELECT uri FROM federation_gone") == []


def test_who_is_not_shown_changes_nothing_o10(house: House, dee: Sender) -> None:
    """An Update of what is not here (attack O10), and anything by somebody who was suspended."""
    before, rows = house.size(), house.rows()
    assert dee.does("Update", dee.note()) == 202
    sql.execute("UPDATE people_account SET hidden_at = 1 WHERE id = %s", (dee.id,))
    rows = house.rows()
    assert dee.does("Follow", uri_of("ada")) == 202
    assert dee.does("Update", dee.note()) == 202
    assert house.rows() == rows
    assert house.size() == before
    sql.execute("UPDATE people_account SET hidden_at = NULL WHERE id = %s", (dee.id,))


@pytest.mark.parametrize("visibility", ["followers", "direct"])
def test_a_private_post_is_not_passed_on_o12(house: House, dee: Sender, visibility: str) -> None:
    """Not by a follower elsewhere either, and they are told no more than of a post that does not exist (attack O12)."""
    dee.does("Follow", uri_of("ada"))
    post = house.post(visibility=visibility)
    rows = house.rows()
    answers = [dee.does("Announce", uri_of_post(number), number, to=[PUBLIC]) for number in (post, post + 1)]
    assert answers == [202, 202]
    assert house.rows() == rows
    assert dee.does("Announce", uri_of_post(house.post()), 3, to=[uri_of("ada")]) == 202
    assert sql.rows("SELECT 1 FROM posts_post WHERE boost_of_id IS NOT NULL") == []


def test_votes_from_elsewhere_o16(house: House, dee: Sender) -> None:
    """One vote, while the poll runs, for an option there is (attack O16)."""
    post = house.post(poll=posts.PollDraft(options=("Te", "Coffi"), expires_in=600))

    def vote(name: str, number: int) -> int:
        answer = {"name": name, "inReplyTo": uri_of_post(post), "to": [uri_of("ada")], "content": None}
        return dee.does("Create", dee.note(f"votes/{number}") | answer, number)

    assert vote("Cwrw", 1) == 202
    assert vote("Coffi", 2) == 202
    assert vote("Coffi", 2) == 202
    assert vote("Te", 3) == 202
    assert sql.row("SELECT votes, voters_count FROM posts_poll") == ("[0,1]", 1)
    late = sender("wil")
    note = late.note("votes/1") | {"name": "Te", "inReplyTo": uri_of_post(post), "to": [uri_of("ada")], "content": None}
    with clock.at(clock.now_ms() + clock.HOUR):
        assert late.does("Create", note) == 202
    assert sql.value("SELECT votes FROM posts_poll") == "[0,1]"


def test_featured_posts_are_ones_own_o16(house: House, dee: Sender) -> None:
    """Only on one's own collection, and one's own posts (attack O16)."""
    mallory = sender("mallory", "evil.example", featured="https://evil.example/users/mallory/featured")
    wil = sender("wil", featured=f"https://{dee.person.host}/users/wil/featured")
    post, featured = wil.person.says(), f"{wil.uri}/featured"
    assert wil.does("Add", f"{wil.uri}/statuses/1", target=featured) == 202
    assert sql.rows("SELECT account_id, post_id FROM posts_pin") == [(wil.id, post)]
    rows = house.rows()
    for number, target in enumerate((featured, "https://evil.example/users/mallory/featured", f"{wil.uri}/likes")):
        for kind in ("Add", "Remove"):
            assert mallory.does(kind, f"{wil.uri}/statuses/1", number, target=target) == 403
    assert wil.does("Add", uri_of_post(house.post()), 7, target=featured) == 403
    assert len(sql.rows("SELECT 1 FROM posts_pin")) == 1
    assert rows["posts_pin"] == house.rows()["posts_pin"]
    assert wil.does("Remove", f"{wil.uri}/statuses/1", target=featured) == 202
    assert sql.rows("SELECT 1 FROM posts_pin") == []


def test_another_server_reports(house: House, dee: Sender) -> None:
    """Moderators get a report with the posts its sender may see; the same Flag is one report."""
    post, private = house.post(), house.post(visibility="direct")
    flag = [uri_of("ada"), uri_of_post(post), uri_of_post(private), "https://other.example/1"]
    for number in (1, 1):
        assert dee.does("Flag", flag, number, content="Rude words") == 202
    assert sql.rows("SELECT account_id, target_id, comment FROM cases_report") == [
        (dee.id, house.id("ada"), "Rude words")
    ]
    assert sql.rows("SELECT post_id FROM cases_reportedpost") == [(post,)]
    assert [kind for kind, *_ in house.notified("cade")] == ["admin.report"]


def test_another_server_reports_several_people(house: House, dee: Sender) -> None:
    """A report of each, with the posts that are theirs; the same Flag is no more than that."""
    posts = {name: house.post("Bore da", name) for name in ("ada", "bevan")}
    flag = [uri_of("ada"), uri_of("bevan"), *(uri_of_post(post, name) for name, post in posts.items())]
    for number in (1, 1):
        assert dee.does("Flag", flag, number, content="Rude words") == 202
    found = sql.rows(
        "SELECT r.target_id, p.post_id FROM cases_report r JOIN cases_reportedpost p ON p.report_id = r.id"
        " ORDER BY r.id"
    )
    assert found == [(house.id(name), post) for name, post in posts.items()]


def test_somebody_elsewhere_leaves(house: House, dee: Sender) -> None:
    """Their own farewell: nobody follows or is followed by them, and nothing of theirs is taken any longer."""
    dee.does("Follow", uri_of("ada"))
    dee.person.says()
    assert dee.does("Delete", dee.uri) == 202
    assert sql.rows("SELECT 1 FROM people_follow UNION ALL SELECT 1 FROM federation_remotefollower") == []
    assert "forget_posts" in house.jobs()
    assert dee.does("Follow", uri_of("ada"), 2) in (202, 401)
    assert sql.rows("SELECT 1 FROM people_follow") == []


def test_a_profile_does_not_change_for_ever(house: House, dee: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change is an entry, and a picture to fetch: beyond so many in an hour a server is asked to come back."""
    monkeypatch.setattr(registry, "PROFILES_AN_HOUR", 3)
    before = house.size()
    names = {"id": dee.uri, "type": "Person", "preferredUsername": "dee", "inbox": f"{dee.uri}/inbox"}
    key = {"publicKey": {"id": dee.key_id, "owner": dee.uri, "publicKeyPem": pair(0)[1]}}
    answers = [dee.does("Update", names | key | {"name": f"Dee {number}"}, number) for number in range(4)]
    assert answers == [202, 202, 429, 429]  # the first was when the house met them
    assert house.size() == before + 2


def test_a_profile_changes_by_its_owners_word(house: House, dee: Sender) -> None:
    """An Update of themselves, as they signed it."""
    changed = {
        "id": dee.uri, "type": "Person", "preferredUsername": "dee", "name": "Dee Newydd", "inbox": f"{dee.uri}/inbox",
        "publicKey": {"id": dee.key_id, "owner": dee.uri, "publicKeyPem": pair(0)[1]},
    }  # fmt: skip
    assert dee.does("Update", changed) == 202
    assert sql.value("SELECT display_name FROM people_account WHERE id = %s", (dee.id,)) == "Dee Newydd"
