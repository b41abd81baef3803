"""What every endpoint does alike: JSON whatever goes wrong, CORS, caching, slashes at the end, any Accept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from coffeehouse.channels.client_api.contract.routes import served
from coffeehouse.protocols import forms
from tests.cast import Cast
from tests.channels.client_api.api import Api, Reply

ROUTES = [(method, path) for method, path, _ in served()]
PATHS = sorted({path for _, path in ROUTES})
DISCOVERY = [
    ".well-known/webfinger", ".well-known/host-meta", ".well-known/nodeinfo", "nodeinfo/2.0",
    ".well-known/oauth-authorization-server",
]  # fmt: skip
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"]


def concrete(path: str) -> str:
    return "/" + re.sub(r"<\w+>", "1234567890", path)


# -- errors -----------------------------------------------------------------------------------------------------------


def test_a_method_nobody_serves_is_405_with_those_that_are(db: None) -> None:
    """On every route: `Allow` lists what there is; the body says it in JSON. TRACE is nobody's."""
    for path in PATHS:
        methods = {method for method, one in ROUTES if one == path}
        for method in {*METHODS} - methods - {"HEAD"}:
            reply = Reply(Client().generic(method, concrete(path)))
            assert reply.status == 405, (method, path)
            assert set(reply.headers["Allow"].split(", ")) == {*methods, "OPTIONS"}
            assert reply.error
    assert Reply(Client().generic("TRACE", "/api/v1/nothing")).status == 405


def test_the_shape_of_each_kind_of_error(cast: Cast, ada: Api, anonymous: Api) -> None:
    """401, 403, 404, 422 as Mastodon words them: `error` is a sentence; at OAuth a code with its description."""
    assert anonymous.get("/api/v1/timelines/home").json == {"error": "The access token is invalid"}
    narrow = Api(cast.ada.token("read:statuses"))
    refused = narrow.post("/api/v1/statuses", {"status": "x"})
    assert (refused.status, refused.json) == (403, {"error": "This action is outside the authorized scopes"})
    assert ada.get("/api/v1/statuses/1").json == {"error": "Record not found"}
    empty = ada.post("/api/v1/statuses", {"status": ""})
    assert (empty.status, list(empty.json)) == (422, ["error"])
    oauth = anonymous.post("/oauth/token", {"grant_type": "nonsense"})
    assert (oauth.status, set(oauth.json)) == (400, {"error", "error_description"})


def test_wrong_types_are_422_and_never_500(ada: Api) -> None:
    """Lists where text belongs, text where objects belong, numbers too large for any column."""
    for body in (
        {"status": ["a"]}, {"status": {"a": 1}}, {"status": "a", "poll": "x"},
        {"status": "a", "poll": {"options": "x"}}, {"status": "a", "sensitive": "maybe"},
        {"status": "a", "media_ids": [{"a": 1}]}, {"status": "a", "media_ids": "x"},
        {"status": "a", "visibility": "secret"}, {"status": "a", "language": []},
    ):  # fmt: skip
        reply = ada.post("/api/v1/statuses", body)
        assert reply.status == 422, (body, reply.body)
        assert reply.error
    absent = ada.post("/api/v1/statuses", {"status": "a", "in_reply_to_id": 2**63})
    assert absent.status == 404


def test_no_piece_of_a_path_may_hold_nul(cast: Cast, ada: Api) -> None:
    """Where a word or an id stands in an address: not there, on either database, in the lane and out of it."""
    paths = [(method, path) for method, path in ROUTES if "<" in path and "streaming" not in path]
    for method, path in paths:
        reply = ada.send(method, "/" + re.sub(r"<\w+>", "a%00b", path), None if method == "GET" else {"status": "x"})
        assert (reply.status, reply.error) == (404, "Record not found"), (method, path)


def test_ids_in_bodies_may_be_numbers(cast: Cast, ada: Api) -> None:
    """Some apps send what they got as text as a number."""
    status_id = ada.post("/api/v1/statuses", {"status": "One"}).json["id"]
    reply = ada.post("/api/v1/statuses", {"status": "Two", "in_reply_to_id": int(status_id)})
    assert reply.json["in_reply_to_id"] == status_id


# -- bodies in Rails' names -------------------------------------------------------------------------------------------


