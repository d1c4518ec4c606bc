"""A disk that writes down every write and every flush, and what it would hold had the power failed at any moment.

qemu-storage-daemon shows a file through its blklogwrites filter (the format of Linux' dm-log-writes, no kernel module needed);
a loop device and ext4 stand on it. Behind the file system the device has room for marks: whoever sees the booth promise
something writes it there, so the log itself says which writes came before the promise.
"""

import json
import mmap
import os
import pathlib
import shutil
import struct
import subprocess
import threading
import time

BLOCK = 4096
MARKS = 32 << 20  # bytes behind the file system
FLUSH = 1
MAGIC = 0x6A736677736872
ENTRY = struct.Struct("<QQQQ")  # sector, number of sectors, flags, length of inline data


class DiskFailure(Exception):
    """The kernel or a program that is needed does not play along."""


def run(*words, **options):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise DiskFailure(f"{words[0]}: {done.stderr.strip() or done.returncode}")
    return done.stdout


# How much longer than on an idle machine things may take, as in tests/support/patience.hpp.
PATIENCE = int(os.environ.get("BOOTH_TEST_PATIENCE", "3"))


def wait_for(condition, seconds, what, pause=0.01):
    deadline = time.monotonic() + seconds * PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise DiskFailure(f"{what}: not within {seconds * PATIENCE} s")
        time.sleep(pause)


def mount(image, folder):
    """@returns the loop device, which goes away by itself with the mount"""
    loop = run("losetup", "-f", "--show", image).strip()
    try:
        run("mount", "-t", "ext4", loop, folder)
    finally:
        run("losetup", "-d", loop)  # now, or as soon as nobody has it open
    return loop


def unmount(folder):
    """Waits for programs that were killed a moment ago."""
    if os.path.ismount(folder):
        wait_for(lambda: subprocess.run(["umount", folder], stderr=subprocess.DEVNULL, check=False).returncode == 0,
                 30, f"umount {folder}")


class LoggedDisk:
    """An ext4 file system at `mount_point` whose every write is kept in order in `log`."""

    def __init__(self, folder, mount_point, size):
        self.folder = pathlib.Path(folder)
        self.mount_point = pathlib.Path(mount_point)
        self.base = self.folder / "base.raw"
        self.log = self.folder / "log.raw"
        self.size = size
        self.marks_taken = 0
        self.lock = threading.Lock()

    def __enter__(self):
        disk, shown = self.folder / "disk.raw", self.folder / "shown.raw"
        with open(disk, "wb") as file:
            file.truncate(self.size + MARKS)
        run("mke2fs", "-q", "-t", "ext4", "-F", "-b", BLOCK, "-E", "lazy_itable_init=0", disk, self.size // BLOCK)
        run("cp", "--sparse=always", disk, self.base)
        for file in (self.log, shown):
            file.touch()
        self.daemon = subprocess.Popen(
            ["qemu-storage-daemon", "--blockdev", f"file,node-name=disk,filename={disk}",
             "--blockdev", f"file,node-name=log,filename={self.log}",
             "--blockdev", f"blklogwrites,node-name=logged,file=disk,log=log,log-sector-size={BLOCK}",
             "--export", f"fuse,id=shown,node-name=logged,mountpoint={shown},writable=on"])
        try:
            wait_for(lambda: self.daemon.poll() is not None or shown.stat().st_size == self.size + MARKS, 20, "the export")
            loop = mount(shown, self.mount_point)
            self.tail = os.open(loop, os.O_WRONLY | os.O_DIRECT)
        except BaseException:
            self.__exit__()
            raise
        return self

    def mark(self, kind, **facts):
        """Writes a promise into the order of the disk's writes; when this returns it is in the log."""
        text = json.dumps({"kind": kind, **facts}).encode()
        if len(text) >= BLOCK:
            raise DiskFailure(f"a mark of {len(text)} bytes")
        block = mmap.mmap(-1, BLOCK)  # O_DIRECT wants aligned memory
        block.write(text)
        with self.lock:
            offset = self.size + self.marks_taken * BLOCK
            self.marks_taken += 1
            if offset + BLOCK > self.size + MARKS:
                raise DiskFailure("no room for more marks")
            os.pwrite(self.tail, block, offset)

    def __exit__(self, *_):
        if hasattr(self, "tail"):
            os.close(self.tail)
        unmount(self.mount_point)
        # It lets go of its export when it ends in peace; the log's own super block is written then, too.
        self.daemon.terminate()
        self.daemon.wait(30)


class WriteLog:
    """What LoggedDisk wrote: `entries` in order, each (offset, length, is_flush, where the data stands in the log)."""

    def __init__(self, disk):
        self.disk = disk
        self.file = open(disk.log, "rb")  # noqa: SIM115 - lives as long as this
        self.entries = []
        self.marks = []  # (number of the entry, what was promised)
        self._read()

    def _read(self):
        size = os.fstat(self.file.fileno()).st_size
        magic, _, count, sector = struct.unpack("<QQQL", self.file.read(28))
        if magic != MAGIC:
            raise DiskFailure("the log of writes has no head")
        position = sector
        while len(self.entries) < count and position + sector <= size:
            self.file.seek(position)
            at, sectors, flags, _ = ENTRY.unpack(self.file.read(ENTRY.size))
            offset, length = at * sector, sectors * sector
            data = position + sector
            if offset >= self.disk.size and length:
                self.file.seek(data)
                text = self.file.read(BLOCK).rstrip(b"\0")
                if text.startswith(b"{"):
                    self.marks.append((len(self.entries), json.loads(text)))
            self.entries.append((offset, length, bool(flags & FLUSH), data))
            position = data + (0 if flags & 4 else length)

    def promised_before(self, position):
        return [mark for number, mark in self.marks if number < position]

    def apply(self, image, number):
        offset, length, _, data = self.entries[number]
        if length and offset < self.disk.size:
            self.file.seek(data)
            image.seek(offset)
            image.write(self.file.read(length))

    def states(self, positions, chance):
        """For each position, ascending: (position, path of an image as the power cut left it).

        Surely there: what was written before the last flush. Of what came after it, a random part, block by block.
        The path is overwritten by the next state.
        """
        settled, state = self.disk.folder / "settled.raw", self.disk.folder / "state.raw"
        run("cp", "--sparse=always", self.disk.base, settled)
        done = 0
        with open(settled, "r+b") as image:
            for position in sorted(positions):
                flushed = max((n for n in range(done, position) if self.entries[n][2]), default=done)
                for number in range(done, flushed):
                    self.apply(image, number)
                done = flushed
                image.flush()
                run("cp", "--sparse=always", settled, state)
                keeps = chance.choice((0.0, 0.5, 0.9))
                with open(state, "r+b") as cut:
                    for number in range(done, position):
                        if chance.random() < keeps:
                            self.apply(cut, number)
                yield position, state


class MountedState:
    """One state, mounted where the booth had its disk; ext4 replays its journal."""

    def __init__(self, image, mount_point):
        self.image, self.mount_point = image, mount_point

    def __enter__(self):
        mount(self.image, self.mount_point)
        return self.mount_point

    def __exit__(self, *_):
        unmount(self.mount_point)


def reason_to_skip():
    """None, or why this machine cannot do it."""
    if os.geteuid() != 0:
        return "needs root"
    for tool in ("qemu-storage-daemon", "losetup", "mke2fs", "mount", "unshare"):
        if not shutil.which(tool):
            return f"{tool} is not installed"
    if not os.path.exists("/dev/fuse") or not os.path.exists("/dev/loop-control"):
        return "no FUSE or no loop devices here"
    return None
