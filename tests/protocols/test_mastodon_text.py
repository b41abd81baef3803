"""What a person typed becomes the HTML Mastodon apps expect, and nothing in it runs or deceives."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.kernel.text import fold_tag
from coffeehouse.protocols.mastodon.markup import html_to_text, sanitise
from coffeehouse.protocols.mastodon.text import Mention, Parsed, parse, render_html
from tests.moments import within

BASE = "https://talk.example"
ADA = Mention(acct="ada", url=f"{BASE}/@ada", username="ada")
DEE = Mention(acct="dee@far.example", url="https://far.example/@dee", username="dee")
PEOPLE = {"ada": ADA, "dee@far.example": DEE}


class Tags(HTMLParser):
    """Collects the elements and attributes of a document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_mentions_tags_and_links_are_found_once_in_order() -> None:
    """Accts in lower case, tags as first written, links as typed."""
    text = "@Ada and @dee@Far.Example: #Bus #bus #Ŵyl https://example.org/a_(b). x@y.example, C# 1#2 #2026 @ada."
    assert parse(text) == Parsed(("ada", "dee@far.example"), ("Bus", "Ŵyl"), ("https://example.org/a_(b)",))


@pytest.mark.parametrize("tag", ["ประเทศไทย", "हिन्दी", "cymru2026", "a_b", "café", "l·l", "日本語"])
def test_hashtags_hold_letters_marks_digits_and_underscore(tag: str) -> None:
    """All living scripts, whole words."""
    assert parse(f"see #{tag}, now").tags == (tag,)


@pytest.mark.parametrize("text", ["#", "#1", "#2026", "a#b", "/#b", "#" + "x" * 101, "&#x27;"])
def test_these_are_no_hashtags(text: str) -> None:
    """Digits alone, inside words or addresses, or longer than the limit."""
    assert parse(text).tags == ()


def test_a_post_is_paragraphs_and_line_breaks() -> None:
    """Blank lines part paragraphs; everything else is escaped."""
    assert render_html("a <b>\nc & d\n\ne", {}, BASE) == "<p>a &lt;b&gt;<br>c &amp; d</p><p>e</p>"
    assert render_html("", {}, BASE) == ""


def test_mentions_and_tags_have_mastodons_markup() -> None:
    """Apps find mentions and tags by these classes; an unknown mention stays text."""
    assert render_html("@Ada @nobody #Bus", PEOPLE, BASE) == (
        '<p><span class="h-card" translate="no"><a href="https://talk.example/@ada" class="u-url mention">'
        "@<span>ada</span></a></span> @nobody "
        '<a href="https://talk.example/tags/bus" class="mention hashtag" rel="tag">#<span>Bus</span></a></p>'
    )
    assert "/tags/%C5%B5yl" in render_html("#Ŵyl", {}, BASE)


def test_links_are_shortened_with_their_host_in_sight() -> None:
    """X5: the reader always sees the whole host; the scheme and the tail are hidden as in Mastodon."""
    html = render_html("https://www.example.org/a/very/long/path/indeed/yes?q=1&r=2", {}, BASE)
    assert html == (
        '<p><a href="https://www.example.org/a/very/long/path/indeed/yes?q=1&amp;r=2" target="_blank"'
        ' rel="nofollow noopener noreferrer" translate="no"><span class="invisible">https://www.</span>'
        '<span class="ellipsis">example.org/a/very/long/path/in</span>'
        '<span class="invisible">deed/yes?q=1&amp;r=2</span></a></p>'
    ).replace("path/in</span>", "path/i</span>").replace(">deed/", ">ndeed/")
    host = "council.gov.uk.login.accounts.verify-session.example"
    assert f'<span class="ellipsis">{host}</span>' in render_html(f"https://{host}/x", {}, BASE)


def test_x5_a_look_alike_host_is_shown_encoded() -> None:
    """X5: a host with letters that pass for Latin is shown in its `xn--` form; an honest foreign host as it is."""
    assert "xn--" in render_html("https://lееds.gov.uk/", {}, BASE)
    assert ">bücher.example" in render_html("https://bücher.example/", {}, BASE)


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "https://council.gov.uk@evil.example/", "data:text/html,x", "http://", "https:///x",
     "//evil", "ftp://example.org/", "xhttp://example.org"],
)  # fmt: skip
def test_x5_what_is_no_honest_link_stays_text(text: str) -> None:
    """X5, S7: only http and https, and never a user part that poses as the host."""
    assert parse(text).links == ()
    assert "<a" not in render_html(text, {}, BASE)


