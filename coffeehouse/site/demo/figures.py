"""Scenes of the demo town's things and creatures: cats, dogs, buses, windows, posters. Called by `scenes`."""

from __future__ import annotations

from collections.abc import Callable

from coffeehouse.site.demo.canvas import HEIGHT, WIDTH, Canvas, Colour
from coffeehouse.site.demo.places import DARK, GRASS, WALLS, WHITE

COATS: tuple[tuple[str, Colour], ...] = (
    ("grey", (132, 136, 142)),
    ("black", (48, 48, 54)),
    ("ginger", (214, 130, 60)),
    ("white", (232, 228, 220)),
    ("brown", (130, 94, 66)),
)


def _room(canvas: Canvas, wall: Colour) -> None:
    canvas.box(0, 0, WIDTH, 300, wall)
    canvas.box(0, 300, WIDTH, 120, (150, 116, 86))


def draw_cat(canvas: Canvas, variant: int) -> str:
    word, coat = COATS[variant % 5]
    _room(canvas, WALLS[variant % 5])
    canvas.disc(320, 290, 92, coat, 74)
    canvas.disc(320, 186, 58, coat)
    for side in (-1, 1):
        canvas.shape([(320 + side * 54, 178), (320 + side * 46, 112), (320 + side * 12, 138)], coat)
        canvas.disc(320 + side * 22, 180, 10, (206, 200, 96))
        canvas.disc(320 + side * 22, 180, 4, DARK, 9)
        canvas.stroke([(320 + side * 16, 206), (320 + side * 74, 198)], WHITE if variant % 5 == 1 else DARK, 2)
        canvas.disc(320 + side * 44, 358, 24, WHITE, 14)
    canvas.disc(320, 202, 7, (214, 140, 140), 5)
    canvas.stroke([(408, 300), (462, 286), (478, 226)], coat, 20)
    return f"A {word} cat with white paws sits on a wooden floor and looks straight at you."


def draw_dog(canvas: Canvas, variant: int) -> str:
    word, coat = COATS[(variant + 4) % 5]
    _room(canvas, WALLS[(variant + 2) % 5])
    canvas.box(210, 240, 220, 90, coat, 40)
    for x in (232, 268, 366, 400):
        canvas.box(x, 310, 20, 66, coat, 8)
    canvas.disc(440, 206, 54, coat)
    canvas.shape([(410, 172), (396, 96), (446, 160)], coat)
    canvas.shape([(474, 176), (508, 216), (484, 244)], coat)
    canvas.disc(490, 224, 30, coat, 20)
    canvas.disc(516, 218, 8, DARK, 7)
    canvas.disc(452, 196, 5, WHITE if (variant + 4) % 5 == 1 else DARK)
    canvas.stroke([(214, 256), (170, 214), (164, 182)], coat, 16)
    return f"A {word} dog without a collar stands in a kitchen, one ear up and one ear down."


def draw_bus(canvas: Canvas, _variant: int) -> str:
    canvas.hills(190, 2)
    canvas.box(0, 330, WIDTH, 90, (104, 106, 112))
    canvas.box(110, 150, 420, 180, (176, 48, 52), 18)
    for x in range(134, 470, 72):
        canvas.box(x, 184, 56, 58, (206, 226, 236), 6)
    canvas.box(476, 184, 44, 116, (206, 226, 236), 6)
    canvas.box(140, 158, 150, 20, DARK, 4)
    canvas.text(215, 168, "41 Ysbyty / Hospital", 13, (250, 220, 120))
    for x in (200, 440):
        canvas.disc(x, 332, 34, DARK)
        canvas.disc(x, 332, 14, (190, 190, 190))
    return "A red bus at a stop in the hills. Its sign says: 41, Ysbyty, Hospital."


def _window(canvas: Canvas) -> None:
    canvas.box(0, 0, WIDTH, HEIGHT, (226, 214, 190))
    canvas.box(150, 50, 340, 300, WHITE, 4)
    canvas.box(168, 68, 304, 264, (178, 208, 228))
    canvas.shape([(168, 332), (168, 270), (260, 240), (360, 280), (472, 236), (472, 332)], (128, 164, 108))
    canvas.box(130, 350, 380, 22, (150, 116, 86))


def draw_window_broken(canvas: Canvas, _variant: int) -> str:
    _window(canvas)
    crack = [(330, 68), (318, 120), (346, 168), (312, 220), (338, 276), (322, 332)]
    canvas.stroke([(float(x), float(y)) for x, y in crack], WHITE, 5)
    canvas.stroke([(346, 168), (420, 140)], WHITE, 3)
    canvas.stroke([(312, 220), (236, 250)], WHITE, 3)
    return "A kitchen window with a long crack in the glass from top to bottom and two smaller ones to the sides."


