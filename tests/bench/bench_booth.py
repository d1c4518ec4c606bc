"""A booth with the virtual camera and no printer, for operating_bench.py."""

import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import time

TOKEN = "bench-token-of-this-run"
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(self.path)


class Booth:
    def __init__(self, programs):
        self.programs = programs
        self.folder = tempfile.mkdtemp(prefix="booth-bench-")
        self.socket = self.path("booth.sock")
        self.camera = self.daemon = None
        self.port = 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def start_camera(self):
        ready = self.path("camera.ready")
        self.camera = subprocess.Popen(
            [os.path.join(self.programs, "booth-virtual-camera"), "--port", "0", "--profile", "nikon",
             "--ready-file", ready], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        wait_until(lambda: os.path.exists(ready) and "port=" in open(ready, encoding="utf-8").read())
        with open(ready, encoding="utf-8") as file:
            port = file.read().split("port=")[1].split()[0]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        with open(self.path("token"), "w", encoding="utf-8") as file:
            file.write(TOKEN + "\n")
        os.chmod(self.path("token"), 0o600)
        with open(self.path("boothd.toml"), "w", encoding="utf-8") as file:
            file.write(f"""
[event]
slug = "bench"
template = "classic-4x6"
[session]
first_countdown_s = 0.5
next_countdown_s = 0.5
review_s = 0.3
[camera]
model = "Nikon DSC D7500"
port = "ptpip:127.0.0.1:{port}:{port}"
[templates]
directory = "{ROOT}/daemon/compose/templates"
[api]
socket = "{self.socket}"
loopback_port = {self.port}
token_file = "token"
""")

    def start(self):
        """@returns seconds until it answers"""
        began = time.perf_counter()
        self.daemon = self.run_daemon({})
        wait_until(lambda: self.get("/v1/openapi.yaml") is not None, every=0.001)
        return time.perf_counter() - began

    def stop_daemon(self):
        self.daemon.send_signal(signal.SIGTERM)
        self.daemon.wait(timeout=60)

    def get(self, target, method="GET", body=None):
        try:
            connection = UnixConnection(self.socket)
            headers = {"Content-Type": "application/json"} if body else {}
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            return content if answer.status < 400 else None
        except OSError:
            return None

    def status(self):
        return json.loads(self.get("/v1/status") or "{}")

    def wait_for_camera(self):
        wait_until(lambda: self.status().get("camera", {}).get("state") == "ready")

    def run_session(self):
        started = json.loads(self.get("/v1/sessions", "POST"))
        return started["id"]

    def state_of(self, session):
        return json.loads(self.get("/v1/sessions/" + session) or "{}").get("state")

    def cpu_seconds(self):
        """Of the daemon and its camera worker, each."""
        return cpu_of(self.daemon.pid), sum(cpu_of(pid) for pid in children_of(self.daemon.pid))

    def resident_mb(self):
        """Of the daemon and its camera worker, each."""
        return resident_of(self.daemon.pid), sum(resident_of(pid) for pid in children_of(self.daemon.pid))

    def start_as_service(self):
        """@returns seconds from its start until it tells the service manager that it is ready"""
        told = self.path("notify.sock")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(told)
            manager.settimeout(60)
            began = time.perf_counter()
            self.daemon = self.run_daemon({"NOTIFY_SOCKET": told})
            while b"READY=1" not in manager.recv(4096):
                pass
            spent = time.perf_counter() - began
        os.unlink(told)
        return spent

    def run_daemon(self, environment):
        with open(self.path("boothd.log"), "ab") as log:
            return subprocess.Popen(
                [os.path.join(self.programs, "boothd"), "--config", self.path("boothd.toml"),
                 "--state-dir", self.path("state")], stderr=log, env=os.environ | environment)


def resident_of(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:")) / 1000


def cpu_of(pid):
    """Seconds on a processor so far, all threads, to the nanosecond."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="utf-8") as file:
                total += int(file.read().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            pass  # ended meanwhile
    if total == 0:
        raise SystemExit("this kernel does not say how much of a processor a program used")
    return total / 1e9


def children_of(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as file:
            return [int(one) for one in file.read().split()]
    except OSError:
        return []


def wait_until(condition, patience=60, every=0.02):
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit("the booth did not get there within a minute")
        time.sleep(every)
