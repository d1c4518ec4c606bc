#!/usr/bin/env python3
"""Makes the same sheet (four 24-megapixel photos, overlay, text; 1844 x 1240) with ours and with what people use, each as a
whole process from files, in turn, so that a noisy machine disturbs all alike. Prints medians and ratios.

    sheet_compare.py PHOTO_FOLDER RENDER_COMMAND...     e.g. build/bench/photos build/release/bin/boothctl

PHOTO_FOLDER is filled by `sheet_bench PHOTO_FOLDER --photos`. Tools that are not installed are left out and named.
Debian packages: python3-pil libvips-tools graphicsmagick
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TEMPLATE = os.path.join(ROOT, "daemon/compose/templates/classic-4x6")
OVERLAY = os.path.join(TEMPLATE, "overlay.png")
FONT = os.path.join(ROOT, "daemon/compose/templates/fonts/EBGaramond12-Italic.otf")
CANVAS = (1844, 1240)
SLOT = (746, 461)
PLACES = [(160, 86), (937, 86), (160, 573), (937, 573)]
OVERLAY_AT = (-25, -27)
ROUNDS = 7
PYTHON = "/usr/bin/python3"  # the one that Debian's python3-pil belongs to

# As pibooth does it: open, resize with a high-quality filter, crop, paste, overlay, text, save.
PILLOW = """
import sys
from PIL import Image, ImageDraw, ImageFont
out, overlay, font, *photos = sys.argv[1:]
sheet = Image.new("RGB", {canvas}, "#fcfaf5")
for path, place in zip(photos, {places}):
    photo = Image.open(path)
    scale = max({slot}[0] / photo.width, {slot}[1] / photo.height)
    photo = photo.resize((round(photo.width * scale), round(photo.height * scale)), Image.LANCZOS)
    left, top = (photo.width - {slot}[0]) // 2, (photo.height - {slot}[1]) // 2
    sheet.paste(photo.crop((left, top, left + {slot}[0], top + {slot}[1])), place)
over = Image.open(overlay).convert("RGBA")
sheet.paste(over, {overlay_at}, over)
ImageDraw.Draw(sheet).text((922, 1090), "Anna & Jonas", fill="#4d5a4b", font=ImageFont.truetype(font, 88), anchor="mm")
sheet.rotate(90, expand=True).save(out, quality=95, subsampling=0, dpi=(300, 300))
""".format(canvas=CANVAS, places=PLACES, slot=SLOT, overlay_at=OVERLAY_AT)


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def ours(program, photos, folder):
    out = os.path.join(folder, "ours.jpg")
    if os.path.basename(program) == "boothctl":
        run(program, "render", TEMPLATE, *photos, "--output", out)
    else:
        run(program, TEMPLATE, out, *photos)


def pillow(photos, folder):
    run(PYTHON, "-c", PILLOW, os.path.join(folder, "pillow.jpg"), OVERLAY, FONT, *photos)


def vips(photos, folder):
    """Shrink on load, then insert, composite, text and save; libvips' own tools, one after the other."""
    at = lambda name: os.path.join(folder, name)
    run("vipsthumbnail", *photos, "--size", "%dx%d" % SLOT, "--smartcrop", "centre", "-o", at("vips-%s.v"))
    names = [at("vips-%s.v" % os.path.splitext(os.path.basename(p))[0]) for p in photos]
    run("vips", "black", at("vips-0.v"), str(CANVAS[0]), str(CANVAS[1]), "--bands", "3")
    for i, (name, place) in enumerate(zip(names, PLACES)):
        run("vips", "insert", at("vips-%d.v" % i), name, at("vips-%d.v" % (i + 1)), str(place[0]), str(place[1]))
    run("vips", "text", at("vips-text.v"), "Anna & Jonas".replace("&", "&amp;"), "--font", "EB Garamond Italic 40", "--dpi", "150")
    run("vips", "composite2", at("vips-4.v"), OVERLAY, at("vips-5.v"), "over", "--x", str(OVERLAY_AT[0]), "--y", str(OVERLAY_AT[1]))
    run("vips", "flatten", at("vips-5.v"), at("vips-6.v"))
    run("vips", "insert", at("vips-6.v"), at("vips-text.v"), at("vips-7.v"), "700", "1060")
    run("vips", "rot", at("vips-7.v"), at("vips.jpg") + "[Q=95,subsample-mode=off]", "d270")


