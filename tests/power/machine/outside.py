"""What no power cut of the booth PC touches: the camera with its photos, the sheets that came out, the cloud with its objects."""

import collections
import hashlib
import os
import socket
import subprocess

from logged_disk import run, wait_for
from virtual_camera import VirtualCamera
from virtual_machine import free_port

HOST = "10.0.2.2"  # as the machine calls the world outside

NGINX = """daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr warn; user root root;
events {{ worker_connections 256; }}
http {{
  log_format booth '$request_method $uri $status';
  access_log {folder}/requests.log booth;
  client_max_body_size 0;
  client_body_temp_path {folder}/parts; proxy_temp_path {folder}/parts; fastcgi_temp_path {folder}/parts;
  uwsgi_temp_path {folder}/parts; scgi_temp_path {folder}/parts;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/cloud.pem; ssl_certificate_key {folder}/cloud.key;
    location / {{ root {folder}/objects; dav_methods PUT DELETE; create_full_put_path on; }}
  }}
}}
"""


# Runs for each document. A sheet is out when its line is in "paper"; printing takes a moment, so that cuts can fall into it.
PRINT = """#!/bin/sh
cd {folder} || exit 1
sleep 1
echo "$IPP_JOB_NAME" >>paper
sleep 0.5
"""

# A dye-sublimation printer as it describes itself: 4x6 inches without margins, 300 dpi.
MEDIA_SIZE = "MEMBER collection media-size { MEMBER integer x-dimension 10160 MEMBER integer y-dimension 15240 }"
MARGINS = ("bottom", "left", "right", "top")
PRINTER_SAYS = [
    "mimeMediaType document-format-supported image/jpeg,image/pwg-raster,application/octet-stream",
    *(f"keyword media-{what} na_index-4x6_4x6in" for what in ("supported", "default", "ready")),
    "collection media-size-supported { MEMBER integer x-dimension 10160 MEMBER integer y-dimension 15240 }",
    "collection media-col-default { " + MEDIA_SIZE + " ".join(f" MEMBER integer media-{side}-margin 0" for side in MARGINS) + " }",
    *(f"integer media-{side}-margin-supported 0" for side in MARGINS),
    *(f"resolution {what} 300dpi" for what in ("printer-resolution-supported", "printer-resolution-default",
                                               "pwg-raster-document-resolution-supported")),
    "keyword pwg-raster-document-type-supported srgb_8",
    *(f"keyword print-color-mode-{what} color" for what in ("supported", "default")),
    *(f"keyword sides-{what} one-sided" for what in ("supported", "default")),
    "boolean color-supported true",
]


class Printer:
    """A driverless printer (ippeveprinter). What fell into its tray stays there."""

    def __init__(self, folder):
        self.folder = folder / "printer"
        (self.folder / "documents").mkdir(parents=True)
        (self.folder / "print").write_text(PRINT.format(folder=self.folder))
        (self.folder / "print").chmod(0o755)
        (self.folder / "says").write_text("".join(f"ATTR {line}\n" for line in PRINTER_SAYS))
        self.port = free_port()
        bus = self.folder / "bus"  # it wants to announce itself; nobody is to hear that
        self.bus = self._start("bus.log", "dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address=unix:path={bus}")
        wait_for(bus.exists, 30, "the printer's bus")
        self.times_switched_off = 0
        self._switch_on()

    def _switch_on(self):
        self.program = self._start("printer.log", "ippeveprinter", "-c", self.folder / "print", "-a", self.folder / "says", "-k",
                                   "-d", self.folder / "documents", "-n", "localhost", "-p", str(self.port), "-r", "off", "-v",
                                   "Printer outside", DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={self.folder / 'bus'}")
        wait_for(self._answers, 30, "the printer")

    def switch_off_and_on(self):
        """What a person does with a printer that waits for ever: for the document of a job whose sender lost its power."""
        self.times_switched_off += 1
        self.program.kill()
        self.program.wait()
        self._switch_on()

    def _start(self, log, *words, **environment):
        with open(self.folder / log, "ab") as file:
            return subprocess.Popen(words, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=file, stderr=file)

    def _answers(self):
        try:
            socket.create_connection(("localhost", self.port), 1).close()
        except OSError:
            return False
        return True

    def sheets(self):
        """How many came out of each print, by its id."""
        paper = self.folder / "paper"
        return collections.Counter(paper.read_text().split() if paper.exists() else [])

    def close(self):
        for part in (self.program, self.bus):
            part.kill()
            part.wait()


class Cloud:
    """nginx with WebDAV and TLS. What it has, and how often it got it."""

    def __init__(self, folder):
        self.folder = folder / "cloud"
        (self.folder / "objects").mkdir(parents=True)
        (self.folder / "parts").mkdir()
        self.port = free_port()
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
            "-subj", "/CN=cloud", "-addext", f"subjectAltName=IP:{HOST}", "-keyout", self.folder / "cloud.key",
            "-out", self.folder / "cloud.pem")
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=self.folder, port=self.port))
        with open(self.folder / "nginx.out", "wb") as log:
            self.nginx = subprocess.Popen(["nginx", "-p", self.folder, "-c", self.folder / "nginx.conf"], stdout=log, stderr=log)
        wait_for((self.folder / "nginx.pid").exists, 30, "nginx")

    @property
    def certificate(self):
        return (self.folder / "cloud.pem").read_text()

    def sha256(self, key):
        """None when it is not there."""
        file = self.folder / "objects" / key
        return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None

    def keys(self):
        objects = self.folder / "objects"
        return [str(file.relative_to(objects)) for file in objects.rglob("*") if file.is_file()]

    def times_stored(self):
        """How often each object was put there, by its key."""
        lines = (self.folder / "requests.log").read_text().splitlines()
        stored = [line.split() for line in lines if line.startswith("PUT ")]
        return collections.Counter(words[1].lstrip("/") for words in stored if words[-1] in ("201", "204"))

    def close(self):
        self.nginx.kill()
        self.nginx.wait()


class Outside:
    """All of it."""

    def __init__(self, folder, camera_program, samples):
        folder.mkdir()
        os.chmod(folder, 0o755)
        self.camera = VirtualCamera(folder, camera_program, samples)
        self.printer = Printer(folder)
        self.cloud = Cloud(folder)

    def close(self):
        for part in (self.camera, self.printer, self.cloud):
            part.close()
