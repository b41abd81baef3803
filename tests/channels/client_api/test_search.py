"""Search: what is found, by whom, and that nothing is found that may not be seen."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people.commands import FollowAccount
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults

PATH = "/api/v2/search"


def test_accounts_posts_and_hashtags(cast: Cast, sam: Api, anonymous: Api) -> None:
    """All three kinds, each chosen by `type`; without a token no posts."""
    post_id = cast.ada.says("The library opens late #library")
    found = sam.get(PATH, q="library").json
    assert faults(found, "Search") == []
    assert [post["id"] for post in found["statuses"]] == [str(post_id)]
    assert [tag["name"] for tag in found["hashtags"]] == ["library"]
    assert [account["acct"] for account in sam.get(PATH, q="leedon").json["accounts"]] == ["leedon_council"]
    only = sam.get(PATH, q="library", type="hashtags").json
    assert (only["statuses"], len(only["hashtags"])) == ([], 1)
    assert anonymous.get(PATH, q="library").json["statuses"] == []
    assert len(anonymous.get(PATH, q="library").json["hashtags"]) == 1


@pytest.mark.parametrize(
    ("visibility", "finds"),
    [("public", "sam faye bevan ada"), ("unlisted", "bevan ada"), ("followers", "bevan ada"), ("direct", "bevan ada")],
)
def test_p2_only_what_one_may_find(cast: Cast, visibility: str, finds: str) -> None:
    """P2: public posts for all, others for who wrote them or is named; Eve, blocked, finds nothing."""
    cast.ada.says("@bevan rhubarb", visibility)
    for person in (cast.sam, cast.faye, cast.bevan, cast.ada, cast.eve):
        found = Api(person.token()).get(PATH, q="rhubarb").json["statuses"]
        assert bool(found) == (person.name in finds.split()), person.name


def test_narrowed_to_an_account_or_those_followed(cast: Cast, sam: Api) -> None:
    """`account_id` and `following`."""
    mine, other = cast.ada.says("marmalade"), cast.faye.says("marmalade too")
    assert sam.get(PATH, q="marmalade", account_id=cast.faye.id).json["statuses"][0]["id"] == str(other)
    assert sam.get(PATH, q="ada", following="true").json["accounts"] == []
    cast.sam.does(FollowAccount(target_id=cast.ada.account_id))
    assert len(sam.get(PATH, q="ada", following="true").json["accounts"]) == 1
    assert [post["id"] for post in sam.get(PATH, q="marmalade", limit="1", offset="1").json["statuses"]] == [str(mine)]


def test_an_address_of_ours_is_opened(cast: Cast, sam: Api, anonymous: Api) -> None:
    """Paste a page's address: its post or account; one that may not be seen is not found."""
    public, secret = cast.ada.says("here"), cast.ada.says("hidden", "followers")
    base = "http://localhost:8000/@ada"
    assert sam.get(PATH, q=f"{base}/{public}").json["statuses"][0]["id"] == str(public)
    assert sam.get(PATH, q=base, resolve="true").json["accounts"][0]["id"] == cast.ada.id
    for api in (sam, anonymous):
        assert api.get(PATH, q=f"{base}/{secret}").json["statuses"] == []
    assert sam.get(PATH, q="http://localhost:8000/@nobody").json["accounts"] == []


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'; DROP TABLE posts_post; --",
        "NEAR(a b)",
        "a* OR b",
        "body:x",
        "^",
        "",
        "   ",
        "%",
        "_",
        "\x00",
        "x" * 5_000,
        "#",
        "@",
        "﷽" * 500,
    ],
)
def test_p8_no_words_are_commands(cast: Cast, sam: Api, words: str) -> None:
    """P8: whatever is typed is only looked for."""
    cast.ada.says("something")
    reply = sam.get(PATH, q=words)
    assert reply.status in (200, 422), reply.body
    if reply.status == 200:
        assert reply.json["statuses"] == []


def test_a_hashtag(cast: Cast, anonymous: Api) -> None:
    """A Tag with seven days of history; used in private only, it looks unused."""
    cast.ada.says("#Tea")
    tag = anonymous.get("/api/v1/tags/TEA").json
    assert faults(tag, "Tag") == []
    assert (tag["name"], tag["history"][0]["uses"], len(tag["history"])) == ("tea", "1", 7)
    cast.ada.says("#secret", "followers")
    assert anonymous.get("/api/v1/tags/secret").json["history"] == anonymous.get("/api/v1/tags/unused").json["history"]
