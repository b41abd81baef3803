"""P1: every id of somebody's own things, on every route that takes an id, by everybody else: as if it never was."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.channels.client_api.urls import urlpatterns
from coffeehouse.database import sql
from coffeehouse.domain.people.commands import CreateList
from coffeehouse.domain.posts.commands import PollDraft
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.channels.client_api.test_accounts import picture

# Accounts themselves are public.
ROUTES = [
    (str(pattern.name), method)
    for pattern in urlpatterns
    for method in getattr(pattern.callback, "methods", {})
    if "<id>" in str(pattern.name) and not str(pattern.name).startswith(("api/v1/accounts/", "api/v1/follow_requests/"))
]
ABSENT = "1234567890"


@pytest.fixture
def secrets(cast: Cast) -> list[str]:
    """Ids of Ada's that are nobody else's business."""
    ada = Api(cast.ada.token())
    poll = PollDraft(options=("a", "b"), expires_in=3600)
    post_id = cast.ada.says("@bevan secret", "direct")
    cast.bevan.says("@ada so is this", "direct", in_reply_to_id=post_id)
    list_id = cast.ada.does(CreateList(title="Secret")).result
    media_id = ada.multipart("POST", "/api/v2/media", file=picture()).json["id"]
    notification_id = ada.get("/api/v1/notifications", **{"types[]": "mention"}).ids[0]
    own_draft = cast.ada.says("for nobody", "direct", poll=poll)
    made = ada.post("/api/v2/filters", {"title": "x", "context": ["home"], "keywords_attributes": [{"keyword": "x"}]})
    filtered = ada.post(f"/api/v2/filters/{made.json['id']}/statuses", {"status_id": str(post_id)}).json["id"]
    conversation_id = ada.get("/api/v1/conversations").ids[0]
    ada.patch("/api/v2/notifications/policy", {"for_not_following": "filter"})
    cast.sam.says("@ada hello")
    request_id = ada.get("/api/v1/notifications/requests").ids[0]
    inbox = (made.json["id"], made.json["keywords"][0]["id"], filtered, conversation_id, request_id)
    return [str(item) for item in (post_id, list_id, media_id, notification_id, own_draft, *inbox)]


@pytest.mark.parametrize("viewer", ["follower", "stranger", "blocked", "moderator", "admin", "voice", "anonymous"])
def test_p1_an_id_opens_nothing(cast: Cast, secrets: list[str], settings: Any, viewer: str) -> None:
    """P1, P2: status and body are those of an id that never was, and nothing is written."""
    settings.RATE_LIMITS = False  # nobody asks for so much at once
    tokens = {
        "follower": cast.faye.token, "stranger": cast.sam.token, "blocked": cast.eve.token,
        "moderator": cast.cade.token, "admin": cast.wyn.token,
        "voice": lambda: cast.cade.token(account_id=cast.voice_id),
    }  # fmt: skip
    api = Api(tokens[viewer]()) if viewer in tokens else Api()
    entries = sql.value("SELECT COUNT(*) FROM ledger_entry")
    body = {
        "status": "x", "title": "x", "choices": [0], "account_ids": [cast.ada.id], "description": "x", "comment": "x",
        "keyword": "x", "phrase": "x", "context": ["home"],
    }  # fmt: skip
    for name, method in ROUTES:
        sent = None if method == "GET" else body
        absent = api.send(method, "/" + name.replace("<id>", ABSENT), sent)
        assert absent.status in (401, 404), (name, method, absent.body)
        for secret in secrets:
            reply = api.send(method, "/" + name.replace("<id>", secret), sent)
            assert (reply.status, reply.body) == (absent.status, absent.body), (name, method)
    assert sql.value("SELECT COUNT(*) FROM ledger_entry") == entries
