#!/usr/bin/python3
"""A booth PC whose plug is pulled at random moments of sessions, prints, uploads and upgrades, and started again, many times.

The PC is a virtual machine with the packages installed. Camera, printer and cloud stand outside of it, as in life: what the camera
exposed, what fell into the tray and what the cloud has survives any cut, and is compared with what the booth says afterwards.

With --plant one kind of sync is taken away (../missing_sync_shim.cpp): then the same checks must find broken promises.
"""

import argparse
import contextlib
import pathlib
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import promises
from booth_in_machine import DOUBT, BoothInMachine
from logged_disk import DiskFailure, run, wait_for
from outside import Outside

PROJECT = pathlib.Path(__file__).resolve().parents[3]
NEWER = "9.1.0"
MOMENTS = ("session", "print", "upload", "upgrade")
# Longest time from the beginning of what is cut to the cut.
LATEST_SECONDS = {"session": 12, "print": 4, "upload": 4, "upgrade": 30}


def parse_words():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("packages", type=pathlib.Path, help="folder where ./dev package left boothd's packages")
    words.add_argument("image", type=pathlib.Path, help="folder that image.sh made")
    words.add_argument("--cuts", type=int, default=30)
    words.add_argument("--seed", type=int, default=int(time.time()))
    words.add_argument("--plant", choices=("pictures", "folders", "database"),
                       help="take this kind of sync away; it must be noticed")
    words.add_argument("--shim", type=pathlib.Path, help="missing_sync_shim, for --plant")
    return words.parse_args()


def one(folder, pattern):
    found = sorted(folder.glob(pattern))
    if not found:
        raise DiskFailure(f"no {pattern} in {folder}; make it with ./dev package")
    return found[-1]


def prepare_packages(args, folder):
    """What the machine finds in /packages. @returns the folder, and the camera's program"""
    packages = folder / "packages"
    packages.mkdir()
    deb = one(args.packages, "boothd_*_amd64.deb")
    shutil.copy(deb, packages / "first.deb")
    run(PROJECT / "tests/system/other_release.sh", deb, NEWER, packages / "newer.deb")
    if args.plant:
        shutil.copy(args.shim, packages / "shim.so")
    run("dpkg-deb", "-x", one(args.packages, "boothd-demo_*_amd64.deb"), folder / "demo")
    return packages, folder / "demo/usr/lib/boothd/demo/booth-virtual-camera"


class Visitors:
    """Guests who have one session after the other, and a screen that hears every fact, until the plug is pulled."""

    def __init__(self, machine, witness):
        self.machine, self.witness = machine, witness
        self.began = threading.Event()
        self.is_over = False
        self.threads = [threading.Thread(target=self._again_and_again, args=(what,), daemon=True)
                        for what in (self._pose, self._listen)]
        for thread in self.threads:
            thread.start()

    def _again_and_again(self, what):
        while not self.is_over:
            try:
                what()
            except (*DOUBT, DiskFailure):
                time.sleep(0.2)  # an upgrade starts boothd again: guests try once more

    def _pose(self):
        self.began.set()
        self.machine.one_session()

    def _listen(self):
        for fact in self.machine.feed(self.witness.newest):
            self.witness.hear(fact)

    def leave(self):
        self.is_over = True
        for thread in self.threads:
            thread.join()


