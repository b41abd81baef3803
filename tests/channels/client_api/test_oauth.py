"""OAuth in Mastodon's dialect: registering, consent, codes, tokens; and the tricks of attack U1."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from coffeehouse.database import sql
from tests.cast import PASSWORD, Cast, Person, latest_entry
from tests.channels.client_api.api import Api, Reply
from tests.clients.browser import Forms
from tests.protocols.schema import faults

CALLBACK = "https://app.example/callback"
OOB = "urn:ietf:wg:oauth:2.0:oob"
VERIFIER = "a-verifier-that-is-long-enough-for-anyone-to-use"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def app(db: None) -> dict[str, Any]:
    """A registered app."""
    reply = Api().post(
        "/api/v1/apps",
        {
            "client_name": "Teatime",
            "redirect_uris": [CALLBACK, OOB],
            "scopes": "read write",
            "website": "https://app.example",
        },
    )
    assert reply.status == 200, reply.body
    found: dict[str, Any] = reply.json
    return found


def browser(person: Person) -> Client:
    """A browser in which this person has signed in."""
    client = Client()
    answer = client.post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert answer.status_code == 303, answer.content
    return client


def asking(app: dict[str, Any], **more: str) -> dict[str, str]:
    """The query of an ordinary request for a code."""
    return {
        "client_id": app["client_id"], "redirect_uri": CALLBACK, "response_type": "code", "scope": "read write",
        "state": "xyz", **more,
    }  # fmt: skip


def allow(client: Client, query: dict[str, str], decision: str = "allow", **typed: str) -> Any:
    """Open the page and press a button."""
    page = client.get("/oauth/authorize", query)
    assert page.status_code == 200, page.content
    fields = Forms(page.content.decode()).to("/oauth/authorize")
    return client.post("/oauth/authorize", {**fields, "decision": decision, **typed})


def code_for(app: dict[str, Any], person: Person, **more: str) -> str:
    """A fresh code."""
    answer = allow(browser(person), asking(app, **more))
    assert answer.status_code == 303, answer.content
    return str(parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0])


def exchange(app: dict[str, Any], code: str, **more: str) -> Reply:
    """Ask for the token."""
    words = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "client_id": app["client_id"],
        "client_secret": app["client_secret"], **more,
    }  # fmt: skip
    return Api().form("POST", "/oauth/token", urlencode(words))


def test_an_app_registers(app: dict[str, Any]) -> None:
    """The answer is a CredentialApplication; only a hash of the secret is kept; the ledger has no secret."""
    assert faults({**app, "redirect_uris": [CALLBACK]}, "CredentialApplication") == []
    assert app["redirect_uri"] == f"{CALLBACK}\n{OOB}"
    assert sql.value("SELECT COUNT(*) FROM people_application WHERE secret_hash = %s", (app["client_secret"],)) == 0
    entry = latest_entry()
    assert entry.kind == "application.registered"
    assert app["client_secret"] not in str(sql.rows("SELECT payload FROM ledger_vault"))


@pytest.mark.parametrize(
    "body",
    [
        {"client_name": "", "redirect_uris": CALLBACK},
        {"client_name": "x" * 61, "redirect_uris": CALLBACK},
        {"client_name": "a"},
        {"client_name": "a", "redirect_uris": ""},
        {"client_name": "a", "redirect_uris": "javascript:alert(1)"},
        {"client_name": "a", "redirect_uris": "JavaScript:alert(1)"},
        {"client_name": "a", "redirect_uris": "data:text/html,x"},
        {"client_name": "a", "redirect_uris": "/callback"},
        {"client_name": "a", "redirect_uris": "https://"},
        {"client_name": "a", "redirect_uris": "https://app.example/#fragment"},
        {"client_name": "a", "redirect_uris": "https://*.example/callback"},
        {"client_name": "a", "redirect_uris": "https://user:pass@app.example/"},
        {"client_name": "a", "redirect_uris": "https://app.example;script-src/"},
        {"client_name": "a", "redirect_uris": "https://app.example,https://evil.example/"},
        {"client_name": "a", "redirect_uris": "https://app.example\\@evil.example/"},
        {"client_name": "a", "redirect_uris": [CALLBACK] + [f"{CALLBACK}{n}" for n in range(10)]},
        {"client_name": "a", "redirect_uris": CALLBACK, "scopes": "read everything"},
        {"client_name": "a", "redirect_uris": CALLBACK, "scopes": "read:*"},
        {"client_name": "a", "redirect_uris": CALLBACK, "website": "javascript:alert(1)"},
    ],
)
def test_what_is_no_app_is_refused(db: None, body: dict[str, Any]) -> None:
    """U1: no address that runs, hides or matches more than itself; no scope that does not exist."""
    reply = Api().post("/api/v1/apps", body)
    assert reply.status == 422, reply.body
    assert sql.value("SELECT COUNT(*) FROM people_application") == 0


def test_the_way_in(cast: Cast, app: dict[str, Any]) -> None:
    """Consent gives a code and the app's own state; the code gives a token; the token reads as Ada."""
    code = code_for(app, cast.ada)
    assert latest_entry().kind == "application.authorized"
    reply = exchange(app, code)
    assert reply.status == 200, reply.body
    assert faults(reply.json, "Token") == []
    assert (reply.json["token_type"], reply.json["scope"]) == ("Bearer", "read write")
    assert reply.headers["Cache-Control"] == "no-store"
    me = Api(reply.json["access_token"])
    assert me.get("/api/v1/accounts/verify_credentials").json["id"] == cast.ada.id
    assert me.get("/api/v1/apps/verify_credentials").json["redirect_uris"] == [CALLBACK, OOB]
    userinfo = me.get("/oauth/userinfo").json
    assert (userinfo["preferred_username"], userinfo["sub"]) == ("ada", "http://localhost:8000/users/ada")
    assert reply.json["access_token"] not in str(sql.rows("SELECT * FROM people_token"))
    posted = me.post("/api/v1/statuses", {"status": "Through the app"})
    assert posted.json["application"] == {"name": "Teatime", "website": "https://app.example"}


