"""Mastodon.py, an app people use, against a real house: every step of a conversation, each answer as its types say."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from mastodon import Mastodon
from mastodon.errors import MastodonAPIError, MastodonNotFoundError, MastodonUnauthorizedError
from PIL import Image

from tests.clients.browser import Browser, Forms
from tests.clients.typed import mistyped
from tests.running_house import RunningHouse

pytestmark = pytest.mark.server
PASSWORD = "a long password"
OOB = "urn:ietf:wg:oauth:2.0:oob"
CALLBACK = "https://app.example/callback?kept=1"
SCOPES = ["read", "write", "follow", "push"]


def checked(value: Any) -> Any:
    """The value, if nothing in it is missing or mistyped."""
    assert mistyped(value) == []
    return value


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """Of this file alone: what an app finds in a new house is not what other files left there."""
    made = RunningHouse(tmp_path_factory.mktemp("talking"))
    made.start()
    for name in ("gwen", "huw"):
        made.add_member(name, password=PASSWORD)
    yield made
    made.stop()


def signed_in(house: RunningHouse, name: str, redirect_uri: str = OOB) -> Mastodon:
    """A client that came in as a person does: registered, sent to the pages, given a code."""
    client_id, secret = Mastodon.create_app(
        "Conformance", SCOPES, [OOB, CALLBACK], "https://app.example", api_base_url=house.base_url
    )
    client = Mastodon(client_id, secret, api_base_url=house.base_url, ratelimit_method="throw")
    address = client.auth_request_url(redirect_uris=redirect_uri, scopes=SCOPES, state="xyz", allow_http=True)
    browser = Browser(house.base_url)
    consent = browser.sign_in(browser.open(address), f"{name}@example.org", PASSWORD)
    assert "Conformance" in consent.text
    answer = browser.send(consent, "/oauth/authorize", decision="allow")
    if redirect_uri == OOB:
        code = Forms(answer.text).code.strip()
    else:
        given = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert (given["state"], given["kept"]) == (["xyz"], ["1"])
        code = given["code"][0]
    client.log_in(code=code, redirect_uri=redirect_uri, scopes=SCOPES, allow_http=True)
    return client


@pytest.fixture(scope="module")
def gwen(house: RunningHouse) -> Mastodon:
    return signed_in(house, "gwen")


@pytest.fixture(scope="module")
def huw(house: RunningHouse) -> Mastodon:
    return signed_in(house, "huw", CALLBACK)


def picture() -> bytes:
    """A small PNG."""
    made = io.BytesIO()
    Image.new("RGB", (60, 50), (90, 42, 27)).save(made, "PNG")
    return made.getvalue()


def test_the_app_knows_the_house(gwen: Mastodon) -> None:
    """Instance (both versions), NodeInfo, preferences, emojis, and oneself."""
    checked(gwen.instance_v2())
    checked(gwen.instance_v1())
    checked(gwen.instance_nodeinfo())
    checked(gwen.preferences())
    assert checked(gwen.custom_emojis()) == []
    assert checked(gwen.app_verify_credentials()).name == "Conformance"
    me = checked(gwen.me())
    assert (me.username, me.acct) == ("gwen", "gwen")


def test_a_conversation(gwen: Mastodon, huw: Mastodon) -> None:
    """Follow, post with a picture, answer, boost, favourite, bookmark; each side sees it where it belongs."""
    assert checked(huw.account_follow(gwen.me().id)).following
    media = checked(gwen.media_post(picture(), "image/png", description="A brown card", focus=(0.5, -0.5)))
    assert media.meta.original.width == 60
    post = checked(
        gwen.status_post(
            "Hello @huw, tea at the #library?", media_ids=[media], visibility="public", language="en",
            spoiler_text="an invitation",
        )
    )  # fmt: skip
    assert post.media_attachments[0].description == "A brown card"
    assert post.mentions[0].acct == "huw"
    assert post.tags[0].name == "library"
    home = checked(huw.timeline_home())
    assert post.id in [shown.id for shown in home]
    answer = checked(huw.status_reply(post, "Gladly."))
    assert answer.in_reply_to_id == post.id
    assert checked(huw.status_reblog(post)).reblog.id == post.id
    assert checked(huw.status_favourite(post)).favourited
    assert checked(huw.status_bookmark(post)).bookmarked
    assert [kept.id for kept in checked(huw.bookmarks())] == [post.id]
    assert [liked.id for liked in checked(huw.favourites())] == [post.id]
    context = checked(huw.status_context(answer))
    assert [before.id for before in context.ancestors] == [post.id]
    heard = checked(gwen.notifications())
    assert {"mention", "reblog", "favourite", "follow"} <= {one.type for one in heard}
    checked(gwen.notifications(heard[0].id))
    checked(gwen.grouped_notifications())
    assert [who.acct for who in checked(gwen.status_favourited_by(post))] == ["huw"]
    assert [who.acct for who in checked(gwen.status_reblogged_by(post))] == ["huw"]
    assert not checked(huw.status_unfavourite(post)).favourited
    assert not checked(huw.status_unbookmark(post)).bookmarked
    assert not checked(huw.status_unreblog(post)).reblogged


def test_a_poll(gwen: Mastodon, huw: Mastodon) -> None:
    """Ask, vote, and see one's vote; a second vote is refused."""
    poll = gwen.make_poll(["Tea", "Coffee"], expires_in=3600)
    post = checked(gwen.status_post("Which?", poll=poll))
    voted = checked(huw.poll_vote(post.poll, 1))
    assert (voted.voted, list(voted.own_votes), voted.votes_count) == (True, [1], 1)
    with pytest.raises(MastodonAPIError):
        huw.poll_vote(post.poll, 0)
    assert checked(gwen.poll(post.poll)).options[1].votes_count == 1


