"""KeepPicture: a picture of an account elsewhere, fetched by the worker."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.federation.moving_commands import KeepPicture
from coffeehouse.domain.people.queries import read_account
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.protocols.activitypub.documents import Picture
from tests.commands.house import House, png
from tests.federation.elsewhere import stranger

URL = "https://elsewhere.example/dee.png"


@pytest.mark.parametrize("part", ["avatar", "header"])
def test_the_picture_is_encoded_anew_and_kept_here(house: House, part: str) -> None:
    """S10: apps and pages are given our own copy, never the address it came from; the next one takes its place."""
    pictures: dict[str, Any] = {"icon": Picture(url=URL), "image": Picture(url=URL)}
    dee = stranger(**pictures)
    command = KeepPicture(account_id=dee.account_id, part=part, url=URL, data=png())
    house.records("system", command, "picture.kept", f"account/{dee.account_id}")
    key = str(sql.value(f"SELECT {part} FROM people_account WHERE id = %s", (dee.account_id,)))
    assert files.path_of(key).is_file()
    shown = msgspec.json.decode(read_account(None, dee.account_id) or "null")
    assert shown[part] == files.url(key)
    house.act("system", KeepPicture(account_id=dee.account_id, part=part, url=URL, data=png("red")))
    assert house.jobs().count("remove_files") == 1


def test_one_that_is_no_longer_theirs_is_not_kept(house: House) -> None:
    """They have another by now."""
    dee = stranger(icon=Picture(url=URL))
    other = KeepPicture(account_id=dee.account_id, part="avatar", url=URL + "?2", data=png())
    house.refuses("system", other, NotFound)


@pytest.mark.parametrize(("part", "data"), [("avatar", b"<svg/>"), ("avatar", b""), ("fragment", png())])
def test_what_is_no_picture_is_refused(house: House, part: str, data: bytes) -> None:
    """By its bytes; and only into the two places."""
    dee = stranger(icon=Picture(url=URL))
    house.refuses("system", KeepPicture(account_id=dee.account_id, part=part, url=URL, data=data), Invalid)


def test_only_the_house_fetches(house: House) -> None:
    """Nobody gives somebody else a face."""
    dee = stranger(icon=Picture(url=URL))
    house.refuses("ada", KeepPicture(account_id=dee.account_id, part="avatar", url=URL, data=png()), Refused)
