"""A body's two colours made readable: text on them, and shades of them on light and dark grounds, at AA contrast.

Pure arithmetic (WCAG 2.2, relative luminance and contrast ratio). A body may set any colour; no setting can make a page
that people cannot read.
"""

from __future__ import annotations

import colorsys
from functools import cache

RGB = tuple[float, float, float]
AA = 4.5
# Paper, card, raised, warning and success of _colour.scss: everything that words in the accent may stand on.
GROUNDS_LIGHT = ("#fffdf9", "#f7f1e8", "#f1e8dc", "#fbe9cf", "#e2f0e6")
GROUNDS_DARK = ("#241d19", "#1a1512", "#302721", "#43321c", "#22372a")


def parse(colour: str) -> RGB:
    """Red, green and blue from 0 to 1 of `#rrggbb`."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(rgb: RGB) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


def luminance(colour: str) -> float:
    """WCAG's relative luminance, 0 (black) to 1 (white)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parse(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def on(colour: str) -> str:
    """White or black: whichever is easier to read on the colour. One of them always reaches AA."""
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, colour))


def readable(colour: str, grounds: tuple[str, ...], *, at_least: float = AA) -> str:
    """The colour itself if it reads well on all grounds, else the nearest lighter or darker shade that does."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*parse(colour))
    step = -0.01 if luminance(grounds[0]) > 0.4 else 0.01
    shade = colour.lower()
    for _step in range(100):
        if all(contrast(shade, ground) >= at_least for ground in grounds):
            break
        lightness = min(1.0, max(0.0, lightness + step))
        shade = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    return shade


@cache
def stylesheet(house: str, accent: str) -> str:
    """The style sheet that tells app.css the body's colours, by day and by night."""
    day, night = readable(accent, GROUNDS_LIGHT), readable(accent, GROUNDS_DARK)
    strong_day = readable(accent, GROUNDS_LIGHT, at_least=9)
    strong_night = readable(accent, GROUNDS_DARK, at_least=9)
    return (
        f":root{{--house:{house};--on-house:{on(house)};"
        f"--accent:{day};--on-accent:{on(day)};--accent-strong:{strong_day}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{"
        f"--accent:{night};--on-accent:{on(night)};--accent-strong:{strong_night}}}}}\n"
    )