def test_fields_as_each_kind_of_body_writes_them(ada: Api) -> None:
    """JSON list, JSON with numbered members, form with indexes, form without, multipart: the same two fields."""
    path = "/api/v1/accounts/update_credentials"
    pairs = [("A", "1"), ("B", "2")]
    as_list = [{"name": name, "value": value} for name, value in pairs]
    indexed = "&".join(
        f"fields_attributes[{at}][name]={name}&fields_attributes[{at}][value]={value}"
        for at, (name, value) in enumerate(pairs)
    )
    flat = "&".join(f"fields_attributes[][name]={name}&fields_attributes[][value]={value}" for name, value in pairs)
    in_parts = {f"fields_attributes[{at}][{key}]": one[key] for at, one in enumerate(as_list) for key in one}
    for reply in (
        ada.patch(path, {"fields_attributes": as_list}),
        ada.patch(path, {"fields_attributes": {str(at): one for at, one in enumerate(as_list)}}),
        ada.form("PATCH", path, indexed),
        ada.form("PATCH", path, flat),
        ada.multipart("PATCH", path, **in_parts),
    ):
        assert [(one["name"], one["value"]) for one in reply.json["source"]["fields"]] == pairs, reply.body
        ada.patch(path, {"fields_attributes": []})


def test_a_post_with_a_poll_as_a_form(ada: Api) -> None:
    """`poll[options][]`, `poll[expires_in]`; and the query counts as well, the body over it."""
    encoded = "status=Which&poll[options][]=Tea&poll[options][]=Coffee&poll[expires_in]=3600&poll[multiple]=true"
    reply = ada.form("POST", "/api/v1/statuses?spoiler_text=Drinks&status=Ignored", encoded)
    assert [option["title"] for option in reply.json["poll"]["options"]] == ["Tea", "Coffee"]
    assert reply.json["poll"]["multiple"] is True
    assert (reply.json["spoiler_text"], reply.json["content"]) == ("Drinks", "<p>Which</p>")


@pytest.mark.parametrize("deep", ["a" * 10 + "[b]" * 3, "a[][b]", "a[0][b]", "[a]", "a[", "a]", "a[]]", "a[b][]"])
def test_odd_names_of_fields_are_read_or_refused(ada: Api, deep: str) -> None:
    """A name that nests strangely is 400 or ignored; forms are never a fault of ours."""
    assert ada.form("POST", "/api/v1/statuses", f"status=Hello&{deep}=1").status in (200, 400)
    assert forms.MAX_DEPTH >= 4


# -- CORS, caching, addresses -----------------------------------------------------------------------------------------


