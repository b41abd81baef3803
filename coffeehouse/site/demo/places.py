"""Scenes of the demo town's places: hills, river, streets, skies. Called by `scenes`."""

from __future__ import annotations

from collections.abc import Callable

from coffeehouse.site.demo.canvas import HEIGHT, WIDTH, Canvas, Colour

WALLS: tuple[Colour, ...] = ((226, 206, 176), (214, 178, 160), (196, 208, 196), (236, 228, 212), (178, 196, 214))
BROWN: Colour = (138, 116, 88)
BLUE: Colour = (96, 140, 170)
WHITE: Colour = (246, 246, 242)
DARK: Colour = (52, 56, 62)


def _town_on(canvas: Canvas, ground: float, houses: int = 6) -> None:
    for number in range(houses):
        canvas.house(24 + number * 104, ground, 74, 64 + canvas.dice.randrange(24), WALLS[number % len(WALLS)])


def draw_hills(canvas: Canvas, _variant: int) -> str:
    canvas.castle(430, 232)
    canvas.hills()
    canvas.disc(120, 80, 34, (250, 236, 190))
    for x in (210, 240, 276):
        canvas.disc(x, 340, 9, WHITE, 6)
    return "Green hills in three rows under a clear sky, a small castle on the furthest, three sheep in front."


def draw_river(canvas: Canvas, _variant: int) -> str:
    canvas.hills(200, 2)
    canvas.river(290)
    for x in (60, 520, 585):
        canvas.tree(x, 296, 120)
    return "A calm blue river between low hills, with three round trees on the near bank."


def draw_bridge(canvas: Canvas, _variant: int) -> str:
    canvas.hills(190, 2)
    canvas.river(300)
    canvas.box(0, 236, WIDTH, 34, (168, 154, 138))
    for x in (110, 320, 530):
        canvas.box(x - 84, 262, 168, 60, (168, 154, 138))
        canvas.disc(x, 330, 62, BLUE, 58)
    canvas.stroke([(300, 232), (308, 224), (320, 232)], DARK, 3)
    return "An old stone bridge with three arches over a quiet river; a small bird sits on the wall."


def draw_river_high(canvas: Canvas, _variant: int) -> str:
    canvas.hills(170, 2, ((120, 134, 116), (96, 114, 94)))
    canvas.river(250, BROWN)
    canvas.box(0, 214, WIDTH, 30, (150, 140, 128))
    for x in (110, 320, 530):
        canvas.disc(x, 268, 62, (96, 82, 64), 22)
    canvas.stroke([(380, 330), (470, 316)], (92, 70, 48), 9)
    return "The river, brown and fast, nearly fills the arches of the bridge; a branch floats by under a grey sky."


def draw_street_water(canvas: Canvas, _variant: int) -> str:
    _town_on(canvas, 300)
    canvas.river(296, BROWN)
    for x in range(24, 620, 104):
        for sack in range(3):
            canvas.disc(x + 18 + sack * 19, 296, 12, (190, 170, 130), 8)
    return "A row of houses with brown water in the street up to the doorsteps; sandbags are piled before every door."


def _gauge(canvas: Canvas, level: float, words: str) -> None:
    canvas.hills(180, 2, ((120, 134, 116), (96, 114, 94)))
    canvas.box(270, 40, 100, 360, WHITE, 6)
    for step in range(9):
        y = 380 - step * 40
        canvas.box(270, y, 36 if step % 2 else 54, 5, (178, 40, 40) if step > 5 else DARK)
        if step % 2 == 0:
            canvas.text(345, y, f"{step / 2:.0f} m", 18)
    canvas.river(round(380 - level * 80), BROWN)
    canvas.box(420, 60, 190, 62, (178, 40, 40), 8)
    canvas.text(515, 91, words, 26, WHITE)


def draw_gauge_high(canvas: Canvas, _variant: int) -> str:
    _gauge(canvas, 2.5, "2.46 m")
    return "A white gauge board in brown water. The water stands just below two and a half metres; a sign says 2.46 m."


def draw_gauge_peak(canvas: Canvas, _variant: int) -> str:
    _gauge(canvas, 3.14, "3.14 m")
    return "The gauge board again: brown water has passed the red three metre mark; a sign says 3.14 m."


def draw_crossing(canvas: Canvas, _variant: int) -> str:
    canvas.hills(180, 2)
    canvas.box(0, 280, WIDTH, 140, (96, 98, 104))
    canvas.stroke([(0, 350), (WIDTH, 350)], WHITE, 4)
    for x, coat in ((110, (232, 190, 40)), (160, (180, 60, 70)), (196, (70, 100, 170))):
        canvas.disc(x, 236, 11, (226, 188, 160))
        canvas.box(x - 12, 248, 24, 40, coat, 6)
    canvas.box(390, 262, 150, 46, (150, 40, 46), 14)
    canvas.disc(425, 312, 16, DARK)
    canvas.disc(508, 312, 16, DARK)
    return "A road by the school without a crossing: a person in a yellow coat waits with two children, a car comes."


