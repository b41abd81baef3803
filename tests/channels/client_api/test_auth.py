"""Who may call what: every route says so, and keeps to it."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.channels.client_api.endpoints import Endpoint
from coffeehouse.channels.client_api.urls import urlpatterns
from coffeehouse.database import sql
from coffeehouse.protocols.oauth_scopes import KNOWN, grants
from tests.cast import Cast
from tests.channels.client_api.api import Api


def _endpoints() -> list[Any]:
    """(path with numbers for its pieces, method, endpoint) of every route."""
    found = []
    for pattern in urlpatterns:
        methods: dict[str, Endpoint] = getattr(pattern.callback, "methods", {})
        path = str(pattern.name)
        for piece in ("<id>", "<name>", "<hashtag>", "<key>"):
            path = path.replace(piece, "1")
        for method, endpoint in methods.items():
            if path != "nowhere":
                found.append(pytest.param(f"/{path}", method, endpoint, id=f"{method} {pattern.name}"))
    return found


ENDPOINTS = _endpoints()
LOCKED = [one for one in ENDPOINTS if one.values[2].auth.who in ("user", "app")]
SCOPED = [one for one in ENDPOINTS if one.values[2].auth.scopes]
USERS = [one for one in ENDPOINTS if one.values[2].auth.who == "user"]


def test_every_route_says_who_may_call_it() -> None:
    """Each view carries `auth` for each of its methods; each scope named exists; what changes something needs one."""
    for pattern in urlpatterns:
        auth: dict[str, str] = getattr(pattern.callback, "auth", {})
        assert auth, pattern.name
        for method, said in auth.items():
            who, *scopes = said.replace(" or ", " ").split()
            assert who in ("user", "app", "anybody", "open", "session"), (pattern.name, said)
            assert set(scopes) <= set(KNOWN), (pattern.name, said)
            if method != "GET" and str(pattern.name).startswith("api/") and pattern.name != "api/v1/apps":
                assert who in ("user", "app"), (pattern.name, said)
                assert scopes, (pattern.name, said)
                # Translating changes nothing: Mastodon lets whoever may read ask for it. Push has one scope for all.
                needed = "read:" if str(pattern.name).endswith("/translate") else ("write:", "push")
                assert all(scope.startswith(needed) for scope in scopes), (pattern.name, said)


@pytest.mark.parametrize(("path", "method", "endpoint"), LOCKED)
@pytest.mark.parametrize("token", ["", "wrong"])
def test_without_a_good_token_nothing_locked_answers(
    db: None, path: str, method: str, endpoint: Endpoint, token: str
) -> None:
    """401, in Mastodon's words."""
    reply = Api(token).send(method, path, {} if method != "GET" else None)
    assert (reply.status, reply.error) == (401, "The access token is invalid")


@pytest.mark.parametrize(("path", "method", "endpoint"), SCOPED)
def test_u2_a_token_without_the_scope_is_refused(cast: Cast, path: str, method: str, endpoint: Endpoint) -> None:
    """U2: a token with every scope but those that grant it gets 403, before anything is looked up or written."""
    others = [one for one in KNOWN if not any(grants(frozenset({one}), scope) for scope in endpoint.auth.scopes)]
    entries = sql.value("SELECT COUNT(*) FROM ledger_entry")
    reply = Api(_token(cast, " ".join(others))).send(method, path, {} if method != "GET" else None)
    assert (reply.status, reply.error) == (403, "This action is outside the authorized scopes")
    assert sql.value("SELECT COUNT(*) FROM ledger_entry") == entries + 1  # the token itself


def _token(cast: Cast, scopes: str) -> str:
    return cast.ada.token(scopes)


