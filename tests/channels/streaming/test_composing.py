"""Who hears what: the same posts, in the same words, as the REST reads give to the same viewer."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.channels.streaming.announcing import tell_due
from coffeehouse.delivery import deliveries
from coffeehouse.delivery.worker import drain
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people.commands import (
    AddToList,
    BlockAccount,
    CreateList,
    FollowAccount,
    MuteAccount,
)
from coffeehouse.domain.posts.announcing import (
    AddReaction,
    EditAnnouncement,
    EndAnnouncement,
    RemoveReaction,
    WriteAnnouncement,
)
from coffeehouse.domain.posts.commands import (
    BoostPost,
    DeletePost,
    EditPost,
    FavouritePost,
    MuteThread,
    PollDraft,
    UnboostPost,
)
from coffeehouse.domain.posts.inbox_commands import (
    AcceptNotificationRequests,
    CreateFilter,
    KeywordChange,
    SetNotificationPolicy,
)
from coffeehouse.domain.records import recalling
from coffeehouse.domain.records.commands import CarryOutErasure, RequestErasure
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.ledger import queries as ledger
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.channels.streaming.conftest import Ears, ids
from tests.protocols.schema import faults


def home(person: Any) -> dict[str, Any]:
    """The home timeline over REST, by id."""
    return {status["id"]: status for status in Api(person.token()).get("/api/v1/timelines/home").json}


@pytest.mark.parametrize("visibility", ["public", "unlisted", "followers", "direct"])
def test_the_user_stream_is_the_home_timeline(cast: Cast, ears: Ears, visibility: str) -> None:
    """Author, follower, stranger, blocked: an update reaches exactly those on whose home the post stands, as there."""
    people = (cast.ada, cast.faye, cast.sam, cast.eve, cast.bevan)
    listeners = {person.name: ears.listen(person, "user") for person in people}
    cast.ada.says("hello @bevan", visibility)
    for person in people:
        shown = home(person)
        heard = [payload for event, payload in ears.heard(listeners[person.name]) if event == "update"]
        assert {status["id"]: status for status in heard} == shown
        assert [fault for status in heard for fault in faults(status, "Status")] == []


def test_each_hears_their_own_view(cast: Cast, ears: Ears) -> None:
    """What a listener did with a post, or with its thread, stands in the event, as on their home timeline."""
    cast.sam.does(FollowAccount(target_id=cast.ada.account_id))
    old = cast.bevan.says("boosted by Ada")
    cast.faye.does(FavouritePost(post_id=old))
    cast.sam.does(MuteThread(post_id=old))
    listeners = [(person, ears.listen(person, "user")) for person in (cast.ada, cast.faye, cast.sam)]
    cast.ada.does(BoostPost(post_id=old))
    cast.ada.says("a poll", poll=PollDraft(options=("tea", "coffee"), expires_in=600))
    cast.ada.says("plain")
    for person, listener in listeners:
        shown = home(person)
        heard = {payload["id"]: payload for event, payload in ears.heard(listener) if event == "update"}
        assert heard == {number: shown[number] for number in heard}
        assert len(heard) == 3
    faye = home(cast.faye)
    assert [status["reblog"]["favourited"] for status in faye.values() if status["reblog"]] == [True]


def test_public_streams_are_the_public_timeline(cast: Cast, ears: Ears) -> None:
    """Public posts that are no answers and no boosts, in the anonymous view; by hashtag answers too."""
    public, local, remote, media, tea = (
        ears.listen(None, name, tag="Tea")
        for name in ("public", "public:local", "public:remote", "public:media", "hashtag")
    )
    first = cast.ada.says("one #tea")
    answer = cast.sam.says("two #TEA", in_reply_to_id=first)
    for hidden in ("unlisted", "followers", "direct"):
        cast.ada.says(f"{hidden} #tea", hidden)
    cast.sam.does(BoostPost(post_id=first))
    heard = ears.heard(public)
    shown = Api().get("/api/v1/timelines/public").json
    assert [payload for _, payload in heard] == shown[::-1]
    assert ids(heard) == [first]
    assert ids(ears.heard(local)) == [first]
    assert ears.heard(remote) == ears.heard(media) == []
    assert ids(ears.heard(tea)) == [first, answer]
    assert sorted(ids(ears.heard(tea))) == []


def test_mutes_and_blocks_hold_in_public_streams(cast: Cast, ears: Ears) -> None:
    """Who mutes or blocks the author, or is blocked by them, does not hear them; the others do."""
    cast.sam.does(MuteAccount(target_id=cast.ada.account_id))
    cast.bevan.does(BlockAccount(target_id=cast.ada.account_id))
    listeners = {person.name: ears.listen(person, "public") for person in (cast.faye, cast.sam, cast.bevan, cast.eve)}
    post_id = cast.ada.says("hello")
    heard = {name: ids(ears.heard(listener)) for name, listener in listeners.items()}
    assert heard == {"faye": [post_id], "sam": [], "bevan": [], "eve": []}


def test_a_list_hears_its_members(cast: Cast, ears: Ears) -> None:
    """What stands in the list's timeline, and only for its owner."""
    list_id = cast.faye.does(CreateList(title="Friends")).result
    cast.faye.does(AddToList(list_id=int(list_id), account_ids=(cast.ada.account_id,)))
    listener = ears.listen(cast.faye, "list", list=str(list_id))
    post_id = cast.ada.says("listed", "followers")
    cast.sam.says("not listed")
    heard = ears.heard(listener)
    assert [payload for _, payload in heard] == Api(cast.faye.token()).get(f"/api/v1/timelines/list/{list_id}").json
    assert ids(heard) == [post_id]


