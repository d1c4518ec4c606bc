#!/usr/bin/env python3
"""Draws the sample photos of `boothctl template preview`: guests before a curtain or lights, as nobody's likeness.

Debian packages: librsvg2-bin libjpeg-turbo-progs netpbm
"""

import os
import random
import subprocess

OUT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "samples")
W, H = 1500, 1000
SKIN = ["#f1c9a5", "#8d5a3c", "#e0ac7e", "#c68a5e", "#f6d5bb", "#6f4630"]
HAIR = ["#2b1d16", "#5b3a22", "#a8743c", "#171312", "#7a2f1d", "#c9a25a"]
CLOTH = ["#27364f", "#f4f0ea", "#7b2d43", "#2f5d50", "#c98d9b", "#20232a", "#b7a2cf"]


def lights(rng, count, warm):
    parts = []
    for _ in range(count):
        x, y, r = rng.uniform(0, W), rng.uniform(0, H * .75), rng.uniform(14, 64)
        colour = rng.choice(["#ffd9a0", "#ffe9c4", "#ffc27a"] if warm else ["#cfe2ff", "#ffd7f0", "#fff0c8"])
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="{colour}" fill-opacity="{rng.uniform(.12, .5):.2f}"/>')
    return f'<g filter="url(#soft)">{"".join(parts)}</g>'


def backdrop(kind, rng):
    if kind == "curtain":
        folds = "".join(f'<rect x="{i*50}" y="0" width="50" height="{H}" fill="url(#fold)"/>' for i in range(31))
        return f'<rect width="{W}" height="{H}" fill="#7d2638"/>{folds}'
    if kind == "evening":
        return f'<rect width="{W}" height="{H}" fill="url(#evening)"/>' + lights(rng, 70, True)
    if kind == "garden":
        return (f'<rect width="{W}" height="{H}" fill="url(#garden)"/>' + lights(rng, 34, False) +
                "".join(f'<ellipse cx="{rng.uniform(0, W):.0f}" cy="{rng.uniform(560, 1000):.0f}" rx="{rng.uniform(60, 190):.0f}" '
                        f'ry="{rng.uniform(40, 120):.0f}" fill="{rng.choice(["#3e5b3a", "#557a48", "#6c8f57", "#2f4a33"])}" '
                        f'fill-opacity="0.6" filter="url(#soft)"/>' for _ in range(26)))
    return f'<rect width="{W}" height="{H}" fill="url(#studio)"/>'


