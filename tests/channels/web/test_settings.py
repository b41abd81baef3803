"""Settings pages: profile, posting defaults, apps, password."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from coffeehouse.domain.people.queries import member_by_id, read_actor_by_token, read_preferences
from tests.cast import PASSWORD, Cast
from tests.channels.web.reader import Reader
from tests.channels.web.test_writing import picture


def test_the_profile_shows_what_was_saved(ada: Reader, visitor: Reader) -> None:
    """Name, note, fields and picture; the form comes back filled."""
    ada.open("/settings").fill(
        "/settings", display_name="Ada H", note="About #bridges", field_name1="Place", field_value1="Splott",
        avatar=picture(), is_locked="on",
    )  # fmt: skip
    assert ada.has("Saved.")
    assert 'value="Ada H"' in ada.html
    visitor.open("/@ada")
    assert visitor.has("Ada H")
    assert visitor.has("Splott")
    assert visitor.has("Approves followers")
    assert '<img class="avatar' in visitor.html


def test_a_switch_can_be_switched_off_again(ada: Reader, visitor: Reader) -> None:
    """An unticked box is no."""
    ada.open("/settings").fill("/settings", is_locked="on")
    ada.open("/settings").fill("/settings", is_locked=None)
    assert not visitor.open("/@ada").has("Approves followers")


def test_posting_defaults_are_used(ada: Reader) -> None:
    """The compose form starts with them."""
    ada.open("/settings/posting").fill("/settings/posting", default_visibility="followers", default_language="cy")
    ada.open("/compose")
    assert 'value="followers" selected' in ada.html
    assert 'value="cy" selected' in ada.html


def test_apps_are_told_how_one_reads(ada: Reader, cast: Cast) -> None:
    """And who may quote; the form shows what was chosen, and a box unticked is no again."""
    page = ada.open("/settings/posting")
    page.fill("/settings/posting", default_quote_policy="nobody", expands_media="hide_all", expands_warnings="on")
    preferences = read_preferences(cast.ada.account_id)
    assert preferences["posting:default:quote_policy"] == "nobody"
    assert (preferences["reading:expand:media"], preferences["reading:expand:spoilers"]) == ("hide_all", True)
    ada.open("/settings/posting")
    assert 'value="hide_all" selected' in ada.html
    ada.fill("/settings/posting", expands_warnings=None)
    assert read_preferences(cast.ada.account_id)["reading:expand:spoilers"] is False


def test_an_app_is_listed_and_loses_its_access(ada: Reader, cast: Cast) -> None:
    """The token works until the button is pressed."""
    token = cast.ada.token("read write")
    assert read_actor_by_token(token) is not None
    ada.open("/settings/apps")
    assert ada.has("read write")
    ada.fill("/settings/apps")
    assert ada.has("access has ended")
    assert read_actor_by_token(token) is None


def test_nobody_ends_the_access_of_somebody_elses_app(ada: Reader, sam: Reader, cast: Cast) -> None:
    """A number typed into the form is 404 and the token still works."""
    cast.ada.token("read")
    token = cast.sam.token("read")
    sam.open("/settings/apps")
    number = next(field.get("value") for field in sam.tree.iter("input") if field.get("name") == "token_id")
    ada.open("/settings/apps").fill("/settings/apps", status=404, token_id=number)
    assert read_actor_by_token(token) is not None


@pytest.mark.parametrize(
    ("language", "short", "common"),
    [
        ("en", "This password is too short. It must contain at least 10 characters.", "This password is too common."),
        ("cy", "Mae’r cyfrinair hwn yn rhy fyr. Rhaid iddo gynnwys o leiaf 10 nod.",
         "Mae’r cyfrinair hwn yn rhy gyffredin."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_password_is_told_in_the_readers_language(
    ada: Reader, visitor: Reader, language: str, short: str, common: str
) -> None:
    """Where one registers and where one changes it; the words are Django's, the Welsh ones ours."""
    ada.open(f"/language?to={language}&next=/settings/password")
    visitor.open(f"/language?to={language}&next=/register")
    for password, expected in (("hunter2", (short, common)), ("qqzzjj-7w", (short,)), ("1234567890", (common,))):
        ada.fill("/settings/password", status=422, current_password=PASSWORD, new_password=password)
        visitor.fill(
            "/register", status=422, username="gwen", email="gwen@example.org", password=password, reason="Yes"
        )
        for words in (short, common):
            assert [words in ada.errors, words in visitor.errors] == [words in expected] * 2, (password, words)


def test_a_password_like_oneself_is_refused_in_welsh(cast: Cast) -> None:
    """Django's third check has Welsh words as well."""
    with translation.override("cy"), pytest.raises(ValidationError, match="Mae’r cyfrinair yn rhy debyg"):
        validate_password("faye@example.org", member_by_id(cast.faye.member_id))


def test_a_new_password_signs_everything_else_out(ada: Reader, cast: Cast) -> None:
    """This browser stays; another one and the apps are out; the new password works."""
    other, token = Reader(cast.ada), cast.ada.token("read")
    ada.open("/settings/password").fill(
        "/settings/password", status=422, current_password="wrong", new_password="another long password"
    )
    assert "current password is not right" in ada.errors
    ada.fill("/settings/password", current_password=PASSWORD, new_password="another long password")
    assert ada.has("Your password is changed")
    assert other.open("/settings").where.startswith("/sign-in")
    assert read_actor_by_token(token) is None
    other.fill("/sign-in", email=cast.ada.email, password="another long password")
    assert other.where == "/settings"
