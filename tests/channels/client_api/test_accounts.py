"""Accounts: oneself, others, finding them, signing up."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from coffeehouse.database import sql
from coffeehouse.domain.people.commands import FollowAccount, UpdateProfile
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


def picture(kind: str = "PNG") -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (60, 50), (90, 42, 27)).save(made, kind)
    return SimpleUploadedFile(f"picture.{kind.lower()}", made.getvalue(), f"image/{kind.lower()}")


def test_oneself(cast: Cast, ada: Api) -> None:
    """verify_credentials is a CredentialAccount; a `profile` token reads it and nothing else."""
    reply = ada.get("/api/v1/accounts/verify_credentials")
    assert faults(reply.json, "CredentialAccount") == []
    assert (reply.json["id"], reply.json["source"]["privacy"]) == (cast.ada.id, "public")
    narrow = Api(cast.ada.token("profile"))
    assert narrow.get("/api/v1/accounts/verify_credentials").status == 200
    assert narrow.get("/api/v1/timelines/home").status == 403
    assert narrow.get(f"/api/v1/statuses/{cast.ada.says('mine')}").status == 403


def test_others(cast: Cast, ada: Api, anonymous: Api) -> None:
    """By id, by handle in any spelling, several at once, by the start of a name; each an Account."""
    assert faults(anonymous.get(f"/api/v1/accounts/{cast.bevan.id}").json, "Account") == []
    for acct in ("bevan", "@bevan", "BEVAN", "bevan@localhost:8000"):
        assert anonymous.get("/api/v1/accounts/lookup", acct=acct).json["id"] == cast.bevan.id
    assert anonymous.get("/api/v1/accounts/lookup", acct="nobody").status == 404
    several = anonymous.get("/api/v1/accounts", **{"id[]": [cast.ada.id, "1", cast.sam.id]})
    assert several.ids == [cast.ada.account_id, cast.sam.account_id]
    assert ada.get("/api/v1/accounts/search", q="bev").ids == [cast.bevan.account_id]
    assert ada.get("/api/v1/accounts/search", q="bev", following="true").ids == []
    voice = anonymous.get(f"/api/v1/accounts/{cast.voice_id}").json
    assert voice["roles"][0]["name"] == "Official voice"


def test_u6_a_hidden_account_is_like_none(cast: Cast, ada: Api, anonymous: Api) -> None:
    """P2, U6: who waits for approval or is suspended is 404 everywhere, as an id that never was."""
    cast.sam.says("Before I left")
    sql.execute("UPDATE people_account SET hidden_at = 1 WHERE id = %s", (cast.sam.account_id,))
    for api in (ada, anonymous):
        for path in ("", "/statuses", "/followers", "/following", "/featured_tags"):
            hidden = api.get(f"/api/v1/accounts/{cast.sam.id}{path}")
            absent = api.get(f"/api/v1/accounts/12345{path}")
            assert (
                (hidden.status, hidden.body) == (absent.status, absent.body) == (404, b'{"error":"Record not found"}')
            )
    assert anonymous.get("/api/v1/accounts/lookup", acct="sam").status == 404
    assert ada.get("/api/v1/accounts/search", q="sam").json == []
    assert ada.post(f"/api/v1/accounts/{cast.sam.id}/follow").status == 404


def test_a_profile_is_changed(cast: Cast, ada: Api) -> None:
    """Multipart with pictures and Rails' names, recorded; JSON with an object of fields does the same."""
    reply = ada.multipart(
        "PATCH", "/api/v1/accounts/update_credentials",
        **{
            "display_name": "Ada C.", "note": "Reads <b>everything</b>.", "avatar": picture(),
            "header": picture("JPEG"),
            "avatar_description": "A brown square", "locked": "true", "bot": "false",
            "fields_attributes[0][name]": "Street", "fields_attributes[0][value]": "Mill Lane",
            "source[privacy]": "unlisted", "source[sensitive]": "true", "source[language]": "cy",
        },
    )  # fmt: skip
    assert reply.status == 200, reply.body
    assert faults(reply.json, "CredentialAccount") == []
    assert (reply.json["display_name"], reply.json["locked"]) == ("Ada C.", True)
    assert reply.json["fields"][0]["name"] == "Street"
    assert "/media/" in reply.json["avatar"]
    assert "&lt;b&gt;" in reply.json["note"]
    source = reply.json["source"]
    assert (source["privacy"], source["sensitive"], source["language"]) == ("unlisted", True, "cy")
    assert (latest_entry().kind, latest_entry().actor) == ("account.updated", f"account/{cast.ada.id}")
    preferences = ada.get("/api/v1/preferences").json
    assert preferences["posting:default:visibility"] == "unlisted"
    assert faults(preferences, "Preferences") == []
    fields = {"fields_attributes": {"0": {"name": "A", "value": "1"}, "1": {"name": "B", "value": "2"}}}
    again = ada.patch("/api/v1/accounts/update_credentials", fields)
    assert [field["name"] for field in again.json["fields"]] == ["A", "B"]
    assert "/avatars/" in ada.delete("/api/v1/profile/avatar").json["avatar"]
    assert ada.delete("/api/v1/profile/header").json["header"].endswith("/headers/default.png")


