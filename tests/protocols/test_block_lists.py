"""Block lists: what others export is read, what cannot be read is named, and what we export others can read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.protocols.block_lists import MOST_LINES, BlockList, Listed, Unread, read_list, write_list

MASTODON = """#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
bad.example,suspend,FALSE,FALSE,"Fraud, and worse",FALSE
Loud.Example,silence,TRUE,FALSE,,FALSE
seen.example,noop,TRUE,FALSE,Pictures,FALSE
*.deep.example,suspend,FALSE,FALSE,,FALSE
b*d.example,suspend,FALSE,FALSE,,TRUE
odd.example,destroy,FALSE,FALSE,,FALSE
no name,suspend,FALSE,FALSE,,FALSE
"""


def test_a_list_as_mastodon_exports_it() -> None:
    """Severities in the house's words, comments as reasons; stars, unknown severities and non-names are refused."""
    assert read_list(MASTODON) == BlockList(
        servers=(
            Listed("bad.example", "suspended", False, "Fraud, and worse"),
            Listed("loud.example", "limited", True),
            Listed("seen.example", "open", True, "Pictures"),
            Listed("deep.example", "suspended"),
        ),
        unread=(
            Unread(6, "b*d.example", "stars"),
            Unread(7, "odd.example, destroy", "severity"),
            Unread(8, "no name", "name"),
        ),
    )


def test_a_plain_list() -> None:
    """One name a line, with comments and blank lines, and a byte order mark; the later of two lines counts."""
    found = read_list("\ufeff# ours\r\nbad.example\r\n\r\nworse.example\r\nbad.example\r\nword\r\n")
    assert [each.host for each in found.servers] == ["bad.example", "worse.example"]
    assert {each.state for each in found.servers} == {"suspended"}
    assert [each.why for each in found.unread] == ["name"]


def test_a_list_that_names_the_house() -> None:
    """The line is left out and says why; the others stay."""
    found = read_list("bad.example\nTalk.Example\nloud.example", "talk.example")
    assert [server.host for server in found.servers] == ["bad.example", "loud.example"]
    assert found.unread == (Unread(2, "talk.example", "house"),)


def test_columns_in_another_order() -> None:
    """They are told by their names."""
    found = read_list("severity,comment,domain\nsilence,Loud,loud.example\n")
    assert found.servers == (Listed("loud.example", "limited", False, "Loud"),)


def test_an_open_quotation_mark_swallows_nothing() -> None:
    """Each line is read by itself."""
    found = read_list('#domain,#severity,#public_comment\na.example,suspend,"never closed\nb.example,suspend,\n')
    assert [each.host for each in found.servers] == ["a.example", "b.example"]


def test_a_list_has_an_end() -> None:
    """Beyond the most lines nothing is read, and that is said."""
    found = read_list("\n".join(f"host{number}.example" for number in range(MOST_LINES + 5)))
    assert (len(found.servers), found.is_cut) == (MOST_LINES, True)


def test_what_is_written_is_read_again() -> None:
    """Also a comment that a spreadsheet would take for a formula, which it does not get to see as one."""
    servers = (
        Listed("bad.example", "suspended", False, '=HYPERLINK("x")'),
        Listed("loud.example", "limited", True, 'Loud, "very"'),
        Listed("seen.example", "open", True),
    )
    written = write_list(servers)
    assert "'=HYPERLINK" in written
    assert read_list(written) == BlockList(servers)


@given(st.text(max_size=400))
def test_nothing_makes_it_stumble(text: str) -> None:
    """Whatever is pasted: servers with names, or lines with reasons."""
    found = read_list(text)
    assert all(each.host and each.state in ("suspended", "limited", "open") for each in found.servers)
    assert all(each.why for each in found.unread)
