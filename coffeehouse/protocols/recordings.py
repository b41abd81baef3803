"""Video, sound and moving GIFs of strangers made into MP4 and MP3 of the house: looked at, then encoded anew.

Needs ffmpeg and ffprobe; without them `available` says no and nothing else may be called. What a file is is told from
its first bytes, never from its name, and its reader is named to ffmpeg: it never guesses, so a playlist cannot be taken
for a film (attack M4). Both programs run behind `fence`, in an empty folder of their own. Nothing of the original file
but picture and sound survives (M1, M5).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from coffeehouse.kernel.errors import Invalid, Unavailable
from coffeehouse.protocols import fence
from coffeehouse.protocols.images import KEEP_PIXELS, ProcessedImage, process_image

MAX_PIXELS = 3840 * 2160
"""Of one frame: what apps are told in `video_matrix_limit`."""
MAX_FRAME_RATE = 120
KEEP_EDGE = 1920
"""Longer edges are shrunk to this."""
KEEP_FRAME_RATE = 60
MAX_SECONDS = 4 * 3600
LOOK_SECONDS = 30
CONVERT_SECONDS = 1_800
MAX_OUTPUT = 512 * 1024 * 1024
LOOK_MEMORY = 512 * 1024 * 1024
CONVERT_MEMORY = 2560 * 1024 * 1024
CONTENT_TYPES = (
    "video/mp4", "video/quicktime", "video/webm", "video/ogg", "audio/mpeg", "audio/mp3", "audio/mp4", "audio/m4a",
    "audio/x-m4a", "audio/aac", "audio/ogg", "audio/webm", "audio/flac", "audio/wav", "audio/wave", "audio/x-wav",
)  # fmt: skip
"""What may be uploaded; what is kept is MP4 (H.264, AAC) or MP3."""
CODECS = (
    "h264,hevc,vp8,vp9,av1,libdav1d,mpeg4,h263,theora,gif,mjpeg,png,aac,mp3,mp3float,opus,vorbis,flac,alac,amrnb,"
    "pcm_s16le,pcm_s24le,pcm_s32le,pcm_u8,pcm_f32le,pcm_s16be"
)
_PREVIEW_PIXELS = 640 * 360

Kind = Literal["video", "gifv", "audio"]

_WORDS = {
    "absent": "This house cannot take video or sound. Choose a picture, or ask whoever runs the house to install"
    " ffmpeg.",
    "unreadable": "This file cannot be read as video or sound. Choose an MP4, WebM or MP3 file.",
    "too_many_pixels": "This video has too many pixels. Record or export it at 1080p and try again.",
    "too_many_frames": "This video has too many frames a second. Export it with at most 60 and try again.",
    "too_long": "This recording is too long. Cut it and try again.",
    "too_slow": "Preparing this recording took too long. Make it shorter or smaller and try again.",
}

_children = threading.BoundedSemaphore(2)


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What a file turned out to be. `reader` is ffmpeg's name of it; `cover` whether a sound file brings a picture."""

    kind: Kind
    reader: str
    has_sound: bool
    cover: bool = False


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """A recording ready to keep, in `path`. Sizes in pixels, 0 for sound; `meta` in Mastodon's words."""

    kind: Kind
    extension: str
    content_type: str
    path: Path
    sha256: str
    width: int
    height: int
    meta: dict[str, Any]
    preview: ProcessedImage | None


def _refusal(code: str) -> Invalid:
    return Invalid(_WORDS[code], code=f"recording_{code}", field="file")


def absent() -> Invalid:
    """What is said where there is no ffmpeg."""
    return _refusal("absent")


@cache
def _programs() -> tuple[str, str] | None:
    found = shutil.which("ffmpeg"), shutil.which("ffprobe")
    return (found[0], found[1]) if found[0] and found[1] else None


def available() -> bool:
    """Whether ffmpeg and ffprobe are there."""
    return _programs() is not None


def reader_of(head: bytes) -> str | None:
    """ffmpeg's name of the format that a file's first bytes announce; None for all that is no recording."""
    if head[4:8] == b"ftyp":
        # The same box begins still pictures (HEIC, AVIF).
        return None if head[8:12] in {b"heic", b"heix", b"heim", b"mif1", b"msf1", b"avif", b"avis"} else "mov"
    starts = {
        b"\x1aE\xdf\xa3": "matroska", b"OggS": "ogg", b"fLaC": "flac", b"ID3": "mp3", b"GIF87a": "gif",
        b"GIF89a": "gif",
    }  # fmt: skip
    for start, reader in starts.items():
        if head.startswith(start):
            return reader
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[2] & 0xF0 != 0xF0:
        layer = head[1] & 0x06
        return "aac" if head[1] & 0xF6 == 0xF0 else "mp3" if layer else None
    return None


def moves(data: bytes) -> bool:
    """Whether a GIF has a second picture, by walking its blocks without decoding any."""
    from coffeehouse.protocols.image_worker import count_gif_frames

    try:
        return data[:6] in (b"GIF87a", b"GIF89a") and count_gif_frames(data, 2) > 1
    except IndexError:
        return False


