"""ReceivePost: a post from another server comes in."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.commands import ReceivePost
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.domain.posts.queries.threads import read_context
from coffeehouse.domain.posts.queries.timelines import public_timeline
from coffeehouse.kernel.errors import Conflict, Forbidden
from coffeehouse.kernel.pages import Page
from coffeehouse.protocols.activitypub.documents import Attachment, MentionTag, PollDocument
from tests.commands.house import House
from tests.federation.elsewhere import Stranger, stranger


def here(house: House, name: str) -> str:
    """The identity of somebody of ours."""
    return str(status(None, house.post(who=name))["account"]["uri"])


def status(viewer_id: int | None, post_id: int) -> dict[str, Any]:
    """A Status as an app gets it."""
    found = read_status(viewer_id, post_id)
    assert found is not None
    return dict(msgspec.json.decode(found))


@pytest.fixture
def dee(house: House) -> Stranger:
    """Somebody on another server, whom Fern follows."""
    found = stranger()
    house.act("fern", people.FollowAccount(target_id=found.account_id))
    house.arrange("UPDATE people_follow SET is_pending = %s", False)
    sql.execute("UPDATE people_accountcounts SET followers_count = 1 WHERE account_id = %s", (found.account_id,))
    sql.execute("UPDATE people_accountcounts SET following_count = 1 WHERE account_id = %s", (house.id("fern"),))
    return found


def test_it_is_a_post_like_ours(house: House, dee: Stranger) -> None:
    """A row, an entry, followers' feeds; identity and page are those of its own server."""
    document = dee.note(1, "Shwmae bawb", language="cy", tags=("Bara",), is_sensitive=True)
    done, fact = house.records(dee.actor(), ReceivePost(document=document, raw='{"id": 1}'), "post.received")
    post_id = int(done.result["id"])
    assert ("posts_post", post_id) in fact.states()
    assert fact.payload["command"]["raw"] == '{"id": 1}'
    shown = status(house.id("fern"), post_id)
    assert (shown["uri"], shown["url"]) == (document.id, document.url)
    assert (shown["content"], shown["language"], shown["sensitive"]) == ("<p>Shwmae bawb</p>", "cy", True)
    assert shown["account"]["acct"] == f"dee@{dee.host}"
    assert [tag["name"] for tag in shown["tags"]] == ["bara"]
    assert house.feed("fern") == [post_id]
    assert sql.value("SELECT COUNT(*) FROM posts_feed WHERE account_id = %s", (dee.account_id,)) == 0


def test_it_comes_in_once(house: House, dee: Stranger) -> None:
    """The same identity again changes nothing."""
    command = ReceivePost(document=dee.note())
    first = house.act(dee.actor(), command)
    assert house.leaves(dee.actor(), command).result == first.result


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"attributed_to": "https://elsewhere.example/users/mallory"}, "author_elsewhere"),
        ({"id": "https://victim.example/users/dee/statuses/1"}, "id_elsewhere"),
    ],
)
def test_o1_o2_nobody_speaks_for_another(house: House, dee: Stranger, members: dict[str, str], code: str) -> None:
    """Attacks O1 and O2: what another account wrote, or another server keeps, is not taken from this one."""
    refused = house.refuses(dee.actor(), ReceivePost(document=dee.note(**members)), Forbidden)
    assert refused.code == code


def test_what_was_deleted_before_it_came_does_not_come(house: House, dee: Stranger) -> None:
    """A Delete may overtake its Create."""
    document = dee.note()
    sql.execute("INSERT INTO federation_gone (uri, gone_at) VALUES (%s, 1)", (document.id,))
    assert house.refuses(dee.actor(), ReceivePost(document=document), Conflict).code == "gone"


def test_who_is_named_is_told(house: House, dee: Stranger) -> None:
    """A mention leaves a notification; an address alone lets one see it, without noise."""
    ada, gwyn = here(house, "ada"), here(house, "gwyn")
    post_id = dee.says(1, "@ada", visibility="followers", mentions=(MentionTag(href=ada),), to=(ada,), cc=(gwyn,))
    assert house.notified("ada") == [("mention", dee.account_id, post_id)]
    assert house.notified("gwyn") == []
    assert status(house.id("gwyn"), post_id)["mentions"][0]["acct"] == "ada"
    assert read_status(house.id("bevan"), post_id) is None


