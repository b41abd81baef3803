"""`coffeehouse policy`: examples that are not kept are told by file and line; the past is put to another pack."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql, transaction
from coffeehouse.domain.posts import commands as posts
from coffeehouse.ledger import judged, vault
from coffeehouse.policy.packs import DEFAULT_FOLDER, load_pack
from coffeehouse.site.cli import main, policy_replay
from tests.commands.house import House

PRICE = "A swim costs £4.20 from Monday."


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the default pack, to be changed."""
    return Path(shutil.copytree(DEFAULT_FOLDER, tmp_path / "pack"))


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> House:
    """The cast."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INCOMING_FOLDER = tmp_path / "incoming"
    return House()


def change(pack: Path, file: str, old: str, new: str) -> None:
    text = (pack / file).read_text("utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), "utf-8")


def test_check_passes_what_is_kept(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All examples of both files; status 0."""
    assert main(["policy", "check", str(pack)]) == 0
    assert " 0 faults." in capsys.readouterr().out


def test_check_names_file_and_line(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of an example that is not kept, in whichever file it stands; status 1."""
    text = (pack / "examples-routing.toml").read_text("utf-8")
    line = 1 + text[: text.index('name = "A flood is looked at"')].count("\n")
    change(pack, "routing.cedar", 'context.criticality == "high" };', 'context.criticality == "highest" };')
    assert main(["policy", "check", str(pack)]) == 1
    said = capsys.readouterr().out
    assert f"{pack}/examples-routing.toml:{line}: A flood is looked at: expected hold, got allow" in said


def test_check_says_what_cannot_be_read(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule, an example: each with its line; a folder that is no pack; no traceback."""
    change(pack, "routing.cedar", "context.is_official", "context.is_offical")
    assert main(["policy", "check", str(pack)]) == 1
    assert f"{pack}/routing.cedar:" in capsys.readouterr().out
    shutil.copy(DEFAULT_FOLDER / "routing.cedar", pack)
    change(pack, "examples-routing.toml", 'who = "voice"', 'who = "dragon"')
    assert main(["policy", "check", str(pack)]) == 1
    assert "examples-routing.toml:4: Opening hours go out directly: who: one of" in capsys.readouterr().out
    assert main(["policy", "check", str(pack.parent)]) == 1
    assert "is not a policy pack" in capsys.readouterr().err


def test_replay_lists_what_would_change(house: House, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a lower threshold a post that was held would be released; what was erased is counted as erased."""
    voice = house.actor("ada", account_id=house.voice())
    for number in range(3):
        house.act(voice, posts.PublishPost(text=f"The library opens at {number}."))
    done = house.act(voice, posts.PublishPost(text=PRICE))
    assert done.is_held
    with transaction.write():
        vault.erase(
            sql.value("SELECT MIN(sequence) FROM ledger_entry WHERE kind = %s", ("post.published",)), "asked to"
        )
    change(pack, "routing.cedar", "context.recent_released_count >= 10", "context.recent_released_count >= 2")
    assert policy_replay.replay(load_pack(pack), 90, "json", anew=False) == 0
    *lines, last = [msgspec.json.decode(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["object"], line["before"], line["now"]) for line in lines] == [(done.object, "hold", "allow")]
    summary = last["summary"]
    assert (summary["counts"]["outcome"], summary["counts"]["erased"]) == (1, 1)
    assert summary["changes"] == [{"before": "hold", "now": "allow", "count": 1}]
    assert policy_replay.replay(load_pack(pack), 90, "table", anew=True) == 0
    printed = capsys.readouterr()
    assert "hold -> allow" in printed.out
    assert "1  erased, so nothing can be said about them" in printed.out
    assert "100 %" in printed.err


def test_replay_of_the_same_pack_finds_nothing(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Every verdict of the house so far, given again by the rules that gave it."""
    voice = house.actor("ada", account_id=house.voice())
    house.act(voice, posts.PublishPost(text=PRICE))
    house.post()
    assert policy_replay.replay(load_pack(), 90, "json", anew=False) == 0
    (only,) = capsys.readouterr().out.splitlines()
    counts = msgspec.json.decode(only)["summary"]["counts"]
    assert counts["verdicts"] == counts["same"] > 10


def test_days_are_counted_back(house: House) -> None:
    """The first entry of that time, found by halving; beyond the last there is none."""
    house.post()
    times = [row[0] for row in sql.rows("SELECT time_at FROM ledger_entry ORDER BY sequence")]
    assert judged.first_since(0) == 0
    assert judged.first_since(times[-1] + 1) == len(times) == judged.size()
    for at in {times[0], times[len(times) // 2], times[-1]}:
        assert judged.first_since(at) == min(number for number, time in enumerate(times) if time >= at)
    assert [entry[0] for entry in judged.entries_from(2)] == list(range(2, len(times)))