def draw_zebra(canvas: Canvas, _variant: int) -> str:
    canvas.hills(180, 2)
    canvas.box(0, 280, WIDTH, 140, (96, 98, 104))
    for stripe in range(6):
        far, near = 230 + stripe * 34, 214 + stripe * 40
        canvas.shape([(far, 280), (far + 20, 280), (near + 26, 420), (near, 420)], WHITE)
    for x in (210, 450):
        canvas.box(x, 170, 8, 116, DARK)
        canvas.disc(x + 4, 160, 20, (248, 170, 40))
    return "The same road with a new zebra crossing, white stripes and a lit orange globe on either side."


def draw_plan_market(canvas: Canvas, _variant: int) -> str:
    canvas.box(0, 0, WIDTH, HEIGHT, (242, 238, 226))
    for number, (x, title) in enumerate(((40, "A"), (240, "B"), (440, "C"))):
        canvas.box(x, 90, 160, 240, WHITE, 6)
        canvas.text(x + 80, 60, f"Plan {title}", 28)
        for block in range(4 + number):
            canvas.box(x + 16 + (block % 2) * 70, 108 + (block // 2) * 56, 58, 42, WALLS[(block + number) % 5])
        canvas.box(x + 30, 284, 100, 30, GRASS)
    canvas.text(320, 376, "The old cattle market", 30)
    return "Three plans side by side, A, B and C: blocks of buildings around a green, more of them from left to right."


GRASS: Colour = (138, 176, 110)


def draw_market(canvas: Canvas, variant: int) -> str:
    _town_on(canvas, 250)
    canvas.box(0, 250, WIDTH, 170, (190, 182, 170))
    colours: tuple[Colour, ...] = ((190, 60, 56), (60, 110, 160), (70, 130, 80), (210, 150, 50))
    for stall in range(4):
        x, colour = 30 + stall * 154, colours[(stall + variant) % 4]
        for stripe in range(6):
            canvas.box(x + stripe * 20, 236, 20, 34, colour if stripe % 2 else WHITE)
        canvas.box(x + 6, 316, 108, 44, (150, 112, 76))
        for fruit in range(6):
            canvas.disc(x + 18 + fruit * 17, 312, 9, colours[(fruit + variant) % 4])
    return "Market day: four stalls with striped awnings in front of a row of houses, heaped with fruit."


def draw_sky(canvas: Canvas, variant: int) -> str:
    for _ in range(9):
        x, y = canvas.dice.uniform(0, WIDTH), canvas.dice.uniform(60, 250)
        canvas.disc(x, y, canvas.dice.uniform(50, 120), (252, 208, 170) if variant % 2 else (244, 224, 226), 11)
    canvas.hills(330, 2, ((70, 74, 96), (48, 52, 72)))
    canvas.castle(90, 322)
    return "A wide sky full of long bright clouds over dark hills; the castle is a small black outline."


def draw_night(canvas: Canvas, _variant: int) -> str:
    canvas.fade((12, 16, 40), (40, 50, 92))
    for _ in range(170):
        x, y = canvas.dice.uniform(0, WIDTH), canvas.dice.uniform(0, 310)
        canvas.disc(x, y, canvas.dice.choice((0.8, 1.2, 2.0)), WHITE)
    canvas.hills(340, 2, ((20, 26, 40), (12, 16, 26)))
    for x in (210, 260, 300, 372):
        canvas.disc(x, 366, 3, (250, 214, 120))
    return "A night sky full of stars above black hills, with four small yellow windows in the valley."


def draw_rainbow(canvas: Canvas, _variant: int) -> str:
    bands: tuple[Colour, ...] = (
        (206, 70, 70), (226, 150, 66), (232, 212, 96), (104, 168, 96), (84, 134, 190), (120, 88, 160),
    )  # fmt: skip
    for number, colour in enumerate(bands):
        canvas.bow(320, 330, 270 - number * 11, colour, 11)
    canvas.hills(280, 3)
    canvas.box(450, 330, 34, 18, WHITE, 6)
    canvas.disc(488, 332, 8, DARK)
    return "A whole rainbow over a green valley, both ends on the hills, and one white cow below."


def draw_bench(canvas: Canvas, _variant: int) -> str:
    canvas.hills(200, 3)
    canvas.river(380)
    for y in (280, 296, 318):
        canvas.box(220, y, 210, 9, (140, 96, 60), 3)
    for x in (240, 402):
        canvas.box(x, 278, 8, 74, DARK)
    return "A new wooden bench on a green slope, looking over the river to the hills."


def draw_allotment(canvas: Canvas, variant: int) -> str:
    canvas.hills(150, 1)
    canvas.box(0, 210, WIDTH, 210, (118, 90, 66))
    crop: Colour = ((96, 150, 60), (70, 120, 60), (232, 130, 40))[variant % 3]
    for row in range(4):
        for plant in range(13):
            canvas.disc(28 + plant * 48, 240 + row * 46, 11 + row * 2, crop, 9 + row)
    canvas.box(500, 130, 110, 86, (130, 100, 74))
    canvas.shape([(490, 132), (555, 86), (620, 132)], (84, 84, 96))
    what = ("courgettes", "beans", "pumpkins")[variant % 3]
    return f"Four straight rows of {what} on an allotment, a small wooden shed behind."


SCENES: dict[str, Callable[[Canvas, int], str]] = {
    name.removeprefix("draw_"): draw for name, draw in list(globals().items()) if name.startswith("draw_")
}