@pytest.mark.parametrize(("path", "method", "endpoint"), USERS)
def test_u2_an_apps_own_token_is_no_users(db: None, path: str, method: str, endpoint: Endpoint) -> None:
    """U2: a token of an app alone is refused where an account is needed."""
    words = {"client_name": "App", "redirect_uris": "https://app.example/", "scopes": "read write follow push profile"}
    app = Api().post("/api/v1/apps", words).json
    token = Api().post(
        "/oauth/token",
        {
            "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"],
            "scope": words["scopes"],
        },
    ).json["access_token"]  # fmt: skip
    reply = Api(token).send(method, path, {} if method != "GET" else None)
    assert (reply.status, reply.error) == (403, "This method requires an authenticated user")


@pytest.mark.parametrize("state", ["suspended", "pending", "rejected"])
def test_u4_a_member_who_is_out_is_out_at_once(cast: Cast, ada: Api, state: str) -> None:
    """U4: the token of a member who is suspended or not let in reads nothing and writes nothing."""
    sql.execute("UPDATE people_member SET state = %s WHERE id = %s", (state, cast.ada.member_id))
    assert ada.get("/api/v1/timelines/home").status == 401
    assert ada.post("/api/v1/statuses", {"status": "Still here?"}).status == 401


@pytest.mark.parametrize("path", ["/api/v1/timelines/home", "/api/v1/nothing", "/oauth/token", "/api/v2/instance"])
def test_any_page_may_ask(db: None, path: str) -> None:
    """CORS: the preflight allows the headers apps send; answers, refusals too, let pages read Link."""
    preflight = Api().send("OPTIONS", path)
    assert preflight.status == 204
    assert "Idempotency-Key" in preflight.headers["Access-Control-Allow-Headers"]
    for method in ("GET", "POST"):
        headers = Api().send(method, path).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "Link" in headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in headers


def test_p3_what_is_personal_is_never_kept(ada: Api, anonymous: Api) -> None:
    """P3: with a token `no-store`, whatever the answer; and Authorization is part of what varies."""
    for path in ("/api/v1/timelines/home", "/api/v1/statuses/1", "/api/v1/timelines/public", "/api/v1/nothing"):
        headers = ada.get(path).headers
        assert headers["Cache-Control"] == "private, no-store", path
        assert "Authorization" in headers["Vary"], path
    assert anonymous.get("/api/v1/timelines/public").headers["Cache-Control"] == "no-cache"


def test_a_cookie_is_nobody_here(cast: Cast, anonymous: Api) -> None:
    """A browser session does not act through the API, so no page can make it."""
    anonymous.client.post("/sign-in", {"email": cast.ada.email, "password": "correct horse battery"})
    assert anonymous.get("/api/v1/timelines/home").status == 401
    assert anonymous.post("/api/v1/statuses", {"status": "forged"}).status == 401


@pytest.mark.parametrize(
    "path",
    ["/api/v1/nothing", "/api/v1/collections", "/api/v3/statuses", "/api/", "/oauth/nothing", "/api/v1/admin/accounts"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_what_does_not_exist_is_a_json_404(db: None, path: str, method: str) -> None:
    """Honest: not an empty list, not a page."""
    reply = Api().send(method, path)
    assert (reply.status, reply.json) == (404, {"error": "Record not found"})


def test_another_method_is_405_with_those_there_are(ada: Api) -> None:
    """RFC 9110 §15.5.6."""
    reply = ada.delete("/api/v1/timelines/home")
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, OPTIONS")


@pytest.mark.parametrize("path", ["/api/v1/instance/", "/api/v2/instance/", "/api/v1/timelines/public/"])
def test_a_slash_at_the_end_does_not_matter(db: None, path: str) -> None:
    """Mastodon.py writes some paths so."""
    assert Api().get(path).status == 200


@pytest.mark.parametrize("accept", ["application/json+activity", "text/html", "*/*", "nonsense", ""])
def test_any_accept_header_gets_json(db: None, accept: str) -> None:
    """The API speaks JSON whatever is asked for."""
    reply = Api().get("/api/v2/instance", headers={"Accept": accept})
    assert reply.headers["Content-Type"].startswith("application/json")