def person(x, y, s, rng, skin, hair, cloth, style, prop):
    """(x, y) is the chin, s the height of a head."""
    p = []
    dark = "#000000"
    # shoulders and chest
    p.append(f'<path d="M{x-1.35*s:.0f} {y+2.6*s:.0f} C {x-1.3*s:.0f} {y+.75*s:.0f} {x-.85*s:.0f} {y+.38*s:.0f} {x-.3*s:.0f} {y+.28*s:.0f} '
             f'L {x+.3*s:.0f} {y+.28*s:.0f} C {x+.85*s:.0f} {y+.38*s:.0f} {x+1.3*s:.0f} {y+.75*s:.0f} {x+1.35*s:.0f} {y+2.6*s:.0f} Z" fill="{cloth}"/>')
    p.append(f'<path d="M{x+.2*s:.0f} {y+.3*s:.0f} C {x+.85*s:.0f} {y+.38*s:.0f} {x+1.3*s:.0f} {y+.75*s:.0f} {x+1.35*s:.0f} {y+2.6*s:.0f} L {x+.5*s:.0f} {y+2.6*s:.0f} Z" fill="{dark}" fill-opacity="0.13"/>')
    if style == "suit":
        p.append(f'<path d="M{x-.3*s:.0f} {y+.27*s:.0f} L {x:.0f} {y+1.25*s:.0f} L {x+.3*s:.0f} {y+.27*s:.0f} Z" fill="#fbfaf7"/>')
        p.append(f'<path d="M{x-.24*s:.0f} {y+.36*s:.0f} l {.24*s:.0f} {.12*s:.0f} l {.24*s:.0f} {-.12*s:.0f} v {.26*s:.0f} l {-.24*s:.0f} {-.12*s:.0f} l {-.24*s:.0f} {.12*s:.0f} Z" fill="#1c1c20"/>')
    else:
        p.append(f'<path d="M{x-.42*s:.0f} {y+.3*s:.0f} Q {x:.0f} {y+1.05*s:.0f} {x+.42*s:.0f} {y+.3*s:.0f} Z" fill="{skin}"/>')
    # hair behind
    if style != "suit":
        p.append(f'<path d="M{x-.5*s:.0f} {y-.85*s:.0f} C {x-.85*s:.0f} {y+.1*s:.0f} {x-.8*s:.0f} {y+.65*s:.0f} {x-.6*s:.0f} {y+.85*s:.0f} '
                 f'L {x+.6*s:.0f} {y+.85*s:.0f} C {x+.8*s:.0f} {y+.65*s:.0f} {x+.85*s:.0f} {y+.1*s:.0f} {x+.5*s:.0f} {y-.85*s:.0f} Z" fill="{hair}"/>')
    # neck, head, ears
    p.append(f'<path d="M{x-.21*s:.0f} {y-.2*s:.0f} L {x-.24*s:.0f} {y+.36*s:.0f} Q {x:.0f} {y+.52*s:.0f} {x+.24*s:.0f} {y+.36*s:.0f} L {x+.21*s:.0f} {y-.2*s:.0f} Z" fill="{skin}"/>')
    p.append(f'<path d="M{x-.21*s:.0f} {y-.05*s:.0f} Q {x:.0f} {y+.22*s:.0f} {x+.21*s:.0f} {y-.05*s:.0f} L {x+.22*s:.0f} {y+.14*s:.0f} Q {x:.0f} {y+.3*s:.0f} {x-.22*s:.0f} {y+.14*s:.0f} Z" fill="{dark}" fill-opacity="0.16"/>')
    p.append(f'<ellipse cx="{x:.0f}" cy="{y-.47*s:.0f}" rx="{.45*s:.0f}" ry="{.54*s:.0f}" fill="{skin}"/>')
    p.append(f'<path d="M{x+.06*s:.0f} {y-1.0*s:.0f} A {.45*s:.0f} {.54*s:.0f} 0 0 1 {x+.1*s:.0f} {y+.06*s:.0f} Q {x+.34*s:.0f} {y-.45*s:.0f} {x+.06*s:.0f} {y-1.0*s:.0f} Z" fill="{dark}" fill-opacity="0.07"/>')
    # hair in front
    p.append(f'<path d="M{x-.5*s:.0f} {y-.42*s:.0f} C {x-.62*s:.0f} {y-1.25*s:.0f} {x+.62*s:.0f} {y-1.3*s:.0f} {x+.5*s:.0f} {y-.42*s:.0f} '
             f'C {x+.44*s:.0f} {y-.75*s:.0f} {x+.2*s:.0f} {y-.86*s:.0f} {x-.1*s:.0f} {y-.84*s:.0f} C {x-.32*s:.0f} {y-.8*s:.0f} {x-.44*s:.0f} {y-.66*s:.0f} {x-.5*s:.0f} {y-.42*s:.0f} Z" fill="{hair}"/>')
    # face
    for side in (-1, 1):
        ex = x + side * .17 * s
        p.append(f'<path d="M{ex-.085*s:.1f} {y-.52*s:.1f} Q {ex:.1f} {y-.6*s:.1f} {ex+.085*s:.1f} {y-.52*s:.1f}" fill="none" stroke="#2a1c17" stroke-width="{.032*s:.1f}" stroke-linecap="round"/>')
        p.append(f'<path d="M{ex-.1*s:.1f} {y-.67*s:.1f} Q {ex:.1f} {y-.73*s:.1f} {ex+.1*s:.1f} {y-.67*s:.1f}" fill="none" stroke="{hair}" stroke-width="{.03*s:.1f}" stroke-linecap="round"/>')
        p.append(f'<ellipse cx="{x+side*.25*s:.0f}" cy="{y-.33*s:.0f}" rx="{.085*s:.0f}" ry="{.06*s:.0f}" fill="#d9584e" fill-opacity="0.2"/>')
    p.append(f'<path d="M{x-.03*s:.1f} {y-.44*s:.1f} Q {x+.05*s:.1f} {y-.34*s:.1f} {x-.03*s:.1f} {y-.33*s:.1f}" fill="none" stroke="{dark}" stroke-opacity="0.35" stroke-width="{.022*s:.1f}" stroke-linecap="round"/>')
    p.append(f'<path d="M{x-.17*s:.1f} {y-.25*s:.1f} Q {x:.1f} {y-.02*s:.1f} {x+.17*s:.1f} {y-.25*s:.1f} Q {x:.1f} {y-.2*s:.1f} {x-.17*s:.1f} {y-.25*s:.1f} Z" fill="#7c2a2c"/>')
    p.append(f'<path d="M{x-.14*s:.1f} {y-.235*s:.1f} Q {x:.1f} {y-.14*s:.1f} {x+.14*s:.1f} {y-.235*s:.1f} Q {x:.1f} {y-.2*s:.1f} {x-.14*s:.1f} {y-.235*s:.1f} Z" fill="#ffffff"/>')
    if prop == "glasses":
        for side in (-1, 1):
            p.append(f'<circle cx="{x+side*.19*s:.0f}" cy="{y-.54*s:.0f}" r="{.15*s:.0f}" fill="#ffffff" fill-opacity="0.18" stroke="#1e1e22" stroke-width="{.035*s:.1f}"/>')
        p.append(f'<path d="M{x-.05*s:.1f} {y-.55*s:.1f} q {.05*s:.1f} {-.05*s:.1f} {.1*s:.1f} 0" fill="none" stroke="#1e1e22" stroke-width="{.035*s:.1f}"/>')
    if prop == "hat":
        p.append(f'<path d="M{x-.3*s:.0f} {y-.92*s:.0f} L {x+.06*s:.0f} {y-1.75*s:.0f} L {x+.36*s:.0f} {y-.9*s:.0f} Q {x:.0f} {y-1.02*s:.0f} {x-.3*s:.0f} {y-.92*s:.0f} Z" fill="#e7b83f"/>')
        p.append(f'<circle cx="{x+.06*s:.0f}" cy="{y-1.76*s:.0f}" r="{.09*s:.0f}" fill="#d6455d"/>')
    if prop == "crown":
        p.append(f'<path d="M{x-.4*s:.0f} {y-.88*s:.0f} l {-.04*s:.0f} {-.34*s:.0f} l {.2*s:.0f} {.16*s:.0f} l {.23*s:.0f} {-.26*s:.0f} l {.23*s:.0f} {.26*s:.0f} l {.2*s:.0f} {-.16*s:.0f} l {-.04*s:.0f} {.34*s:.0f} Q {x:.0f} {y-1.02*s:.0f} {x-.4*s:.0f} {y-.88*s:.0f} Z" fill="#e3bd55"/>')
    return "<g>" + "".join(p) + "</g>"


