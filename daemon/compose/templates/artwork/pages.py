"""One function per template."""

import math
import random

from botany import GOLD, berries, branch, leaf, mirrored

W46, H46 = 152.4, 101.6
BLEED = 4.0


def classic_4x6(write):
    corner = "".join([
        branch(((0, H46 + 4), (10, H46 - 6), (22, H46 - 9), (46, H46 - 5.2)), 9, 6.4, 5, "pointed"),
        branch(((-4, H46 - 8), (1, H46 - 22), (2, H46 - 34), (6.5, H46 - 47)), 9, 5.6, 12, "round"),
        branch(((-3, H46 + 1), (4, H46 - 8), (12, H46 - 16), (14.5, H46 - 26)), 6, 4.6, 21, "pointed", with_berries=False),
    ])
    top = "".join([
        branch(((-4, 2), (4, 5), (5, 12), (6.2, 24)), 5, 4.2, 8, "pointed", with_berries=False),
        branch(((-2, -3), (6, 3), (14, 4.2), (26, 3.4)), 5, 3.8, 17, "round", with_berries=False),
    ])
    one_side = corner + top
    write("classic-4x6", "overlay", (W46, H46), one_side + mirrored(one_side, W46))


# --- duo-4x6: a rose garden, portrait -----------------------------------------------------------------------------------

BLUSH = ["#e9b7ae", "#dd9c96", "#f0cbc0", "#d98a86", "#c97a78"]
MOSS = ["#8d9c7c", "#a4b08f", "#76896b", "#b7c0a2", "#6b7d62"]


def rose(x, y, size, seed, palette=BLUSH):
    """A garden rose: rings of petals that become smaller, darker and tighter towards the heart."""
    rng = random.Random(seed)
    parts = []
    rings = [(1.0, 7, palette[2], .95), (.8, 6, palette[0], .95), (.6, 6, palette[1], .9), (.42, 5, palette[3], .88), (.25, 4, palette[4], .9)]
    for radius, petals, colour, opacity in rings:
        turn = rng.uniform(0, 360)
        for i in range(petals):
            angle = turn + 360 / petals * i + rng.uniform(-8, 8)
            r = size * radius * rng.uniform(.93, 1.06)
            w = r * .82
            shape = (f"M0 0 C {-w:.2f} {-r*.25:.2f} {-w*.85:.2f} {-r*.98:.2f} {-w*.1:.2f} {-r*.97:.2f} "
                     f"C {w*.1:.2f} {-r*1.06:.2f} {w*.95:.2f} {-r*.9:.2f} {w*.8:.2f} {-r*.3:.2f} Z")
            rim = f"M{-w*.78:.2f} {-r*.62:.2f} C {-w*.6:.2f} {-r*1.0:.2f} {w*.5:.2f} {-r*1.08:.2f} {w*.82:.2f} {-r*.55:.2f}"
            parts.append(f'<g transform="rotate({angle:.1f})"><path d="{shape}" fill="{colour}" fill-opacity="{opacity}"/>'
                         f'<path d="{rim}" fill="none" stroke="#ffffff" stroke-opacity="0.38" stroke-width="{size*.035:.2f}" stroke-linecap="round"/></g>')
    parts.append(f'<circle r="{size*.07:.2f}" fill="{palette[4]}"/>')
    return f'<g transform="translate({x:.2f} {y:.2f})">{"".join(parts)}</g>'


def bud(x, y, angle, size, palette=BLUSH):
    return (f'<g transform="translate({x:.2f} {y:.2f}) rotate({angle:.1f})">'
            f'<path d="M0 0 C {-size*.7:.2f} {-size*.3:.2f} {-size*.5:.2f} {-size*1.3:.2f} 0 {-size*1.45:.2f} C {size*.5:.2f} {-size*1.3:.2f} {size*.7:.2f} {-size*.3:.2f} 0 0 Z" fill="{palette[1]}"/>'
            f'<path d="M0 0 C {-size*.1:.2f} {-size*.6:.2f} {size*.3:.2f} {-size*1.1:.2f} 0 {-size*1.45:.2f} C {size*.5:.2f} {-size*1.3:.2f} {size*.7:.2f} {-size*.3:.2f} 0 0 Z" fill="{palette[3]}" fill-opacity="0.8"/>'
            f'<path d="M0 {size*.12:.2f} C {-size*.5:.2f} {-size*.1:.2f} {-size*.45:.2f} {-size*.5:.2f} {-size*.5:.2f} {-size*.75:.2f} C {-size*.2:.2f} {-size*.5:.2f} {size*.2:.2f} {-size*.5:.2f} {size*.5:.2f} {-size*.75:.2f} C {size*.45:.2f} {-size*.5:.2f} {size*.5:.2f} {-size*.1:.2f} 0 {size*.12:.2f} Z" fill="{MOSS[2]}"/></g>')


