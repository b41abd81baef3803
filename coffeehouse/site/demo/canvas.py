"""Simple shapes for the pictures of the demo town: skies, hills, houses, water. Drawn twice as large, then shrunk."""

from __future__ import annotations

import io
import math
import random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 640, 420
_TWICE = 2
Colour = tuple[int, int, int]

SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((146, 196, 232), (238, 243, 236)),
    ((88, 120, 168), (250, 196, 150)),
    ((120, 134, 150), (206, 212, 214)),
    ((232, 122, 108), (252, 220, 150)),
    ((98, 86, 150), (246, 150, 140)),
)
GREENS: tuple[Colour, ...] = ((150, 178, 128), (112, 152, 96), (76, 120, 74), (52, 92, 60))


class Canvas:
    """A picture in the making, in the coordinates 0..640 and 0..420."""

    def __init__(self, seed: str, sky: int = 0) -> None:
        self.dice = random.Random(seed)  # noqa: S311  # the same picture every time
        self.image = Image.new("RGB", (WIDTH * _TWICE, HEIGHT * _TWICE))
        self.draw = ImageDraw.Draw(self.image)
        self.fade(*SKIES[sky % len(SKIES)])

    def fade(self, top: Colour, bottom: Colour, begins: int = 0, ends: int = HEIGHT) -> None:
        """A vertical gradient."""
        for y in range(begins * _TWICE, ends * _TWICE):
            share = (y / _TWICE - begins) / max(1, ends - begins)
            colour = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
            self.draw.line((0, y, WIDTH * _TWICE, y), fill=colour)

    def _scaled(self, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x * _TWICE, y * _TWICE) for x, y in points]

    def shape(self, points: list[tuple[float, float]], colour: Colour) -> None:
        """A filled polygon."""
        self.draw.polygon(self._scaled(points), fill=colour)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour, round_by: float = 0) -> None:
        """A filled rectangle."""
        corners = self._scaled([(x, y), (x + width, y + height)])
        self.draw.rounded_rectangle([*corners[0], *corners[1]], radius=round_by * _TWICE, fill=colour)

    def disc(self, x: float, y: float, across: float, colour: Colour, down: float | None = None) -> None:
        """A filled ellipse around (x, y)."""
        high = across if down is None else down
        corners = self._scaled([(x - across, y - high), (x + across, y + high)])
        self.draw.ellipse([*corners[0], *corners[1]], fill=colour)

    def stroke(self, points: list[tuple[float, float]], colour: Colour, width: float = 3) -> None:
        """A line with round joints."""
        self.draw.line(self._scaled(points), fill=colour, width=round(width * _TWICE), joint="curve")

    def bow(
        self, x: float, y: float, radius: float, colour: Colour, width: float, turn: tuple[int, int] = (180, 360)
    ) -> None:
        """Part of a circle."""
        corners = self._scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self.draw.arc([*corners[0], *corners[1]], *turn, fill=colour, width=round(width * _TWICE))

    def text(self, x: float, y: float, words: str, size: float, colour: Colour = (30, 34, 40)) -> None:
        """Words centred at (x, y)."""
        from PIL import ImageFont

        font = ImageFont.load_default(size * _TWICE)
        self.draw.text((x * _TWICE, y * _TWICE), words, font=font, fill=colour, anchor="mm")

    def hills(self, base: int = 230, rows: int = 3, colours: tuple[Colour, ...] = GREENS) -> None:
        """Rows of hills, paler behind."""
        for row in range(rows):
            phase, height = self.dice.uniform(0, 6), 46 - row * 8
            level = base + row * 46
            top = [(x, level - height * math.sin(phase + x / (150 - row * 22)) * 0.6) for x in range(0, WIDTH + 9, 8)]
            self.shape([(0, HEIGHT), *top, (WIDTH, HEIGHT)], colours[row % len(colours)])

    def river(self, level: int, colour: Colour = (96, 140, 170)) -> None:
        """Water across the lower part, with ripples."""
        self.box(0, level, WIDTH, HEIGHT - level, colour)
        lighter = (min(255, colour[0] + 34), min(255, colour[1] + 34), min(255, colour[2] + 34))
        for _ in range(26):
            x, y = self.dice.uniform(0, WIDTH), self.dice.uniform(level + 8, HEIGHT - 6)
            self.stroke([(x, y), (x + self.dice.uniform(16, 60), y)], lighter, 2)

    def house(self, x: float, ground: float, width: float, height: float, wall: Colour) -> None:
        """A house with a slate roof, a door and two windows."""
        self.box(x, ground - height, width, height, wall)
        eaves = ground - height
        roof = [(x - 6, eaves), (x + width / 2, eaves - width * 0.45), (x + width + 6, eaves)]
        self.shape(roof, (84, 84, 96))
        self.box(x + width * 0.42, ground - height * 0.42, width * 0.17, height * 0.42, (112, 50, 44))
        for place in (0.14, 0.68):
            self.box(x + width * place, ground - height * 0.78, width * 0.18, height * 0.24, (226, 236, 240))

    def tree(self, x: float, ground: float, height: float, colour: Colour = (70, 116, 70)) -> None:
        """A round tree."""
        self.box(x - height * 0.05, ground - height * 0.5, height * 0.1, height * 0.5, (100, 76, 56))
        for dx, dy in ((0, 0.72), (-0.18, 0.58), (0.18, 0.58)):
            self.disc(x + dx * height, ground - dy * height, height * 0.25, colour)

    def castle(self, x: float, ground: float) -> None:
        """Two towers and a wall on the skyline."""
        stone: Colour = (140, 130, 122)
        self.box(x, ground - 34, 110, 40, stone)
        for tower in (x - 8, x + 88):
            self.box(tower, ground - 62, 30, 68, stone)
            for tooth in range(3):
                self.box(tower + tooth * 11, ground - 70, 7, 10, stone)

    def bytes(self) -> bytes:
        """The picture as JPEG."""
        out = io.BytesIO()
        self.image.resize((WIDTH, HEIGHT), Image.Resampling.BOX).save(out, "JPEG", quality=84)
        return out.getvalue()