def test_any_page_may_ask_whether_it_may_call() -> None:
    """The preflight of every address, also of those there are not: 204, any origin, the headers apps send."""
    origin = {"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}
    for path in (*PATHS, *DISCOVERY, "api/v1/nothing"):
        reply = Reply(Client().options(concrete(path), headers=origin))
        assert reply.status == 204, path
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        allowed = set(reply.headers["Access-Control-Allow-Headers"].split(", "))
        assert {"Authorization", "Content-Type"} <= allowed, path
        assert path in DISCOVERY or "Idempotency-Key" in allowed


@pytest.mark.parametrize("path", ["/api/v2/instance", "/api/v1/timelines/home", "/api/v1/nothing", "/oauth/token"])
def test_a_page_may_read_answers_and_their_headers(db: None, path: str) -> None:
    """Refusals too; what clients page and wait by is exposed."""
    reply = Api().get(path)
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    exposed = set(reply.headers["Access-Control-Expose-Headers"].split(", "))
    assert {"Link", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "ETag"} <= exposed
    assert "Access-Control-Allow-Credentials" not in reply.headers


SAME_FOR_ALL = ["/api/v1/instance", "/api/v2/instance", "/api/v1/custom_emojis", "/api/v1/instance/rules"]


@pytest.mark.parametrize("path", SAME_FOR_ALL)
def test_who_has_the_bytes_already_is_not_sent_them_again(db: None, path: str) -> None:
    """ETag, then 304 without a body; another tag gets the answer; weak and listed tags count."""
    first = Api().get(path)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = Api().get(path, headers={"If-None-Match": known})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert Api().get(path, headers={"If-None-Match": '"other"'}).status == 200


def test_p3_what_is_made_for_one_reader_is_kept_by_nobody(cast: Cast, ada: Api) -> None:
    """P3: with a token: `private, no-store`, no ETag, and Vary says why; If-None-Match changes nothing."""
    status_id = cast.ada.says("Hello")
    for path in ("/api/v1/timelines/home", f"/api/v1/statuses/{status_id}", "/api/v2/instance", "/api/v1/nothing"):
        reply = ada.get(path, headers={"If-None-Match": "*"})
        assert reply.status != 304
        assert reply.headers["Cache-Control"] == "private, no-store", path
        assert "Authorization" in reply.headers["Vary"]
        assert "ETag" not in reply.headers


def test_p2_an_etag_is_no_oracle(cast: Cast, anonymous: Api) -> None:
    """P2: what may not be seen has no tag, and asking with one gets the 404 of what never was."""
    secret = cast.ada.says("for @bevan only", "direct")
    for tag in ("*", '"x"'):
        replies = [anonymous.get(f"/api/v1/statuses/{one}", headers={"If-None-Match": tag}) for one in (secret, 1)]
        assert {(reply.status, reply.body, reply.headers.get("ETag")) for reply in replies} == {
            (404, replies[0].body, None)
        }


@pytest.mark.parametrize("path", ["/api/v2/instance", "/api/v1/timelines/home", "/api/v1/nothing"])
def test_head_has_the_headers_of_get(ada: Api, path: str) -> None:
    """And no body."""
    got, head = ada.get(path), Reply(ada.client.head(path, headers=ada.headers))
    volatile = {"X-RateLimit-Remaining", "Content-Length"}
    assert head.status == got.status
    assert head.body == b""
    assert {k: v for k, v in head.headers.items() if k not in volatile} == {
        k: v for k, v in got.headers.items() if k not in volatile
    }


# -- pages of lists (D11) ---------------------------------------------------------------------------------------------

LISTS = sorted(
    {
        path
        for method, path, _ in served()
        if method == "GET" and "<" not in path and not path.startswith(("oauth", "api/v1/streaming"))
    }
)
ODD: list[dict[str, Any]] = [
    {"limit": "1000000000"}, {"limit": "-1"}, {"limit": "0"}, {"limit": "abc"}, {"limit": ""}, {"limit": "9" * 5_000},
    {"max_id": "-5"}, {"max_id": str(2**64)}, {"min_id": str(2**64)}, {"since_id": "x"}, {"min_id": "5", "max_id": "3"},
    {"max_id": "１２"}, {"limit": "1e3"}, {"offset": "-1"}, {"offset": "9" * 30}, {"limit[]": "4"}, {"max_id[a]": "4"},
    {"limit": "\x00"}, {"max_id": "0x10"}, {"min_id": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
]  # fmt: skip


def test_d11_impossible_pages_are_clamped(cast: Cast, ada: Api) -> None:
    """D11: whatever is asked of any list, it is a page of at most 80, an empty one or a refusal; never a fault."""
    cast.ada.says("One #tea")
    cast.bevan.says("@ada Two #tea")
    assert len(LISTS) > 30
    for path in LISTS:
        for query in ODD:
            reply = ada.get(f"/{path}", **query)
            assert reply.status in (200, 400, 404, 422, 503), (path, query, reply.status, reply.body)
            if reply.status == 200 and isinstance(reply.json, list):
                assert len(reply.json) <= 80, path


def test_link_leads_on_and_back(cast: Cast, ada: Api) -> None:
    """`next` while there may be more, `prev` always when something is shown; other parameters are kept."""
    ids = [cast.ada.says(f"Post {number}") for number in range(5)]
    reply = ada.get(f"/api/v1/accounts/{cast.ada.id}/statuses", limit="2", exclude_replies="true")
    assert reply.ids == [ids[4], ids[3]]
    links = dict(re.findall(r'<([^>]+)>; rel="(\w+)"', reply.headers["Link"]))
    following = next(address for address, relation in links.items() if relation == "next")
    assert f"max_id={ids[3]}" in following
    assert "exclude_replies=true" in following
    older = ada.get(following.removeprefix("http://localhost:8000"))
    assert older.ids == [ids[2], ids[1]]
    back = next(
        one for one, relation in re.findall(r'<([^>]+)>; rel="(\w+)"', older.headers["Link"]) if relation == "prev"
    )
    assert ada.get(back.removeprefix("http://localhost:8000")).ids == [ids[4], ids[3]]
    last = ada.get(f"/api/v1/accounts/{cast.ada.id}/statuses", max_id=str(ids[1]))
    assert (last.ids, 'rel="next"' in last.headers["Link"]) == ([ids[0]], False)


@pytest.mark.parametrize(("query", "expected"), [("min_id", [1, 2]), ("since_id", [3, 4]), ("max_id", [])])
def test_min_and_since_and_max(cast: Cast, ada: Api, query: str, expected: list[int]) -> None:
    """min_id: the oldest above it; since_id: the newest above it; max_id: below it."""
    ids = [cast.ada.says(f"Post {number}") for number in range(5)]
    reply = ada.get(f"/api/v1/accounts/{cast.ada.id}/statuses", limit="2", **{query: str(ids[0])})
    assert sorted(reply.ids) == [ids[at] for at in expected]
