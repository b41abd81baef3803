"""In an open house, with all its processes, an erasure leaves no byte behind either, and nobody is turned away."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

import pytest

from tests.browser.town import PASSWORD, Somebody, picture
from tests.running_house import COFFEEHOUSE, RunningHouse

pytestmark = pytest.mark.server
WORD = "corncrake"
LATEST = 180


def files_with(data: Path, word: str) -> list[str]:
    """Files of the data folder that hold the word, in any case; files that come and go meanwhile are passed over."""
    found = []
    for path in sorted(data.rglob("*")):
        try:
            if path.is_file() and word.encode() in path.read_bytes().lower():
                found.append(str(path.relative_to(data)))
        except FileNotFoundError:
            continue
    return found


def relations_with(address: str, word: str) -> list[str]:
    """Tables and indexes of a PostgreSQL database whose files hold the word; its own log is not the house's."""
    if not address:
        return []
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute("SELECT current_setting('data_directory')").fetchone()
        assert row is not None
        found = connection.execute(
            "SELECT relname, pg_relation_filepath(oid) FROM pg_class"
            " WHERE relkind IN ('r', 'i', 't') AND relnamespace <> 'pg_catalog'::regnamespace"
        ).fetchall()
    files = [(name, Path(row[0]) / path) for name, path in found if path]
    assert len(files) > 100
    return [name for name, path in files if path.is_file() and word.encode() in path.read_bytes().lower()]


def test_the_words_leave_the_disk_while_the_house_is_open(own_house: RunningHouse) -> None:
    """Asked for in the browser, decided in the browser, done by the worker within minutes; others write meanwhile."""
    own_house.start()
    for name, role in (("mona", "admin"), ("rhys", "records"), ("nia", "member"), ("olwen", "member")):
        own_house.add_member(name, role=role, password=PASSWORD)
    nia, olwen, rhys = (Somebody(own_house.base_url, name) for name in ("nia", "olwen", "rhys"))
    nia.send("/settings", display_name="Corncrake", note="A corncrake in the meadow")
    nia.send("/compose", text="I am the corncrake #corncrake", visibility="public", files={"picture1": picture_file()})
    nia.send("/compose", text="@olwen corncrake in private", visibility="direct")
    olwen.send("/compose", text="Good morning everybody", visibility="public")
    nia.send("/settings/my-record", step="erase", ground="consent_withdrawn", erase_words="All of it")
    before = files_with(own_house.data, WORD)
    server = own_house.environment.get("DATABASE_URL", "")
    assert any(name.startswith("house.sqlite3") for name in before) or relations_with(server, WORD)
    where = rhys.first("/records/erasures", r'href="(/records/erasures/\d+)"')
    ended = rhys.send(where, step="carry-out")
    assert "done=erased" in ended
    until = time.monotonic() + LATEST
    while "are still to be written anew" in rhys.session.get(own_house.base_url + where, timeout=30).text:
        assert time.monotonic() < until, "the files were not written anew"
        olwen.send("/compose", text="Somebody else goes on writing", visibility="public")
        time.sleep(0.5)
    assert "No byte left since" in rhys.session.get(own_house.base_url + where, timeout=30).text
    assert files_with(own_house.data, WORD) == []
    assert relations_with(server, WORD) == []
    shown = olwen.session.get(own_house.base_url + "/public", timeout=30).text
    assert WORD not in shown.lower()
    assert "Somebody else goes on writing" in shown
    own_house.stop()
    verified = subprocess.run(
        [COFFEEHOUSE, "verify"], env=own_house.environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert re.search(r"payloads erased", verified.stdout), verified.stdout


def picture_file() -> tuple[str, bytes, str]:
    """A picture as a form sends it."""
    return ("corncrake.jpg", picture(), "image/jpeg")