@pytest.mark.parametrize(
    "redirect_uri",
    ["teatime://", "oauth2redirect://com.example.app/", "com.example.app:/in", "https://app.example/a?b=c"],
)
def test_an_apps_own_scheme_is_answered_as_registered(cast: Cast, redirect_uri: str) -> None:
    """Apps on telephones register schemes of their own; the address stays as it is, the code is added."""
    app = Api().post("/api/v1/apps", {"client_name": "Own", "redirect_uris": redirect_uri, "scopes": "read"}).json
    query = asking(app, redirect_uri=redirect_uri, scope="read")
    location = allow(browser(cast.ada), query).headers["Location"]
    mark = "&" if "?" in redirect_uri else "?"
    assert location.startswith(f"{redirect_uri}{mark}code=")
    assert location.endswith("&state=xyz")
    page = browser(cast.ada).get("/oauth/authorize", query)
    assert f"form-action 'self' {redirect_uri.split('/')[0]}" in page.headers["Content-Security-Policy"]


def test_state_comes_back_and_no_goes_back_too(cast: Cast, app: dict[str, Any]) -> None:
    """A member who says no sends the app away with access_denied, its state, and no code."""
    answer = allow(browser(cast.ada), asking(app), "deny")
    given = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (given["error"], given["state"], "code" in given) == (["access_denied"], ["xyz"], False)


def test_who_is_not_signed_in_signs_in_first(cast: Cast, app: dict[str, Any]) -> None:
    """The sign-in page leads back to exactly this request."""
    answer = Client().get("/oauth/authorize", asking(app))
    assert answer.status_code == 302
    onward = parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]
    assert answer.headers["Location"].startswith("/sign-in?next=")
    assert parse_qs(urlsplit(onward).query)["client_id"] == [app["client_id"]]
    assert (
        Client()
        .post("/oauth/authorize", {**asking(app), "decision": "allow"})
        .headers["Location"]
        .startswith("/sign-in")
    )


def test_the_page_says_who_asks_for_what_and_may_lead_only_there(cast: Cast, app: dict[str, Any]) -> None:
    """Scopes in words; form-action allows this app's address and no other; never framed, never stored."""
    page = browser(cast.ada).get("/oauth/authorize", asking(app))
    html = unescape(page.content.decode())
    assert "Teatime" in html
    assert "See everything you can see here" in html
    policy = page.headers["Content-Security-Policy"]
    assert "form-action 'self' https://app.example" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_code_without_an_address_is_shown(cast: Cast, app: dict[str, Any]) -> None:
    """Out of band: the page has the code, and it works with that same redirect_uri only."""
    answer = allow(browser(cast.ada), asking(app, redirect_uri=OOB))
    code = Forms(answer.content.decode()).code
    assert exchange(app, code).json["error"] == "invalid_grant"
    assert exchange(app, code, redirect_uri=OOB).status == 200


