"""Leaves, branches and berries as SVG: the vocabulary of the botanical templates. Units are millimetres."""

import math
import random

SAGE = ["#8fa58c", "#a3b59c", "#7d9680", "#b4c2aa", "#6f8a74"]
GOLD = "#b99a5b"


def _bezier(p, t):
    a, b, c, d = p
    u = 1 - t
    x = u**3 * a[0] + 3 * u * u * t * b[0] + 3 * u * t * t * c[0] + t**3 * d[0]
    y = u**3 * a[1] + 3 * u * u * t * b[1] + 3 * u * t * t * c[1] + t**3 * d[1]
    dx = 3 * u * u * (b[0] - a[0]) + 6 * u * t * (c[0] - b[0]) + 3 * t * t * (d[0] - c[0])
    dy = 3 * u * u * (b[1] - a[1]) + 6 * u * t * (c[1] - b[1]) + 3 * t * t * (d[1] - c[1])
    return x, y, math.degrees(math.atan2(dy, dx))


def leaf(x, y, angle, length, width, colour, opacity=0.92, vein=True):
    """A pointed leaf that grows from (x, y) in the direction `angle`, degrees clockwise from the right."""
    l, w = length, width
    body = f"M0 0 C {l*.25:.2f} {-w:.2f} {l*.75:.2f} {-w*.9:.2f} {l:.2f} 0 C {l*.72:.2f} {w*.8:.2f} {l*.3:.2f} {w*.95:.2f} 0 0 Z"
    half = f"M0 0 C {l*.25:.2f} {-w:.2f} {l*.75:.2f} {-w*.9:.2f} {l:.2f} 0 Q {l*.5:.2f} {w*.06:.2f} 0 0 Z"
    parts = [f'<path d="{body}" fill="{colour}" fill-opacity="{opacity}"/>',
             f'<path d="{half}" fill="#ffffff" fill-opacity="0.14"/>']
    if vein:
        parts.append(f'<path d="M0 0 Q {l*.5:.2f} {w*.06:.2f} {l*.93:.2f} 0" fill="none" stroke="#ffffff" '
                     f'stroke-opacity="0.45" stroke-width="{max(.1, w*.06):.2f}"/>')
    return f'<g transform="translate({x:.2f} {y:.2f}) rotate({angle:.1f})">' + "".join(parts) + "</g>"


def round_leaf(x, y, angle, size, colour, opacity=0.9):
    """Silver dollar eucalyptus: nearly a disc with a small point."""
    s = size
    body = f"M0 0 C {s*.1:.2f} {-s*.75:.2f} {s*.95:.2f} {-s*.75:.2f} {s*1.12:.2f} 0 C {s*.95:.2f} {s*.75:.2f} {s*.1:.2f} {s*.75:.2f} 0 0 Z"
    half = f"M0 0 C {s*.1:.2f} {-s*.75:.2f} {s*.95:.2f} {-s*.75:.2f} {s*1.12:.2f} 0 Z"
    return (f'<g transform="translate({x:.2f} {y:.2f}) rotate({angle:.1f})">'
            f'<path d="{body}" fill="{colour}" fill-opacity="{opacity}"/>'
            f'<path d="{half}" fill="#ffffff" fill-opacity="0.13"/>'
            f'<path d="M0 0 L {s*.95:.2f} 0" stroke="#ffffff" stroke-opacity="0.4" stroke-width="{s*.045:.2f}"/></g>')


def berries(x, y, angle, length, rng, colour=GOLD):
    parts = []
    for i in range(4):
        a = math.radians(angle + rng.uniform(-34, 34))
        d = length * (0.55 + 0.5 * i / 3)
        bx, by = x + math.cos(a) * d, y + math.sin(a) * d
        parts.append(f'<path d="M{x:.2f} {y:.2f} Q {(x+bx)/2 + .4:.2f} {(y+by)/2 - .4:.2f} {bx:.2f} {by:.2f}" fill="none" '
                     f'stroke="{colour}" stroke-opacity="0.8" stroke-width="0.16"/>')
        parts.append(f'<circle cx="{bx:.2f}" cy="{by:.2f}" r="{rng.uniform(.5, .72):.2f}" fill="{colour}"/>')
        parts.append(f'<circle cx="{bx-.15:.2f}" cy="{by-.18:.2f}" r="0.16" fill="#fff" fill-opacity="0.6"/>')
    return "".join(parts)


def branch(points, leaves, size, seed, kind="pointed", palette=None, with_berries=True, taper=0.5):
    """A stem along a cubic curve with leaf pairs that become smaller towards its tip."""
    rng = random.Random(seed)
    palette = palette or SAGE
    a, b, c, d = points
    under, over = [], []
    stem = (f'<path d="M{a[0]:.2f} {a[1]:.2f} C {b[0]:.2f} {b[1]:.2f} {c[0]:.2f} {c[1]:.2f} {d[0]:.2f} {d[1]:.2f}" '
            f'fill="none" stroke="{palette[-1]}" stroke-width="{size*.06:.2f}" stroke-linecap="round"/>')
    for i in range(leaves):
        t = (i + 0.35) / leaves
        x, y, direction = _bezier(points, t)
        scale = size * (1 - taper * t) * rng.uniform(.88, 1.1)
        for side in (-1, 1):
            angle = direction + side * rng.uniform(38, 60) * (1 - .35 * t)
            colour = rng.choice(palette)
            if kind == "round":
                shape = round_leaf(x, y, angle, scale * .8, colour, rng.uniform(.82, .95))
            else:
                shape = leaf(x, y, angle, scale * 1.25, scale * .3, colour, rng.uniform(.84, .96))
            (under if side < 0 else over).append(shape)
        if with_berries and i % 3 == 1:
            under.append(berries(x, y, direction - 70 * rng.choice((-1, 1)), size * .95, rng))
    x, y, direction = _bezier(points, 1)
    tip = leaf(x, y, direction, size * .75, size * .17, palette[0]) if kind != "round" else \
        round_leaf(x, y, direction, size * .38, palette[1])
    return "<g>" + "".join(under) + stem + "".join(over) + tip + "</g>"


def mirrored(content, width):
    """Left becomes right on paper of this width."""
    return f'<g transform="translate({width} 0) scale(-1 1)">{content}</g>'