DEFS = '''<filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="7"/></filter>
<linearGradient id="evening" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#1c1a33"/><stop offset="0.6" stop-color="#4a2f4d"/><stop offset="1" stop-color="#7a4a45"/></linearGradient>
<linearGradient id="garden" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#cfe0d2"/><stop offset="0.5" stop-color="#9dbb8d"/><stop offset="1" stop-color="#4f6e48"/></linearGradient>
<radialGradient id="studio" cx="0.5" cy="0.4" r="0.8"><stop offset="0" stop-color="#efe7dd"/><stop offset="1" stop-color="#b9a996"/></radialGradient>
<linearGradient id="fold" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#000" stop-opacity="0.4"/><stop offset="0.45" stop-color="#fff" stop-opacity="0.12"/><stop offset="1" stop-color="#000" stop-opacity="0.38"/></linearGradient>
<radialGradient id="flash" cx="0.5" cy="0.42" r="0.75"><stop offset="0" stop-color="#fff" stop-opacity="0.16"/><stop offset="0.6" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.28"/></radialGradient>'''

SHOTS = [
    ("evening", 11, [(560, 560, 250, 0, 0, 1, "dress", "crown"), (930, 520, 255, 2, 1, 0, "suit", "")]),
    ("garden", 12, [(400, 570, 215, 1, 3, 2, "dress", ""), (750, 600, 225, 4, 2, 5, "suit", "glasses"), (1110, 560, 215, 3, 1, 4, "dress", "hat")]),
    ("curtain", 13, [(560, 590, 265, 5, 3, 5, "suit", "hat"), (955, 600, 255, 0, 5, 6, "dress", "glasses")]),
    ("studio", 14, [(330, 570, 190, 2, 4, 3, "dress", ""), (620, 520, 195, 0, 1, 0, "suit", "crown"), (905, 560, 190, 1, 0, 1, "dress", "glasses"), (1190, 530, 195, 3, 3, 2, "suit", "")]),
]


def main():
    os.makedirs(OUT, exist_ok=True)
    for number, (kind, seed, people) in enumerate(SHOTS, 1):
        rng = random.Random(seed)
        body = backdrop(kind, rng)
        for x, y, s, skin, hair, cloth, style, prop in people:
            body += person(x, y, s, rng, SKIN[skin], HAIR[hair], CLOTH[cloth], style, prop)
        body += f'<rect width="{W}" height="{H}" fill="url(#flash)"/>'
        source = f'<svg xmlns="http://www.w3.org/2000/svg" width="{W}" height="{H}"><defs>{DEFS}</defs>{body}</svg>'
        png = subprocess.run(["rsvg-convert"], input=source.encode(), stdout=subprocess.PIPE, check=True).stdout
        ppm = subprocess.run(["pngtopnm"], input=png, stdout=subprocess.PIPE, check=True).stdout
        with open(os.path.join(OUT, f"guests-{number}.jpg"), "wb") as file:
            subprocess.run(["cjpeg", "-quality", "86", "-optimize"], input=ppm, stdout=file, check=True)
        print(file.name, os.path.getsize(file.name) // 1024, "KiB")


if __name__ == "__main__":
    main()