def bouquet(at_x, at_y):
    """Grows to the right and up from a lower left corner."""
    x, y = at_x, at_y
    return "".join([
        branch(((x - 4, y - 2), (x + 2, y - 14), (x + 1, y - 22), (x + 5, y - 33)), 7, 6, 31, "pointed", MOSS, False),
        branch(((x, y - 1), (x + 12, y - 8), (x + 22, y - 8), (x + 36, y - 3.6)), 7, 5.6, 32, "pointed", MOSS, False),
        branch(((x, y - 3), (x + 8, y - 14), (x + 13, y - 17), (x + 22, y - 16)), 5, 5, 33, "round", MOSS, False),
        bud(x + 12.5, y - 16.5, 28, 2.1), bud(x + 2.5, y - 22, -6, 1.8),
        rose(x + 13, y - 6.5, 5.4, 2, ["#f2d5c9", "#e8bfb2", "#f7e3d8", "#dfa99c", "#cf9388"]),
        rose(x + 4.2, y - 10.2, 6.4, 3),
        rose(x + 21.5, y - 4.2, 3.9, 4),
    ])


def duo_4x6(write):
    w, h = H46, W46
    lower = bouquet(-2, h + 1.5)
    upper = f'<g transform="translate({w} {h}) rotate(180)">{bouquet(-4.2, h + 3.6)}</g>'
    write("duo-4x6", "overlay", (w, h), lower + upper)


# --- strip-2x6: midnight and gold ---------------------------------------------------------------------------------------

def confetti(rng, width, height, count, keep):
    parts = []
    for _ in range(count):
        x, y = rng.uniform(-BLEED, width + BLEED), rng.uniform(-BLEED, height + BLEED)
        density = keep(x, y)
        chance = rng.random()
        if chance > density:
            continue
        size = rng.choice([.18, .25, .35, .5, .7]) * rng.uniform(.8, 1.2)
        # Nothing is cut: neither by the trim, which may be off by half a millimetre, nor by a photo.
        reach = size * 1.9 + .6
        if any(abs(side) < reach for side in (x, x - width, y, y - height)):
            continue
        if 4.2 - reach < x < width - 4.2 + reach and 4.8 - reach < y < 124.2 + reach:
            continue
        colour = rng.choice(["#e3c27a", "#d4ad5e", "#f3dfae", "#b98f45"])
        if rng.random() < .22:
            s = size * 1.9
            star = "".join(f"{'M' if i == 0 else 'L'}{x + math.cos(math.pi*i/4)*(s if i % 2 == 0 else s*.22):.2f} "
                           f"{y + math.sin(math.pi*i/4)*(s if i % 2 == 0 else s*.22):.2f} " for i in range(8))
            parts.append(f'<path d="{star}Z" fill="{colour}" fill-opacity="{rng.uniform(.6, 1):.2f}"/>')
        else:
            parts.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{size:.2f}" fill="{colour}" fill-opacity="{rng.uniform(.35, .95):.2f}"/>')
    return "".join(parts)


def strip_2x6(write):
    w, h = 50.8, 152.4
    rng = random.Random(41)
    night = ('<linearGradient id="night" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#1b2a4a"/>'
             '<stop offset="0.55" stop-color="#131d36"/><stop offset="1" stop-color="#0d1428"/></linearGradient>')
    content = f'<rect x="{-BLEED}" y="{-BLEED}" width="{w+2*BLEED}" height="{h+2*BLEED}" fill="url(#night)"/>'
    content += confetti(rng, w, h, 900, lambda x, y: 0 if 3 < x < 48 and 126 < y < 146.5 else max(0, (y - 112) / 44) ** 1.6 * .9 + max(0, (9 - y) / 20) * .8 + .02)
    write("strip-2x6", "background", (w, h), content, night, colours=256)