def test_a_member_with_a_seat_chooses_the_account(cast: Cast, app: dict[str, Any]) -> None:
    """Cade may let the app act as the council; Ada may not, whatever her form says."""
    answer = allow(browser(cast.cade), asking(app), account_id=str(cast.voice_id))
    code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
    me = Api(exchange(app, code).json["access_token"])
    assert me.get("/api/v1/accounts/verify_credentials").json["acct"] == "leedon_council"
    stolen = allow(browser(cast.ada), asking(app), account_id=str(cast.voice_id))
    assert (stolen.status_code, "Location" in stolen.headers) == (403, False)


@pytest.mark.parametrize(
    "redirect_uri",
    [
        CALLBACK + "/", CALLBACK + "/more", CALLBACK + "?a=1", "https://app.example:8443/callback",
        "https://app.example.evil.example/callback", "http://app.example/callback", "https://APP.example/callback",
        "https://app.example/callback#x", "https://app.example/../callback", "https://evil.example/callback", "",
    ],
)  # fmt: skip
def test_u1_another_address_gets_nothing(cast: Cast, app: dict[str, Any], redirect_uri: str) -> None:
    """U1: prefix, sub-path, port, case: an address is registered letter by letter or not at all."""
    answer = browser(cast.ada).get("/oauth/authorize", asking(app, redirect_uri=redirect_uri))
    assert (answer.status_code, "Location" in answer.headers) == (422, False)


@pytest.mark.parametrize(
    "more",
    [
        {"scope": "read write admin"},
        {"scope": "follow"},
        {"scope": "read:*"},
        {"response_type": "token"},
        {"code_challenge": CHALLENGE, "code_challenge_method": "plain"},
        {"code_challenge": CHALLENGE},
        {"code_challenge": "short", "code_challenge_method": "S256"},
        {"client_id": "nobody"},
        {"state": "s" * 5_000},
    ],
)
def test_u1_what_an_app_may_not_ask(cast: Cast, app: dict[str, Any], more: dict[str, str]) -> None:
    """U1: more scopes than registered, tokens in addresses, PKCE without S256: a page says no, nothing is sent back."""
    answer = browser(cast.ada).get("/oauth/authorize", asking(app, **more))
    assert (answer.status_code, "Location" in answer.headers) == (422, False)


def _again(app: dict[str, Any], code: str) -> Reply:
    return exchange(app, code)


def _by_another(_app: dict[str, Any], code: str) -> Reply:
    other = Api().post("/api/v1/apps", {"client_name": "Other", "redirect_uris": CALLBACK, "scopes": "read write"}).json
    return exchange(other, code)


@pytest.mark.parametrize(
    ("spoil", "error", "status"),
    [
        (lambda app, code: exchange(app, code + "x"), "invalid_grant", 400),
        (lambda app, code: exchange(app, code, redirect_uri=OOB), "invalid_grant", 400),
        (lambda app, code: exchange(app, code, client_secret="wrong"), "invalid_client", 401),
        (lambda app, code: exchange(app, code, client_id="wrong"), "invalid_client", 401),
        (lambda app, code: exchange(app, code, grant_type="password"), "unsupported_grant_type", 400),
        (lambda app, code: exchange(app, code, grant_type=""), "invalid_request", 400),
        (lambda app, code: exchange(app, code, code_verifier=VERIFIER), "invalid_grant", 400),
        (_by_another, "invalid_grant", 400),
    ],
)
def test_u1_a_code_is_for_one_app_and_one_address(
    cast: Cast, app: dict[str, Any], spoil: Callable[[dict[str, Any], str], Reply], error: str, status: int
) -> None:
    """U1: a wrong code, address, secret, app or verifier gets OAuth's own error, and no token comes to be."""
    code = code_for(app, cast.ada)
    before = sql.value("SELECT COUNT(*) FROM people_token")
    reply = spoil(app, code)
    assert (reply.status, reply.json["error"]) == (status, error)
    assert reply.json["error_description"]
    assert sql.value("SELECT COUNT(*) FROM people_token") == before


