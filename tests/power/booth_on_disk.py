"""The whole booth, its durable parts on one disk: boothd's state, cupsd's spool and the guard's journal.

Camera and paper are outside of it, as in life: what the camera exposed and what came out of the printer survives any cut.
"""

import os
import pathlib
import socket
import subprocess
import threading

from booth_api import Client
from logged_disk import wait_for
from virtual_camera import VirtualCamera

QUEUE = "paper"
NOBODY = 65534
UUID_LENGTH = 36
CUPS = "/usr/lib/cups"

# The end of the cable: it reports the sheet that comes out, then keeps nothing.
PAPER = """#!/usr/bin/python3
import socket, sys
if len(sys.argv) < 4:
    sys.exit(0)
sys.stdin.buffer.read()
witness = socket.socket(socket.AF_UNIX)
witness.connect({witness!r})
witness.sendall(sys.argv[3].encode())
witness.shutdown(socket.SHUT_WR)
witness.recv(1)
"""

CUPSD_CONF = """Listen {0}/run/cups.sock
Browsing Off
WebInterface No
DefaultAuthType None
LogLevel warn
MaxLogSize 0
DirtyCleanInterval 0
MaxJobTime 0
JobRetryInterval 1
ErrorPolicy retry-job
IdleExitTimeout 0
PreserveJobFiles No
<Location />
  Allow all
</Location>
<Location /admin>
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""

CUPS_FILES_CONF = """ServerRoot {0}/etc
StateDir {0}/run
CacheDir {0}/cache
RequestRoot {0}/spool
TempDir {0}/spool/tmp
ServerKeychain {0}/etc/ssl
ServerBin {1}
AccessLog {0}/log/access_log
ErrorLog {0}/log/error_log
PageLog {0}/log/page_log
Sandboxing off
SystemGroup nogroup
SyncOnClose Yes
SetEnv BOOTH_GUARD_JOURNAL {0}/guard
"""

BOOTHD_TOML = """[booth]
name = "cut"
[event]
slug = "cut"
title = "Power cuts"
template = "classic-4x6"
[session]
first_countdown_s = 0.1
next_countdown_s = 0.1
review_s = 0.1
[camera]
model = "Nikon DSC D7500"
port = "ptpip:127.0.0.1:{camera}:{camera}"
capture_lead_s = 0
[[printer]]
name = "paper"
queue = "{queue}"
server = "{disk}/cups/run/cups.sock"
profile = "dnp-ds620"
guard_journal = "{disk}/cups/guard"
[[target]]
name = "cloud"
kind = "put"
url = "http://127.0.0.1:9/"
[storage]
reserve_mib = 16
critical_mib = 17
low_mib = 18
[templates]
directory = "{templates}"
[api]
socket = "{outside}/boothd.sock"
"""


class Outside:
    """What no power cut touches: the programs, the camera with its photos, the sheets that came out, the sockets."""

    def __init__(self, folder, programs, project, on_sheet):
        self.folder = pathlib.Path(folder)
        self.programs = pathlib.Path(programs)
        self.templates = project / "daemon/compose/templates"
        self.on_sheet = on_sheet
        self._make_server_bin()
        self._listen_for_sheets()
        self.camera = VirtualCamera(self.folder, self.programs / "booth-virtual-camera", self.templates / "samples")

    def _make_server_bin(self):
        self.server_bin = self.folder / "bin"
        (self.server_bin / "backend").mkdir(parents=True)
        for name in ("cgi-bin", "daemon", "driver", "filter", "monitor", "notifier"):
            (self.server_bin / name).symlink_to(f"{CUPS}/{name}")
        (self.server_bin / "backend/booth-guard").symlink_to(self.programs / "booth-guard")
        paper = self.server_bin / "backend/paper"
        paper.write_text(PAPER.format(witness=str(self.folder / "witness.sock")))
        paper.chmod(0o755)

    def _listen_for_sheets(self):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.folder / "witness.sock"))
        os.chmod(self.folder / "witness.sock", 0o777)
        self.listener.listen(16)

        def serve():
            while True:
                connection, _ = self.listener.accept()
                with connection:
                    title = connection.makefile().read()
                    if len(title) == UUID_LENGTH:  # others are questions to the printer
                        self.on_sheet(title)
                    connection.sendall(b".")

        threading.Thread(target=serve, daemon=True).start()

    def close(self):
        self.camera.close()


def prepare_disk(disk, outside):
    """A new booth's folders and configuration."""
    cups = disk / "cups"
    for name in ("etc/ppd", "etc/ssl", "spool/tmp", "cache", "run/certs", "log", "guard"):
        (cups / name).mkdir(parents=True)
    (cups / "etc/cupsd.conf").write_text(CUPSD_CONF.format(cups))
    (cups / "etc/cups-files.conf").write_text(CUPS_FILES_CONF.format(cups, outside.server_bin))
    for path in [cups, *cups.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    (disk / "state").mkdir()
    (disk / "boothd.toml").write_text(BOOTHD_TOML.format(
        camera=outside.camera.port, queue=QUEUE, disk=disk, templates=outside.templates, outside=outside.folder))
    os.sync()


class Booth(Client):
    """cupsd and boothd on one disk, from start to the cut."""

    def __init__(self, disk, outside, environment=None):
        self.disk, self.outside = disk, outside
        self.api_place = outside.folder / "boothd.sock"
        self.environment = {**os.environ, **(environment or {})}
        self.parts = []

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.cut()
            raise
        return self

    def __exit__(self, *_):
        self.cut()

    def _start(self):
        cups = self.disk / "cups"
        (cups / "run/cups.sock").unlink(missing_ok=True)
        self._run("cupsd", ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--pdeathsig=KILL", "--",
                            "/usr/sbin/cupsd", "-f", "-c", cups / "etc/cupsd.conf", "-s", cups / "etc/cups-files.conf"])
        wait_for((cups / "run/cups.sock").is_socket, 60, "cupsd")
        if not (cups / "etc/ppd" / f"{QUEUE}.ppd").exists():
            subprocess.run(["lpadmin", "-h", cups / "run/cups.sock", "-p", QUEUE, "-E", "-v", "booth-guard:/paper:/tray", "-m",
                            "gutenprint.5.3://dnp-ds620/simple", "-o", "printer-error-policy=retry-job"], check=True,
                           stderr=subprocess.DEVNULL)
        self.start_boothd()

    def _run(self, name, words):
        with open(self.outside.folder / f"{name}.log", "ab") as log:
            part = subprocess.Popen(words, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        self.parts.append(part)
        return part

    def start_boothd(self):
        self.boothd = self._run("boothd", [self.outside.programs / "boothd", "--config", self.disk / "boothd.toml",
                                           "--state-dir", self.disk / "state"])
        wait_for(self.is_ready, 60, "boothd")

    def is_ready(self):
        if self.boothd.poll() is not None:
            said = (self.outside.folder / "boothd.log").read_text()[-1000:]
            raise RuntimeError(f"boothd ended with status {self.boothd.returncode}:\n{said}")
        try:
            return self.ask("GET", "/v1/status")["camera"]["state"] == "ready"
        except OSError:
            return False

    def cut(self):
        """Everything at once. Filters and backends die with cupsd's session."""
        for part in reversed(self.parts):
            for group in self._groups_of(part):
                try:
                    os.killpg(group, 9)
                except ProcessLookupError:
                    pass
            part.wait()
        self.parts = []

    def _groups_of(self, part):
        """Process groups of the session that `part` leads: cupsd gives each filter one of its own."""
        groups = {part.pid}
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    words = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                except OSError:
                    continue
                if int(words[3]) == part.pid:
                    groups.add(int(words[2]))
        return groups