@given(st.text(alphabet=st.sampled_from("@#ab:/.<>&\"' \n") | st.characters(exclude_categories=["Cs"])))
def test_x1_rendering_adds_only_our_own_markup(text: str) -> None:
    """X1: whatever is typed, only the elements and attributes of the house come out, and the words survive."""
    html = render_html(text, PEOPLE, BASE)
    for tag, attributes in Tags(html).seen:
        assert tag in {"p", "br", "a", "span"}
        assert set(attributes) <= {"href", "class", "rel", "target", "translate"}
        assert (attributes.get("href") or "https://").startswith(("https://", "http://"))


@given(st.lists(st.sampled_from(["@ada", "#Bus", "#Ŵyl", "http://x.example/", "word", "@dee@far.example", ",", "\n"])))
def test_rendering_links_what_parse_names(words: list[str]) -> None:
    """`render_html` and `parse` agree: each tag and link named is rendered as one."""
    text = " ".join(words)
    html = render_html(text, PEOPLE, BASE)
    parsed = parse(text)
    assert [fold_tag(tag) for tag in parsed.tags] == list(dict.fromkeys(fold_tag(w[1:]) for w in words if w[0] == "#"))
    assert html.count('rel="tag"') == sum(word[0] == "#" for word in words)
    assert html.count("u-url mention") == sum(word[0] == "@" for word in words)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Zs")), min_size=1))
def test_plain_text_survives_the_way_there_and_back(text: str) -> None:
    """HTML made from text gives the text again."""
    assert html_to_text(render_html(text, {}, BASE)).strip() == text.strip()


MEGABYTE = {
    "at": "@" * 1_000_000,
    "at-a": "@a" * 500_000,
    "at-a-dot": "@a." * 333_000,
    "at-long": "@" + "a" * 1_000_000,
    "at-host": "@a@" + "b-" * 500_000,
    "at-hosts": "@a@b" * 250_000,
    "hash": "#" * 1_000_000,
    "hash-a": "#a" * 500_000,
    "hash-dot": "#" + "a·" * 500_000,
    "http": "http://" * 140_000,
    "http-a": "http://a " * 110_000,
    "http-auth": "http://" + "a:" * 500_000,
    "http-brackets": "http://a.example/" + "(" * 1_000_000,
    "http-quotes": "http://a.example/" + "'\"" * 500_000,
    "http-dots": "http://" + "a." * 500_000,
    "http-many-brackets": ("http://a.example/" + "([{" * 600 + " ") * 500,
    "lines": "@\n" * 500_000,
    "marks": "#\u0e01" + "\u0e31" * 1_000_000,
}


@pytest.mark.parametrize("name", MEGABYTE)
def test_d7_a_megabyte_is_parsed_and_rendered_in_linear_time(name: str) -> None:
    """D7: no text of a megabyte, whatever it holds, costs more than a moment."""
    with within(4):
        parse(MEGABYTE[name])
        render_html(MEGABYTE[name], PEOPLE, BASE)


HOSTILE_HTML = {
    "less-than": "<" * 1_000_000,
    "end-tags": "</p>" * 250_000,
    "ampersands": "&" * 1_000_000,
    "lists": "<ul><li>" * 120_000,
    "quotes": "<blockquote>" * 80_000,
    "mathml": "<math><annotation-xml encoding='text/html'><svg>" * 20_000,
    "headings": "<h1" * 330_000,
    "attributes": "<a " + "a=b " * 250_000 + ">",
}


@pytest.mark.parametrize("name", HOSTILE_HTML)
def test_d8_a_megabyte_of_html_is_cleaned_at_once(name: str) -> None:
    """D8: sanitising and stripping a hostile megabyte takes less than 200 ms each."""
    for clean in (sanitise, html_to_text):
        with within(0.2):
            clean(HOSTILE_HTML[name])


def test_x1_sanitising_keeps_mastodons_markup_and_nothing_else() -> None:
    """X1: scripts, handlers, styles, frames and unknown schemes go; paragraphs, links and microformats stay."""
    dirty = (
        '<h1 onclick="x()">Hi</h1><p class="evil h-card" style="x">a<br><script>alert(1)</script>'
        '<a href="javascript:x" onmouseover="x">b</a> '
        '<a class="mention u-url x invisible" href="https://e.example/">c</a>'
        '<iframe srcdoc="<p>"></iframe><img src=x onerror=x></p>'
    )
    assert sanitise(dirty) == (
        '<p>Hi</p><p>a<br><a target="_blank" rel="nofollow noopener noreferrer">b</a> '
        '<a class="mention u-url" href="https://e.example/" target="_blank" '
        'rel="nofollow noopener noreferrer">c</a></p>'
    )


def test_html_becomes_words() -> None:
    """Paragraphs, breaks, lists and entities become plain text."""
    assert html_to_text("<p>a &amp; b<br />c</p><p>d <a href='x'>e</a></p><ul><li>f</li><li>g</li></ul>") == (
        "a & b\nc\n\nd e\n\nf\ng"
    )
