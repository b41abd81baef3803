"""A house of ours and other servers, each a process of its own: every verb, both ways, over loopback.

What was seen stands in docs/reference/federation-interop.md; a walk that sees something else fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.federation.interop_page import PAGE, seen_with
from tests.federation.peers import Neighbour, Peer, Program
from tests.federation.servers import OtherServer, TalkingHouse
from tests.federation.walk import Walk
from tests.workshops import BOVINE, FEDIFY, Workshop

PEOPLE = ("ada", "bevan", "cade", "sam", "wyn")
PROGRAMS: dict[str, tuple[Workshop, str]] = {"Fedify": (FEDIFY, "app.mjs"), "bovine": (BOVINE, "app.py")}


@contextmanager
def a_house(folder: Path, *names: str) -> Iterator[TalkingHouse]:
    """A house with these members; Bevan's account is locked, and Wyn looks after the house."""
    house = TalkingHouse(folder)
    try:
        for name in names:
            house.moves_in(name, role="admin" if name == "wyn" else "member")
        if "bevan" in names:
            house.as_("bevan", "PATCH", "/api/v1/accounts/update_credentials", locked=True)
        yield house
    finally:
        house.stop()


@contextmanager
def a_peer(name: str, folder: Path) -> Iterator[Peer]:
    """Somebody on a server of this name."""
    if name == "Coffeehouse":
        with a_house(folder / "second", "gwen", "wyn") as second:
            yield Neighbour(second, "gwen")
        return
    workshop, program = PROGRAMS[name]
    server = OtherServer(workshop, program, "dee", folder / f"{name}.log")
    try:
        yield Program(server)
    finally:
        server.stop()


@pytest.mark.slow
@pytest.mark.server
@pytest.mark.parametrize(
    "name",
    [
        "Coffeehouse",
        pytest.param("Fedify", marks=pytest.mark.fedify),
        pytest.param("bovine", marks=pytest.mark.bovine),
    ],
)
def test_every_verb_both_ways(name: str, tmp_path: Path) -> None:
    """Follow, accept, reject, post, reply, like, boost, poll, edit, delete, report, move, block: as the page says."""
    with a_house(tmp_path / "first", *PEOPLE) as house, a_peer(name, tmp_path) as peer:
        seen = list(Walk(house, peer).run())
    failed = {(verb, direction): wrong for verb, direction, wrong in seen if wrong}
    expected = seen_with(PAGE.read_text("utf-8"), name)
    assert {(verb, direction): not wrong for verb, direction, wrong in seen} == expected, failed