def test_notifications_reach_whom_they_are_for(cast: Cast, ears: Ears) -> None:
    """On `user` and `user:notification`, equal to the REST answer; not on `user` of a token that may not read them."""
    user, only = ears.listen(cast.ada, "user"), ears.listen(cast.ada, "user:notification")
    narrow = ears.listen(cast.ada, "user", scopes="read:statuses")
    other = ears.listen(cast.faye, "user:notification")
    cast.sam.says("hello @ada")
    heard = ears.heard(only)
    assert [payload for _, payload in heard] == Api(cast.ada.token()).get("/api/v1/notifications").json[:1]
    assert [name for name, _ in heard] == ["notification"]
    assert heard[0] in ears.heard(user)
    assert ears.heard(narrow) == []
    assert ears.heard(other) == []
    assert faults(heard[0][1], "Notification") == []


def test_an_edit_reaches_who_has_the_post(cast: Cast, ears: Ears) -> None:
    """status.update, with the new words, wherever the post stands."""
    post_id = cast.ada.says("old words #tea")
    home_, public, tag = (
        ears.listen(cast.faye, "user"), ears.listen(None, "public"), ears.listen(None, "hashtag", tag="tea")
    )  # fmt: skip
    stranger = ears.listen(cast.sam, "user")
    cast.ada.does(EditPost(post_id=post_id, text="new words #tea"))
    for listener in (home_, public, tag):
        heard = ears.heard(listener)
        assert [name for name, _ in heard] == ["status.update"]
        assert "new words" in heard[0][1]["content"]
    assert ears.heard(stranger) == []


def test_a_new_post_that_is_edited_at_once_is_new_first(cast: Cast, ears: Ears) -> None:
    """Both within one look: one update and no status.update before it; its words are the new ones."""
    listener = ears.listen(cast.faye, "user")
    post_id = cast.ada.says("old")
    cast.ada.does(EditPost(post_id=post_id, text="new"))
    heard = ears.heard(listener)
    assert ids(heard) == [post_id]
    assert "new" in heard[0][1]["content"]


def test_a_deletion_tells_an_id_and_nothing_else(cast: Cast, ears: Ears) -> None:
    """Followers, author, those mentioned; public streams only of a public post; boosts go with it."""
    post_id = cast.ada.says("hello @bevan #tea")
    boost_id = int(cast.sam.does(BoostPost(post_id=post_id)).result["id"])
    private = cast.ada.says("followers only", "followers")
    listeners = {person.name: ears.listen(person, "user") for person in (cast.ada, cast.faye, cast.bevan, cast.sam)}
    cade = ears.listen(cast.cade, "user")
    public, tea, cake = (ears.listen(None, name, tag=tag) for name, tag in (
        ("public", ""), ("hashtag", "tea"), ("hashtag", "cake")))  # fmt: skip
    cast.ada.does(DeletePost(post_id=post_id))
    cast.ada.does(DeletePost(post_id=private))
    heard = {name: [one for one in ears.heard(listener)] for name, listener in listeners.items()}
    gone, gone_private, gone_boost = (("delete", number) for number in (post_id, private, boost_id))
    assert heard == {
        "ada": [gone, gone_private], "faye": [gone, gone_private], "bevan": [gone], "sam": [gone_boost],
    }  # fmt: skip
    assert ears.heard(public) == [gone]
    assert ears.heard(tea) == [gone]
    assert ears.heard(cake) == ears.heard(cade) == []


