"""ReceiveEdit: a post from another server says something else now."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.commands import ReceiveEdit
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.queries import read_history, read_status
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden, NotFound
from coffeehouse.protocols.activitypub.documents import Attachment, MentionTag, PollDocument
from tests.commands.house import House
from tests.federation.elsewhere import Stranger, stranger


def status(viewer_id: int | None, post_id: int) -> dict[str, Any]:
    """A Status as an app gets it."""
    found = read_status(viewer_id, post_id)
    assert found is not None
    return dict(msgspec.json.decode(found))


@pytest.fixture
def dee(house: House) -> Stranger:
    """Somebody on another server."""
    return stranger()


def test_the_version_before_is_kept(house: House, dee: Stranger) -> None:
    """The new words show, the old ones are history, who boosted it and who is new in it are told."""
    post_id = dee.says(1, "Shwmae")
    house.act("gwyn", posts.BoostPost(post_id=post_id))
    ada = f"{status(None, house.post())['account']['uri']}"
    document = dee.note(1, "Shwmae @ada", mentions=(MentionTag(href=ada),), tags=("te",), updated_at=clock.now_ms())
    _, fact = house.records(dee.actor(), ReceiveEdit(document=document, raw="{}"), "post.revised", f"post/{post_id}")
    assert ("posts_post", post_id) in fact.states()
    shown = status(None, post_id)
    assert shown["content"] == "<p>Shwmae @ada</p>"
    assert shown["edited_at"] is not None
    assert (shown["uri"], [tag["name"] for tag in shown["tags"]]) == (document.id, ["te"])
    history = read_history(None, post_id)
    assert history is not None
    assert [version["content"] for version in history] == ["<p>Shwmae</p>", "<p>Shwmae @ada</p>"]
    assert house.notified("gwyn") == [("update", dee.account_id, post_id)]
    assert house.notified("ada") == [("mention", dee.account_id, post_id)]


def test_nothing_new_is_no_edit(house: House, dee: Stranger) -> None:
    """The same words again, and a version older than the one that is here, change nothing."""
    dee.says(1, "Shwmae", updated_at=2_000)
    house.leaves(dee.actor(), ReceiveEdit(document=dee.note(1, "Shwmae", updated_at=3_000)))
    house.leaves(dee.actor(), ReceiveEdit(document=dee.note(1, "Hen", updated_at=1_000)))


def test_an_edit_changes_nobody_elses_words(house: House, dee: Stranger) -> None:
    """Only its author changes a post; one that is not here is not brought in by its edit (attack O10)."""
    dee.says(1)
    mallory = stranger("mallory")
    house.refuses(mallory.actor(), ReceiveEdit(document=dee.note(1, "Drwg")), Forbidden)
    house.refuses(mallory.actor(), ReceiveEdit(document=mallory.note(7, "Drwg")), NotFound)


def test_o13_an_edit_shows_a_post_to_nobody_new(house: House, dee: Stranger) -> None:
    """Attack O13: what was said to followers stays theirs, whatever a later version claims."""
    post_id = dee.says(1, "Rhwng ni", visibility="followers")
    dee.does(ReceiveEdit(document=dee.note(1, "Rhwng ni, eto", visibility="public", updated_at=clock.now_ms())))
    assert read_status(None, post_id) is None


def test_counts_are_no_edit(house: House, dee: Stranger) -> None:
    """A Question with the same options has new counts; other options begin anew."""
    poll = PollDocument(options=(("Te", 0), ("Coffi", 1)), ends_at=9_000_000_000_000)
    post_id = dee.says(1, type="Question", poll=poll)
    house.act("ada", posts.VoteInPoll(post_id=post_id, choices=(0,)))
    counted = msgspec.structs.replace(poll, options=(("Te", 5), ("Coffi", 2)), voters_count=7)
    command = ReceiveEdit(document=dee.note(1, type="Question", poll=counted))
    house.records(dee.actor(), command, "poll.counted", f"post/{post_id}")
    shown = status(house.id("ada"), post_id)
    assert [option["votes_count"] for option in shown["poll"]["options"]] == [5, 2]
    assert (shown["poll"]["own_votes"], shown["edited_at"]) == ([0], None)
    other = PollDocument(options=(("Dŵr", 0), ("Llaeth", 0)))
    dee.does(ReceiveEdit(document=dee.note(1, type="Question", poll=other)))
    assert status(house.id("ada"), post_id)["poll"]["voted"] is False


def test_pictures_come_and_go(house: House, dee: Stranger) -> None:
    """A picture that stays is described anew, one that is gone is taken off, one that is new is fetched."""
    one, two, three = (Attachment(url=f"https://files.example/{name}.png", kind="image") for name in ("1", "2", "3"))
    post_id = dee.says(1, attachments=(one, two))
    described = msgspec.structs.replace(two, description="Tebot")
    dee.does(ReceiveEdit(document=dee.note(1, attachments=(three, described))))
    shown = status(None, post_id)["media_attachments"]
    assert [(item["remote_url"][-5:], item["description"]) for item in shown] == [("3.png", None), ("2.png", "Tebot")]
    assert sql.value("SELECT COUNT(*) FROM posts_media WHERE post_id IS NULL") == 1
