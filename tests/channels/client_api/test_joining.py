"""Signing up through an app, confirming an address, and the ways in of a house opened for tests."""

from __future__ import annotations

import statistics
import time
from typing import Any

import pytest

from coffeehouse.database import sql
from tests.cast import PASSWORD, Cast
from tests.channels.client_api.api import Api
from tests.channels.client_api.test_accounts import SIGN_UP
from tests.protocols.schema import faults

WORDS = {"client_name": "Suite", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write follow push"}


@pytest.fixture
def app(db: None) -> dict[str, Any]:
    found: dict[str, Any] = Api().post("/api/v1/apps", WORDS).json
    return found


@pytest.fixture
def suite(app: dict[str, Any]) -> Api:
    """The app, with a token of its own."""
    return Api(
        Api().post(
            "/oauth/token",
            {
                "grant_type": "client_credentials", "client_id": app["client_id"],
                "client_secret": app["client_secret"], "scope": WORDS["scopes"],
            },
        ).json["access_token"]
    )  # fmt: skip


def test_u6_a_known_address_is_answered_like_an_unknown_one(cast: Cast, suite: Api) -> None:
    """U6: status, body and headers are the same, and so, within ten percent, is the time."""
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(4):
        for kind, email in (("unknown", f"new{number}@example.org"), ("known", cast.ada.email)):
            began = time.process_time()
            reply = suite.post("/api/v1/accounts", {**SIGN_UP, "username": f"{kind}{number}", "email": email})
            times[kind].append(time.process_time() - began)
            assert (reply.status, reply.json["state"]) == (202, "pending")
            assert reply.json.keys() == {"state", "message"}
    # The suite hashes cheaply; in a house the hash, made in both cases, takes fifty times as long as all the rest.
    assert abs(statistics.median(times["known"]) - statistics.median(times["unknown"])) < 0.02
    assert sql.value("SELECT COUNT(*) FROM people_member WHERE email = %s", (cast.ada.email,)) == 1


def test_all_that_is_wrong_at_once(suite: Api) -> None:
    """422 with every field, each fault in Mastodon's code."""
    reply = suite.post(
        "/api/v1/accounts", {"username": "", "email": "", "password": "", "agreement": False, "locale": "hello"}
    )
    assert (reply.status, reply.error[:17]) == (422, "Validation failed")
    codes = {field: [fault["error"] for fault in found] for field, found in reply.json["details"].items()}
    assert codes == {
        "username": ["ERR_BLANK"], "email": ["ERR_BLANK", "ERR_INVALID"], "password": ["ERR_BLANK"],
        "agreement": ["ERR_ACCEPTED"],
    }  # fmt: skip


def test_confirmation(cast: Cast, ada: Api, anonymous: Api) -> None:
    """`true` for who is confirmed; who is cannot ask for another mail; nobody without a token."""
    assert ada.get("/api/v1/emails/check_confirmation").json is True
    reply = ada.post("/api/v1/emails/confirmations")
    assert (reply.status, "awaiting confirmation" in reply.error) == (403, True)
    assert anonymous.get("/api/v1/emails/check_confirmation").status == 401
    sql.execute("UPDATE people_member SET confirmed_at = NULL WHERE id = %s", (cast.ada.member_id,))
    assert ada.get("/api/v1/emails/check_confirmation").json is False


def test_in_a_house_for_people_there_is_no_password_grant(cast: Cast, app: dict[str, Any]) -> None:
    """As if the grant did not exist; the metadata does not name it."""
    reply = Api().post("/oauth/token", by_password(app, cast.ada.email))
    assert (reply.status, reply.json["error"]) == (400, "unsupported_grant_type")
    assert "password" not in Api().get("/.well-known/oauth-authorization-server").json["grant_types_supported"]


def by_password(app: dict[str, Any], name: str, password: str = PASSWORD) -> dict[str, str]:
    return {
        "grant_type": "password", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "username": name, "password": password, "scope": "read write follow push",
        "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
    }  # fmt: skip


class TestInTestMode:
    """What changes with TEST_MODE, and what does not."""

    @pytest.fixture(autouse=True)
    def _on(self, settings: Any) -> None:
        settings.TEST_MODE = True

    def test_signing_up_gives_a_token(self, cast: Cast, suite: Api) -> None:
        """At once, with any password; they may post; asking for the mail again works, to another address too."""
        reply = suite.post("/api/v1/accounts", {**SIGN_UP, "password": "password"})
        assert reply.status == 200, reply.body
        assert faults(reply.json, "Token") == []
        dee = Api(reply.json["access_token"])
        assert dee.get("/api/v1/accounts/verify_credentials").json["username"] == "dee"
        assert dee.post("/api/v1/statuses", {"status": "Here I am"}).status == 200
        assert dee.get("/api/v1/apps/verify_credentials").json["name"] == "Suite"
        assert dee.get("/api/v1/emails/check_confirmation").json is False
        assert dee.post("/api/v1/emails/confirmations", {"email": "dee@example2.org"}).json == {}
        taken = suite.post("/api/v1/accounts", {**SIGN_UP, "username": "dee2"})
        assert taken.json["details"]["email"][0]["error"] == "ERR_TAKEN"

    @pytest.mark.parametrize("name", ["ada@example.org", "ada"])
    def test_name_and_password_give_a_token(self, cast: Cast, app: dict[str, Any], name: str) -> None:
        """By address or handle; a wrong password is OAuth's own error; only a known app may ask."""
        reply = Api().post("/oauth/token", by_password(app, name))
        assert reply.status == 200, reply.body
        assert Api(reply.json["access_token"]).get("/api/v1/accounts/verify_credentials").json["id"] == cast.ada.id
        wrong = Api().post("/oauth/token", by_password(app, name, "wrong"))
        assert (wrong.status, wrong.json["error"]) == (400, "invalid_grant")
        stranger = Api().post("/oauth/token", by_password({**app, "client_secret": "wrong"}, name))
        assert (stranger.status, stranger.json["error"]) == (401, "invalid_client")
        assert "password" in Api().get("/.well-known/oauth-authorization-server").json["grant_types_supported"]

    def test_an_app_is_needed(self, cast: Cast, anonymous: Api) -> None:
        """No token, no sign-up: as ever."""
        assert anonymous.post("/api/v1/accounts", SIGN_UP).status == 401