def draw_window_mended(canvas: Canvas, _variant: int) -> str:
    _window(canvas)
    canvas.castle(250, 258)
    canvas.disc(420, 340, 34, (132, 136, 142), 26)
    canvas.disc(420, 306, 20, (132, 136, 142))
    for side in (-1, 1):
        canvas.shape([(420 + side * 18, 302), (420 + side * 15, 276), (420 + side * 3, 290)], (132, 136, 142))
    return "The same window with new clear glass, the castle on its hill beyond, a grey cat on the sill looking out."


def draw_skip(canvas: Canvas, _variant: int) -> str:
    canvas.box(0, 300, WIDTH, 120, (150, 142, 132))
    for number in range(5):
        canvas.house(20 + number * 124, 300, 92, 88, WALLS[number % 5])
    canvas.disc(300, 268, 64, (140, 90, 90), 26)
    canvas.shape([(330, 280), (420, 214), (436, 226), (356, 286)], (120, 96, 70))
    canvas.shape([(160, 280), (480, 280), (446, 372), (194, 372)], (222, 178, 50))
    return "A yellow skip in front of a row of houses, filled with a rolled carpet and wet furniture."


def draw_cake(canvas: Canvas, _variant: int) -> str:
    _room(canvas, (236, 226, 206))
    canvas.disc(320, 330, 200, WHITE, 34)
    canvas.box(180, 220, 280, 104, (196, 140, 90), 8)
    canvas.box(180, 206, 280, 34, (246, 236, 214), 12)
    for x in (214, 262, 310, 358, 406):
        canvas.box(x, 150, 14, 62, (120, 82, 54), 3)
    canvas.box(206, 160, 226, 10, (120, 82, 54), 3)
    canvas.box(206, 186, 226, 10, (120, 82, 54), 3)
    return "A large cake on a plate; on top stands a farm gate made of chocolate."


def draw_volunteers(canvas: Canvas, _variant: int) -> str:
    canvas.hills(180, 2)
    canvas.river(360)
    coats: tuple[Colour, ...] = ((232, 190, 40), (180, 60, 70), (70, 100, 170), (90, 140, 90), (200, 120, 60))
    for number in range(11):
        x, y = 50 + number * 54, 250 + (number % 3) * 12
        canvas.disc(x, y, 12, ((226, 188, 160), (150, 104, 76), (98, 68, 50))[number % 3])
        canvas.box(x - 14, y + 13, 28, 46, coats[number % 5], 7)
        canvas.box(x - 10, y + 58, 20, 34, DARK, 3)
    for x in range(380, 600, 44):
        canvas.disc(x, 352, 20, (40, 44, 50), 22)
    return "Eleven people in bright coats and wellies stand on the river bank behind a row of full black bags."


def draw_choir(canvas: Canvas, _variant: int) -> str:
    canvas.box(0, 0, WIDTH, HEIGHT, (122, 46, 58))
    canvas.box(40, 30, 560, 360, (244, 236, 216), 10)
    canvas.text(320, 92, "Cyngerdd / Concert", 40, (122, 46, 58))
    canvas.text(320, 150, "Cor y Capel", 34)
    # The font that Pillow carries has no ô.
    canvas.stroke([(256, 136), (262, 130), (268, 136)], DARK, 3)
    canvas.text(320, 206, "Nos Sadwrn / Saturday, 7", 28)
    canvas.text(320, 254, "Am ddim / Free, te wedyn", 26)
    for number in range(7):
        x = 140 + number * 60
        canvas.disc(x, 338 - (number % 2) * 12, 12, DARK, 9)
        canvas.box(x + 9, 282 - (number % 2) * 12, 4, 56, DARK)
    return "A poster: Cyngerdd, concert. Côr y Capel, nos Sadwrn, Saturday, 7. Am ddim, free, te wedyn. Music notes."


def draw_sheep(canvas: Canvas, _variant: int) -> str:
    canvas.hills(170, 2)
    canvas.box(0, 280, WIDTH, 140, GRASS)
    for x, y, size in ((210, 300, 54.0), (340, 336, 26), (410, 342, 26), (472, 334, 26)):
        for dx in (-0.6, 0, 0.6):
            canvas.disc(x + dx * size, y, size * 0.7, WHITE, size * 0.6)
        canvas.disc(x + size * 1.2, y - size * 0.3, size * 0.3, DARK, size * 0.36)
        for dx in (-0.5, 0.5):
            canvas.box(x + dx * size - 3, y + size * 0.4, 6, size * 0.6, DARK)
    return "A ewe with three lambs in a row behind each other on a green field."


