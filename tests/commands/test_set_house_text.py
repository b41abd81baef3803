"""SetHouseText: versions of the texts of the house, each with the day from which it holds."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people import house_commands
from coffeehouse.domain.people.queries.house import read_house_text, text_from, written_text
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House

NOON = 1_795_348_800_000  # 2026-11-22
TODAY = clock.day_text(NOON)


def text(written: str = "# Hello\n\nBe *kind*.", **more: str) -> house_commands.SetHouseText:
    return house_commands.SetHouseText(**{"kind": "terms", "language": "en", "text": written, **more})


def test_it_holds_from_its_day(house: House) -> None:
    """Today's counts now; a later one is announced by its day, and can be read before."""
    with clock.at(NOON):
        done, _ = house.records("mair", text(), "text.published")
        assert done.object == f"text/{done.result}"
        house.act("mair", text("Later.", effective_on="2027-01-01"))
        found = read_house_text("terms", "en")
        assert found is not None
        assert (found.effective_on, found.succeeded_by) == (TODAY, "2027-01-01")
        assert found.html == "<h2>Hello</h2>\n<p>Be <em>kind</em>.</p>"
        coming = text_from("terms", "en", "2027-01-01")
        assert coming is not None
        assert (coming.html, coming.succeeded_by) == ("<p>Later.</p>", None)
        assert text_from("terms", "en", "2026-12-24") is None
    with clock.at(NOON + 60 * clock.DAY):
        found = read_house_text("terms", "en")
        assert found is not None
        assert found.text == "Later."


def test_each_language_has_its_own(house: House) -> None:
    """Where there is none, the house's first language is shown; an empty text takes one away."""
    house.act("mair", text("English."))
    assert (read_house_text("terms", "cy") or text).text == "English."  # type: ignore[union-attr]
    house.act("mair", text("Cymraeg.", language="cy"))
    assert (read_house_text("terms", "cy") or text).text == "Cymraeg."  # type: ignore[union-attr]
    house.act("mair", text("", language="cy"))
    house.act("mair", text(""))
    assert read_house_text("terms", "cy") is None
    assert (written_text("terms", "en") or text).text == ""  # type: ignore[union-attr]


def test_headings_leave_no_level_out(house: House) -> None:
    """Whatever levels the writer uses: below the page's own heading they go down one by one."""
    house.act("mair", text("### First\n\n##### Second\n\nWords"))
    found = read_house_text("terms", "en")
    assert found is not None
    assert found.html == "<h2>First</h2>\n<h3>Second</h3>\n<p>Words</p>"


@pytest.mark.parametrize(
    "written", ["<script>x</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "![x](data:a,b)"]
)
def test_x1_no_program_gets_in(house: House, written: str) -> None:
    """X1: HTML is shown as text, and links lead to pages or letter boxes only."""
    house.act("mair", text(written))
    found = read_house_text("terms", "en")
    assert found is not None
    for part in ("<script", "<img", 'href="javascript', "href='javascript"):
        assert part not in found.html


def test_what_cannot_be(house: House) -> None:
    """Other kinds, languages the pages lack, days that have passed or do not exist."""
    house.refuses("mair", text(kind="rules"), NotFound)
    for more in ({"language": "fr"}, {"effective_on": "2020-01-01"}, {"effective_on": "soon"}):
        house.refuses("mair", text(**more), Invalid)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """Policy says who."""
    house.refuses(who, text(), Refused)
