"""D2, P5: bodies that are broken, too deep or too rich are refused at once; members nobody offers are ignored."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from tests.cast import Cast
from tests.channels.client_api.api import Api, Reply
from tests.moments import within

BROKEN = {
    "not JSON": b"{status: hello}",
    "cut off": b'{"status": "hello"',
    "depth 100,000": b'{"status":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "many keys": b"{" + b",".join(b'"k%d":1' % n for n in range(60_000)) + b"}",
    "duplicate keys": b'{"status": "a", "status": "b"}',
    "huge number": b'{"status": "a", "in_reply_to_id": ' + b"9" * 500_000 + b"}",
    "NaN": b'{"status": "a", "x": NaN}',
    "lone surrogate": b'{"status": "\\ud800"}',
    "a list": b'["status"]',
    "not UTF-8": b'{"status": "\xff"}',
}


def send(api: Api, raw: bytes, kind: str = "application/json") -> Reply:
    return Reply(api.client.generic("POST", "/api/v1/statuses", raw, content_type=kind, headers=api.headers))


@pytest.mark.parametrize("name", BROKEN)
def test_d2_a_broken_body_is_400_at_once(ada: Api, name: str) -> None:
    """400 in JSON within a second of the processor, nothing stored."""
    send(ada, b"{}")  # the first of all requests compiles what later ones find
    with within(1):
        reply = send(ada, BROKEN[name])
    assert reply.status == 400, reply.body
    assert reply.error
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 0


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"a=b", "multipart/form-data"),
        (b"&".join(b"a=1" for _ in range(5_000)), "application/x-www-form-urlencoded"),
        (b"a[b][c][d][e][f]=1", "application/x-www-form-urlencoded"),
        (b"<status/>", "application/xml"),
    ],
)
def test_a_broken_form_is_400(ada: Api, raw: bytes, kind: str) -> None:
    """Multipart without a boundary, too many or too deep fields, a kind nobody reads."""
    assert send(ada, raw, kind).status == 400


def test_d1_more_than_a_megabyte_is_413(ada: Api) -> None:
    """The gate refuses it before; the view does too."""
    assert send(ada, b'{"status": "' + b"a" * 1_100_000 + b'"}').status == 413


def test_p5_members_nobody_offers_are_ignored(cast: Cast, ada: Api) -> None:
    """Role, id, author, time: only what the endpoint names is read."""
    reply = ada.post(
        "/api/v1/statuses",
        {"status": "Plain", "id": "1", "account_id": cast.eve.id, "created_at": "2001-01-01", "ledger_seq": 1},
    )
    assert reply.json["account"]["id"] == cast.ada.id
    ada.patch("/api/v1/accounts/update_credentials", {"role": "admin", "kind": "voice", "display_name": "A"})
    assert sql.row(
        "SELECT m.role, a.kind FROM people_member m JOIN people_account a ON a.member_id = m.id WHERE m.id = %s",
        (cast.ada.member_id,),
    ) == ("member", "persona")


def test_text_with_nul_is_refused(ada: Api) -> None:
    """No database keeps it and no person types it."""
    assert ada.post("/api/v1/statuses", {"status": "a\x00b"}).status == 422
    assert ada.form("POST", "/api/v1/lists", "title=a%00b").status == 422
