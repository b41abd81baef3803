"""What the house says of itself is complete, true, and what the handlers keep to."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.commands import ReceiveActor
from coffeehouse.domain.people import profile_fields
from coffeehouse.domain.people.house_commands import SetHouseText, SetRule
from coffeehouse.domain.posts.handlers import attaching, polling, reacting, tagging, writing
from coffeehouse.domain.posts.queries import activity
from coffeehouse.engine.act import act
from coffeehouse.protocols.activitypub.documents import ActorDocument
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


def test_both_versions(anonymous: Api) -> None:
    """Every documented member; a version string apps can compare; streaming's address."""
    second, first = anonymous.get("/api/v2/instance").json, anonymous.get("/api/v1/instance").json
    assert faults(second, "Instance") == []
    assert faults(first, "V1Instance") == []
    assert second["version"].startswith("4.5.0 (compatible; Coffeehouse ")
    assert (second["domain"], first["uri"]) == ("localhost:8000", "localhost:8000")
    assert second["configuration"]["urls"]["streaming"] == settings.STREAMING_URL
    assert second["registrations"]["approval_required"] is True


def test_the_limits_are_the_handlers(anonymous: Api) -> None:
    """An app that keeps to the published limits is never refused for them, and no limit is understated."""
    configuration = anonymous.get("/api/v2/instance").json["configuration"]
    assert configuration["accounts"]["max_pinned_statuses"] == reacting.MAX_PINS
    assert configuration["accounts"]["max_profile_fields"] == profile_fields.MAX_FIELDS
    assert configuration["accounts"]["max_featured_tags"] == tagging.MAX_FEATURED
    assert configuration["statuses"]["max_characters"] == settings.MAX_POST_CHARACTERS
    assert configuration["statuses"]["max_media_attachments"] == writing.MAX_MEDIA
    assert configuration["media_attachments"]["description_limit"] == attaching.MAX_DESCRIPTION
    assert configuration["polls"] == {
        "max_options": polling.MAX_OPTIONS,
        "max_characters_per_option": polling.MAX_OPTION_CHARACTERS,
        "min_expiration": polling.MIN_SECONDS,
        "max_expiration": polling.MAX_SECONDS,
    }


