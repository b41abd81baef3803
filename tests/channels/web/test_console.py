"""The pages on which the house is looked after: emoji, announcements, texts, rules, reports; and what readers see."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from coffeehouse.database import sql
from coffeehouse.domain.people.house_commands import AddEmoji, SetHouseText, SetRule
from coffeehouse.domain.people.queries.joining import confirmation_asked
from tests.cast import Cast, latest_entry
from tests.channels.web.reader import Reader
from tests.commands.house import png


def test_an_emoji_is_added_used_and_taken_out_of_use(cast: Cast, wyn: Reader, ada: Reader, visitor: Reader) -> None:
    """The administrator uploads it; a post and a name show it as a picture with its shortcode as words for it."""
    wyn.open("/admin/emoji").fill(
        "/admin/emoji", shortcode=":cwtch:", category="Cymru", file=SimpleUploadedFile("a.png", png(), "image/png")
    )
    assert wyn.has(":cwtch:")
    ada.open("/compose").fill("/compose", text="A :cwtch: & a <b>:cwtch:</b> for :nobody:")
    html = visitor.open("/public").html
    assert html.count('class="emoji"') == 2
    assert 'alt=":cwtch:"' in html
    assert ":nobody:" in html
    assert "&lt;b&gt;" in html
    ada.open("/settings").fill("/settings", display_name="Ada <:cwtch:>")
    assert re.search(r"<h1>Ada &lt;<img class=\"emoji\"[^>]+>&gt;</h1>", visitor.open("/@ada").html)
    emoji_id = str(sql.value("SELECT id FROM people_customemoji"))
    wyn.open("/admin/emoji").fill("/admin/emoji", emoji_id=emoji_id, decision="disable")
    assert wyn.has("Out of use")


def test_what_is_wrong_with_an_emoji_stands_at_its_field(cast: Cast, wyn: Reader) -> None:
    """No picture, no shortcode."""
    wyn.open("/admin/emoji").fill("/admin/emoji", status=422, shortcode="cwtch")
    assert wyn.has("Choose a picture.")
    upload = SimpleUploadedFile("a.png", png(), "image/png")
    wyn.open("/admin/emoji").fill("/admin/emoji", status=422, shortcode="c", file=upload)
    assert wyn.has("A shortcode has 2 to 40 letters")


def test_an_announcement_is_written_changed_read_and_ended(cast: Cast, wyn: Reader, ada: Reader, sam: Reader) -> None:
    """Members see it at home, in their language, until they put it away or it ends."""
    wyn.open("/admin/announcements").fill(
        "/admin/announcements", text_en="No water on Monday", text_cy="Dim dŵr ddydd Llun", starts_at="2026-11-23T08:00"
    )
    assert ada.open("/home").has("No water on Monday")
    number = sql.value("SELECT id FROM posts_announcement")
    wyn.open(f"/admin/announcements/{number}").fill(f"/admin/announcements/{number}", text_en="Water is back")
    assert ada.open("/home").has("Water is back")
    ada.fill(f"/announcements/{number}/dismiss")
    assert not ada.open("/home").has("Water is back")
    assert sam.open("/home").has("Water is back")
    wyn.open("/admin/announcements").fill("/admin/announcements", announcement_id=str(number))
    assert not sam.open("/home").has("Water is back")
    wyn.open("/admin/announcements").fill("/admin/announcements", status=422, text_en=" ")
    assert wyn.has("Write what you want to announce.")


def test_an_announcement_can_wait(cast: Cast, wyn: Reader, ada: Reader) -> None:
    """Nobody sees it before its time; nonsense for a time is said at the field."""
    wyn.open("/admin/announcements").fill("/admin/announcements", text_en="Later", published_at="2099-01-01T00:00")
    assert wyn.has("From 1 January 2099")
    assert not ada.open("/home").has("Later")
    wyn.open("/admin/announcements").fill("/admin/announcements", status=422, text_en="x", starts_at="soon")
    assert wyn.has("2026-12-24T18:00")


def test_texts_are_written_and_read(cast: Cast, wyn: Reader, visitor: Reader) -> None:
    """On the public pages, in both languages; the terms have a page only once they are written."""
    visitor.open("/terms", 404)
    assert visitor.open("/privacy").has("Nothing about you is kept")
    for kind in ("about", "terms", "privacy"):
        for code in ("en", "cy"):
            path = f"/admin/texts/{kind}/{code}"
            wyn.open(path).fill(path, text=f"# Our {kind}\n\nIn *{code}*, <b>plainly</b>.")
    assert latest_entry().kind == "text.published"
    for kind, path in (("about", "/about"), ("terms", "/terms"), ("privacy", "/privacy")):
        html = visitor.open(path).html
        assert f"<h2>Our {kind}</h2>" in html
        assert "In <em>en</em>, &lt;b&gt;plainly" in html
    assert not visitor.open("/privacy").has("Nothing about you is kept")
    visitor.client.get("/language?to=cy")
    assert "<em>cy</em>" in visitor.open("/terms").html
    cast.wyn.does(SetHouseText(kind="terms", language="en", text="Later ones.", effective_on="2099-01-01"))
    visitor.client.get("/language?to=en")
    assert visitor.open("/terms").has("New version from 1 January 2099")
    assert visitor.open("/terms/2099-01-01").has("Later ones.")
    visitor.open("/terms/2098-01-01", 404)
    wyn.open("/admin/texts/terms/en").fill("/admin/texts/terms/en", status=422, effective_on="2020-01-01")
    assert wyn.has("This day has passed.")
    for path in ("/admin/texts/rules/en", "/admin/texts/terms/fr"):
        wyn.open(path, 404)


def test_rules_are_written_and_read(cast: Cast, wyn: Reader, visitor: Reader) -> None:
    """They stand on the page of house rules, in the reader's language, until they are taken away."""
    wyn.open("/admin/rules").fill("/admin/rules", text_en="Be kind", text_cy="Byddwch yn garedig")
    assert visitor.open("/policy").has("Be kind")
    visitor.client.get("/language?to=cy")
    assert visitor.open("/policy").has("Byddwch yn garedig")
    wyn.open("/admin/rules").fill("/admin/rules", button="remove")
    visitor.client.get("/language?to=en")
    assert not visitor.open("/policy").has("Be kind")


