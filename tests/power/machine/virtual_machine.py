"""A PC under software emulation whose plug can be pulled at any instant.

QEMU without KVM: that runs everywhere, and hangs nowhere. SIGKILL takes the guest's memory away, its page cache too; what the
guest had flushed is in the host's file. (What a disk's own cache loses is tried by ../crash_states.py.)
"""

import contextlib
import pathlib
import shlex
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from logged_disk import PATIENCE, DiskFailure, run, wait_for

BOOT_SECONDS = 120
MEMORY_MIB = 1024
SHELL = "shell.sock"


class MachineFailure(DiskFailure):
    """The machine does not boot, or a command in it fails."""


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Shell:
    """Root's shell in the machine: one command after the other, each with what it said and its exit status."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(path))
        self.unread = b""
        self.number = 0
        self.lock = threading.Lock()

    def run(self, command, seconds=60):
        """@returns (exit status, stdout and stderr); raises TimeoutError, and OSError when the plug was pulled"""
        with self.lock:
            self.number += 1
            mark = f"--- {self.number} of {id(self)} ended with "
            self.socket.settimeout(seconds * PATIENCE)
            self.socket.sendall(f"{{ {command}\n}} </dev/null 2>&1; printf '\\n%s%d\\n' '{mark}' $?\n".encode())
            said = self._read_until(mark.encode())
            status = self._read_until(b"\n")
            return int(status), said.decode(errors="replace").strip()

    def _read_until(self, end):
        while end not in self.unread:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the machine is off")
            self.unread += more
        text, self.unread = self.unread.split(end, 1)
        return text

    def close(self):
        self.socket.close()


class VirtualMachine:
    """One disk, booted as often as one likes. `api_port` on this side leads to boothd's API in the machine."""

    def __init__(self, folder, image):
        """@param image  folder that image.sh made"""
        self.folder, self.image = pathlib.Path(folder), pathlib.Path(image)
        self.disk = self.folder / "disk.raw"
        self.extra = self.folder / "packages.raw"
        self.qemu = self.shell = None
        self.boots = 0

    def make_disks(self, packages):
        """@param packages  folder whose files the machine finds in /packages"""
        run("cp", "--sparse=always", "--reflink=auto", self.image / "base.raw", self.disk)
        run("truncate", "-s", "256M", self.extra)
        run("mke2fs", "-q", "-t", "ext4", "-F", "-d", packages, self.extra)

    def boot(self):
        """Returns when its shell answers. @returns the seconds that took"""
        begun = time.monotonic()
        self.boots += 1
        self.api_port = free_port()
        path = self.folder / SHELL
        path.unlink(missing_ok=True)
        with open(self.folder / "qemu.log", "ab") as log:
            self.qemu = subprocess.Popen(self._words(path), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_for(lambda: path.exists() or self.qemu.poll() is not None, 30, "qemu")
        try:
            self.shell = Shell(path)
            self.inside("true", seconds=BOOT_SECONDS)
        except OSError as failure:  # TimeoutError is one
            raise MachineFailure(f"the machine does not boot: {failure}; its last words:\n{self.last_words()}") from failure
        return time.monotonic() - begun

    def _words(self, shell):
        console = self.folder / f"console.{self.boots}.log"
        return ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", str(MEMORY_MIB),
                "-nodefaults", "-no-reboot", "-display", "none", "-sandbox", "on", "-name", "booth",
                "-kernel", self.image / "vmlinuz", "-initrd", self.image / "initrd.img",
                "-append", "console=ttyS0 root=/dev/vda ro quiet mitigations=off net.ifnames=0", "-serial", f"file:{console}",
                "-drive", f"file={self.disk},if=virtio,format=raw,cache=writeback",
                "-drive", f"file={self.extra},if=virtio,format=raw,readonly=on",
                "-device", "virtio-rng-pci",
                "-netdev", f"user,id=cable,ipv6=off,hostfwd=tcp:127.0.0.1:{self.api_port}-10.0.2.15:8080",
                "-device", "virtio-net-pci,netdev=cable,romfile=",
                "-device", "virtio-serial", "-chardev", f"socket,id=shell,path={shell},server=on,wait=off",
                "-device", "virtserialport,chardev=shell,name=outside.shell"]

    def last_words(self):
        console = self.folder / f"console.{self.boots}.log"
        return console.read_text(errors="replace")[-2000:] if console.exists() else ""

    def inside(self, command, seconds=60, may_fail=False):
        """@returns what a command in the machine's shell said"""
        status, said = self.shell.run(command, seconds)
        if status != 0 and not may_fail:
            raise MachineFailure(f"in the machine: {command}: exit status {status}\n{said[-2000:]}")
        return said

    def put(self, path, text):
        """Durable at once: what a test brings must not be lost by its own cuts."""
        self.inside(f"printf %s {shlex.quote(text)} >{shlex.quote(path)} && sync {shlex.quote(path)}")

    def pull_the_plug(self):
        if self.qemu:
            self.qemu.kill()
            self.qemu.wait()
            self.shell.close()
            self.qemu = None