@pytest.mark.parametrize(
    "body",
    [
        {"display_name": "x" * 101}, {"note": "x" * 3_000}, {"source": {"privacy": "all"}}, {"source": "public"},
        {"source": {"language": "klingon"}}, {"locked": "perhaps"},
        {"fields_attributes": [{"name": str(n), "value": "v"} for n in range(5)]},
        {"fields_attributes": ["a"]},
    ],
)  # fmt: skip
def test_d4_a_profile_has_limits(cast: Cast, ada: Api, body: dict[str, Any]) -> None:
    """D4: 422 in words, nothing changed."""
    before = sql.row("SELECT fragment FROM people_account WHERE id = %s", (cast.ada.account_id,))
    assert ada.patch("/api/v1/accounts/update_credentials", body).status == 422
    assert sql.row("SELECT fragment FROM people_account WHERE id = %s", (cast.ada.account_id,)) == before


def test_an_avatar_that_is_no_picture_is_refused(ada: Api) -> None:
    """Whatever its name says."""
    false = SimpleUploadedFile("a.png", b"<svg onload=alert(1)>", "image/png")
    assert ada.multipart("PATCH", "/api/v1/accounts/update_credentials", avatar=false).status == 422


def test_followers_and_following(cast: Cast, ada: Api, anonymous: Api, eve: Api) -> None:
    """Both lists, paged; hidden when the account hides them; P4: empty for whom it blocks."""
    cast.sam.does(FollowAccount(target_id=cast.ada.account_id))
    first = anonymous.get(f"/api/v1/accounts/{cast.ada.id}/followers", limit=1)
    assert first.ids == [cast.sam.account_id]
    assert 'rel="next"' in first.headers["Link"]
    assert anonymous.get(f"/api/v1/accounts/{cast.faye.id}/following").ids == [cast.ada.account_id]
    assert eve.get(f"/api/v1/accounts/{cast.ada.id}/followers").json == []
    cast.ada.does(UpdateProfile(hides_collections=True))
    assert anonymous.get(f"/api/v1/accounts/{cast.ada.id}/followers").json == []
    assert len(ada.get(f"/api/v1/accounts/{cast.ada.id}/followers").ids) == 2


def test_familiar_followers(cast: Cast, sam: Api) -> None:
    """Whom one follows among an account's followers."""
    assert sam.get("/api/v1/accounts/familiar_followers", **{"id[]": cast.ada.id}).json[0]["accounts"] == []
    cast.sam.does(FollowAccount(target_id=cast.faye.account_id))
    found = sam.get("/api/v1/accounts/familiar_followers", **{"id[]": cast.ada.id}).json
    assert [account["id"] for account in found[0]["accounts"]] == [cast.faye.id]
    assert faults(found[0], "FamiliarFollowers") == []


@pytest.fixture
def app_token(db: None) -> str:
    words = {"client_name": "App", "redirect_uris": "https://app.example/", "scopes": "read write"}
    app = Api().post("/api/v1/apps", words).json
    token = Api().post(
        "/oauth/token",
        {
            "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"],
            "scope": "read write",
        },
    ).json["access_token"]  # fmt: skip
    return str(token)


SIGN_UP = {
    "username": "dee", "email": "dee@example.org", "password": "a long enough secret", "agreement": True,
    "locale": "cy", "reason": "I live here.",
}  # fmt: skip


def test_signing_up_waits_for_a_person(cast: Cast, app_token: str) -> None:
    """202, a pending member, no token, and nothing of them is shown."""
    reply = Api(app_token).post("/api/v1/accounts", SIGN_UP)
    assert (reply.status, reply.json["state"]) == (202, "pending")
    assert sql.row("SELECT state, reason, language FROM people_member WHERE email = 'dee@example.org'") == (
        "pending", "I live here.", "cy",
    )  # fmt: skip
    assert latest_entry().kind == "member.registered"
    assert Api().get("/api/v1/accounts/lookup", acct="dee").status == 404


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"username": ""}, "username"), ({"username": "ada"}, "username"), ({"username": "admin"}, "username"),
        ({"username": "a b"}, "username"), ({"email": ""}, "email"), ({"email": "dee"}, "email"),
        ({"email": 'a"b,c%d@x'}, "email"), ({"password": "short"}, "password"),
        ({"password": "password123"}, "password"), ({"agreement": False}, "agreement"),
        ({"username": "leedon_counci1"}, "username"),
    ],
)  # fmt: skip
def test_signing_up_says_what_to_mend(cast: Cast, app_token: str, more: dict[str, Any], field: str) -> None:
    """422 with details by field, as Mastodon's; U5: odd addresses are refused; X5: so are official look-alikes."""
    reply = Api(app_token).post("/api/v1/accounts", {**SIGN_UP, **more})
    assert reply.status == 422, reply.body
    assert field in reply.json["details"]
    assert reply.json["details"][field][0]["error"].startswith("ERR_")
    assert sql.value("SELECT COUNT(*) FROM people_member WHERE email = 'dee@example.org'") == 0
