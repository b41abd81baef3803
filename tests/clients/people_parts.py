"""Parts of the walk through Mastodon.py: coming in, the house, accounts, hashtags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from mastodon import Mastodon, internals

from tests.clients.browser import Browser, Forms
from tests.clients.furnished_house import PASSWORD, SCOPES, picture
from tests.clients.recording import RecordingMastodon, note
from tests.running_house import RunningHouse

OOB = "urn:ietf:wg:oauth:2.0:oob"


@dataclass
class People:
    """Who walks. wyn is an administrator; cadi is a stranger to gwen."""

    house: RunningHouse
    gwen: RecordingMastodon
    huw: RecordingMastodon
    cadi: RecordingMastodon

    def id(self, name: str) -> Any:
        """The number of an account."""
        return self.gwen.account_lookup(name).id


def client(house: RunningHouse, name: str, **options: Any) -> RecordingMastodon:
    """A client with the token of a member."""
    return RecordingMastodon(
        access_token=f"token-of-{name}", api_base_url=house.base_url, ratelimit_method="throw",
        **{"version_check_mode": "created", **options},
    )  # fmt: skip


def coming_in(people: People) -> None:
    """Register an app, come in by code and by password, join, go."""
    base = people.house.base_url
    made = Mastodon.create_app("Walk", SCOPES.split(), [OOB], "https://app.example", api_base_url=base)
    note("create_app", made)
    app = RecordingMastodon(*made, api_base_url=base)
    assert app.oauth_authorization_server_info().grant_types_supported
    address = app.auth_request_url(scopes=SCOPES.split(), allow_http=True)
    browser = Browser(base)
    consent = browser.sign_in(browser.open(address), "huw@localhost", PASSWORD)
    code = Forms(browser.send(consent, "/oauth/authorize", decision="allow").text).code.strip()
    assert app.log_in(code=code, scopes=SCOPES.split(), allow_http=True)
    assert app.app_verify_credentials().name == "Walk"
    credentials: Any = app.persistable_login_credentials
    assert credentials()
    assert app.me().acct == "huw"
    app.revoke_access_token(allow_http=True)
    by_password = RecordingMastodon(*made, api_base_url=base)
    assert by_password.log_in("huw@localhost", PASSWORD, scopes=SCOPES.split(), allow_http=True)
    joiner = RecordingMastodon(*made, api_base_url=base)
    assert joiner.create_account("mair", PASSWORD, "mair@localhost", agreement=True, scopes=SCOPES.split())
    assert joiner.me().acct == "mair"
    joiner.email_resend_confirmation()
    with pytest.MonkeyPatch.context() as patch:
        # Mastodon.py asks who one is over https only.
        patch.setattr(internals.Mastodon, "_Mastodon__oauth_url_check", staticmethod(lambda *_, **__: None))
        assert people.huw.oauth_userinfo().preferred_username == "huw"


def the_house(people: People) -> None:
    """What the house says of itself."""
    gwen = people.gwen
    gwen.instance()
    gwen.instance_v1()
    gwen.instance_v2()
    gwen.instance_nodeinfo()
    assert gwen.instance_rules()[0].text == "Be kind"
    terms = gwen.instance_terms_of_service()
    assert "kind" in gwen.instance_terms_of_service(terms.effective_date.date()).content
    assert "tests" in gwen.instance_extended_description().content
    assert [language.code for language in gwen.instance_languages()]
    assert gwen.instance_translation_languages() == {"en": ["cy"], "cy": ["en"]}
    assert gwen.instance_health()
    gwen.instance_activity()
    gwen.instance_peers()
    gwen.instance_domain_blocks()
    assert gwen.custom_emojis()[0].shortcode == "cwtch"
    (announced,) = gwen.announcements()
    gwen.announcement_reaction_create(announced, "cwtch")
    assert gwen.announcements()[0].reactions[0].me
    gwen.announcement_reaction_delete(announced, "cwtch")
    gwen.announcement_dismiss(announced)
    assert gwen.retrieve_mastodon_version().startswith("4.5")
    assert gwen.verify_minimum_version("4.4.0")
    assert gwen.preferences()["posting:default:visibility"] == "public"
    assert len(gwen.directory(local=True, order="new")) >= 6
    assert gwen.get_approx_server_time() is not None


def accounts(people: People) -> None:
    """Oneself and others."""
    gwen, huw = people.gwen, people.huw
    her, him = people.id("gwen"), people.id("huw")
    assert gwen.account(him).acct == "huw"
    assert len(gwen.accounts([her, him])) == 2
    me = gwen.account_update_credentials(
        display_name="Gwen :cwtch:", note="Gardens. #turnips", avatar=picture(), avatar_mime_type="image/png",
        header=picture((1, 2, 3)), header_mime_type="image/png", fields=[("Plot", "12")], discoverable=True,
        default_language="cy", bot=False, indexable=True, hide_collections=False,
    )  # fmt: skip
    assert me.emojis[0].shortcode == "cwtch"
    gwen.account_delete_avatar()
    gwen.account_delete_header()
    assert gwen.account_verify_credentials().source.language == "cy"
    huw.account_follow(her, reblogs=True, notify=True)
    assert huw.follows("cadi").following
    huw.account_unfollow(people.id("cadi"))
    people.cadi.account_follow(her)
    people.cadi.account_follow(him)
    gwen.account_follow(people.id("cadi"))
    assert [one.acct for one in gwen.account_familiar_followers([him])[0].accounts] == ["cadi"]
    assert gwen.account_relationships([him])[0].followed_by
    assert len(gwen.account_followers(her, limit=1)) == 1
    assert gwen.account_following(her)[0].acct == "cadi"
    assert gwen.account_search("huw", limit=2)[0].acct == "huw"
    gwen.account_note_set(him, "lends tools")
    cadi = people.id("cadi")
    for endorse, unendorse in (("account_pin", "account_unpin"), ("account_endorse", "account_unendorse")):
        assert getattr(gwen, endorse)(cadi).endorsed
        assert gwen.endorsements()[0].acct == "cadi"
        assert not getattr(gwen, unendorse)(cadi).endorsed
    gwen.account_mute(him, duration=3600)
    assert gwen.mutes()[0].acct == "huw"
    gwen.account_unmute(him)
    gwen.account_block(him)
    assert gwen.blocks()[0].acct == "huw"
    gwen.account_unblock(him)
    gwen.domain_block("spam.example")
    assert list(gwen.domain_blocks()) == ["spam.example"]
    gwen.domain_unblock("spam.example")
    assert not gwen.account_remove_from_followers(cadi).followed_by
    assert gwen.suggestions_v1() is not None
    assert gwen.suggestions_v2() is not None
    found = gwen.suggestions()
    gwen.suggestion_delete(found[0] if found else him)
    gwen.account_unfollow(cadi)


def asking_to_follow(people: People) -> None:
    """A locked account lets one in and another not."""
    gwen, her = people.gwen, people.id("gwen")
    gwen.account_update_credentials(locked=True)
    for name, answer in (("cadi", gwen.follow_request_authorize), ("ifan", gwen.follow_request_reject)):
        assert client(people.house, name).account_follow(her).requested
        (asking,) = gwen.follow_requests()
        answer(asking)
    gwen.account_update_credentials(locked=False)
    assert [one.acct for one in gwen.account_followers(her)] == ["cadi"]
    people.huw.account_follow(her)


def profile(people: People) -> None:
    """The profile API of 4.6, which the house has already."""
    newer = client(people.house, "gwen", version_check_mode="none")
    assert newer.profile().display_name
    assert newer.profile_update(display_name="Gwen", note="Gardens.").display_name == "Gwen"


def tags(people: People) -> None:
    """Followed and featured hashtags."""
    huw, him = people.huw, people.id("huw")
    assert huw.tag("turnips").history
    assert huw.tag_follow("turnips").following
    assert huw.followed_tags()[0].name == "turnips"
    assert not huw.tag_unfollow("turnips").following
    assert huw.featured_tag_suggestions()[0].name == "turnips"
    made = huw.featured_tag_create("turnips")
    assert huw.featured_tags()[0].id == made.id
    assert huw.account_featured_tags(him)[0].name == "turnips"
    huw.featured_tag_delete(made)
    assert huw.tag_feature("turnips").featuring
    assert not huw.tag_unfeature("turnips").featuring
