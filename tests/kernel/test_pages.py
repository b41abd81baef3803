"""Lists are read a page at a time, whatever a client asks for."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.kernel.pages import MAX_ID, Page, link_header

URL = "https://talk.example/api/v1/timelines/home"


@pytest.mark.parametrize(
    ("asked", "limit"),
    [("1000000000", 40), ("0", 1), ("-5", 1), ("", 20), ("x", 20), ("7", 7), ("9" * 5_000, 40),
     ("１２", 20), ("1e3", 20)],
)  # fmt: skip
def test_d11_limits_are_clamped(asked: str, limit: int) -> None:
    """D11: any limit becomes one the house can serve."""
    assert Page.parse({"limit": asked}).limit == limit


def test_d11_ids_are_clamped_and_impossible_ranges_are_empty() -> None:
    """D11: 2^64, negative and crossed ids are no error."""
    page = Page.parse({"max_id": str(2**64), "min_id": "-3"})
    assert (page.max_id, page.min_id, page.is_empty) == (MAX_ID, 0, False)
    assert Page.parse({"max_id": "5", "min_id": "9"}).is_empty
    assert Page.parse({"max_id": "5", "since_id": "4"}).is_empty
    assert Page.parse({"max_id": "0"}).is_empty
    assert not Page.parse({}).is_empty


@given(st.dictionaries(st.sampled_from(["limit", "max_id", "since_id", "min_id"]), st.text()))
def test_no_query_is_an_error(query: dict[str, str]) -> None:
    """Whatever is written, the page is within bounds."""
    page = Page.parse(query)
    assert 1 <= page.limit <= 40
    assert 0 <= page.after <= MAX_ID
    assert 0 <= page.before <= MAX_ID


def test_links_lead_both_ways_and_keep_the_rest_of_the_query() -> None:
    """RFC 8288: `next` is older, `prev` is newer; other parameters stay, paging ones are replaced."""
    page = Page.parse({"limit": "2", "max_id": "99"})
    query = [("types[]", "mention"), ("types[]", "poll"), ("max_id", "99"), ("limit", "2"), ("q", 'a>; rel="x"\r\n')]
    header = link_header(URL, query, page, newest=50, oldest=40, shown=2)
    assert header is not None
    kept = "types%5B%5D=mention&types%5B%5D=poll&q=a%3E%3B+rel%3D%22x%22%0D%0A&limit=2"
    assert header == f'<{URL}?{kept}&max_id=40>; rel="next", <{URL}?{kept}&min_id=50>; rel="prev"'


def test_links_only_where_there_is_more() -> None:
    """A page that is not full is the last; an empty one leads nowhere."""
    page = Page.parse({"limit": "2"})
    assert link_header(URL, [], page, newest=None, oldest=None, shown=0) is None
    assert link_header(URL, [], page, newest=5, oldest=5, shown=1) == f'<{URL}?limit=2&min_id=5>; rel="prev"'


@given(st.lists(st.tuples(st.text(min_size=1), st.text())))
def test_x8_no_parameter_breaks_out_of_the_header(query: list[tuple[str, str]]) -> None:
    """X8: the header is one line with exactly two targets, and other parameters read back the same."""
    header = link_header(URL, query, Page(limit=1), newest=2, oldest=1, shown=1)
    assert header is not None
    assert header.isascii()
    assert "\n" not in header
    assert header.count("<") == header.count(">") == 2
    target = header[header.index("?") + 1 : header.index(">")]
    paging = {"limit", "max_id", "since_id", "min_id"}
    assert parse_qsl(target, keep_blank_values=True)[:-2] == [pair for pair in query if pair[0] not in paging]
