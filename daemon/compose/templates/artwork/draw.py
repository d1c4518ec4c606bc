#!/usr/bin/env python3
"""Draws the pictures of the shipped templates: writes <template>/*.svg and, with rsvg-convert and pngquant, the PNGs that
the renderer reads. Run by hand after a change; the results are committed.

Debian packages: librsvg2-bin pngquant
"""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TEMPLATES = os.path.dirname(HERE)
sys.path.insert(0, HERE)

BLEED = 4.0  # mm around the paper, as daemon/core/layout/sheet_template.cpp says
DPI = 300


def svg(paper_width, paper_height, content, defs=""):
    """A page of paper plus bleed whose coordinates are the template's: 0, 0 is the paper's corner."""
    width, height = paper_width + 2 * BLEED, paper_height + 2 * BLEED
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
            f'viewBox="{-BLEED} {-BLEED} {width} {height}">\n<defs>{defs}</defs>\n{content}\n</svg>\n')


def write(template, name, paper, content, defs="", colours=256, dpi=DPI):
    folder = os.path.join(TEMPLATES, template)
    os.makedirs(folder, exist_ok=True)
    source = os.path.join(folder, name + ".svg")
    picture = os.path.join(folder, name + ".png")
    with open(source, "w", encoding="utf-8") as file:
        file.write(svg(*paper, content, defs))
    pixels = [round((side + 2 * BLEED) / 25.4 * dpi) for side in paper]
    subprocess.run(["rsvg-convert", "-w", str(pixels[0]), "-h", str(pixels[1]), "-o", picture, source], check=True)
    if colours:
        # Without dithering: its noise makes files ten times as large, and print hides the steps.
        subprocess.run(["pngquant", "--force", "--nofs", "--strip", "--speed", "1", "--quality", "80-100", str(colours),
                        "-o", picture, picture], check=True)
    print(f"{template}/{name}.png {os.path.getsize(picture) // 1024} KiB")


def main():
    import pages
    wanted = sys.argv[1:]
    for page in pages.ALL:
        if not wanted or page.__name__ in wanted:
            page(write)


if __name__ == "__main__":
    main()
