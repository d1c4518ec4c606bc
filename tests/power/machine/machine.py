#!/usr/bin/python3
"""The virtual machine for shell scripts: each call does one thing, and the machine runs on in between.

usage: machine.py FOLDER make IMAGE PACKAGES    its disk; PACKAGES: a folder that it finds as /packages
       machine.py FOLDER boot IMAGE             returns when it is up
       machine.py FOLDER inside COMMAND...      says what the command says, with its exit status; 255: the machine is off
       machine.py FOLDER put FILE               stdin becomes that file in the machine
       machine.py FOLDER cut                    pulls its plug
"""

import os
import pathlib
import shlex
import signal
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from virtual_machine import SHELL, MachineFailure, Shell, VirtualMachine

COMMAND_SECONDS = 600


def boot(folder, image):
    machine = VirtualMachine(folder, image)
    machine.boot()
    (folder / "pid").write_text(str(machine.qemu.pid))
    machine.inside("systemctl is-system-running --wait", seconds=300, may_fail=True)


def inside(folder, command):
    try:
        status, said = Shell(folder / SHELL).run(command, COMMAND_SECONDS)
    except OSError:
        return 255
    if said:
        print(said)
    return status


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    folder, word, rest = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    try:
        if word == "make":
            VirtualMachine(folder, rest[0]).make_disks(rest[1])
        elif word == "boot":
            boot(folder, rest[0])
        elif word == "inside":
            return inside(folder, shlex.join(rest))
        elif word == "put":
            return inside(folder, f"printf %s {shlex.quote(sys.stdin.read())} >{shlex.quote(rest[0])}")
        elif word == "cut":
            os.kill(int((folder / "pid").read_text()), signal.SIGKILL)
        else:
            sys.exit(__doc__)
    except MachineFailure as failure:
        sys.exit(f"machine.py: {failure}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