@pytest.mark.parametrize(
    "path",
    ["custom_emojis", "trends", "instance/rules", "instance/peers", "instance/activity"],
)
def test_an_empty_house_has_empty_lists(anonymous: Api, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """No emoji, rules, other servers; twelve weeks in which nothing happened."""
    monkeypatch.setattr(activity, "_latest", None)
    found = anonymous.get(f"/api/v1/{path}").json
    if path == "instance/activity":
        assert len(found) == 12
        assert {week["statuses"] for week in found} == {"0"}
    else:
        assert found == []


def test_activity_counts_what_happened(cast: Cast, anonymous: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """This week's posts, those who wrote them, and who joined; weeks begin on Mondays, the latest comes first."""
    monkeypatch.setattr(activity, "_latest", None)
    cast.ada.says("one")
    cast.ada.says("two")
    cast.sam.says("three")
    this, last, *_ = anonymous.get("/api/v1/instance/activity").json
    assert (this["statuses"], this["logins"], this["registrations"]) == ("3", "2", "7")
    assert (last["statuses"], int(this["week"]) - int(last["week"])) == ("0", 7 * 86_400)
    assert datetime.fromtimestamp(int(this["week"]), UTC).strftime("%A %H:%M") == "Monday 00:00"


def test_the_texts_of_the_house(cast: Cast, anonymous: Api) -> None:
    """Written by an administrator, in the reader's language; unwritten: nothing, or what every house says."""
    described = "/api/v1/instance/extended_description"
    assert anonymous.get(described).json == {"updated_at": None, "content": ""}
    assert "/privacy" in anonymous.get("/api/v1/instance/privacy_policy").json["content"]
    assert anonymous.get("/api/v1/instance/terms_of_service").status == 404
    for kind in ("about", "privacy", "terms"):
        cast.wyn.does(SetHouseText(kind=kind, language="en", text=f"Our *{kind}*."))
        cast.wyn.does(SetHouseText(kind=kind, language="cy", text=f"Ein {kind}."))
    cast.wyn.does(SetHouseText(kind="terms", language="en", text="New ones.", effective_on="2099-01-01"))
    assert faults(anonymous.get(described).json, "ExtendedDescription") == []
    assert anonymous.get(described, lang="cy").json["content"] == "<p>Ein about.</p>"
    assert (
        anonymous.get(described, headers={"Accept-Language": "cy-GB,en;q=0.5"}).json["content"] == "<p>Ein about.</p>"
    )
    assert faults(anonymous.get("/api/v1/instance/privacy_policy").json, "PrivacyPolicy") == []
    terms = anonymous.get("/api/v1/instance/terms_of_service").json
    assert faults(terms, "TermsOfService") == []
    assert (terms["effective"], terms["succeeded_by"], terms["content"]) == (
        True,
        "2099-01-01",
        "<p>Our <em>terms</em>.</p>",
    )
    coming = anonymous.get("/api/v1/instance/terms_of_service/2099-01-01").json
    assert (coming["effective"], coming["content"]) == (False, "<p>New ones.</p>")
    assert anonymous.get(f"/api/v1/instance/terms_of_service/{terms['effective_date']}").json == terms
    for day in ("2099-01-02", "1", "x"):
        assert anonymous.get(f"/api/v1/instance/terms_of_service/{day}").status == 404
    assert anonymous.get("/api/v2/instance").json["configuration"]["urls"]["terms_of_service"].endswith("/terms")


def test_rules_and_contact_stand_in_the_instance(cast: Cast, anonymous: Api) -> None:
    """In both versions; the contact is the administrator's account, never their e-mail address."""
    cast.wyn.does(SetRule(words=(("en", "Be kind", ""), ("cy", "Byddwch yn garedig", ""))))
    second, first = anonymous.get("/api/v2/instance").json, anonymous.get("/api/v1/instance").json
    assert faults(second, "Instance") == []
    assert faults(first, "V1Instance") == []
    rules = anonymous.get("/api/v1/instance/rules").json
    assert second["rules"] == first["rules"] == rules
    assert rules[0]["translations"]["cy"]["text"] == "Byddwch yn garedig"
    assert second["contact"]["account"]["acct"] == first["contact_account"]["acct"] == "wyn"
    assert "example.org" not in str(second["contact"]["account"])
    for icon in second["icon"]:
        answer = anonymous.client.get(icon["src"].removeprefix(settings.BASE_URL))
        assert answer["Content-Type"] == "image/png"
        assert f"{Image.open(io.BytesIO(answer.content)).width}x" in icon["size"]


def test_peers_are_the_servers_of_those_the_house_shows(cast: Cast, anonymous: Api) -> None:
    """Each server once; none of which nobody is shown any more, because it is suspended."""
    for name, host in (("x", "b.example"), ("y", "a.example"), ("z", "bad.example"), ("w", "b.example")):
        document = ActorDocument(
            id=f"https://{host}/{name}", type="Person", username=name, inbox=f"https://{host}/{name}/inbox"
        )
        act(ReceiveActor(document=document, host=host), SYSTEM, "federation")
    sql.execute("UPDATE people_account SET hidden_at = 5 WHERE domain = 'bad.example'")
    assert anonymous.get("/api/v1/instance/peers").json == ["a.example", "b.example"]


def test_who_is_suspended_only_where_the_house_tells(cast: Cast, ada: Api, anonymous: Api, settings: Any) -> None:
    """SHOW_DOMAIN_BLOCKS: nobody, members or everybody read which servers are limited or suspended, and why."""
    sql.execute(
        "INSERT INTO federation_server (host, state, reason, first_seen_at) VALUES"
        " ('bad.example', 'suspended', 'Fraud', 1), ('loud.example', 'limited', 'Loud', 1),"
        " ('x.example', 'open', '', 1)"
    )
    path = "/api/v1/instance/domain_blocks"
    assert [each.get(path).status for each in (anonymous, ada)] == [404, 404]
    settings.SHOW_DOMAIN_BLOCKS = "members"
    assert [each.get(path).status for each in (anonymous, ada)] == [404, 200]
    settings.SHOW_DOMAIN_BLOCKS = "everybody"
    found = anonymous.get(path).json
    assert [(each["domain"], each["severity"], each["comment"]) for each in found] == [
        ("bad.example", "suspend", "Fraud"), ("loud.example", "silence", "Loud"),
    ]  # fmt: skip
    assert found[0]["digest"] == hashlib.sha256(b"bad.example").hexdigest()


def test_peers_only_where_the_house_tells(cast: Cast, anonymous: Api, settings: Any) -> None:
    """SHOW_PEERS=off: there is no such list."""
    settings.SHOW_PEERS = False
    assert anonymous.get("/api/v1/instance/peers").status == 404
