"""Quotes through the API: what each reader is shown of a quoted post, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.commands import DeletePost
from coffeehouse.domain.posts.queries import home_timeline
from coffeehouse.domain.posts.writing_commands import ChangeQuotePolicy
from coffeehouse.kernel.pages import Page
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


def quoting(cast: Cast, quoted: int, who: str = "faye", visibility: str = "public") -> int:
    """A post of somebody's that quotes another."""
    return int(getattr(cast, who).says("Read this", visibility, quoted_id=quoted))


def quote_of(api: Api, post_id: int) -> Any:
    """The quote as this reader sees it."""
    return api.get(f"/api/v1/statuses/{post_id}").json["quote"]


def test_a_post_quotes_another(cast: Cast, faye: Api, ada: Api) -> None:
    """POST with `quoted_status_id`: the Status holds the quoted one, whole; its author is told; it counts."""
    post_id = cast.ada.says("Bin day is Friday")
    reply = faye.post("/api/v1/statuses", {"status": "Note", "quoted_status_id": str(post_id)})
    assert reply.status == 200, reply.body
    assert faults(reply.json, "Status") == []
    quote = reply.json["quote"]
    assert (quote["state"], quote["quoted_status"]["id"]) == ("accepted", str(post_id))
    assert quote["quoted_status"]["quotes_count"] == 1
    assert quote["quoted_status"]["account"]["username"] == "ada"
    listed = ada.get(f"/api/v1/statuses/{post_id}/quotes")
    assert [item["id"] for item in listed.json] == [reply.json["id"]]
    news = ada.get("/api/v1/notifications", **{"types[]": "quote"}).json
    assert [(note["type"], note["status"]["id"]) for note in news] == [("quote", reply.json["id"])]
    assert faults(news[0], "Notification") == []


def test_a_quote_within_a_quote_is_named_only(cast: Cast, sam: Api) -> None:
    """One level down it is a ShallowQuote, with the id of what may be seen."""
    first = cast.ada.says("One")
    second = quoting(cast, first)
    third = quoting(cast, second, "sam")
    inner = quote_of(sam, third)["quoted_status"]["quote"]
    assert inner == {"state": "accepted", "quoted_status_id": str(first)}
    assert faults(inner, "ShallowQuote") == []
    cast.ada.does(DeletePost(post_id=first))
    inner = quote_of(sam, third)["quoted_status"]["quote"]
    assert inner == {"state": "deleted", "quoted_status_id": None}


def test_o12_a_private_post_is_never_shown_through_a_quote(cast: Cast) -> None:
    """O12: who may not see the quoted post sees that there is one, and no word, name or id of it."""
    secret = cast.ada.says("SECRET words", "followers")
    quote_id = int(cast.ada.says("@bevan @sam look", "direct", quoted_id=secret))
    cast.ada.does(people.RemoveFollower(account_id=cast.faye.account_id))
    for person in (cast.bevan, cast.sam):
        reply = Api(person.token()).get(f"/api/v1/statuses/{quote_id}")
        mentioned = {"state": "unauthorized", "quoted_status": None}
        assert reply.json["quote"] == mentioned, person.name
        assert b"SECRET" not in reply.body
        assert str(secret).encode() not in reply.body
        assert faults(reply.json, "Status") == []
    assert quote_of(Api(cast.ada.token()), quote_id)["state"] == "accepted"
    assert Api(cast.faye.token()).get(f"/api/v1/statuses/{quote_id}").status == 404