def draw_bike(canvas: Canvas, _variant: int) -> str:
    canvas.box(0, 0, WIDTH, 320, (190, 120, 96))
    for y in range(0, 320, 32):
        canvas.stroke([(0, y), (WIDTH, y)], (212, 150, 128), 2)
    canvas.box(0, 320, WIDTH, 100, (150, 142, 132))
    green: Colour = (58, 124, 84)
    for x in (210, 420):
        canvas.bow(x, 292, 66, DARK, 6, (0, 360))
    frame = ([(210, 292), (272, 196), (392, 196), (420, 292)], [(272, 196), (320, 292), (210, 292)])
    for line in (*frame, [(320, 292), (392, 196)]):
        canvas.stroke([(float(x), float(y)) for x, y in line], green, 8)
    canvas.stroke([(392, 196), (386, 160), (420, 152)], DARK, 6)
    canvas.box(248, 176, 52, 12, DARK, 5)
    canvas.box(396, 150, 66, 44, (196, 152, 96), 6)
    return "A green bicycle with a wicker basket leans against a brick wall."


def draw_hens(canvas: Canvas, _variant: int) -> str:
    canvas.box(0, 0, WIDTH, HEIGHT, GRASS)
    canvas.disc(320, 280, 240, (70, 130, 190), 96)
    canvas.disc(320, 274, 214, (150, 200, 230), 78)
    coats: tuple[Colour, ...] = ((190, 110, 60), (236, 228, 214), (150, 80, 50), (70, 64, 66))
    for (x, y), coat in zip(((210, 236), (310, 280), (420, 240), (360, 200)), coats, strict=True):
        canvas.disc(x, y, 40, coat, 30)
        canvas.disc(x + 34, y - 30, 17, coat)
        canvas.shape([(x + 48, y - 30), (x + 66, y - 25), (x + 48, y - 20)], (232, 170, 50))
        canvas.disc(x + 34, y - 48, 8, (200, 50, 50), 6)
        canvas.disc(x + 38, y - 33, 3, DARK)
    return "Four hens stand in a blue paddling pool on a lawn and look pleased."


def draw_bins(canvas: Canvas, _variant: int) -> str:
    canvas.box(0, 0, WIDTH, 300, (214, 204, 190))
    canvas.box(0, 300, WIDTH, 120, (150, 150, 154))
    kinds: tuple[tuple[str, Colour], ...] = (
        ("Food", (110, 82, 60)), ("Paper", (60, 104, 160)), ("Garden", (70, 126, 76)), ("Rest", (60, 62, 68)),
    )  # fmt: skip
    for number, (word, colour) in enumerate(kinds):
        x = 50 + number * 142
        canvas.shape([(x, 170), (x + 112, 170), (x + 100, 352), (x + 12, 352)], colour)
        canvas.box(x - 6, 150, 124, 24, colour, 8)
        canvas.text(x + 56, 250, word, 24, WHITE)
    return "Four bins in a row, labelled Food (brown), Paper (blue), Garden (green) and Rest (grey)."


def draw_poster(canvas: Canvas, variant: int) -> str:
    titles = (
        ("Baby clinic", "Thursday, 9.30, the library", (138, 90, 18)),
        ("Mend it!", "Saturday, 10 to 1, chapel hall", (47, 93, 58)),
        ("Know your gauge", "2.50 m: be ready. 2.80 m: go up", (31, 78, 121)),
        ("Talk to us", "Church Row, open until 7", (122, 46, 58)),
    )
    title, when, colour = titles[variant % 4]
    canvas.box(0, 0, WIDTH, HEIGHT, colour)
    canvas.box(36, 36, 568, 348, (246, 242, 230), 12)
    canvas.text(320, 130, title, 56, colour)
    canvas.text(320, 210, when, 28)
    for number in range(9):
        canvas.disc(96 + number * 56, 310, 16, WALLS[number % 5])
    return f"A poster with the words: {title}. {when}. A row of coloured dots below."


SCENES: dict[str, Callable[[Canvas, int], str]] = {
    name.removeprefix("draw_"): draw for name, draw in list(globals().items()) if name.startswith("draw_")
}