def test_a_report_from_the_page_to_the_decision(
    cast: Cast, ada: Reader, cade: Reader, wyn: Reader, sam: Reader
) -> None:
    """Filed from a post's menu; a moderator takes it on and closes it with a reason; the reported learn nothing."""
    cast.wyn.does(SetRule(words=(("en", "Be kind", ""),)))
    post_id = cast.sam.says("You are all fools")
    ada.open("/public")
    assert f"/report/{cast.sam.id}?post={post_id}" in ada.html
    rule = str(sql.value("SELECT id FROM people_houserule"))
    ada.open(f"/report/{cast.sam.id}?post={post_id}").fill(
        f"/report/{cast.sam.id}", category="violation", comment="Rather rude", rule=rule
    )
    assert ada.has("Thank you. Somebody of the house looks at it.")
    assert cade.open("/notifications").has("reports something")
    for word in ("You are all fools", "Rather rude", "Be kind", "@ada"):
        assert cade.open("/admin/reports").has(word), word
    cade.fill("/admin/reports", button="take")
    assert cade.has("You look at this")
    assert wyn.open("/admin/reports").has("A colleague looks at this")
    cade.open("/admin/reports").fill("/admin/reports", status=422, button="resolve")
    assert cade.has("Give a reason")
    cade.open("/admin/reports").fill("/admin/reports", button="resolve", reason="Asked them to stop.")
    assert cade.has("No report is waiting.")
    assert cade.open("/admin/reports?state=resolved").has("Asked them to stop.")
    for path in ("/home", "/notifications", "/@sam"):
        assert not sam.open(path).has("Rather rude")
    sam.open("/admin/reports", 404)


def test_a_moderator_never_sees_a_report_about_themselves(cast: Cast, ada: Reader, cade: Reader, wyn: Reader) -> None:
    """Nor its number beside the menu; the administrator does."""
    ada.open(f"/report/{cast.cade.id}").fill(f"/report/{cast.cade.id}", comment="He shouted")
    assert wyn.open("/admin/reports").has("He shouted")
    assert not cade.open("/admin/reports").has("He shouted")
    assert cade.has("No report is waiting.")


def test_an_address_is_confirmed_by_a_button(cast: Cast, visitor: Reader) -> None:
    """Opening the link does nothing yet; pressing it confirms; an old link says what to do."""
    visitor.open("/register").fill(
        "/register", username="gwen", email="gwen@example.org", password="three random words", reason="I live here."
    )
    asked = confirmation_asked(sql.value("SELECT MAX(id) FROM people_emailconfirmation"))
    assert asked is not None
    visitor.open(f"/confirm?code={asked.code}")
    assert sql.value("SELECT confirmed_at FROM people_member WHERE email = 'gwen@example.org'") is None
    visitor.fill("/confirm")
    assert visitor.has("Your address is confirmed.")
    visitor.open(f"/confirm?code={asked.code}").fill("/confirm", status=422)
    assert visitor.has("has been used or has run out")


def test_u6_the_page_to_join_tells_nothing_about_addresses(cast: Cast, visitor: Reader) -> None:
    """U6: a known address leads to the same page as an unknown one."""
    pages = []
    for name, email in (("gwen", "gwen@example.org"), ("glyn", "ada@example.org")):
        visitor.open("/register").fill(
            "/register", username=name, email=email, password="three random words", reason="I live here."
        )
        pages.append((visitor.where, visitor.html))
    assert pages[0] == pages[1]


def test_emoji_are_no_way_into_a_page(cast: Cast, visitor: Reader) -> None:
    """X1: inside a link's address a shortcode stays text, so that no attribute is broken open."""
    cast.wyn.does(AddEmoji(shortcode="cwtch", data=png()))
    cast.ada.says("https://example.org/:cwtch:/x and :cwtch:")
    html = visitor.open("/public").html
    assert 'href="https://example.org/:cwtch:/x"' in html