def test_an_erasure_tells_ids_of_what_is_gone(cast: Cast, ears: Ears) -> None:
    """When a person is forgotten, whoever may have their posts open is told to drop them: public ones and their boosts
    everywhere, for nobody knows any more who had them; others only those who followed, and those they named."""
    public = cast.ada.says("hello @bevan #tea")
    boost_id = int(cast.sam.does(BoostPost(post_id=public)).result["id"])
    own_boost = int(cast.ada.does(BoostPost(post_id=cast.sam.says("of another"))).result["id"])
    for_followers, direct = (cast.ada.says("@bevan not for all", visibility) for visibility in ("followers", "direct"))
    erasure_id = int(cast.ada.does(RequestErasure(account_id=cast.ada.account_id)).result)
    follower, named, stranger = (ears.listen(person, "user") for person in (cast.faye, cast.bevan, cast.sam))
    list_id = str(cast.faye.does(CreateList(title="Friends")).result)
    others = [
        ears.listen(None, "public"),
        ears.listen(None, "hashtag", tag="tea"),
        ears.listen(cast.faye, "list", list=list_id),
    ]
    act(CarryOutErasure(erasure_id=erasure_id), SYSTEM, "worker")
    gone = {public, boost_id, own_boost}
    for listener in (stranger, *others):
        heard = ears.heard(listener)
        assert {payload for name, payload in heard if name == "delete"} == gone
        assert [name for name, _ in heard] == ["delete"] * len(gone)
    for listener, private in ((follower, {for_followers}), (named, {for_followers, direct})):
        assert {payload for name, payload in ears.heard(listener) if name == "delete"} == gone | private


def test_whom_an_erased_post_named_is_forgotten_after_a_minute(cast: Cast, ears: Ears) -> None:
    """The minute in which the streams are told; the entry of the erasure does not say it."""
    deliveries.register_all()
    now = clock.now_ms()
    with clock.at(now):
        private = cast.ada.says("@bevan only you", "direct")
        command = RequestErasure(account_id=cast.ada.account_id, objects=(f"post/{private}",))
        erasure_id = int(cast.ada.does(command).result)
        act(CarryOutErasure(erasure_id=erasure_id), SYSTEM, "worker")
    assert recalling.named_in(private) == [cast.bevan.account_id]
    entry = ledger.entries_of(f"erasure/{erasure_id}")[-1]
    assert str(cast.bevan.account_id) not in msgspec.json.encode(ledger.payload_of(entry.sequence)).decode()
    for later, left in ((recalling.LASTS - 1, 1), (recalling.LASTS, 0)):
        with clock.at(now + later):
            drain()
        assert len(recalling.named_in(private)) == left


def test_a_single_post_that_is_erased_goes_from_the_screens_of_followers(cast: Cast, ears: Ears) -> None:
    """Its author and who follows them are told, also of a post for followers; nobody else."""
    private = cast.ada.says("followers only", "followers")
    command = RequestErasure(account_id=cast.ada.account_id, objects=(f"post/{private}",))
    erasure_id = int(cast.ada.does(command).result)
    author, follower, stranger = (ears.listen(person, "user") for person in (cast.ada, cast.faye, cast.sam))
    act(CarryOutErasure(erasure_id=erasure_id), SYSTEM, "worker")
    assert ears.heard(author) == ears.heard(follower) == [("delete", private)]
    assert ears.heard(stranger) == []


def test_a_boost_taken_back(cast: Cast, ears: Ears) -> None:
    """Its id, for those who follow the one who boosted."""
    post_id = cast.bevan.says("passed on")
    boost_id = int(cast.ada.does(BoostPost(post_id=post_id)).result["id"])
    follower, stranger = ears.listen(cast.faye, "user"), ears.listen(cast.sam, "user")
    cast.ada.does(UnboostPost(post_id=post_id))
    assert ears.heard(follower) == [("delete", boost_id)]
    assert ears.heard(stranger) == []


def test_a_direct_post_is_news_of_a_conversation(cast: Cast, ears: Ears) -> None:
    """For those who take part: the Conversation as REST lists it."""
    ada, sam, faye = (ears.listen(person, "direct") for person in (cast.ada, cast.sam, cast.faye))
    cast.ada.says("@sam only you", "direct")
    cast.ada.says("for all")
    for person, listener in ((cast.ada, ada), (cast.sam, sam)):
        listed = Api(person.token()).get("/api/v1/conversations").json
        assert ears.heard(listener) == [("conversation", listed[0])]
    assert ears.heard(faye) == []