def test_u1_a_code_used_twice_ends_the_token_it_gave(cast: Cast, app: dict[str, Any]) -> None:
    """U1: reuse means that somebody else has the code, so the first token is dead too."""
    code = code_for(app, cast.ada)
    token = exchange(app, code).json["access_token"]
    assert Api(token).get("/api/v1/accounts/verify_credentials").status == 200
    again = exchange(app, code)
    assert (again.status, again.json["error"]) == (400, "invalid_grant")
    assert Api(token).get("/api/v1/accounts/verify_credentials").status == 401
    assert latest_entry().kind == "token.revoked_by_reuse"


@pytest.mark.parametrize(("verifier", "status"), [(VERIFIER, 200), ("another", 400), ("", 400)])
def test_u1_pkce_binds_the_code(cast: Cast, app: dict[str, Any], verifier: str, status: int) -> None:
    """RFC 7636: a code asked for with a challenge needs its verifier."""
    code = code_for(app, cast.ada, code_challenge=CHALLENGE, code_challenge_method="S256")
    assert exchange(app, code, code_verifier=verifier).status == status


def test_u1_a_token_in_the_address_is_not_looked_at(cast: Cast) -> None:
    """U1: only the Authorization header counts."""
    token = cast.ada.token()
    assert Api().get("/api/v1/timelines/home", access_token=token).status == 401
    assert Api().post(f"/api/v1/statuses?access_token={token}", {"status": "x", "access_token": token}).status == 401


def test_a_client_says_who_it_is_by_basic_too(cast: Cast, app: dict[str, Any]) -> None:
    """RFC 6749 §2.3.1: HTTP Basic; both ways at once is refused."""
    basic = base64.b64encode(f"{app['client_id']}:{app['client_secret']}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}"}
    words = {"grant_type": "authorization_code", "code": code_for(app, cast.ada), "redirect_uri": CALLBACK}
    both = Api().post("/oauth/token", {**words, "client_secret": app["client_secret"]}, headers)
    assert (both.status, both.json["error"]) == (400, "invalid_request")
    assert Api().post("/oauth/token", words, headers).status == 200


def test_an_apps_own_token(app: dict[str, Any]) -> None:
    """Client credentials: enough for what apps may do, never more scopes than registered, no user's routes."""
    words = {"grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"]}
    reply = Api().post("/oauth/token", {**words, "scope": "read"})
    assert (reply.status, reply.json["scope"]) == (200, "read")
    api = Api(reply.json["access_token"])
    assert api.get("/api/v1/apps/verify_credentials").json["name"] == "Teatime"
    home = api.get("/api/v1/timelines/home")
    assert (home.status, home.error) == (403, "This method requires an authenticated user")
    too_much = Api().post("/oauth/token", {**words, "scope": "read write push"})
    assert (too_much.status, too_much.json["error"]) == (400, "invalid_scope")


def test_revoking(cast: Cast, app: dict[str, Any]) -> None:
    """The app ends its token; an unknown token is answered alike; another app may not."""
    token = exchange(app, code_for(app, cast.ada)).json["access_token"]
    other = Api().post("/api/v1/apps", {"client_name": "Other", "redirect_uris": CALLBACK}).json
    words = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    others = {"client_id": other["client_id"], "client_secret": other["client_secret"]}
    assert Api().post("/oauth/revoke", {**others, "token": token}).status == 200
    assert Api(token).get("/api/v1/accounts/verify_credentials").status == 200
    wrong = Api().post("/oauth/revoke", {**words, "client_secret": "wrong", "token": token})
    assert (wrong.status, wrong.json["error"]) == (403, "unauthorized_client")
    assert Api().post("/oauth/revoke", {**words, "token": "unknown"}).json == {}
    assert Api().post("/oauth/revoke", {**words, "token": token}).status == 200
    assert Api(token).get("/api/v1/accounts/verify_credentials").status == 401


def test_a_member_who_waits_for_approval_cannot_let_apps_in(cast: Cast, app: dict[str, Any]) -> None:
    """Approval first: no code, so no token, so no post."""
    sql.execute("UPDATE people_member SET state = 'pending' WHERE id = %s", (cast.sam.member_id,))
    answer = browser(cast.sam).get("/oauth/authorize", asking(app))
    assert answer.status_code == 422
