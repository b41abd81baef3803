"""AttachCard: what a linked page says of itself, under the post."""

from __future__ import annotations

import json
from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import writing_commands as commands
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House

URL = "https://example.org/bins"


def card(post: int, **members: Any) -> commands.AttachCard:
    """The command."""
    return commands.AttachCard(**{"post_id": post, "url": URL, "title": "Bins", **members})


def shown(post: int) -> dict[str, Any]:
    """The Status as anybody sees it."""
    found: dict[str, Any] = json.loads(read_status(None, post) or "null")
    return found


def test_the_card_is_part_of_the_status(house: House) -> None:
    """Row, fragment and trait; the ledger vouches for them; doing it twice is nothing."""
    post = house.post(f"See {URL} and https://example.org/other")
    assert shown(post)["card"] is None
    command = card(post, description="When they are emptied", provider_name="Leedon", published_at=1_763_772_000_000)
    _, fact = house.records("system", command, "card.attached", f"post/{post}")
    assert ("posts_post", post) in fact.states()
    found = shown(post)["card"]
    assert (found["url"], found["title"], found["provider_name"]) == (URL, "Bins", "Leedon")
    assert (found["type"], found["html"], found["embed_url"], found["image"]) == ("link", "", "", None)
    assert found["published_at"] == "2025-11-22T00:40:00.000Z"
    boost = int(house.act("fern", posts.BoostPost(post_id=post)).result["id"])
    assert shown(boost)["reblog"]["card"] == found
    house.leaves("system", command)


def test_x3_words_that_hold_html_stay_words(house: House) -> None:
    """X3: an iframe in a title is text in JSON; nothing of the card is HTML."""
    post = house.post(f"See {URL}")
    evil = '<iframe srcdoc="<script>alert(1)</script>" onload=alert(1)></iframe>'
    house.act("system", card(post, title=evil, description=evil, author_name=evil, provider_name=evil))
    found = shown(post)["card"]
    assert found["title"] == evil
    assert found["html"] == found["embed_url"] == ""


def test_only_the_first_link_of_the_post_has_a_card(house: House) -> None:
    """What an edit took out meanwhile is not shown; an edit that keeps the link keeps the card."""
    post = house.post(f"See {URL}")
    house.act("system", card(post))
    house.act("ada", posts.EditPost(post_id=post, text=f"Do see {URL}"))
    assert shown(post)["card"]["title"] == "Bins"
    house.act("ada", posts.EditPost(post_id=post, text="See https://example.org/other"))
    assert shown(post)["card"] is None
    assert sql.value("SELECT COUNT(*) FROM posts_postcard") == sql.value("SELECT COUNT(*) FROM posts_card") == 0
    house.leaves("system", card(post))


def test_it_goes_with_the_post(house: House) -> None:
    """A page that no post links to is forgotten."""
    first, second = house.post(f"See {URL}"), house.post(f"Look: {URL}", "gwyn")
    house.act("system", card(first))
    house.act("system", card(second))
    house.act("ada", posts.DeletePost(post_id=first))
    assert sql.value("SELECT COUNT(*) FROM posts_card") == 1
    house.act("gwyn", posts.DeletePost(post_id=second))
    assert sql.value("SELECT COUNT(*) FROM posts_card") == 0


def test_who_and_what_is_refused(house: House) -> None:
    """Only the house attaches; no other scheme; no page without a title; no post, no card."""
    post = house.post(f"See {URL}")
    house.refuses("ada", card(post), Refused)
    house.refuses("system", card(post, url="javascript:alert(1)"), Invalid)
    house.refuses("system", card(post, title="  "), Invalid)
    house.refuses("system", card(1 << 40), NotFound)
    boost = int(house.act("fern", posts.BoostPost(post_id=post)).result["id"])
    house.refuses("system", card(boost), NotFound)


def test_a_card_is_asked_for_only_where_the_setting_says_so(house: House, settings: Any) -> None:
    """Off, nothing is fetched; on, only for the link of a public or unlisted post."""
    house.post(f"See {URL}")
    assert house.jobs() == []
    settings.LINK_PREVIEWS = True
    house.post("No link")
    house.post(f"Private {URL}", visibility="followers")
    house.post(f"Direct {URL}", visibility="direct")
    assert house.jobs() == []
    house.post(f"Public {URL}")
    house.post(f"Unlisted {URL}", visibility="unlisted")
    assert house.jobs() == ["fetch_card", "fetch_card"]
