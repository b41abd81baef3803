"""P1: every id of somebody's own things, on every route that takes an id, by everybody else: as if it never was.

The routes come from the table of addresses, so a new one is walked from its first day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from coffeehouse.channels.client_api.contract.routes import served
from coffeehouse.database import sql
from coffeehouse.domain.people.commands import CreateList, FollowAccount
from coffeehouse.domain.posts.commands import PollDraft
from coffeehouse.kernel import clock
from tests.cast import Cast, add
from tests.channels.client_api.api import Api
from tests.channels.client_api.test_accounts import picture

ABSENT = "1234567890"
# Variable pieces that are nobody's ids but words anybody may write.
WORDS = {"name", "hashtag", "date", "channel", "part", "media"}
VARIABLE = re.compile(r"<(\w+)>")
ROUTES = [
    (method, path) for method, path, _ in served() if VARIABLE.search(path) and not set(VARIABLE.findall(path)) <= WORDS
]
# What is done for an id that never was as for any other, since afterwards it is so: it tells nothing.
NOTHING_TO_TELL = {("DELETE", "api/v1/suggestions/<id>")}
BODY = {
    "status": "x", "title": "x", "choices": [0], "account_ids": ["1"], "description": "x", "comment": "x",
    "keyword": "x", "phrase": "x", "context": ["home"], "quote_approval_policy": "public", "status_id": "1",
    "scheduled_at": "2099-01-01T00:00:00Z",
}  # fmt: skip
Secrets = dict[str, list[str]]


def test_every_variable_piece_is_an_id_or_a_word() -> None:
    """A new kind of variable piece has to be decided about here."""
    pieces = {piece for _, path, _ in served() for piece in VARIABLE.findall(path)}
    assert pieces == WORDS | {"id", "quoting_id", "key"}
    assert len(ROUTES) > 80


@pytest.fixture
def secrets(cast: Cast) -> Secrets:
    """Ids of Ada's that are nobody else's business, by the piece of the path they follow."""
    ada = Api(cast.ada.token())
    poll = PollDraft(options=("a", "b"), expires_in=3600)
    post_id = cast.ada.says("@bevan secret", "direct")
    cast.bevan.says("@ada so is this", "direct", in_reply_to_id=post_id)
    own_draft = cast.ada.says("for nobody", "direct", poll=poll)
    notification = ada.get("/api/v1/notifications", **{"types[]": "mention"}).json[0]
    made = ada.post("/api/v2/filters", {"title": "x", "context": ["home"], "keywords_attributes": [{"keyword": "x"}]})
    filtered = ada.post(f"/api/v2/filters/{made.json['id']}/statuses", {"status_id": str(post_id)})
    conversation = ada.get("/api/v1/conversations")
    ada.patch("/api/v2/notifications/policy", {"for_not_following": "filter"})
    cast.sam.says("@ada hello")
    tomorrow = clock.iso(clock.now_ms() + clock.DAY)
    later = ada.post("/api/v1/statuses", {"status": "later", "scheduled_at": tomorrow})
    hidden = add("grace")
    hidden.does(FollowAccount(target_id=cast.bevan.account_id))
    sql.execute("UPDATE people_account SET hidden_at = 1 WHERE id = %s", (hidden.account_id,))
    return {
        "statuses": [str(post_id), str(own_draft), filtered.json["id"]],
        "polls": [str(own_draft)],
        "lists": [str(cast.ada.does(CreateList(title="Secret")).result)],
        "media": [ada.multipart("POST", "/api/v2/media", file=picture()).json["id"]],
        "notifications": [notification["id"], notification["group_key"], f"ungrouped-{notification['id']}"],
        "filters": [made.json["id"]],
        "keywords": [made.json["keywords"][0]["id"]],
        "conversations": [conversation.json[0]["id"]],
        "requests": [ada.get("/api/v1/notifications/requests").json[0]["id"]],
        "scheduled_statuses": [later.json["id"]],
        "featured_tags": [ada.post("/api/v1/featured_tags", {"name": "secret"}).json["id"]],
        "accounts": [hidden.id],
        "follow_requests": [hidden.id],
    }


def walk(api: Api, secrets: Secrets, *, everything: bool) -> None:
    """Each route with each of the ids (all of them, or those of its own kind), beside an id that never was."""
    everywhere = [one for ids in secrets.values() for one in ids]
    for method, path in ROUTES:
        kind = path.split("/")[path.split("/").index(next(p for p in path.split("/") if p.startswith("<"))) - 1]
        sent = None if method == "GET" else BODY
        address = "/" + path.replace("<quoting_id>", ABSENT).replace("<name>", "x")
        absent = api.send(method, VARIABLE.sub(ABSENT, address), sent)
        assert absent.status in (401, 403, 404) or (method, path) in NOTHING_TO_TELL, (method, path, absent.body)
        for secret in everywhere if everything else secrets.get(kind, everywhere[:2]):
            reply = api.send(method, VARIABLE.sub(secret, address), sent)
            assert (reply.status, reply.body) == (absent.status, absent.body), (method, path, reply.body)


@pytest.mark.parametrize(
    "viewer", ["follower", "stranger", "blocked", "moderator", "admin", "voice", "app", "anonymous"]
)
def test_p1_an_id_opens_nothing(cast: Cast, secrets: Secrets, settings: Any, viewer: str) -> None:
    """P1, P2: status and body are those of an id that never was, and nothing is written."""
    settings.RATE_LIMITS = False  # nobody asks for so much at once
    tokens: dict[str, Callable[[], str]] = {
        "follower": cast.faye.token, "stranger": cast.sam.token, "blocked": cast.eve.token,
        "moderator": cast.cade.token, "admin": cast.wyn.token, "app": token_of_an_app,
        "voice": lambda: cast.cade.token(account_id=cast.voice_id),
    }  # fmt: skip
    api = Api(tokens[viewer]()) if viewer in tokens else Api()
    entries = sql.value("SELECT COUNT(*) FROM ledger_entry")
    walk(api, secrets, everything=viewer == "stranger")
    kinds = sql.rows("SELECT DISTINCT kind FROM ledger_entry WHERE sequence >= %s", (entries,))
    assert {kind for (kind,) in kinds} <= {"suggestion.dismissed"}


def token_of_an_app() -> str:
    """A token with every scope and no account."""
    words = {"client_name": "App", "redirect_uris": "https://app.example/", "scopes": "read write follow push"}
    app = Api().post("/api/v1/apps", words).json
    grant = {"grant_type": "client_credentials", "scope": words["scopes"]}
    keys = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    return str(Api().post("/oauth/token", {**grant, **keys}).json["access_token"])
