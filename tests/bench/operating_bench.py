#!/usr/bin/env python3
"""What watching and asking costs: a whole booth with the virtual camera, looked at the way technicians, screens and
programs look at it, also rudely. Each figure has a budget and a verdict.

usage: operating_bench.py PROGRAMS_FOLDER [--quick]
"""

import argparse
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time

from bench_booth import TOKEN, Booth, UnixConnection, wait_until


class Verdicts:
    def __init__(self):
        self.rows = []

    def add(self, what, value, budget, unit):
        verdict = "holds" if value < budget else "MISSED"
        self.rows.append((what, value, budget, unit, verdict))
        print(f"{what:<58} {value:>9.2f} {unit:<4} budget {budget:>6} {unit:<4} {verdict}", flush=True)

    def say(self, what, is_true):
        self.rows.append((what, 0, 0, "", "holds" if is_true else "MISSED"))
        print(f"{what:<58} {'':>26} {'holds' if is_true else 'MISSED'}", flush=True)

    def all_hold(self):
        return all(row[-1] == "holds" for row in self.rows)


def measure_idle(booth, verdicts, seconds):
    time.sleep(3)
    before, worker_before = booth.cpu_seconds()
    time.sleep(seconds)
    after, worker_after = booth.cpu_seconds()
    verdicts.add("idle daemon: share of a core", (after - before) / seconds * 100, 0.5, "%")
    print(f"  its camera worker: {(worker_after - worker_before) / seconds * 100:.2f} %")
    daemon, worker = booth.resident_mb()
    verdicts.add("idle daemon: resident memory", daemon, 40, "MB")
    verdicts.add("idle daemon and camera worker, live view off", daemon + worker, 70, "MB")


def measure_boothctl(booth, verdicts, runs):
    times = []
    words = [os.path.join(booth.programs, "boothctl"), "--socket", booth.socket, "status"]
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
        times.append((time.perf_counter() - began) * 1000)
    verdicts.add(f"boothctl status, whole process, median of {runs}", statistics.median(times), 30, "ms")


def measure_status_in_session(booth, verdicts):
    connection = UnixConnection(booth.socket)
    times = []
    session = booth.run_session()
    while booth.state_of(session) not in ("done", "interrupted", "cancelled"):
        for _ in range(20):
            began = time.perf_counter()
            connection.request("GET", "/v1/status")
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"status answered {answer.status}")
            times.append((time.perf_counter() - began) * 1000)
            time.sleep(0.002)
    connection.close()
    times.sort()
    verdicts.say("the session beside it was done", booth.state_of(session) == "done")
    verdicts.add(f"API status in a session, median of {len(times)}", statistics.median(times), 5, "ms")
    verdicts.add("API status in a session, p99", times[int(len(times) * 0.99)], 5, "ms")