def test_edit_history_and_deletion(gwen: Mastodon) -> None:
    """An edit is shown as one; the source is what was typed; what is deleted is gone."""
    post = gwen.status_post("First wrods")
    edited = checked(gwen.status_update(post, "First words"))
    assert edited.edited_at is not None
    assert len(checked(gwen.status_history(post))) == 2
    assert checked(gwen.status_source(post)).text == "First words"
    pinned = checked(gwen.status_pin(post))
    assert pinned.pinned
    assert [shown.id for shown in checked(gwen.account_statuses(gwen.me().id, pinned=True))] == [post.id]
    assert checked(gwen.status_delete(post)).text == "First words"
    with pytest.raises(MastodonNotFoundError):
        gwen.status(post.id)


def test_search_timelines_and_lists(gwen: Mastodon, huw: Mastodon) -> None:
    """Words, tags and names are found; public, tag and list timelines page by Link to their end."""
    for number in range(5):
        gwen.status_post(f"Turnip diary {number} #turnips")
    found = checked(huw.search_v2("turnip"))
    assert len(found.statuses) == 5
    assert [tag.name for tag in found.hashtags] == ["turnips"]
    assert [who.acct for who in checked(huw.account_search("gwen"))] == ["gwen"]
    assert checked(huw.account_lookup("gwen")).acct == "gwen"
    first = checked(huw.timeline_hashtag("turnips", limit=2))
    assert len(huw.fetch_remaining(first)) == 5
    checked(huw.timeline_public(local=True))
    checked(huw.tag("turnips"))
    made = checked(huw.list_create("Neighbours"))
    huw.list_accounts_add(made, [gwen.me().id])
    assert [who.acct for who in checked(huw.list_accounts(made))] == ["gwen"]
    assert len(checked(huw.timeline_list(made, limit=3))) == 3
    checked(huw.list_update(made, "Gardeners"))
    assert [one.title for one in checked(huw.lists())] == ["Gardeners"]
    huw.list_delete(made)
    assert checked(huw.lists()) == []


def test_profile_relations_and_markers(gwen: Mastodon, huw: Mastodon) -> None:
    """A changed profile is shown; mute, block, note; reading positions are kept."""
    me = checked(
        gwen.account_update_credentials(
            display_name="Gwen", note="Gardens.", avatar=picture(), avatar_mime_type="image/png",
            fields=[("Plot", "12")], locked=True,
        )
    )  # fmt: skip
    assert (me.display_name, me.fields[0].value, me.locked) == ("Gwen", "12", True)
    gwen.account_update_credentials(locked=False)
    other = gwen.account_lookup("huw").id
    assert checked(gwen.account_mute(other)).muting
    assert not checked(gwen.account_unmute(other)).muting
    assert checked(gwen.account_note_set(other, "lends tools")).note == "lends tools"
    assert checked(gwen.account_relationships([other]))[0].followed_by
    assert [who.acct for who in checked(gwen.account_followers(gwen.me().id))] == ["huw"]
    assert [who.acct for who in checked(gwen.account_following(other))] == ["gwen"]
    assert checked(gwen.account_block(other)).blocking
    assert [who.acct for who in checked(gwen.blocks())] == ["huw"]
    assert not checked(gwen.account_unblock(other)).blocking
    checked(huw.account_follow(gwen.me().id))
    latest = gwen.timeline_home()[0].id
    gwen.markers_set(["home"], [latest])
    assert gwen.markers_get(["home"])["home"].last_read_id == latest


def test_empty_answers_an_app_starts_with(gwen: Mastodon) -> None:
    """What cannot exist yet is an empty list of the right kind."""
    for ask in (
        gwen.filters_v2, gwen.announcements, gwen.trending_tags, gwen.trending_statuses, gwen.trending_links,
        gwen.followed_tags, gwen.suggestions, gwen.domain_blocks, gwen.scheduled_statuses, gwen.featured_tags,
        gwen.endorsements, gwen.follow_requests, gwen.mutes,
    ):  # fmt: skip
        assert list(checked(ask())) == [], ask.__name__


def test_a_read_token_cannot_post(house: RunningHouse, gwen: Mastodon) -> None:
    """U2: 403, and nothing is said."""
    reader = Mastodon(access_token=house.token("gwen", "read"), api_base_url=house.base_url)
    with pytest.raises(MastodonAPIError) as refused:
        reader.status_post("Not with this token")
    assert refused.value.args[1] == 403
    assert "Not with this token" not in [post.content for post in gwen.account_statuses(gwen.me().id)]


def test_a_revoked_token_is_dead(house: RunningHouse) -> None:
    """U4: after the app gave its token back, nothing can be read with it."""
    client = signed_in(house, "huw")
    client.me()
    token = client.access_token
    client.revoke_access_token(allow_http=True)
    with pytest.raises(MastodonUnauthorizedError):
        Mastodon(access_token=token, api_base_url=house.base_url).me()
