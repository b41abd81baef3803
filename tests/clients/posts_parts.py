"""Parts of the walk through Mastodon.py: posts, polls, timelines, lists, filters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.clients.furnished_house import picture
from tests.clients.people_parts import People


def writing(people: People) -> None:
    """Posts: written, answered, changed, quoted, read in every way, deleted."""
    gwen, huw = people.gwen, people.huw
    media = gwen.media_post(picture(), "image/png", description="A card", focus=(0.5, -0.5), synchronous=True)
    assert gwen.media_update(media, description="A brown card", thumbnail=None).description == "A brown card"
    assert gwen.media(media).id == media.id
    assert gwen.decode_blurhash(media, (4, 4), size_per_component=False)
    post = gwen.status_post("Hello @huw :cwtch: #library", media_ids=[media], language="en", spoiler_text="hm")
    changed = gwen.generate_media_edit_attributes(media, description="Still brown", focus=(0.0, 0.0))
    edited = gwen.status_update(post, "Hello @huw #library", media_attributes=[changed])
    assert edited.media_attachments[0].description == "Still brown"
    assert len(gwen.status_history(post)) == 2
    assert gwen.status_source(post).text
    assert huw.status(post).id == post.id
    assert len(huw.statuses([post.id])) == 1
    answer = huw.status_reply(post, "Gladly")
    assert huw.status_context(post).descendants[0].id == answer.id
    context = huw.status_context(post)
    assert huw.get_async_refresh_info(context) is None
    assert huw.await_async_refresh(context) is context
    for does, undoes, attribute in (
        ("status_favourite", "status_unfavourite", "favourited"),
        ("status_bookmark", "status_unbookmark", "bookmarked"),
        ("status_mute", "status_unmute", "muted"),
    ):  # fmt: skip
        assert getattr(getattr(huw, does)(post), attribute)
        if attribute == "favourited":
            assert huw.favourites()[0].id == post.id
            assert gwen.status_favourited_by(post)[0].acct == "huw"
        if attribute == "bookmarked":
            assert huw.bookmarks()[0].id == post.id
        assert not getattr(getattr(huw, undoes)(post), attribute)
    assert huw.status_reblog(post).reblog.id == post.id
    assert gwen.status_reblogged_by(post)[0].acct == "huw"
    huw.status_unreblog(post)
    assert gwen.status_pin(post).pinned
    assert not gwen.status_unpin(post).pinned
    gwen.status_post("Nothing but words", visibility="private")
    short = gwen.toot("Just words, and a translation")
    assert "(cy)" in huw.status_translate(short, "en").content
    assert gwen.status_delete(short).text


def quoting(people: People) -> None:
    """Quotes: allowed, listed, withdrawn."""
    gwen, huw = people.gwen, people.huw
    post = gwen.status_post("Quote me", quote_approval_policy="public")
    quoting = huw.status_post("She says", quoted_status_id=post)
    assert quoting.quote.quoted_status.id == post.id
    assert gwen.status_quotes(post)[0].id == quoting.id
    gwen.status_quote_revoke(post, quoting)
    gwen.status_update_quote_approval_policy(post, "nobody")


def polls_and_scheduled(people: People) -> None:
    """A vote; a post for later."""
    gwen, huw = people.gwen, people.huw
    made = gwen.make_poll(["Tea", "Coffee"], expires_in=3600, multiple=True)
    post = gwen.status_post("Which?", poll=made)
    assert list(huw.poll_vote(post.poll, [0, 1]).own_votes) == [0, 1]
    assert gwen.poll(post.poll).votes_count == 2
    later = datetime.now(UTC) + timedelta(hours=1)
    planned = gwen.status_post("Later", scheduled_at=later, media_ids=[gwen.media_post(picture(), "image/png")])
    assert gwen.scheduled_statuses()[0].id == planned.id
    assert gwen.scheduled_status(planned).params.text == "Later"
    moved = later + timedelta(hours=1)
    assert gwen.scheduled_status_update(planned, moved).scheduled_at > later
    gwen.scheduled_status_delete(planned)


def timelines(people: People) -> None:
    """Every timeline, paging both ways, trends, search, markers."""
    gwen, huw, link = people.gwen, people.huw, people.house.environment["LINK"]
    for number in range(3):
        gwen.status_post(f"Leeks {number} #leeks")
    assert huw.timeline()
    assert huw.timeline_home(limit=2)
    assert huw.timeline_local()
    assert huw.timeline_public(only_media=True)
    assert huw.account_statuses(people.id("gwen"), exclude_replies=True)
    first = huw.timeline_hashtag("leeks", limit=1)
    second: Any = huw.fetch_next(first)
    previous: Any = huw.fetch_previous(second)
    assert huw.get_pagination_info(second, "next")
    assert previous[0].id == first[0].id
    assert len(huw.fetch_remaining(first)) == 3
    assert len(list(huw.pagination_iterator(first))) == 3
    assert sum(len(page) for page in huw.pagination_page_iterator(first)) == 3
    assert huw.timeline_is_available("public", local=True)
    assert huw.trending_links()[0].url == link
    assert huw.trending_statuses()
    assert huw.trending_tags()[0].name == "turnips"
    assert huw.trends()[0].name == "turnips"
    linking = huw.timeline_link(link)
    assert huw.status_card(linking[0]).title == "Turnips"
    assert huw.search("leeks").statuses
    assert huw.search_v2("gwen", result_type="accounts").accounts[0].acct == "gwen"
    huw.markers_set(["home"], [first[0].id])
    assert huw.markers_get(["home", "notifications"])["home"].last_read_id == first[0].id


def lists(people: People) -> None:
    """Lists and who is on them."""
    huw, her = people.huw, people.id("gwen")
    made = huw.list_create("Neighbours", replies_policy="none", exclusive=True)
    huw.list_accounts_add(made, [her])
    assert huw.list_accounts(made)[0].acct == "gwen"
    assert huw.account_lists(her)[0].id == made.id
    people.gwen.status_post("For the list")
    assert huw.timeline_list(made)
    assert huw.list_update(made, "Gardeners", exclusive=False).title == "Gardeners"
    assert huw.list(made).title == "Gardeners"
    assert len(huw.lists()) == 1
    huw.list_accounts_delete(made, [her])
    huw.list_delete(made)


def filters(people: People) -> None:
    """Filters of both kinds."""
    gwen, huw = people.gwen, people.huw
    post = gwen.status_post("Of slugs")
    made = huw.create_filter_v2("Slugs", ["home"], "warn", 3600, [{"keyword": "slugs", "whole_word": True}])
    assert huw.filter_v2(made).title == "Slugs"
    assert huw.update_filter_v2(made, title="No slugs", context=["home", "thread"]).title == "No slugs"
    word = huw.add_filter_keyword_v2(made, "snails")
    assert len(huw.filter_keywords_v2(made)) == 2
    huw.delete_filter_keyword_v2(word)
    one = huw.add_filter_status_v2(made, post)
    assert huw.filter_statuses_v2(made)[0].id == one.id
    assert huw.filter_status_v2(one).status_id == post.id
    shown = next(each for each in huw.timeline_home() if each.id == post.id)
    assert shown.filtered[0].filter.title == "No slugs"
    huw.delete_filter_status_v2(one)
    assert len(huw.filters_v2()) == 1
    huw.delete_filter_v2(made)
    old = huw.filter_create("slugs", ["home"], whole_word=True, expires_in=3600)
    assert huw.filter(old).phrase == "slugs"
    assert huw.filters_apply([post], huw.filters(), "home") == []
    assert huw.filter_update(old, phrase="snails", context=["home"]).phrase == "snails"
    huw.filter_delete(old)