def look(path: Path, reader: str | None, *, max_pixels: int = MAX_PIXELS) -> Look:
    """What the file holds, without decoding it. Raises Invalid for what this house does not take."""
    if reader is None:
        raise _refusal("unreadable")
    facts = _probe(path, reader)
    streams = facts.get("streams") or []
    sound = any(stream.get("codec_type") == "audio" for stream in streams)
    pictures = [stream for stream in streams if stream.get("codec_type") == "video" and _is_known(stream)]
    moving = [stream for stream in pictures if not (stream.get("disposition") or {}).get("attached_pic")]
    if _number(facts.get("format", {}).get("duration")) > MAX_SECONDS:
        raise _refusal("too_long")
    for stream in pictures:
        _check_picture(stream, max_pixels)
    if moving:
        return Look(kind="video" if sound else "gifv", reader=reader, has_sound=sound)
    if not sound:
        raise _refusal("unreadable")
    return Look(kind="audio", reader=reader, has_sound=True, cover=bool(pictures))


def _is_known(stream: dict[str, Any]) -> bool:
    return bool(stream.get("width")) and bool(stream.get("height"))


def _check_picture(stream: dict[str, Any], max_pixels: int) -> None:
    width, height = int(stream["width"]), int(stream["height"])
    if width * height > max_pixels or max(width, height) > 100 * min(width, height):
        raise _refusal("too_many_pixels")
    rate = _rate(stream)
    # A GIF may name any pause between pictures; its speed is brought down when it is encoded.
    if rate > MAX_FRAME_RATE and stream.get("codec_name") not in {"gif", "mjpeg", "png"}:
        raise _refusal("too_many_frames")


def _rate(stream: dict[str, Any]) -> float:
    above, _, below = str(stream.get("avg_frame_rate") or "0/1").partition("/")
    return _number(above) / (_number(below or "1") or 1.0)


def _number(written: Any) -> float:
    try:
        return float(written)
    except (TypeError, ValueError):
        return 0.0


def _run(
    program: int, arguments: list[str], folder: Path, *, seconds: int, memory: int, stop: threading.Event | None = None
) -> bytes:
    """What ffmpeg (0) or ffprobe (1) wrote, behind the fence. Raises Invalid when it fails or takes too long."""
    programs = _programs()
    if programs is None:
        raise absent()
    limits = json.dumps({"memory": memory, "cpu_seconds": seconds * 2, "file_bytes": MAX_OUTPUT})
    fenced = [sys.executable, "-I", "-S", str(Path(fence.__file__).resolve()), limits, programs[program], *arguments]
    if not _children.acquire(timeout=60):
        raise Unavailable("Recordings cannot be prepared right now. Try again in a minute.")
    try:
        with subprocess.Popen(  # noqa: S603  our own file, no shell; the stranger's words are not among the arguments
            fenced, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder, env={}
        ) as child:
            return _outcome(child, seconds, stop)
    except OSError as error:
        raise Unavailable("Recordings cannot be prepared right now. Try again in a minute.") from error
    finally:
        _children.release()


def _outcome(child: subprocess.Popen[bytes], seconds: int, stop: threading.Event | None) -> bytes:
    waited = 0.0
    while True:
        try:
            answer, _ = child.communicate(timeout=1 if stop else seconds)
            break
        except subprocess.TimeoutExpired:
            waited += 1 if stop else seconds
            if stop is not None and stop.is_set():
                child.kill()
                raise Unavailable("The house is closing. It goes on when it opens again.") from None
            if waited >= seconds:
                child.kill()
                raise _refusal("too_slow") from None
    if child.returncode != 0:
        raise _refusal("unreadable")
    return answer


def _input(reader: str, name: str) -> list[str]:
    """The options that let ffmpeg read this one file, in this one format, with decoders we chose."""
    return [
        "-protocol_whitelist", "file", "-format_whitelist", _FORMATS[reader], "-codec_whitelist", CODECS,
        "-f", reader, "-i", f"file:{name}",
    ]  # fmt: skip


_FORMATS = {
    "mov": "mov,mp4,m4a,3gp,3g2,mj2", "matroska": "matroska,webm", "ogg": "ogg", "flac": "flac", "mp3": "mp3",
    "gif": "gif", "wav": "wav", "aac": "aac",
}  # fmt: skip


def _probe(path: Path, reader: str) -> dict[str, Any]:
    arguments = ["-v", "error", "-max_pixels", str(MAX_PIXELS), "-show_streams", "-show_format", "-of", "json"]
    answer = _run(1, arguments + _input(reader, path.name), path.parent, seconds=LOOK_SECONDS, memory=LOOK_MEMORY)
    try:
        found: dict[str, Any] = json.loads(answer)
    except ValueError:
        raise _refusal("unreadable") from None
    return found


_QUIET = ["-nostdin", "-hide_banner", "-v", "error", "-y", "-threads", "2", "-filter_threads", "1"]
_BARE = [
    "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
    "-flags:a", "+bitexact", "-max_muxing_queue_size", "1024",
]  # fmt: skip