@pytest.mark.parametrize(
    "path", ["/api/v1/timelines/public", "/api/v1/accounts/{faye}/statuses", "/api/v1/statuses/{id}"]
)
@pytest.mark.parametrize(
    ("reader", "what", "state", "is_shown"),
    [
        ("sam", "nothing", "accepted", True),
        ("anonymous", "nothing", "accepted", True),
        ("eve", "blocked by the author", "unauthorized", False),
        ("sam", "blocks the author", "blocked_account", True),
        ("sam", "mutes the author", "muted_account", True),
        ("sam", "deleted", "deleted", False),
        ("sam", "revoked", "revoked", False),
        ("anonymous", "revoked", "revoked", False),
        ("sam", "author suspended", "unauthorized", False),
    ],
)
def test_what_each_reader_is_told(cast: Cast, path: str, reader: str, what: str, state: str, is_shown: bool) -> None:
    """O12: every list and single read says the same state; a post that may not be seen is not there in any of them."""
    post_id = cast.ada.says("Words of Ada's")
    quote_id = quoting(cast, post_id)
    acts: dict[str, Callable[[], object]] = {
        "blocks the author": lambda: cast.sam.does(people.BlockAccount(target_id=cast.ada.account_id)),
        "mutes the author": lambda: cast.sam.does(people.MuteAccount(target_id=cast.ada.account_id)),
        "deleted": lambda: cast.ada.does(DeletePost(post_id=post_id)),
        "revoked": lambda: Api(cast.ada.token()).post(f"/api/v1/statuses/{post_id}/quotes/{quote_id}/revoke"),
        "author suspended": lambda: cast.wyn.does(people.SuspendMember(member_id=cast.ada.member_id, reason="x")),
    }
    acts.get(what, lambda: None)()
    api = Api() if reader == "anonymous" else Api(getattr(cast, reader).token())
    reply = api.get(path.format(faye=cast.faye.id, id=quote_id))
    found = reply.json if isinstance(reply.json, dict) else next(x for x in reply.json if x["id"] == str(quote_id))
    assert found["quote"]["state"] == state
    assert (found["quote"]["quoted_status"] is not None) == is_shown
    if not is_shown:
        assert "Words of Ada's" not in str(found)
    assert faults(found, "Status") == []


def test_a_boost_of_a_quoting_post_shows_the_quote(cast: Cast, sam: Api) -> None:
    """The quote stands in the boosted post."""
    post_id = cast.ada.says("One")
    boost = sam.post(f"/api/v1/statuses/{quoting(cast, post_id)}/reblog").json
    assert boost["quote"] is None
    assert boost["reblog"]["quote"]["quoted_status"]["id"] == str(post_id)


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("public", {"ada": "automatic", "faye": "automatic", "sam": "automatic"}),
        ("followers", {"ada": "automatic", "faye": "automatic", "sam": "denied"}),
        ("nobody", {"ada": "automatic", "faye": "denied", "sam": "denied"}),
    ],
)
def test_each_reader_is_told_whether_they_may_quote(cast: Cast, policy: str, told: dict[str, str]) -> None:
    """`quote_approval` says who may and whether the reader may, and POST holds to it."""
    post_id = cast.ada.says("May you?", quote_policy=policy)
    for name, expected in told.items():
        api = Api(getattr(cast, name).token())
        approval = api.get(f"/api/v1/statuses/{post_id}").json["quote_approval"]
        automatic = [] if policy == "nobody" else [policy]
        assert approval == {"automatic": automatic, "manual": [], "current_user": expected}, name
        status = api.post("/api/v1/statuses", {"status": "Q", "quoted_status_id": post_id}).status
        assert status == (200 if expected == "automatic" else 404), name


def test_the_policy_of_a_private_post_is_nobody(cast: Cast, ada: Api) -> None:
    """Followers-only and direct posts promise nothing; their author may quote their own."""
    post_id = cast.ada.says("For followers", "followers", quote_policy="public")
    approval = Api(cast.faye.token()).get(f"/api/v1/statuses/{post_id}").json["quote_approval"]
    assert approval == {"automatic": [], "manual": [], "current_user": "denied"}
    assert ada.get(f"/api/v1/statuses/{post_id}").json["quote_approval"]["current_user"] == "automatic"


