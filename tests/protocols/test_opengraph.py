"""What a page says of itself, read from HTML that a stranger wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.protocols.opengraph import MAX_CHARACTERS, Described, read_page
from tests.moments import within

URL = "https://news.example.org/bins"
PAGE = """<!doctype html><html><head><title>Plain title</title>
<meta property="og:title" content="Bins &amp; boxes">
<meta name="description" content="When they are
 emptied">
<meta property="og:site_name" content="Leedon News">
<meta name="author" content="Ada Jones">
<meta property="article:published_time" content="2026-11-22T09:30:00+00:00">
</head><body><meta property="og:title" content="Not this"></body></html>"""


def test_a_page_is_described_by_its_head() -> None:
    """OpenGraph first, then what HTML itself has; the body is not read."""
    assert read_page(PAGE, URL) == Described(
        title="Bins & boxes",
        description="When they are emptied",
        author_name="Ada Jones",
        provider_name="Leedon News",
        published_at=1_795_339_800_000,
    )


def test_what_is_missing_is_left_out() -> None:
    """A title alone is enough; the host stands for the publisher; without a title there is nothing to show."""
    found = read_page("<title>Only this</title>", URL)
    assert found == Described(title="Only this", provider_name="news.example.org")
    assert read_page("<p>No title</p>", URL) is None
    assert read_page("", URL) is None


def test_x3_tags_in_words_stay_words() -> None:
    """X3: what looks like HTML in an attribute is text, and nothing else of the page is kept."""
    page = (
        '<meta property="og:title" content="&lt;iframe srcdoc=x onload=y&gt;"><title>t</title><script>evil()</script>'
    )
    found = read_page(page, URL)
    assert found is not None
    assert found.title == "<iframe srcdoc=x onload=y>"
    assert "evil" not in repr(found)


def test_letters_that_turn_the_reading_direction_go() -> None:
    """A title cannot turn the words after it, nor break the line."""
    found = read_page("<title>a\u202eb\nc\x00d</title>", URL)
    assert found is not None
    assert found.title == "a b c d"


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<!--", "<!", "&", "<a a=", '<meta content="', "<title>", "</", "<![", "<?", "<meta a=b c=d>"]
)
def test_x3_no_page_takes_long(piece: str) -> None:
    """X3: the worst pages there are cost less than a second or two, whatever they repeat."""
    with within(3):
        read_page(piece * (MAX_CHARACTERS // len(piece) + 1), URL)


@given(st.text(alphabet='<>/!-="[]&;? abmetitle\n\x00', max_size=300))
def test_nothing_breaks_it(page: str) -> None:
    """Any text gives a description or none."""
    found = read_page(page, URL)
    assert found is None or found.title
