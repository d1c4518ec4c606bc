"""What both runs of this folder share: their words, a mount namespace, the choice of moments, and the verdict."""

import argparse
import collections
import contextlib
import os
import pathlib
import random
import shutil
import sys
import tempfile
import time

import logged_disk
from logged_disk import DiskFailure, MountedState


def parser(description):
    words = argparse.ArgumentParser(description=description)
    words.add_argument("programs", type=pathlib.Path, help="folder of boothd and the programs beside it")
    words.add_argument("shim", type=pathlib.Path, help="missing_sync_shim")
    words.add_argument("--states", type=int, default=60, help="moments that are looked at")
    words.add_argument("--seed", type=int, default=int(time.time()))
    words.add_argument("--plant", choices=("pictures", "folders", "database", "journal"),
                       help="take this kind of sync away; it must be noticed (pictures: every other file)")
    return words


def enter_own_namespace():
    """Mounts and processes of our own: whatever happens, they go away with it. Skips where that cannot be."""
    skipped = logged_disk.reason_to_skip()
    if skipped:
        print(f"skipped: {skipped}")
        sys.exit(77)
    if "BOOTH_POWER_INSIDE" not in os.environ:
        os.environ["BOOTH_POWER_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", *sys.orig_argv])


@contextlib.contextmanager
def scratch_folder():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="booth-power-"))
    folder.chmod(0o755)
    (folder / "mnt").mkdir()
    try:
        yield folder
    finally:
        logged_disk.unmount(folder / "mnt")
        if os.environ.get("BOOTH_KEEP_CRASH_STATES"):
            print(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def choose_positions(log, count, chance):
    """Half of them anywhere, half right behind a promise, where it is most easily broken."""
    promises = [number for number, _ in log.marks]
    if not promises:
        raise DiskFailure("nobody promised anything")
    behind = [min(chance.choice(promises) + chance.randint(1, 4), len(log.entries)) for _ in range(count // 2)]
    return behind + [chance.randint(1, len(log.entries)) for _ in range(count - len(behind))]


def look_at_moments(log, args, mount_point, look):
    """Mounts each moment and calls `look(number, promised before it)`, which answers with what is broken, as sentences.

    Prints the verdict. @returns the exit status
    """
    chance = random.Random(args.seed)
    positions = choose_positions(log, args.states, chance)
    kinds, moments, begun = collections.Counter(), 0, time.monotonic()
    for number, (position, image) in enumerate(log.states(positions, chance)):
        with MountedState(image, mount_point):
            sentences = look(number, log.promised_before(position))
        moments += bool(sentences)
        kinds.update(" ".join(word for word in sentence.split() if not any(c.isdigit() for c in word)) for sentence in sentences)
        if sentences and not args.plant:
            print(f"moment {position} of {len(log.entries)}: " + "; ".join(sentences[:5]), flush=True)
    flushes = sum(is_flush for _, _, is_flush, _ in log.entries)
    print(f"{len(log.entries)} writes, {flushes} flushes, {len(log.marks)} promises; {args.states} moments, {moments} of them "
          f"with a broken promise, {time.monotonic() - begun:.0f} s")
    for kind, count in kinds.most_common(8):
        print(f"  {count} times: {kind}")
    if args.plant:
        print(f"the missing sync of {args.plant} was " + ("noticed" if moments else "NOT noticed"))
        return 0 if moments else 1
    return 1 if moments else 0