# --- gallery-5x7: instant pictures on linen -----------------------------------------------------------------------------

def gallery_5x7(write):
    w, h = 177.8, 127.0
    rng = random.Random(7)
    base = ('<linearGradient id="wash" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#f1e7da"/>'
            '<stop offset="0.5" stop-color="#ebdccb"/><stop offset="1" stop-color="#e2cfbb"/></linearGradient>'
            '<filter id="cloud" x="-60%" y="-60%" width="220%" height="220%"><feGaussianBlur stdDeviation="9"/></filter>')
    box = f'x="{-BLEED}" y="{-BLEED}" width="{w+2*BLEED}" height="{h+2*BLEED}"'
    content = f'<rect {box} fill="url(#wash)"/>'
    for _ in range(10):
        colour = rng.choice(["#e7b9a2", "#d7c39f", "#c9d0b4", "#f4e9dc"])
        content += (f'<ellipse cx="{rng.uniform(0, w):.1f}" cy="{rng.uniform(0, h):.1f}" rx="{rng.uniform(18, 42):.1f}" '
                    f'ry="{rng.uniform(12, 30):.1f}" fill="{colour}" fill-opacity="0.32" filter="url(#cloud)"/>')
    # Soft colours need few pixels, the weave needs few colours: two small files instead of one large one.
    write("gallery-5x7", "wash", (w, h), content, base, colours=None, dpi=36)
    # Threads are ten pixels apart at 300 dpi; any other distance, or an SVG pattern, would beat with the pixels.
    step = 10 * 25.4 / 300
    weft = "".join(f"M{-BLEED} {i * step - BLEED + .2:.4f}H{w + BLEED}" for i in range(int((h + 2 * BLEED) / step)))
    warp = "".join(f"M{i * step - BLEED + .35:.4f} {-BLEED}V{h + BLEED}" for i in range(int((w + 2 * BLEED) / step)))
    write("gallery-5x7", "linen", (w, h),
          f'<path d="{weft}" stroke="#fff" stroke-opacity=".22" stroke-width=".22"/>'
          f'<path d="{warp}" stroke="#7b5c3e" stroke-opacity=".07" stroke-width=".2"/>', colours=None)

    tape = ('<g transform="translate({x} {y}) rotate({a})"><path d="M-9 -2.4 l.6 .6 -.6 .6 .6 .6 -.6 .6 .6 .6 -.6 .6 .6 .6 -.6 .6 H9 l-.6 -.6 .6 -.6 -.6 -.6 .6 -.6 -.6 -.6 .6 -.6 -.6 -.6 .6 -.6 Z" '
            'fill="{c}" fill-opacity="0.72"/><path d="M-8.4 -1.6 H8.4 M-8.4 1.4 H8.4" stroke="#fff" stroke-opacity=".25" stroke-width=".25"/></g>')
    overlay = "".join([
        tape.format(x=46, y=9.6, a=-9, c="#c9a98a"),
        tape.format(x=128, y=10.6, a=7, c="#b7bda0"),
        tape.format(x=123, y=67.4, a=-5, c="#d8a796"),
        branch(((-4, h + 3), (8, h - 8), (20, h - 13), (34, h - 12)), 7, 6.2, 51, "pointed", MOSS, True),
        branch(((-4, h - 4), (2, h - 12), (6, h - 22), (7, h - 34)), 6, 5.4, 52, "round", MOSS, False),
    ])
    write("gallery-5x7", "overlay", (w, h), overlay)


# --- grand-6x8: black tie -----------------------------------------------------------------------------------------------

def fan(x, y, angle, size, rays=7):
    """The fan of art deco, its point at (x, y)."""
    parts = []
    for i in range(rays + 1):
        a = math.radians(-45 + 90 * i / rays)
        parts.append(f'<path d="M0 0 L {math.sin(a)*size:.2f} {-math.cos(a)*size:.2f}" stroke="#d3ae63" stroke-width="0.22"/>')
    for r, stroke in ((1, .5), (.93, .2), (.62, .2)):
        left, right = math.radians(-45), math.radians(45)
        parts.append(f'<path d="M{math.sin(left)*size*r:.2f} {-math.cos(left)*size*r:.2f} A {size*r:.2f} {size*r:.2f} 0 0 1 '
                     f'{math.sin(right)*size*r:.2f} {-math.cos(right)*size*r:.2f}" fill="none" stroke="#d3ae63" stroke-width="{stroke}"/>')
    return f'<g transform="translate({x:.2f} {y:.2f}) rotate({angle})">{"".join(parts)}</g>'