def test_the_author_changes_who_may_quote(cast: Cast, ada: Api, sam: Api) -> None:
    """PUT interaction_policy: one's own posts only, known words only."""
    path = f"/api/v1/statuses/{cast.ada.says('Mine')}/interaction_policy"
    reply = ada.put(path, {"quote_approval_policy": "followers"})
    assert reply.json["quote_approval"]["automatic"] == ["followers"]
    assert ada.put(path, {"quote_approval_policy": "friends"}).status == 422
    assert ada.put(path, {}).status == 200
    assert sam.put(path, {"quote_approval_policy": "nobody"}).status == 404
    assert Api().put(path, {"quote_approval_policy": "nobody"}).status == 401
    assert Api(cast.ada.token("read")).put(path, {"quote_approval_policy": "nobody"}).status == 403


def test_the_author_takes_their_post_out(cast: Cast, ada: Api, sam: Api) -> None:
    """POST revoke answers with the other post; only the quoted author may; what is no quote is 404."""
    post_id = cast.ada.says("Mine")
    quote_id = quoting(cast, post_id)
    path = f"/api/v1/statuses/{post_id}/quotes/{quote_id}/revoke"
    assert Api().post(path).status == 401
    assert sam.post(path).status == 403
    assert ada.post(f"/api/v1/statuses/{post_id}/quotes/{1 << 40}/revoke").status == 404
    reply = ada.post(path)
    assert (reply.json["id"], reply.json["quote"]) == (str(quote_id), {"state": "revoked", "quoted_status": None})
    assert ada.get(f"/api/v1/statuses/{post_id}/quotes").json == []


def test_quotes_are_paged_and_scoped(cast: Cast, anonymous: Api, faye: Api) -> None:
    """Newest first with `Link`; followers-only quotes only for those who see them; unseen posts are 404."""
    post_id = cast.ada.says("Quote me")
    ids = [quoting(cast, post_id) for _ in range(3)] + [quoting(cast, post_id, visibility="followers")]
    path = f"/api/v1/statuses/{post_id}/quotes"
    assert anonymous.get(path).ids == ids[2::-1]
    assert faye.get(path).ids == ids[::-1]
    page = anonymous.get(path, limit=2)
    assert page.ids == [ids[2], ids[1]]
    assert 'rel="next"' in page.headers["Link"]
    assert anonymous.get(path, max_id=ids[1]).ids == [ids[0]]
    assert anonymous.get(f"/api/v1/statuses/{cast.ada.says('x', 'direct')}/quotes").status == 404


def test_a_page_without_quotes_costs_one_query_and_with_them_two(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of ordinary posts pays nothing for quotes; ordinary quotes cost one query a page, however many."""
    asked: list[str] = []
    rows = sql.rows

    def counted(statement: str, params: Any = ()) -> Any:
        asked.append(statement)
        return rows(statement, params)

    monkeypatch.setattr(sql, "rows", counted)

    def queries() -> int:
        asked.clear()
        home_timeline(cast.faye.account_id, Page(limit=20))
        return len(asked)

    post_id = cast.ada.says("Plain")
    assert queries() == 1
    for _ in range(3):
        quoting(cast, post_id)
    assert queries() == 2
    cast.ada.does(ChangeQuotePolicy(post_id=post_id, quote_policy="followers"))
    assert queries() <= 4


def test_every_version_of_a_quoting_post_has_its_quote(cast: Cast, faye: Api, sam: Api) -> None:
    """History tells the quote as its reader may see it."""
    post_id = cast.ada.says("Mine")
    quote_id = quoting(cast, post_id)
    edited = faye.put(f"/api/v1/statuses/{quote_id}", {"status": "Read this now"})
    assert edited.json["quote"]["quoted_status"]["id"] == str(post_id)
    history = sam.get(f"/api/v1/statuses/{quote_id}/history").json
    assert [version["quote"]["quoted_status"]["id"] for version in history] == [str(post_id)] * 2
    assert [fault for version in history for fault in faults(version, "StatusEdit")] == []
    cast.ada.does(DeletePost(post_id=post_id))
    again = sam.get(f"/api/v1/statuses/{quote_id}/history").json
    assert [version["quote"] for version in again] == [{"state": "deleted", "quoted_status": None}] * 2