def test_a_direct_post_is_a_conversation(house: House, dee: Stranger) -> None:
    """Who it is addressed to is told, also where it does not name them, and it is in no other feed."""
    ada = here(house, "ada")
    post_id = dee.says(1, "Rhwng ni", visibility="direct", to=(ada,))
    assert house.notified("ada") == [("mention", dee.account_id, post_id)]
    assert sql.rows("SELECT account_id, last_post_id FROM posts_conversation") == [(house.id("ada"), post_id)]
    assert house.feed("fern") == []
    assert read_status(house.id("fern"), post_id) is None


def test_d13_a_post_that_names_a_crowd_tells_followers_alone(house: House, dee: Stranger) -> None:
    """Attack D13: a thousand mentions are cut, and none of those who do not follow the author is told."""
    crowd = tuple(MentionTag(href=f"https://elsewhere.example/users/p{number}") for number in range(60))
    for number in range(60):
        stranger(f"p{number}")
    named = (MentionTag(href=here(house, "ada")), MentionTag(href=here(house, "fern")), *crowd, *crowd[:1] * 1_000)
    post_id = dee.says(1, "Pawb", mentions=named)
    assert house.notified("ada") == []
    assert house.notified("fern") == [("mention", dee.account_id, post_id)]
    assert sql.value("SELECT COUNT(*) FROM posts_mention WHERE post_id = %s", (post_id,)) == 62


def test_an_answer_stands_under_what_it_answers(house: House, dee: Stranger) -> None:
    """The parent's count and conversation, its author told; also under a post of ours."""
    parent = house.post("Bore da")
    uri = status(None, parent)["uri"]
    post_id = dee.says(1, in_reply_to=uri, mentions=(MentionTag(href=here(house, "ada")),))
    shown = status(None, post_id)
    assert shown["in_reply_to_id"] == str(parent)
    assert status(None, parent)["replies_count"] == 1
    assert house.notified("ada") == [("mention", dee.account_id, post_id)]


def test_p4_nothing_answers_what_its_author_may_not_see(house: House, dee: Stranger) -> None:
    """Attack P4: a guessed identity of a private post brings no answer under it."""
    private = house.post("Rhwng ni", visibility="direct")
    uri = status(house.id("ada"), private)["uri"]
    post_id = dee.says(1, in_reply_to=uri)
    assert status(None, post_id)["in_reply_to_id"] is None
    assert status(house.id("ada"), private)["replies_count"] == 0
    assert sql.value("SELECT awaits FROM federation_remoteobject WHERE id = %s", (post_id,)) == ""


def test_an_answer_waits_for_what_it_answers(house: House, dee: Stranger) -> None:
    """It stands in no public timeline and asks for its parent; when that comes, the thread is whole."""
    parent = dee.note(1, "Cyntaf")
    child = dee.says(2, "Ail", in_reply_to=parent.id)
    assert "fetch_post" in house.jobs()
    assert public_timeline(None, Page(limit=20)) == []
    assert status(None, child)["in_reply_to_id"] is None
    parent_id = int(house.act(dee.actor(), ReceivePost(document=parent, is_old=True)).result["id"])
    shown = status(None, child)
    assert (shown["in_reply_to_id"], shown["in_reply_to_account_id"]) == (str(parent_id), str(dee.account_id))
    assert status(None, parent_id)["replies_count"] == 1
    context = read_context(None, child)
    assert context is not None
    assert len(context[0]) == 1
    assert (
        sql.value("SELECT COUNT(DISTINCT conversation_id) FROM posts_post WHERE account_id = %s", (dee.account_id,))
        == 1
    )


def test_a_conversation_is_its_own_servers_to_speak_of(house: House, dee: Stranger) -> None:
    """FEP-7888: posts of the server a context is of belong together; another's are no part of it by their own word."""
    context, eve = f"https://{dee.host}/contexts/1", stranger("eve", "evil.example")
    before = eve.says(1, context=context)
    first, second = dee.says(1, context=context), dee.says(2, context=context)
    after = eve.says(2, context=context)
    unread = eve.says(3, context="https://evil.example.elsewhere.example/", in_reply_to="https://evil.example/lost")
    answer = eve.says(4, context=context, in_reply_to=f"{dee.uri}/statuses/2")
    said = {at: sql.value("SELECT conversation_id FROM posts_post WHERE id = %s", (at,))
            for at in (before, first, second, after, unread, answer)}  # fmt: skip
    assert said[first] == said[second] == said[answer] == first
    assert {said[at] for at in (before, after, unread)} == {before, after, unread}


