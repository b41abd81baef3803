"""Push subscriptions through the API."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people.push_commands import ALERTS
from coffeehouse.domain.people.queries.push import vapid_public_key
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults

PATH = "/api/v1/push/subscription"
# RFC 8291 section 5.
KEYS = {
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
ENDPOINT = "https://push.example.net/device/abc"


def _words(**subscription: Any) -> dict[str, Any]:
    return {
        "subscription": {"endpoint": ENDPOINT, "keys": KEYS, **subscription},
        "data": {"alerts": {"mention": True, "follow": "true", "poll": False}, "policy": "followed"},
    }


def test_a_subscription_from_beginning_to_end(ada: Api) -> None:
    """Not there, made, read, changed, ended; each answer is the entity the documentation describes."""
    assert (ada.get(PATH).status, ada.get(PATH).json) == (404, {"error": "Record not found"})
    made = ada.post(PATH, _words(standard=True))
    assert made.status == 200
    assert faults(made.json, "WebPushSubscription") == []
    assert made.json == {
        "id": made.json["id"],
        "endpoint": ENDPOINT,
        "standard": True,
        "alerts": {name: name in ("mention", "follow") for name in ALERTS},
        "policy": "followed",
        "server_key": vapid_public_key(),
    }
    assert latest_entry().kind == "push.subscribed"
    assert ada.get(PATH).json == made.json
    changed = ada.put(PATH, {"data": {"alerts": {"poll": True}}}).json
    assert [name for name, wanted in changed["alerts"].items() if wanted] == ["poll"]
    assert (changed["id"], changed["policy"]) == (made.json["id"], "followed")
    assert ada.put(PATH, {"policy": "none"}).json["policy"] == "none"
    assert ada.put(PATH, {"data": {"policy": "all"}}).json["policy"] == "all"
    assert ada.put(PATH).json["policy"] == "all"
    assert ada.delete(PATH).json == {}
    assert latest_entry().kind == "push.unsubscribed"
    assert (ada.get(PATH).status, ada.put(PATH, {"policy": "all"}).status) == (404, 404)
    assert ada.delete(PATH).json == {}


def test_a_form_with_rails_nesting_is_the_same(ada: Api) -> None:
    """As Tusky and Mastodon.py send it; without `standard` the old encoding is meant."""
    encoded = "&".join(
        [
            f"subscription[endpoint]={quote(ENDPOINT, safe='')}",
            f"subscription[keys][p256dh]={KEYS['p256dh']}",
            f"subscription[keys][auth]={KEYS['auth']}",
            "data[alerts][mention]=true",
            "data[alerts][admin.sign_up]=1",
            "data[alerts][unheard_of]=true",
            "data[policy]=follower",
        ]
    )
    made = ada.form("POST", PATH, encoded).json
    assert [name for name, wanted in made["alerts"].items() if wanted] == ["mention", "admin.sign_up"]
    assert (made["standard"], made["policy"]) == (False, "follower")
    changed = ada.form("PUT", PATH, "data[alerts][reblog]=true").json
    assert [name for name, wanted in changed["alerts"].items() if wanted] == ["reblog"]
    members = {"subscription[endpoint]": ENDPOINT, **{f"subscription[keys][{name}]": key for name, key in KEYS.items()}}
    assert ada.multipart("POST", PATH, **members).json["policy"] == "all"


def test_a_new_one_takes_the_place_of_the_old(ada: Api) -> None:
    """One subscription for each token, with a new id."""
    first, second = ada.post(PATH, _words()).json["id"], ada.post(PATH, _words()).json["id"]
    assert first != second
    assert sql.rows("SELECT id FROM people_pushsubscription") == [(int(second),)]


def test_p1_every_token_has_its_own(cast: Cast, ada: Api, sam: Api) -> None:
    """P1: neither another person nor another app of the same one sees or ends it."""
    made = ada.post(PATH, _words()).json
    for other in (sam, Api(cast.ada.token())):
        assert other.get(PATH).status == 404
        assert other.delete(PATH).status == 200
    assert ada.get(PATH).json == made


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_only_with_the_scope_push(cast: Cast, anonymous: Api, method: str) -> None:
    """Nobody 401; a token without the scope 403; an app without a person 401 or 403."""
    assert anonymous.send(method, PATH, _words() if method == "POST" else None).status == 401
    assert Api(cast.ada.token("read write follow")).send(method, PATH, _words()).status == 403
    assert sql.value("SELECT COUNT(*) FROM people_pushsubscription") == 0


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"subscription": {}},
        {"subscription": {"endpoint": ENDPOINT}},
        {"subscription": {"endpoint": ENDPOINT, "keys": {"p256dh": KEYS["p256dh"]}}},
        {"subscription": "x"},
        {"subscription": {"endpoint": "nonsense", "keys": KEYS}},
        {"subscription": {"endpoint": "https://169.254.169.254.nip/\\x", "keys": KEYS}},
        {"subscription": {"endpoint": ["a"], "keys": KEYS}},
        {"subscription": {"endpoint": ENDPOINT, "keys": {**KEYS, "auth": "x"}}},
        {**_words(), "data": {"policy": "friends"}},
        {**_words(), "data": {"alerts": {"mention": "maybe"}}},
        {**_words(), "data": []},
    ],
)
def test_d2_what_is_missing_or_malformed_is_said(ada: Api, words: dict[str, Any]) -> None:
    """422 with words, and nothing is kept."""
    reply = ada.post(PATH, words)
    assert reply.status == 422
    assert reply.error.startswith("Validation failed")
    assert sql.value("SELECT COUNT(*) FROM people_pushsubscription") == 0


def test_apps_are_told_the_key(ada: Api, anonymous: Api) -> None:
    """The key to subscribe with stands in the registration of an app and in the instance, and is always the same."""
    words = {"client_name": "App", "redirect_uris": "https://app.example/", "scopes": "push"}
    key = vapid_public_key()
    assert len(key) == 87
    assert anonymous.post("/api/v1/apps", words).json["vapid_key"] == key
    assert anonymous.get("/api/v2/instance").json["configuration"]["vapid"]["public_key"] == key
