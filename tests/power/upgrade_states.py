#!/usr/bin/python3
"""Upgrades on a disk that logs its writes: at every moment `current` is one whole release, and never an older one than was said.

dpkg is left out, its package folder is put there as a whole; what it leaves after a cut is mended by booth-release's repair
(tests/system/installed_booth.sh).
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import moments
from logged_disk import LoggedDisk, WriteLog

PROJECT = pathlib.Path(__file__).resolve().parents[2]
DISK_SIZE = 128 << 20
RELEASES = 8


def sum_of(folder):
    """Of every file's name and bytes."""
    total = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def unpack(package, version):
    """What dpkg does: a program that knows its version, and one of some size."""
    shutil.rmtree(package, ignore_errors=True)
    (package / "templates").mkdir(parents=True)
    (package / "boothd").write_text(f"#!/bin/sh\necho boothd {version}\n")
    (package / "boothd").chmod(0o755)
    (package / "booth-camera-worker").write_bytes(os.urandom(300_000))
    (package / "templates/template.toml").write_text(f"template of {version}\n")
    os.sync()
    return sum_of(package)


def booth_release(root, *words, environment=None):
    subprocess.run([PROJECT / "systemd/booth-release", *words], check=True, capture_output=True,
                   env={**os.environ, **(environment or {}), "BOOTH_RELEASE_ROOT": str(root)})


def record(folder, args):
    """@returns the log, and the sum of each release"""
    sums = {}
    environment = {"LD_PRELOAD": str(args.shim), "BOOTH_MISSING_SYNC": args.plant or ""}
    disk = LoggedDisk(folder, folder / "mnt", DISK_SIZE)
    with disk:
        for number in range(1, RELEASES + 1):
            version = f"1.{number}"
            sums[version] = unpack(folder / "mnt/usr/lib/boothd/package", version)
            booth_release(folder / "mnt", "install", environment=environment)
            disk.mark("release", version=version)
            if number % 3 == 0:
                booth_release(folder / "mnt", "back", environment=environment)
                disk.mark("release", version=f"1.{number - 1}")
    return WriteLog(disk), sums


def look_at(mount_point, promised, order, sums):
    """`order`: the versions as each of them was said to run; the one after the last that was said may be under way."""
    if not promised:
        return []
    current = mount_point / "usr/lib/boothd/current"
    said, under_way = order[len(promised) - 1], order[len(promised):len(promised) + 1]
    if not (current / "boothd").exists():
        return [f"{said} ran, and nothing runs any more"]
    version = next((name for name, total in sums.items() if total == sum_of(current.resolve())), None)
    if version is None:
        return ["what runs is not a whole release"]
    return [] if version in (said, *under_way) else [f"{said} was said to run, and {version} does"]


def main():
    args = moments.parser(__doc__.splitlines()[0]).parse_args()
    moments.enter_own_namespace()
    print(f"seed {args.seed}", flush=True)
    with moments.scratch_folder() as folder:
        log, sums = record(folder, args)
        order = [mark["version"] for _, mark in log.marks]

        def look(_, promised):
            return look_at(folder / "mnt", promised, order, sums)

        return moments.look_at_moments(log, args, folder / "mnt", look)


if __name__ == "__main__":
    sys.exit(main())