def test_o17_a_thread_that_bites_its_own_tail_stays_readable(house: House, dee: Stranger) -> None:
    """Attack O17: A answers B and B answers A, or a post answers itself; nothing goes round."""
    first, second = dee.note(1, in_reply_to=f"{dee.uri}/statuses/2"), dee.note(2, in_reply_to=f"{dee.uri}/statuses/1")
    ids = [int(house.act(dee.actor(), ReceivePost(document=document)).result["id"]) for document in (first, second)]
    own = dee.says(3, in_reply_to=f"{dee.uri}/statuses/3")
    for post_id in (*ids, own):
        assert read_context(None, post_id) is not None


def test_what_is_old_stands_where_it_was_said(house: House, dee: Stranger) -> None:
    """A post fetched for a thread is in no feed, nobody is told, and lists have it in its place."""
    new = dee.says(2)
    old = dee.says(1, published_at=1_600_000_000_000, mentions=(MentionTag(href=here(house, "ada")),), is_old=True)
    assert old < new
    assert old >> 16 == 1_600_000_000_000
    assert house.feed("fern") == [new]
    assert house.notified("ada") == []


def test_pictures_are_links_until_they_are_here(house: House, dee: Stranger) -> None:
    """They are to be fetched; of a server whose media the house rejects, or of one below it, they stay links."""
    picture = Attachment(url="https://files.example/1.png", kind="image", description="Tebot")
    post_id = dee.says(1, attachments=(picture, Attachment(url="https://files.example/1.zip", kind="unknown")))
    shown = status(None, post_id)["media_attachments"]
    assert [(item["type"], item["remote_url"], item["description"]) for item in shown] == [
        ("unknown", "https://files.example/1.png", "Tebot"), ("unknown", "https://files.example/1.zip", None),
    ]  # fmt: skip
    assert house.jobs().count("fetch_media") == 1
    sql.execute(
        "INSERT INTO federation_server (host, rejects_media, first_seen_at) VALUES (%s, %s, 1)", (dee.host, True)
    )
    (item,) = status(None, dee.says(2, attachments=(picture,)))["media_attachments"]
    assert (item["type"], house.jobs().count("fetch_media")) == ("unknown", 1)
    below = stranger("wil", f"art.{dee.host}")
    (item,) = status(None, below.says(1, attachments=(picture,)))["media_attachments"]
    assert (item["type"], house.jobs().count("fetch_media")) == ("unknown", 1)


def test_a_question_is_a_poll(house: House, dee: Stranger) -> None:
    """With the votes its own server counted; one may vote."""
    poll = PollDocument(options=(("Te", 3), ("Coffi", 4)), ends_at=9_000_000_000_000, voters_count=7)
    post_id = dee.says(1, type="Question", poll=poll)
    shown = status(house.id("ada"), post_id)["poll"]
    assert [(option["title"], option["votes_count"]) for option in shown["options"]] == [("Te", 3), ("Coffi", 4)]
    assert (shown["voters_count"], shown["voted"]) == (7, False)
    house.act("ada", posts.VoteInPoll(post_id=post_id, choices=(1,)))
    assert status(house.id("ada"), post_id)["poll"]["own_votes"] == [1]


def test_other_types_are_shown_as_a_link(house: House, dee: Stranger) -> None:
    """An article has a card with its title."""
    shown = status(None, dee.says(1, type="Article", title="Hanes te"))
    assert (shown["card"]["title"], shown["card"]["url"]) == ("Hanes te", shown["url"])


def test_words_are_found_where_their_author_agrees(house: House) -> None:
    """FEP-5feb: a public post is found by its words only if its author is indexable."""
    open_, shy = stranger("open"), stranger("shy", is_indexable=False)
    found = open_.says(1, "Tebot")
    shy.says(1, "Tebot")
    assert [row[0] for row in sql.rows("SELECT rowid FROM posts_search")] == [found]