def grand_6x8(write):
    w, h = 203.2, 152.4
    defs = ('<radialGradient id="velvet" cx="0.5" cy="0.45" r="0.75"><stop offset="0" stop-color="#23252b"/>'
            '<stop offset="1" stop-color="#101114"/></radialGradient>')
    content = f'<rect x="{-BLEED}" y="{-BLEED}" width="{w+2*BLEED}" height="{h+2*BLEED}" fill="url(#velvet)"/>'
    write("grand-6x8", "background", (w, h), content, defs, colours=64)

    gold = "#d3ae63"
    frame = (f'<rect x="5.2" y="5.2" width="{w-10.4}" height="{h-10.4}" fill="none" stroke="{gold}" stroke-width="0.55"/>'
             f'<rect x="6.6" y="6.6" width="{w-13.2}" height="{h-13.2}" fill="none" stroke="{gold}" stroke-width="0.2"/>')
    for cx, cy, angle in ((5.2, 5.2, 135), (w - 5.2, 5.2, 225), (5.2, h - 5.2, 45), (w - 5.2, h - 5.2, 315)):
        frame += fan(cx, cy, angle, 9.4)
    y = 131.4
    for side in (-1, 1):
        x0 = w / 2 + side * 6
        frame += (f'<path d="M{x0} {y} H{w/2 + side*46}" stroke="{gold}" stroke-width="0.3"/>'
                  f'<path d="M{w/2 + side*46} {y} l{side*1.2} -1.2 l{side*1.2} 1.2 l{-side*1.2} 1.2 Z" fill="{gold}"/>')
    frame += f'<path d="M{w/2} {y-2.4} l2.4 2.4 l-2.4 2.4 l-2.4 -2.4 Z" fill="none" stroke="{gold}" stroke-width="0.4"/>' \
             f'<path d="M{w/2} {y-1.1} l1.1 1.1 l-1.1 1.1 l-1.1 -1.1 Z" fill="{gold}"/>'
    write("grand-6x8", "overlay", (w, h), frame)


# --- square-6x6: confetti for a birthday --------------------------------------------------------------------------------

def square_6x6(write):
    s = 152.4
    rng = random.Random(3)
    colours = ["#f2726f", "#f7b538", "#3aa6a0", "#4a6fa5", "#e9a6c1"]
    parts = []
    placed = []
    tries = 0
    while len(placed) < 105 and tries < 6000:
        tries += 1
        x, y = rng.uniform(-BLEED, s + BLEED), rng.uniform(-BLEED, s + BLEED)
        inside = 7.5 < x < s - 7.5 and 7.5 < y < 119.5
        in_words = 31 < x < 121.5 and y > 123.5
        if inside or in_words or any((x - a) ** 2 + (y - b) ** 2 < 22 for a, b in placed):
            continue
        placed.append((x, y))
        c, a, kind = rng.choice(colours), rng.uniform(0, 360), rng.randrange(4)
        if kind == 0:
            parts.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{rng.uniform(.8, 1.5):.2f}" fill="{c}"/>')
        elif kind == 1:
            parts.append(f'<rect x="-1.5" y="-.55" width="3" height="1.1" rx=".25" fill="{c}" transform="translate({x:.2f} {y:.2f}) rotate({a:.0f})"/>')
        elif kind == 2:
            parts.append(f'<path d="M-2 0 q.66 -1.3 1.33 0 t1.33 0 t1.33 0" fill="none" stroke="{c}" stroke-width=".75" stroke-linecap="round" transform="translate({x:.2f} {y:.2f}) rotate({a:.0f})"/>')
        else:
            parts.append(f'<path d="M0 -1.5 L1.35 .95 L-1.35 .95 Z" fill="{c}" stroke="{c}" stroke-width=".3" stroke-linejoin="round" transform="translate({x:.2f} {y:.2f}) rotate({a:.0f})"/>')
    write("square-6x6", "overlay", (s, s), "".join(parts), colours=64)


ALL = [classic_4x6, duo_4x6, strip_2x6, gallery_5x7, grand_6x8, square_6x6]
