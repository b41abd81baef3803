"""One's own profile: the Profile entity, everything that update_credentials takes, preferences."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people.commands import UpdateProfile
from coffeehouse.domain.people.relation_commands import VerifyLinks
from coffeehouse.engine.act import act
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.channels.client_api.test_accounts import picture
from tests.protocols.schema import faults

PROFILE = "/api/v1/profile"
CREDENTIALS = "/api/v1/accounts/update_credentials"


def test_a_profile_is_as_it_was_written(cast: Cast, ada: Api) -> None:
    """Not rendered; null for pictures the house draws; a `profile` token reads it, and may not write."""
    cast.ada.does(UpdateProfile(note="I <3 https://tea.example/ #tea", fields=(("Site", "https://ada.example/"),)))
    profile = ada.get(PROFILE).json
    assert faults(profile, "Profile") == []
    assert (profile["id"], profile["note"]) == (cast.ada.id, "I <3 https://tea.example/ #tea")
    assert profile["fields"] == [{"name": "Site", "value": "https://ada.example/", "verified_at": None}]
    assert (profile["avatar"], profile["avatar_static"], profile["header"]) == (None, None, None)
    narrow = Api(cast.ada.token("profile"))
    assert narrow.get(PROFILE).status == 200
    assert narrow.patch(PROFILE, {"note": "x"}).status == 403
    assert Api().get(PROFILE).status == 401


def test_a_profile_is_changed(cast: Cast, ada: Api, anonymous: Api) -> None:
    """Multipart with pictures; the answer is the Profile; others see it; what is not named stays."""
    reply = ada.multipart(
        "PATCH", PROFILE,
        **{
            "display_name": "Ada C.", "avatar": picture(), "avatar_description": "A brown square", "header": picture(),
            "header_description": "Another", "show_media": "false", "show_media_replies": "false",
            "show_featured": "false", "hide_collections": "true", "discoverable": "false", "indexable": "false",
            "attribution_domains[]": ["https://Ada.example/about", "blog.example"],
        },
    )  # fmt: skip
    assert reply.status == 200, reply.body
    assert faults(reply.json, "Profile") == []
    profile = reply.json
    assert "/media/" in profile["avatar"]
    assert (profile["avatar_description"], profile["header_description"]) == ("A brown square", "Another")
    assert profile["attribution_domains"] == ["ada.example", "blog.example"]
    shown = anonymous.get(f"/api/v1/accounts/{cast.ada.id}").json
    names = ("show_media", "show_media_replies", "show_featured", "discoverable", "indexable")
    assert [shown[name] for name in names] == [profile[name] for name in names] == [False] * 5
    assert (shown["hide_collections"], shown["noindex"], shown["display_name"]) == (True, True, "Ada C.")
    assert latest_entry().entry.kind == "account.updated"
    again = ada.patch(PROFILE, {"show_media": True}).json
    assert {**profile, "show_media": True} == again
    assert ada.delete(f"{PROFILE}/avatar").status == ada.delete(f"{PROFILE}/header").status == 200
    bare = ada.get(PROFILE).json
    assert (bare["avatar"], bare["avatar_description"], bare["header"], bare["header_description"]) == (
        None, "", None, "",
    )  # fmt: skip


def test_update_credentials_takes_everything(cast: Cast, ada: Api) -> None:
    """Form and JSON; the source says it back, preferences follow."""
    reply = ada.form(
        "PATCH", CREDENTIALS,
        "source[quote_policy]=followers&source[privacy]=private&source[sensitive]=1&source[language]=cy"
        "&attribution_domains[]=ada.example&discoverable=false&indexable=false&hide_collections=true&locked=1&bot=1",
    )  # fmt: skip
    assert reply.status == 200, reply.body
    assert faults(reply.json, "CredentialAccount") == []
    source = reply.json["source"]
    assert (source["quote_policy"], source["privacy"], source["language"]) == ("followers", "private", "cy")
    assert source["attribution_domains"] == ["ada.example"]
    assert (source["discoverable"], source["indexable"], source["hide_collections"]) == (False, False, True)
    assert (reply.json["locked"], reply.json["bot"]) == (True, True)
    preferences = ada.get("/api/v1/preferences").json
    assert faults(preferences, "Preferences") == []
    assert preferences == {
        "posting:default:visibility": "private", "posting:default:sensitive": True,
        "posting:default:language": "cy", "posting:default:quote_policy": "followers",
        "reading:expand:media": "default", "reading:expand:spoilers": False, "reading:autoplay:gifs": False,
    }  # fmt: skip
    cleared = ada.patch(CREDENTIALS, {"attribution_domains": [], "source": {"language": ""}}).json["source"]
    assert (cleared["attribution_domains"], cleared["language"]) == ([], None)


def test_reading_preferences_are_told(cast: Cast, ada: Api) -> None:
    """As they were chosen in the house."""
    cast.ada.does(UpdateProfile(expands_media="show_all", expands_warnings=True, plays_animations=True))
    preferences = ada.get("/api/v1/preferences").json
    assert faults(preferences, "Preferences") == []
    told = [preferences[f"reading:{name}"] for name in ("expand:media", "expand:spoilers", "autoplay:gifs")]
    assert told == ["show_all", True, True]


@pytest.mark.parametrize(
    "body",
    [
        {"source": {"quote_policy": "all"}}, {"attribution_domains": ["no name"]}, {"attribution_domains": ["a"] * 3},
        {"attribution_domains": [f"a{n}.example" for n in range(11)]}, {"show_media": "perhaps"},
        {"attribution_domains": [{}]}, {"fields_attributes": [{"name": "a", "value": "b"}] * 5},
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", [PROFILE, CREDENTIALS])
def test_d4_what_does_not_fit_is_refused(cast: Cast, ada: Api, path: str, body: dict[str, Any]) -> None:
    """D4: 422 in words, nothing changed."""
    before = sql.row("SELECT * FROM people_account WHERE id = %s", (cast.ada.account_id,))
    reply = ada.patch(path, body)
    assert reply.status == 422, reply.body
    assert sql.row("SELECT * FROM people_account WHERE id = %s", (cast.ada.account_id,)) == before


def test_a_verified_link_says_since_when(cast: Cast, ada: Api, anonymous: Api) -> None:
    """To everybody; it links with rel="me", so that other sites can check the same."""
    link = "https://ada.example/"
    ada.patch(
        CREDENTIALS, {"fields_attributes": [{"name": "Site", "value": link}, {"name": "Town", "value": "Leedon"}]}
    )
    act(VerifyLinks(account_id=cast.ada.account_id, links=(link,)), SYSTEM, "worker")
    account = anonymous.get(f"/api/v1/accounts/{cast.ada.id}").json
    assert faults(account, "Account") == []
    assert account["fields"][0]["verified_at"].endswith("Z")
    assert 'rel="me nofollow noopener noreferrer"' in account["fields"][0]["value"]
    assert account["fields"][1]["verified_at"] is None
    assert ada.get(PROFILE).json["fields"][0]["verified_at"] == account["fields"][0]["verified_at"]
    assert faults(ada.get("/api/v1/accounts/verify_credentials").json, "CredentialAccount") == []
