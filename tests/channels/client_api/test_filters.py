"""Filters: made, changed and deleted in both versions, and applied to every post that is answered."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.domain.posts.commands import BoostPost, PollDraft
from coffeehouse.kernel import clock
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults

RAIN = {"title": "Weather", "context": ["home", "public"], "keywords_attributes": [{"keyword": "rain"}]}


def made(api: Api, **more: Any) -> dict[str, Any]:
    """A filter of theirs."""
    reply = api.post("/api/v2/filters", {**RAIN, **more})
    assert reply.status == 200, reply.body
    assert faults(reply.json, "Filter") == []
    found: dict[str, Any] = reply.json
    return found


def results(api: Api, path: str, post_id: int) -> list[dict[str, Any]]:
    """`filtered` of a post in an answer."""
    answer = api.get(path).json
    posts = answer if isinstance(answer, list) else [answer]
    found: list[dict[str, Any]] = next(post["filtered"] for post in posts if post["id"] == str(post_id))
    return found


# -- version 2 -------------------------------------------------------------------------------------------------------


def test_made_read_changed_deleted(ada: Api) -> None:
    """Each step answers with the Filter and is recorded."""
    first = made(ada, filter_action="blur", expires_in=3600)
    assert (first["title"], first["context"], first["filter_action"]) == ("Weather", ["home", "public"], "blur")
    assert [word["keyword"] for word in first["keywords"]] == ["rain"]
    assert first["keywords"][0]["whole_word"] is True
    assert first["statuses"] == []
    assert ada.get("/api/v2/filters").json == [first]
    path = f"/api/v2/filters/{first['id']}"
    assert ada.get(path).json == first
    keyword = first["keywords"][0]["id"]
    changed = ada.put(
        path,
        {
            "title": "Rain", "filter_action": "hide", "expires_in": None,
            "keywords_attributes": [{"id": keyword, "keyword": "drizzle", "whole_word": False}, {"keyword": "hail"}],
        },
    )  # fmt: skip
    assert faults(changed.json, "Filter") == []
    assert (changed.json["title"], changed.json["filter_action"], changed.json["expires_at"]) == ("Rain", "hide", None)
    assert changed.json["context"] == ["home", "public"]
    assert [(word["keyword"], word["whole_word"]) for word in changed.json["keywords"]] == [
        ("drizzle", False), ("hail", True),
    ]  # fmt: skip
    assert latest_entry().kind == "filter.updated"
    gone = ada.put(path, {"keywords_attributes": [{"id": keyword, "_destroy": True}]})
    assert [word["keyword"] for word in gone.json["keywords"]] == ["hail"]
    assert ada.delete(path).json == {}
    assert ada.get(path).status == 404
    assert ada.get("/api/v2/filters").json == []


@pytest.mark.parametrize("kind", ["form", "numbered", "multipart"])
def test_forms_are_read_as_rails_writes_them(ada: Api, kind: str) -> None:
    """Keywords as `keywords_attributes[][keyword]`, numbered, in a form or multipart."""
    fields = [("title", "x"), ("context[]", "home"), ("context[]", "thread"), ("expires_in", "")]
    at = "0" if kind == "numbered" else ""
    if kind == "multipart":
        members = {
            "title": "x", "context[]": ["home", "thread"], "keywords_attributes[][keyword]": "rain",
            "keywords_attributes[][whole_word]": "false",
        }  # fmt: skip
        reply = ada.multipart("POST", "/api/v2/filters", **members)
    else:
        fields += [(f"keywords_attributes[{at}][keyword]", "rain"), (f"keywords_attributes[{at}][whole_word]", "false")]
        if kind == "form":
            fields += [("keywords_attributes[][keyword]", "snow"), ("keywords_attributes[][whole_word]", "1")]
        reply = ada.form("POST", "/api/v2/filters", "&".join(f"{name}={value}" for name, value in fields))
    assert reply.status == 200, reply.body
    assert (reply.json["context"], reply.json["expires_at"]) == (["home", "thread"], None)
    words = [(word["keyword"], word["whole_word"]) for word in reply.json["keywords"]]
    assert words == [("rain", False), ("snow", True)][: 2 if kind == "form" else 1]
    form = f"keywords_attributes[][id]={reply.json['keywords'][0]['id']}&keywords_attributes[][_destroy]=1"
    left = ada.form("PUT", f"/api/v2/filters/{reply.json['id']}", form).json["keywords"]
    assert [word["keyword"] for word in left] == [word for word, _ in words[1:]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"context": []},
        {"context": ["everywhere"]},
        {"filter_action": "explode"},
        {"expires_in": "soon"},
        {"expires_in": -5},
        {"keywords_attributes": ["rain"]},
        {"keywords_attributes": [{"keyword": "x" * 600}]},
        {"keywords_attributes": [{"keyword": "x", "whole_word": "maybe"}]},
    ],
)
def test_what_is_wrong_is_422(ada: Api, wrong: dict[str, Any]) -> None:
    """Said in words, and nothing is made."""
    reply = ada.post("/api/v2/filters", {**RAIN, **wrong})
    assert reply.status == 422, reply.body
    assert reply.error
    assert ada.get("/api/v2/filters").json == []


def test_keywords_one_by_one(ada: Api) -> None:
    """Listed, added, read, changed, removed."""
    path = f"/api/v2/filters/{made(ada)['id']}/keywords"
    added = ada.post(path, {"keyword": "snow", "whole_word": False})
    assert faults(added.json, "FilterKeyword") == []
    assert [word["keyword"] for word in ada.get(path).json] == ["rain", "snow"]
    one = f"/api/v2/filters/keywords/{added.json['id']}"
    assert ada.get(one).json == added.json
    assert ada.put(one, {"keyword": "sleet", "whole_word": True}).json == {
        "id": added.json["id"], "keyword": "sleet", "whole_word": True,
    }  # fmt: skip
    assert ada.delete(one).json == {}
    assert ada.get(one).status == 404
    assert ada.post(path, {"keyword": ""}).status == 422


def test_posts_one_by_one(cast: Cast, ada: Api) -> None:
    """Put under a filter, listed, read, taken out; what one may not see is not there."""
    post_id, secret = cast.sam.says("dull"), cast.sam.says("@bevan secret", "direct")
    path = f"/api/v2/filters/{made(ada)['id']}/statuses"
    added = ada.post(path, {"status_id": str(post_id)})
    assert faults(added.json, "FilterStatus") == []
    assert added.json["status_id"] == str(post_id)
    assert ada.get(path).json == [added.json]
    assert ada.post(path, {"status_id": str(post_id)}).status == 422
    for nothing in (str(secret), "1", "", "abc"):
        assert ada.post(path, {"status_id": nothing}).status == 404
    one = f"/api/v2/filters/statuses/{added.json['id']}"
    assert ada.get(one).json == added.json
    found = results(ada, f"/api/v1/statuses/{post_id}", post_id)
    assert (found[0]["status_matches"], found[0]["keyword_matches"]) == ([str(post_id)], None)
    assert ada.delete(one).json == {}
    assert results(ada, f"/api/v1/statuses/{post_id}", post_id) == []


@pytest.mark.parametrize("scope", ["read:filters", "write:filters", "read:statuses"])
def test_scopes(cast: Cast, scope: str) -> None:
    """Reading and writing apart, others not at all."""
    api = Api(cast.ada.token(scope))
    assert api.get("/api/v2/filters").status == (200 if scope == "read:filters" else 403)
    assert api.get("/api/v1/filters").status == (200 if scope == "read:filters" else 403)
    assert api.post("/api/v2/filters", RAIN).status == (200 if scope == "write:filters" else 403)
    assert Api().get("/api/v2/filters").status == 401


# -- version 1 -------------------------------------------------------------------------------------------------------


def test_version_one_is_its_keywords(ada: Api) -> None:
    """Each keyword of a filter is one; what either version makes or changes, the other shows."""
    first = ada.post(
        "/api/v1/filters", {"phrase": "rain", "context": ["home"], "irreversible": True, "whole_word": False}
    )
    assert faults(first.json, "V1Filter") == []
    assert (first.json["irreversible"], first.json["whole_word"], first.json["expires_at"]) == (True, False, None)
    whole = ada.get("/api/v2/filters").json
    assert [(one["title"], one["filter_action"], one["keywords"][0]["id"]) for one in whole] == [
        ("rain", "hide", first.json["id"])
    ]
    path = f"/api/v1/filters/{first.json['id']}"
    changed = ada.put(path, {"phrase": "snow", "context": ["home", "thread"], "irreversible": False, "expires_in": 60})
    assert faults(changed.json, "V1Filter") == []
    assert (changed.json["phrase"], changed.json["context"]) == ("snow", ["home", "thread"])
    assert changed.json["irreversible"] is False
    assert changed.json["expires_at"] is not None
    assert ada.get(path).json == changed.json
    assert ada.get("/api/v1/filters").json == [changed.json]
    assert ada.delete(path).json == {}
    assert ada.get(path).status == 404
    assert ada.get("/api/v2/filters").json == []


def test_a_filter_of_several_keywords_is_not_changed_by_version_one(ada: Api) -> None:
    """Its keyword is; what would change the others too is refused; removing one leaves the rest."""
    whole = made(ada, keywords_attributes=[{"keyword": "rain"}, {"keyword": "snow"}])
    rain = f"/api/v1/filters/{whole['keywords'][0]['id']}"
    assert ada.put(rain, {"phrase": "drizzle", "context": ["home", "public"]}).json["phrase"] == "drizzle"
    assert ada.put(rain, {"phrase": "drizzle", "context": ["thread"]}).status == 422
    assert ada.put(rain, {"phrase": "drizzle", "irreversible": True}).status == 422
    assert ada.get("/api/v2/filters").json[0]["title"] == "Weather"
    assert ada.delete(rain).json == {}
    left = ada.get("/api/v2/filters").json[0]
    assert [word["keyword"] for word in left["keywords"]] == ["snow"]
    assert ada.post("/api/v1/filters", {"phrase": "", "context": ["home"]}).status == 422
    assert ada.post("/api/v1/filters", {"phrase": "x"}).status == 422


# -- applied ---------------------------------------------------------------------------------------------------------


def test_every_answer_with_posts_is_compared(cast: Cast, ada: Api, sam: Api) -> None:
    """Timelines, threads, notifications, lists of all kinds: `filtered` says which filter, and nothing is left out."""
    whole = made(ada)
    first = cast.sam.says("@ada Rain again #wet")
    answer = cast.sam.says("@ada and again", in_reply_to_id=first)
    ada.post(f"/api/v1/accounts/{cast.sam.id}/follow")
    ada.post(f"/api/v1/statuses/{first}/bookmark")
    ada.post(f"/api/v1/statuses/{first}/favourite")
    for path in (
        f"/api/v1/statuses/{first}", "/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/wet",
        f"/api/v1/accounts/{cast.sam.id}/statuses", "/api/v1/bookmarks", "/api/v1/favourites",
    ):  # fmt: skip
        found = results(ada, path, first)
        assert [fault for one in found for fault in faults(one, "FilterResult")] == [], path
        assert [(one["filter"]["id"], one["keyword_matches"]) for one in found] == [(whole["id"], ["Rain"])], path
        assert "keywords" not in found[0]["filter"]
    context = ada.get(f"/api/v1/statuses/{answer}/context").json
    assert context["ancestors"][0]["filtered"][0]["filter"]["title"] == "Weather"
    news = ada.get("/api/v1/notifications", **{"types[]": "mention"}).json
    assert [bool(one["status"]["filtered"]) for one in news] == [False, True]
    grouped = ada.get("/api/v2/notifications").json["statuses"]
    assert {post["id"]: bool(post["filtered"]) for post in grouped} == {str(answer): False, str(first): True}
    assert ada.get("/api/v2/search", q="again").json["statuses"][0]["filtered"] is not None
    assert sam.get(f"/api/v1/statuses/{first}").json["filtered"] == []
    assert "filtered" not in Api().get(f"/api/v1/statuses/{first}").json


def test_a_boost_is_what_it_boosts(cast: Cast, faye: Api) -> None:
    """Both the boost and the post in it say so."""
    made(faye)
    first = cast.sam.says("rain")
    cast.ada.does(BoostPost(post_id=first))
    boost = faye.get("/api/v1/timelines/home").json[0]
    assert boost["filtered"] == boost["reblog"]["filtered"] != []


def test_polls_warnings_and_pictures_count(cast: Cast, ada: Api) -> None:
    """All words of a post are looked at."""
    made(ada)
    warned = cast.sam.says("x", spoiler_text="rain")
    asked = cast.sam.says("x", poll=PollDraft(options=("sun", "rain"), expires_in=3600))
    for post_id in (warned, asked):
        assert results(ada, f"/api/v1/statuses/{post_id}", post_id)[0]["keyword_matches"] == ["rain"]


def test_a_filter_ends_with_its_time(cast: Cast, ada: Api) -> None:
    """It stays in the list and filters no more."""
    made(ada, expires_in=60)
    post_id = cast.sam.says("rain")
    assert results(ada, f"/api/v1/statuses/{post_id}", post_id) != []
    with clock.at(clock.now_ms() + 61_000):
        assert results(ada, f"/api/v1/statuses/{post_id}", post_id) == []
        assert len(ada.get("/api/v2/filters").json) == 1


def test_who_has_no_filters_is_asked_nothing_more(cast: Cast, ada: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token says whether there are any."""
    from coffeehouse.channels.client_api import answers

    def never(*_: Any) -> Any:
        raise AssertionError("compared with filters")

    monkeypatch.setattr(answers, "filtered_for", never)
    post_id = cast.sam.says("rain")
    assert ada.get(f"/api/v1/statuses/{post_id}").status == 200
    made(ada)
    assert ada.get(f"/api/v1/statuses/{post_id}").status == 500
