"""masto.js, the client many web apps are built on, against a real house: masto_js/walk.mjs says what it does."""

from __future__ import annotations

import pytest

from tests import masto_js
from tests.clients.furnished_house import furnished

pytestmark = [pytest.mark.server, pytest.mark.npm]


def test_every_method_answers_as_declared(tmp_path_factory: pytest.TempPathFactory) -> None:
    """All of its methods for people, OAuth, errors, paging, media, push and eight streams on one WebSocket; every
    answer is compared with masto.js' own type declarations."""
    with furnished(tmp_path_factory.mktemp("masto")) as house:
        done = masto_js.run("walk.mjs", house.base_url, house.environment["LINK"])
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "174 methods called, 16 left out" in said