class Campaign:
    """The cuts, one after the other, on one disk."""

    def __init__(self, machine, outside, chance):
        self.machine, self.outside, self.chance = machine, outside, chance
        self.witness = promises.Witness()
        self.broken, self.boot_seconds, self.ready_seconds = [], [], []
        self.recoveries = self.upgrades = 0

    def cut(self, moment):
        """Guests pose; the plug is pulled. @returns how long after the beginning of `moment`"""
        sheets = len(self.witness.heard("sheet.made"))
        visitors = Visitors(self.machine, self.witness)
        if moment == "upgrade":
            package = "newer.deb" if self.upgrades % 2 == 0 else "first.deb"
            self.upgrades += 1
            self.machine.inside(f"systemd-run --quiet booth-release upgrade /packages/{package}")
        elif moment == "session":
            visitors.began.wait()
        else:  # a sheet's print and its uploads begin together; uploads take longer
            wait_for(lambda: len(self.witness.heard("sheet.made")) > sheets, 120, "a sheet")
        delay = self.chance.uniform(0, LATEST_SECONDS[moment])
        time.sleep(delay)
        self.machine.pull_the_plug()
        visitors.leave()
        return delay

    def start_again(self):
        """@returns what is broken, as sentences"""
        self.boot_seconds.append(self.machine.boot())
        self.machine.wait_until_ready()
        self.ready_seconds.append(self.machine.seconds_after_basic_target())
        self.recoveries += bool(self.machine.inside("dmesg | grep 'EXT4-fs.*recovery complete'", may_fail=True))
        broken = promises.check_start(self.machine)
        self.machine.wait_until_ready()  # the repair of an upgrade starts it once more
        broken += promises.check_facts(self.machine, self.witness)
        broken += promises.check_pictures(self.machine, self.witness)
        return broken + promises.check_prints(self.machine, self.outside.printer)[0]

    def run(self, cuts):
        moments = [MOMENTS[number % len(MOMENTS)] for number in range(cuts)]
        self.chance.shuffle(moments)
        for number, moment in enumerate(moments, 1):
            begun = time.monotonic()
            delay = self.cut(moment)
            try:
                broken = self.start_again()
            except (*DOUBT, DiskFailure) as failure:
                self.broken.append(f"cut {number}, {delay:.1f} s into {moment}: {failure}")
                return
            self.broken += broken
            verdict = "; ".join(broken[:5]) or "every promise kept"
            print(f"cut {number:2}: {delay:4.1f} s into {moment:7}: boot {self.boot_seconds[-1]:3.0f} s, boothd "
                  f"{self.ready_seconds[-1]:4.1f} s after basic.target, {len(self.witness.facts)} facts heard, "
                  f"{time.monotonic() - begun:3.0f} s in all: {verdict}", flush=True)

    def end(self):
        """Everything that is still under way comes to its end. Says the figures."""
        self.machine.one_session()
        broken, prints = promises.check_prints(self.machine, self.outside.printer)
        upload_trouble, objects, again = promises.check_uploads(self.machine, self.outside, self.witness)
        self.broken += broken + upload_trouble
        states = ", ".join(f"{count} {state}" for state, count in sorted(prints.items()))
        print(f"{len(self.witness.heard('shot.stored'))} acknowledged photos; prints: {states}; "
              f"{sum(self.outside.printer.sheets().values())} sheets came out, the printer was switched off and on "
              f"{self.outside.printer.times_switched_off} times; {objects} objects in the cloud, {again} of them sent a second time")
        print(f"boot to a shell {statistics.median(self.boot_seconds):.0f} s, boothd ready after basic.target: median "
              f"{statistics.median(self.ready_seconds):.1f} s, worst {max(self.ready_seconds):.1f} s; {self.recoveries} starts "
              f"with a journal to replay; daemon and worker after the last session: {self.machine.resident_mib():.0f} MiB resident")


def plant(machine, kind):
    machine.inside("mkdir -p /etc/systemd/system/boothd.service.d && cp /packages/shim.so /usr/lib/boothd-shim.so")
    machine.put("/etc/systemd/system/boothd.service.d/planted.conf",
                f"[Service]\nEnvironment=LD_PRELOAD=/usr/lib/boothd-shim.so BOOTH_MISSING_SYNC={kind}\n")
    machine.inside("systemctl daemon-reload && systemctl restart boothd && sync", seconds=120)
    machine.wait_until_ready()


def main():
    args = parse_words()
    print(f"seed {args.seed}", flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="booth-machine-"))
    folder.chmod(0o755)
    try:
        packages, camera = prepare_packages(args, folder)
        with contextlib.ExitStack() as stack:
            outside = stack.enter_context(
                contextlib.closing(Outside(folder / "outside", camera, PROJECT / "daemon/compose/templates/samples")))
            machine = BoothInMachine(folder, args.image)
            machine.make_disks(packages)
            stack.callback(machine.pull_the_plug)
            machine.boot()
            machine.install(outside, "first.deb")
            machine.wait_until_ready()
            if args.plant:
                plant(machine, args.plant)
            campaign = Campaign(machine, outside, random.Random(args.seed))
            campaign.run(args.cuts)
            if machine.is_ready():
                campaign.end()
            for sentence in campaign.broken[:20]:
                print(f"BROKEN: {sentence}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if args.plant:
        print(f"the missing sync of {args.plant} was " + ("noticed" if campaign.broken else "NOT noticed"))
        return 0 if campaign.broken else 1
    return 1 if campaign.broken else 0


if __name__ == "__main__":
    sys.exit(main())
