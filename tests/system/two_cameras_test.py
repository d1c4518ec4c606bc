#!/usr/bin/env python3
"""boothd with two cameras and a folder that other software takes sheets from.

Photos are taken in turns; when the first camera is pulled out, the second one stands in, the status says so, and both
sessions end with a sheet that appears in the folder once. Argument: the folder of programs.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests/power"))
from booth_api import Api  # noqa: E402

PATIENCE_S = 120


def wait_until(what, condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"FAILED: waited in vain until {what}")
        time.sleep(0.05)


def check(what, is_true):
    if not is_true:
        raise SystemExit(f"FAILED: {what}")


class TwoCameras:
    def __init__(self, programs, folder):
        self.programs = programs
        self.folder = folder
        self.processes = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self, name, *arguments):
        with open(self.path(name + ".log"), "ab") as log:
            process = subprocess.Popen([os.path.join(self.programs, name), *arguments], stderr=log, stdout=log)
        self.processes.append(process)
        return process

    def start_camera(self, name):
        """@returns the process and the port it can be reached at"""
        ready = self.path(name + ".ready")
        os.mkdir(self.path(name))
        process = self.start("booth-virtual-camera", "--port", "0", "--profile", "nikon", "--ready-file", ready,
                             "--keep", self.path(name), "--end-with-parent")
        wait_until(f"camera {name} runs", lambda: os.path.exists(ready))
        with open(ready, encoding="utf-8") as file:
            port = file.read().split("port=")[1].split()[0]
        return process, f"ptpip:127.0.0.1:{port}:{port}"

    def start_booth(self, front, side):
        os.mkdir(self.path("export"))
        with open(self.path("boothd.toml"), "w", encoding="utf-8") as file:
            file.write(f"""
[event]
slug = "test"
template = "duo-4x6"
[session]
cameras = ["front", "side"]
first_countdown_s = 0.5
next_countdown_s = 0.5
review_s = 0
[[camera]]
name = "front"
model = "Nikon DSC D7500"
port = "{front}"
[[camera]]
name = "side"
model = "Nikon DSC D7500"
port = "{side}"
[[target]]
name = "bridge"
kind = "folder"
folder = "export"
classes = ["sheet"]
[templates]
directory = "{ROOT}/daemon/compose/templates"
[api]
socket = "{self.path('booth.sock')}"
""")
        self.start("boothd", "--config", self.path("boothd.toml"), "--state-dir", self.path("state"))
        wait_until("the booth answers", lambda: os.path.exists(self.path("booth.sock")))

    def ask(self, method, target, body=None):
        return Api(self.path("booth.sock")).ask(method, target, body)

    def cameras(self):
        return {camera["name"]: camera for camera in self.ask("GET", "/v1/status")["cameras"]}

    def health(self):
        return {entry["subsystem"]: entry for entry in self.ask("GET", "/v1/status")["health"]}

    def shots_of(self, name):
        return len(os.listdir(self.path(name)))

    def exported(self):
        return [name for name in os.listdir(self.path("export")) if name.endswith(".jpg")]

    def run_session(self):
        session = self.ask("POST", "/v1/sessions")["id"]
        wait_until("the session is done", lambda: self.ask("GET", f"/v1/sessions/{session}")["state"] == "done")

    def end(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()


def play(booth):
    front, front_port = booth.start_camera("front")
    _, side_port = booth.start_camera("side")
    booth.start_booth(front_port, side_port)
    wait_until("both cameras are ready",
               lambda: {camera["state"] for camera in booth.cameras().values()} == {"ready"})
    booth.run_session()
    check("each camera took one photo", (booth.shots_of("front"), booth.shots_of("side")) == (1, 1))
    wait_until("the sheet is in the folder", lambda: len(booth.exported()) == 1)

    front.kill()
    front.wait()
    wait_until("the side camera stands in", lambda: booth.cameras()["front"]["replaced_by"] == "side")
    wait_until("the status names the camera that is out",
               lambda: "camera side takes its photos" in booth.health()["camera front"]["message"])
    check("and the one that is well", booth.health()["camera side"]["level"] == "ok")
    booth.run_session()
    check("the side camera took both photos", (booth.shots_of("front"), booth.shots_of("side")) == (1, 3))
    wait_until("the second sheet is in the folder", lambda: len(booth.exported()) == 2)


def main():
    with tempfile.TemporaryDirectory(prefix="booth-two-cameras-") as folder:
        booth = TwoCameras(sys.argv[1], folder)
        try:
            play(booth)
        except BaseException:
            with open(booth.path("boothd.log"), encoding="utf-8") as log:
                sys.stderr.write(log.read()[-4000:])
            raise
        finally:
            booth.end()


main()