def convert(
    source: Path, seen: Look, *, seconds: int = CONVERT_SECONDS, stop: threading.Event | None = None
) -> Recording:
    """Encode `source`, which lies alone in a folder, anew; the result lies beside it. Raises Invalid, Unavailable.

    `seconds` bounds the whole; `stop` ends it early, as Unavailable.
    """
    folder = source.parent
    sound = ["-map", "0:a:0?", "-ac", "2", "-c:a", "aac", "-b:a", "128k"] if seen.kind == "video" else []
    if seen.kind == "audio":
        out = folder / "out.mp3"
        made = ["-map", "0:a:0", "-vn", "-c:a", "libmp3lame", "-q:a", "2", "-id3v2_version", "0"]
    else:
        out = folder / "out.mp4"
        made = [
            "-map", "0:V:0", *sound, "-vf", _SCALE, "-fpsmax", str(KEEP_FRAME_RATE), "-c:v", "libx264",
            "-preset", "veryfast", "-crf", "23", "-maxrate", "5M", "-bufsize", "10M", "-profile:v", "high",
            "-threads", "2", "-movflags", "+faststart",
        ]  # fmt: skip
    arguments = [*_QUIET, *_input(seen.reader, source.name), *_BARE, *made, "-t", str(MAX_SECONDS), out.name]
    _run(0, arguments, folder, seconds=seconds, memory=CONVERT_MEMORY, stop=stop)
    return _described(out, seen, source)


_SHRINK = f"min(1,{KEEP_EDGE}/max(iw*sar,ih))"
_SCALE = f"scale=w='max(2,trunc(iw*sar*{_SHRINK}/2)*2)':h='max(2,trunc(ih*{_SHRINK}/2)*2)',setsar=1,format=yuv420p"


def _described(out: Path, seen: Look, source: Path) -> Recording:
    facts = _probe(out, "mp3" if seen.kind == "audio" else "mov")
    streams = {stream["codec_type"]: stream for stream in reversed(facts["streams"])}
    picture, sound = streams.get("video"), streams.get("audio")
    with out.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    preview = None
    if seen.kind != "audio":
        preview = _preview(out, "mov")
    elif seen.cover:
        preview = _cover(source, seen.reader)
    return Recording(
        kind=seen.kind,
        extension=out.suffix[1:],
        content_type="audio/mpeg" if seen.kind == "audio" else "video/mp4",
        path=out,
        sha256=digest,
        width=int(picture["width"]) if picture else 0,
        height=int(picture["height"]) if picture else 0,
        meta=_meta(facts["format"], picture, sound),
        preview=preview,
    )


def _preview(path: Path, reader: str) -> ProcessedImage:
    """A picture out of the first second, small enough to stay a PNG."""
    shrink = f"min(1,sqrt({_PREVIEW_PIXELS}/(iw*ih)))"
    arguments = [
        *_QUIET, *_input(reader, path.name), "-map", "0:v:0", "-vf",
        f"thumbnail=24,scale=w='max(1,trunc(iw*{shrink}))':h='max(1,trunc(ih*{shrink}))'", "-frames:v", "1",
        "-c:v", "png", "-f", "image2", "-update", "1", "preview.png",
    ]  # fmt: skip
    _run(0, arguments, path.parent, seconds=60, memory=CONVERT_MEMORY)
    return process_image((path.parent / "preview.png").read_bytes(), keep_pixels=KEEP_PIXELS)


def _cover(source: Path, reader: str) -> ProcessedImage | None:
    """The picture a sound file brings; one that cannot be read is left out."""
    try:
        return _preview(source, reader)
    except Invalid:
        return None


def _meta(form: dict[str, Any], picture: dict[str, Any] | None, sound: dict[str, Any] | None) -> dict[str, Any]:
    """`meta` as Mastodon gives it, without sizes and focus: {"top": members of meta, "original": of meta.original}."""
    duration = round(_number(form.get("duration")), 6)
    top: dict[str, Any] = {"length": _length(duration), "duration": round(duration, 2)}
    original: dict[str, Any] = {"duration": duration, "bitrate": int(_number(form.get("bit_rate")))}
    if picture is not None:
        top["fps"] = round(_rate(picture))
        original["frame_rate"] = str(picture.get("avg_frame_rate") or "0/1")
    if sound is not None:
        profile = sound.get("profile")
        top["audio_encode"] = f"{sound['codec_name']} ({profile})" if profile else str(sound["codec_name"])
        top["audio_bitrate"] = f"{sound.get('sample_rate')} Hz"
        top["audio_channels"] = str(sound.get("channel_layout") or f"{sound.get('channels')} channels")
    return {"top": top, "original": original}


def _length(seconds: float) -> str:
    """`0:01:28.65`."""
    hundredths = round(seconds * 100)
    minutes, rest = divmod(hundredths, 6_000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest // 100:02}.{rest % 100:02}"