def graphicsmagick(photos, folder):
    """Reading at a size hint lets libjpeg scale while it decodes."""
    size = "%dx%d" % SLOT
    parts = []
    for i, (photo, place) in enumerate(zip(photos, PLACES)):
        part = os.path.join(folder, "gm-%d.ppm" % i)
        run("gm", "convert", "-size", size, photo, "-resize", size + "^", "-gravity", "center", "-crop", size + "+0+0", "+repage", part)
        parts += ["-page", "+%d+%d" % place, part]
    run("gm", "convert", "-size", "%dx%d" % CANVAS, "xc:#fcfaf5", *parts, "-page", "%d%d" % OVERLAY_AT, OVERLAY, "-flatten",
        "-crop", "%dx%d+0+0" % CANVAS, "-font", FONT, "-pointsize", "88", "-fill", "#4d5a4b", "-draw", "text 690,1110 'Anna & Jonas'",
        "-rotate", "-90", "-sampling-factor", "1x1", "-quality", "95", os.path.join(folder, "gm.jpg"))


def peak_memory_mb(program, photos, folder):
    """Of a child of its own: the largest of all children so far would hide ours."""
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)")
    out = os.path.join(folder, "memory.jpg")
    command = ([program, "render", TEMPLATE, *photos, "--output", out] if os.path.basename(program) == "boothctl"
               else [program, TEMPLATE, out, *photos])
    return float(subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True).stdout.split()[-1])


def last_photo_ms(folder):
    """As sheet_bench measured it in the same run; None when it was not run."""
    try:
        with open(os.path.join(folder, "last_photo_ms")) as file:
            return float(file.read())
    except OSError:
        return None


class Budgets:
    def __init__(self):
        self.is_missed = False

    def at_least(self, what, value, limit):
        self._say(what, value, "at least", limit, value >= limit)

    def at_most(self, what, value, limit):
        self._say(what, value, "at most", limit, value <= limit)

    def _say(self, what, value, words, limit, holds):
        self.is_missed = self.is_missed or not holds
        print("%-55s %8.1f   %s %g: %s" % (what, value, words, limit, "holds" if holds else "MISSED"))


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    photos = [os.path.join(sys.argv[1], "photo-%d.jpg" % i) for i in range(1, 5)]
    program = sys.argv[2]
    rivals = {}
    if subprocess.run([PYTHON, "-c", "import PIL"], capture_output=True).returncode == 0:
        rivals["Pillow, as pibooth"] = pillow
    if shutil.which("vips") and shutil.which("vipsthumbnail"):
        rivals["libvips tools"] = vips
    if shutil.which("gm"):
        rivals["GraphicsMagick"] = graphicsmagick
    for name in {"Pillow, as pibooth", "libvips tools", "GraphicsMagick"} - set(rivals):
        print("not installed, left out:", name)

    with tempfile.TemporaryDirectory() as folder:
        contenders = {"boothd": lambda p, f: ours(program, p, f), **rivals}
        wall = {name: [] for name in contenders}
        cpu = {name: [] for name in contenders}
        for _ in range(ROUNDS):
            for name, make in contenders.items():
                before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
                make(photos, folder)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                wall[name].append(time.monotonic() - begin)
                cpu[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        budgets = Budgets()
        mine, my_cpu = statistics.median(wall["boothd"]), statistics.median(cpu["boothd"])
        print("%-24s %8.0f ms %24s %6.0f ms of processor" % ("boothd, whole process", mine * 1000, "", my_cpu * 1000))
        for name in rivals:
            its, its_cpu = statistics.median(wall[name]), statistics.median(cpu[name])
            print("%-24s %8.0f ms   %6.1f times ours %6s %6.0f ms of processor, %.1f times ours" %
                  (name, its * 1000, its / mine, "", its_cpu * 1000, its_cpu / my_cpu))
        print()
        for name, least in {"Pillow, as pibooth": 4, "libvips tools": 1, "GraphicsMagick": 1}.items():
            if name in rivals:
                budgets.at_least("whole process: %s / ours" % name, statistics.median(wall[name]) / mine, least)
        last = last_photo_ms(sys.argv[1])
        if last and "Pillow, as pibooth" in rivals:
            budgets.at_least("from the last photo on: Pillow / ours (%.0f ms)" % last,
                             statistics.median(wall["Pillow, as pibooth"]) * 1000 / last, 12)
        budgets.at_most("peak memory of ours, MB", peak_memory_mb(program, photos, folder), 120)
        sys.exit(1 if budgets.is_missed else 0)


if __name__ == "__main__":
    main()
