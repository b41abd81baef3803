"""The pictures of the demo town, drawn by the house itself, each with the description that belongs to it."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

from coffeehouse.site.demo import figures, places
from coffeehouse.site.demo.canvas import Canvas
from coffeehouse.site.demo.script import read_words
from coffeehouse.site.demo.town import Voice

# Draws the n-th variant on the canvas; gives its description.
Scene = Callable[[Canvas, int], str]
SCENES: dict[str, Scene] = {**places.SCENES, **figures.SCENES}
_SKY = {"night": 4, "street_water": 2, "river_high": 2, "gauge_high": 2, "gauge_peak": 2, "skip": 2, "rainbow": 2}


def draw_scene(name: str, variant: int) -> tuple[bytes, str]:
    """(JPEG, description) of a scene; a variant differs in colours, shapes and words."""
    canvas = Canvas(f"{name}-{variant}", _SKY.get(name, variant))
    description = SCENES[name](canvas, variant)
    return canvas.bytes(), description


def draw_badge(handle: str) -> tuple[bytes, str]:
    """(PNG, description) of a voice's avatar: its initial on its colour."""
    entry = next(entry for entry in read_words("people")["voices"] if entry["handle"] == handle)
    voice = Voice(**{**entry, "seats": ()})
    image = Image.new("RGB", (240, 240), voice.colour)
    draw = ImageDraw.Draw(image)
    draw.ellipse((14, 14, 226, 226), outline="white", width=6)
    draw.text((120, 116), voice.name[0], font=ImageFont.load_default(140), fill="white", anchor="mm")
    draw.arc((60, 150, 180, 210), 200, 340, fill="white", width=8)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue(), f"The letter {voice.name[0]} in white in a ring, the badge of {voice.name}."