def test_filters_are_applied_and_their_change_is_told(cast: Cast, ears: Ears) -> None:
    """`filtered` as on the home timeline, at home and in public; filters_changed only for their owner."""
    user, other = ears.listen(cast.faye, "user"), ears.listen(cast.ada, "user")
    cast.faye.does(
        CreateFilter(title="Tea", context=("home", "public"), action="warn",
                     keywords=(KeywordChange(keyword="tea", whole_word=True),))
    )  # fmt: skip
    assert ears.heard(user) == [("filters_changed", None)]
    assert ears.heard(other) == []
    public, anybody = ears.listen(cast.faye, "public"), ears.listen(None, "public")
    cast.ada.says("a cup of tea")
    for listener in (user, public):
        ((_, status),) = ears.heard(listener)
        assert [found["keyword_matches"] for found in status["filtered"]] == [["tea"]]
    assert ears.heard(other)[0][1]["filtered"] == []
    assert "filtered" not in ears.heard(anybody)[0][1]


def test_what_is_kept_back_is_not_heard_until_let_in(cast: Cast, ears: Ears) -> None:
    """A notification that the account's policy keeps back is silent; letting it in is told."""
    cast.ada.does(SetNotificationPolicy(for_not_following="filter"))
    user = ears.listen(cast.ada, "user")
    cast.sam.says("hello @ada")
    assert [name for name, _ in ears.heard(user)] == []
    request_ids = Api(cast.ada.token()).get("/api/v1/notifications/requests").ids
    cast.ada.does(AcceptNotificationRequests(request_ids=tuple(request_ids)))
    assert ears.heard(user) == [("notifications_merged", 1)]


def test_announcements_reach_everybody_signed_in(cast: Cast, ears: Ears) -> None:
    """Told, answered with an emoji, reworded, ended: each as REST shows it; nothing of one for later until its time."""
    user, anybody, direct = ears.listen(cast.sam, "user"), ears.listen(None, "public"), ears.listen(cast.sam, "direct")
    announcement_id = int(cast.wyn.does(WriteAnnouncement(words=(("en", "No water today."),))).result)
    shown = Api(cast.sam.token()).get("/api/v1/announcements").json
    assert ears.heard(user) == [("announcement", shown[0])]
    assert faults(shown[0], "Announcement") == []
    for command, count in ((AddReaction, 1), (RemoveReaction, 0)):
        cast.faye.does(command(announcement_id=announcement_id, name="☕"))
        reaction = {"name": "☕", "count": count, "announcement_id": str(announcement_id)}
        assert ears.heard(user) == [("announcement.reaction", reaction)]
    cast.wyn.does(EditAnnouncement(announcement_id=announcement_id, words=(("en", "Water again."),)))
    ((event, payload),) = ears.heard(user)
    assert (event, "Water again." in payload["content"]) == ("announcement", True)
    cast.wyn.does(EndAnnouncement(announcement_id=announcement_id))
    assert ears.heard(user) == [("announcement.delete", announcement_id)]
    later = clock.now_ms() + clock.HOUR
    cast.wyn.does(WriteAnnouncement(words=(("en", "For later."),), published_at=later))
    assert ears.heard(user) == []
    with clock.at(later + 1):
        ears.hub.deliver(tell_due(later - 1, later + 1, {cast.sam.account_id}))
    assert [name for name, _ in ears.heard(user)] == ["announcement"]
    assert ears.heard(anybody) == ears.heard(direct) == []


def test_nothing_acknowledged_is_left_out(cast: Cast, ears: Ears) -> None:
    """More posts than one step takes, in order, each once."""
    listener = ears.listen(cast.faye, "user")
    said = [cast.ada.says(f"post {number}") for number in range(130)]
    assert ids(ears.heard(listener)) == said


def test_a_message_names_its_stream(cast: Cast, ears: Ears) -> None:
    """On a WebSocket: stream, event, and the payload as text within the JSON."""
    listener = ears.listen(None, "hashtag", tag="Tea")
    listener.is_socket = True
    post_id = cast.ada.says("#tea")
    ears.watch()
    message = msgspec.json.decode(listener._waiting[0])
    assert (message["stream"], message["event"]) == (["hashtag", "Tea"], "update")
    assert msgspec.json.decode(message["payload"])["id"] == str(post_id)