def reader(port, target, stop, received):
    """One client that reads as fast as it comes."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.settimeout(0.5)
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode())
        while not stop.is_set():
            try:
                piece = client.recv(1 << 20)
            except TimeoutError:
                continue
            if not piece:
                return
            received.append(len(piece))


def measure_watchers(booth, verdicts, seconds):
    stop = threading.Event()
    feeds, frames = [], []
    threads = [threading.Thread(target=reader, args=(booth.port, "/v1/feed", stop, feeds)) for _ in range(50)]
    threads += [threading.Thread(target=reader, args=(booth.port, "/v1/live.mjpeg", stop, frames)) for _ in range(10)]
    booth.get("/v1/live.jpg")
    # What live view itself costs is not what its clients cost.
    time.sleep(2)
    before = sum(booth.cpu_seconds())
    time.sleep(seconds / 2)
    for _ in range(3):
        booth.get("/v1/live.jpg")
    alone = (sum(booth.cpu_seconds()) - before) / (seconds / 2)
    for thread in threads:
        thread.start()
    time.sleep(2)
    before = sum(booth.cpu_seconds())
    time.sleep(seconds)
    together = (sum(booth.cpu_seconds()) - before) / seconds
    stop.set()
    for thread in threads:
        thread.join()
    verdicts.say(f"50 feeds and 10 live views were served ({sum(frames) / seconds / 1e6:.1f} MB/s)",
                 len(feeds) >= 50 and sum(frames) > 1e6)
    verdicts.add("50 SSE and 10 MJPEG clients: share of a core", (together - min(alone, together)) * 100, 15, "%")


def slow_client(port, stop):
    """A header that never ends, one byte at a time; begins anew when it is cut off."""
    while not stop.is_set():
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
                for byte in b"GET /v1/status HTTP/1.1\r\nX-Slow: " + b"a" * 200:
                    client.sendall(bytes([byte]))
                    if stop.wait(0.1):
                        return
        except OSError:
            stop.wait(0.05)


def broken_client(port, stop):
    """Nonsense, half requests, answers that nobody reads."""
    texts = [b"\x16\x03\x01\x02\x00nonsense\r\n\r\n", b"GET / HTTP/1.1\r\n", b"POST /v1/sessions HTTP/1.1\r\nHost: "
             b"localhost\r\nContent-Length: 99999999\r\n\r\n", b"GET /v1/live.mjpeg HTTP/1.1\r\nHost: localhost\r\n"
             b"Authorization: Bearer " + TOKEN.encode() + b"\r\n\r\n"]
    at = 0
    while not stop.is_set():
        at += 1
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
                client.sendall(texts[at % len(texts)])
                stop.wait(0.05)
        except OSError:
            stop.wait(0.05)


def measure_load(booth, verdicts, seconds):
    if not shutil.which("wrk"):
        print("wrk is not installed: no load was put on")
        return
    stop = threading.Event()
    rude = [threading.Thread(target=slow_client, args=(booth.port, stop)) for _ in range(20)]
    rude += [threading.Thread(target=broken_client, args=(booth.port, stop)) for _ in range(10)]
    for thread in rude:
        thread.start()
    wrk = subprocess.Popen(["wrk", "-t1", "-c16", f"-d{seconds}s", "-H", f"Authorization: Bearer {TOKEN}",
                            f"http://127.0.0.1:{booth.port}/v1/status"], stdout=subprocess.PIPE, text=True)
    done, times = 0, []
    while wrk.poll() is None:
        began = time.perf_counter()
        session = booth.run_session()
        wait_until(lambda s=session: booth.state_of(s) in ("done", "interrupted", "cancelled"))
        times.append(time.perf_counter() - began)
        done += booth.state_of(session) == "done"
    stop.set()
    for thread in rude:
        thread.join()
    told = wrk.stdout.read().splitlines()
    rate = next((line.split()[1] for line in told if "Requests/sec" in line), "0")
    refused = next((line.split()[-1] for line in told if "Non-2xx" in line), "0")
    verdicts.say(f"under load all {len(times)} sessions were done, in {max(times):.1f} s at most", done == len(times))
    print(f"  wrk got {rate} answers a second ({refused} in all were \"slow down\") beside 20 slow and 10 broken clients")


def measure_start(booth, verdicts, runs):
    with sqlite3.connect(booth.path("state/booth.db")) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute(
            "WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 1000000) "
            "INSERT INTO fact (id, type, subject, data, at_ms) "
            "SELECT printf('%08x-0000-7000-8000-000000000000', i), 'print.printed', 'bench', '{}', i FROM c")
    database.close()
    for what, start, budget in (("first answer", booth.start, 150), ("READY=1", booth.start_as_service, 1000)):
        times = []
        for _ in range(runs):
            times.append(start() * 1000)
            booth.stop_daemon()
        verdicts.add(f"start to {what} with a million facts, median of {runs}", statistics.median(times), budget, "ms")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("programs")
    arguments.add_argument("--quick", action="store_true", help="seconds instead of minutes")
    options = arguments.parse_args()
    seconds = 5 if options.quick else 20
    booth = Booth(options.programs)
    verdicts = Verdicts()
    try:
        booth.start_camera()
        booth.start()
        booth.wait_for_camera()
        measure_idle(booth, verdicts, seconds)
        measure_boothctl(booth, verdicts, 20 if options.quick else 100)
        measure_status_in_session(booth, verdicts)
        measure_watchers(booth, verdicts, seconds)
        measure_load(booth, verdicts, seconds)
        booth.stop_daemon()
        measure_start(booth, verdicts, 5)
    finally:
        if booth.daemon and booth.daemon.poll() is None:
            booth.daemon.kill()
            booth.daemon.wait()
        if booth.camera:
            booth.camera.terminate()
            booth.camera.wait()
        shutil.rmtree(booth.folder, ignore_errors=True)
    return 0 if verdicts.all_hold() else 1


if __name__ == "__main__":
    sys.exit(main())
