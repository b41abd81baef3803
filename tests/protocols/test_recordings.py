"""Video and sound of strangers: told apart by their bytes, prepared behind a fence, stripped of all but themselves."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from coffeehouse.kernel.errors import Invalid, Unavailable
from coffeehouse.protocols import fence, recordings
from tests import recorded

pytestmark = pytest.mark.ffmpeg

LIMITS = {"memory": 1 << 31, "cpu_seconds": 20, "file_bytes": 1 << 20}


def placed(folder: Path, data: bytes) -> Path:
    path = folder / "in"
    path.write_bytes(data)
    return path


def prepared(folder: Path, data: bytes) -> recordings.Recording:
    path = placed(folder, data)
    return recordings.convert(path, recordings.look(path, recordings.reader_of(data[:64])))


@pytest.mark.parametrize(
    ("data", "kind", "extension"),
    [
        (lambda: recorded.video("mp4"), "video", "mp4"),
        (lambda: recorded.video("webm"), "video", "mp4"),
        (lambda: recorded.video("mov"), "video", "mp4"),
        (lambda: recorded.video("mp4", has_sound=False), "gifv", "mp4"),
        (recorded.moving_gif, "gifv", "mp4"),
        (lambda: recorded.sound("mp3"), "audio", "mp3"),
        (lambda: recorded.sound("ogg"), "audio", "mp3"),
        (lambda: recorded.sound("flac"), "audio", "mp3"),
        (lambda: recorded.sound("wav"), "audio", "mp3"),
        (lambda: recorded.sound("m4a"), "audio", "mp3"),
        (lambda: recorded.sound("aac"), "audio", "mp3"),
    ],
)
def test_every_format_becomes_mp4_or_mp3(tmp_path: Path, data: object, kind: str, extension: str) -> None:
    """M1: encoded anew, whatever came; what has no sound is a gifv, as with Mastodon."""
    given: bytes = data()  # type: ignore[operator]
    made = prepared(tmp_path, given)
    assert (made.kind, made.extension) == (kind, extension)
    assert made.path.read_bytes() != given
    assert made.meta["original"]["duration"] == pytest.approx(1.0, abs=0.2)
    if kind == "audio":
        assert (made.width, made.preview) == (0, None)
        assert made.meta["top"]["audio_encode"] == "mp3"
    else:
        assert made.width >= 50
        assert made.preview is not None
        assert made.preview.preview_format == "png"
        assert made.preview.blurhash


@pytest.mark.parametrize("extension", ["mp4", "mov", "webm", "mp3", "ogg", "flac", "m4a"])
def test_m5_neither_author_nor_place_survives(tmp_path: Path, extension: str) -> None:
    """M5: metadata that a phone or a studio wrote is in the file that came, and in no byte of what is kept."""
    data = (recorded.video if extension in ("mp4", "mov", "webm") else recorded.sound)(extension)
    assert recorded.PERSONAL[0].encode() in data
    kept = prepared(tmp_path, data).path.read_bytes()
    for words in recorded.PERSONAL:
        assert words.encode() not in kept


@pytest.mark.parametrize(
    "data",
    [
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<?xml version='1.0'?><MPD/>",
        b"push graphic-context\nimage over 0,0 1,1 'https://example.org/x'\npop",
        b"data:video/mp4;base64,AAAA",
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\n",
        b"MZ" + bytes(100),
        b"PK\x03\x04" + bytes(100),
    ],
)
def test_m4_a_playlist_is_no_recording(tmp_path: Path, data: bytes) -> None:
    """M4: HLS, concat, DASH, SDP and other lists of addresses are never given to ffmpeg as what they are."""
    assert recordings.reader_of(data[:64]) is None
    for reader in ("mov", "matroska", "ogg", "mp3"):
        with pytest.raises(Invalid):
            recordings.look(placed(tmp_path, data), reader)


@pytest.mark.parametrize("name", ["in", "in.m3u8", "in.ffconcat"])
def test_m4_ffmpeg_is_told_what_to_read_and_with_what(tmp_path: Path, name: str) -> None:
    """M4: one local file, one format, decoders of our choice: a playlist that claims to be a film stays unread."""
    options = recordings._input("mov", name)
    assert options[options.index("-protocol_whitelist") + 1] == "file"
    assert {"hls", "concat", "dash", "sdp", "image2", "tty"}.isdisjoint(
        options[options.index("-format_whitelist") + 1].split(",")
    )
    assert options[-4:] == ["-f", "mov", "-i", f"file:{name}"]
    secret = tmp_path / "secret"
    secret.write_bytes(recorded.sound("wav"))
    (tmp_path / name).write_bytes(f"#EXTM3U\n#EXTINF:1,\n{secret}\n".encode())
    with pytest.raises(Invalid):
        recordings._run(0, ["-v", "error", *options, "out.wav"], tmp_path, seconds=10, memory=1 << 31)


def behind(folder: Path, *arguments: str, limits: dict[str, int] = LIMITS) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-I", "-S", fence.__file__, json.dumps(limits), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False)


PYTHON = "/usr/bin/python3"
# The encoder that makes a film for a test need not make it small.
QUICKLY = ("-deadline", "realtime", "-cpu-used", "16", "-b:v", "200k")


@pytest.mark.skipif(not os.path.exists(PYTHON), reason="the system has no Python of its own to try the fence with")
@pytest.mark.parametrize(
    "tried",
    [
        "import socket; socket.socket()",
        "import socket; socket.socketpair()",
        "import socket; socket.create_connection(('127.0.0.1', 1))",
        "open('/etc/passwd').read()",
        f"open({__file__!r}).read()",
        "open('/tmp/coffeehouse-was-here', 'w')",
        "import os; os.listdir('/var')",
        "open('large', 'wb').write(bytes(2 << 20))",
        "bytes(3 << 30)",
    ],
)
def test_m4_the_fence_holds(tmp_path: Path, tried: str) -> None:
    """M4: no network, no file but those in its folder, bounded memory and file size."""
    done = behind(tmp_path, PYTHON, "-S", "-c", tried)
    assert done.returncode != 0, done.stdout


@pytest.mark.skipif(not os.path.exists(PYTHON), reason="the system has no Python of its own to try the fence with")
def test_m4_within_the_fence_one_can_work(tmp_path: Path) -> None:
    """Its own folder can be read and written; the test above would otherwise prove nothing."""
    done = behind(tmp_path, PYTHON, "-S", "-c", "open('x', 'w').write('y'); print(open('x').read())")
    assert done.stdout == b"y\n", done.stderr


@pytest.mark.skipif(not os.path.exists(PYTHON), reason="the system has no Python of its own to try the fence with")
def test_m4_time_on_the_processor_ends(tmp_path: Path) -> None:
    """M4: a decoder that never ends is ended."""
    begun = time.monotonic()
    assert behind(tmp_path, PYTHON, "-S", "-c", "while True: pass", limits=LIMITS | {"cpu_seconds": 1}).returncode < 0
    assert time.monotonic() - begun < 100


@pytest.mark.parametrize(
    "data",
    [
        lambda: recorded.made("gif", "-f", "lavfi", "-i", "color=s=6000x3000:d=0.2:r=10"),
        lambda: recorded.made("webm", "-f", "lavfi", "-i", "color=s=4000x4000:d=0.04:r=25", "-c:v", "libvpx", *QUICKLY),
        lambda: (
            b"GIF89a\x60\xea\x60\xea\x80\0\0\0\0\0\xff\xff\xff"
            + b"\x2c\0\0\0\0\x60\xea\x60\xea\0\x02\x02D\x01\0" * 3
            + b";"
        ),
        lambda: b"\x1aE\xdf\xa3" + bytes(1_000_000),
        lambda: b"OggS" + bytes(1_000_000),
    ],
)
def test_m2_bombs_are_refused_at_once(tmp_path: Path, data: object) -> None:
    """M2: too many pixels, or nothing but a header: refused in a second, in little memory, nothing decoded."""
    given: bytes = data()  # type: ignore[operator]
    path = placed(tmp_path, given)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(Invalid):
        recordings.look(path, recordings.reader_of(given[:64]))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2.0
    assert after.ru_maxrss <= max(before.ru_maxrss, 256 * 1024)


def test_large_films_are_shrunk_and_slowed(tmp_path: Path) -> None:
    """At most 1,920 pixels long and 60 pictures a second, of even size."""
    data = recorded.made("mp4", "-f", "lavfi", "-i", "testsrc=d=0.3:s=2561x601:r=100", "-c:v", "mpeg4")
    made = prepared(tmp_path, data)
    assert (made.width, made.height % 2) == (1920, 0)
    assert made.height == pytest.approx(601 * 1920 / 2561, abs=2)
    assert made.meta["top"]["fps"] <= 60


def test_meta_is_mastodons(tmp_path: Path) -> None:
    """The members apps know, of the kinds they expect."""
    meta = prepared(tmp_path, recorded.video("mp4", seconds=2.0)).meta
    assert set(meta["top"]) == {"length", "duration", "fps", "audio_encode", "audio_bitrate", "audio_channels"}
    assert meta["top"]["length"].startswith("0:00:02.")
    assert (meta["top"]["fps"], meta["original"]["frame_rate"], meta["top"]["audio_channels"]) == (25, "25/1", "stereo")
    assert meta["original"]["bitrate"] > 1000


def test_only_gifs_that_move_are_films() -> None:
    """Told without decoding; a broken one is none."""
    assert recordings.moves(recorded.moving_gif())
    assert not recordings.moves(b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;")
    assert not recordings.moves(b"GIF89a")
    assert not recordings.moves(b"\x89PNG")


def test_a_house_that_closes_gives_up(tmp_path: Path) -> None:
    """What is under way ends within seconds, as something to be tried again, not as a fault of the file."""
    data = recorded.video("mp4", seconds=20.0, size="1280x720")
    path = placed(tmp_path, data)
    seen = recordings.look(path, recordings.reader_of(data[:64]))
    stop = threading.Event()
    stop.set()
    begun = time.monotonic()
    with pytest.raises(Unavailable):
        recordings.convert(path, seen, stop=stop)
    assert time.monotonic() - begun < 60


def test_too_slow_is_said(tmp_path: Path) -> None:
    """Who waits is told after the time given, in words."""
    data = recorded.video("mp4", seconds=20.0, size="1280x720")
    path = placed(tmp_path, data)
    with pytest.raises(Invalid, match="took too long"):
        recordings.convert(path, recordings.look(path, "mov"), seconds=1)


def test_without_ffmpeg_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words that say what to do."""
    monkeypatch.setattr(recordings, "_programs", lambda: None)
    assert not recordings.available()
    with pytest.raises(Invalid, match="cannot take video or sound"):
        recordings.look(placed(tmp_path, recorded.video("mp4")), "mov")
