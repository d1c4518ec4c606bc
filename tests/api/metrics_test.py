#!/usr/bin/env python3
"""The metrics as Prometheus reads them: promtool checks the text, the alert rules and what they do, and every metric that
a rule or the dashboard names is one that the booth has.

usage: metrics_test.py BOOTH_FAKE_API MONITORING_FOLDER
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

NOT_OURS = {"up"}

ALERT_TESTS = """
rule_files: [{rules}]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - {{series: 'booth_health{{instance="b", subsystem="camera"}}', values: '0 0 2 2 2 2'}}
      - {{series: 'booth_prints_oldest_age_seconds{{instance="b"}}', values: '0 700 760 820 0 0'}}
      - {{series: 'booth_uploads_oldest_age_seconds{{instance="b"}}', values: '4000x20'}}
      - {{series: 'booth_network_state{{instance="b", state="offline"}}', values: '1x20'}}
      - {{series: 'booth_printer_media_lasts_until_seconds{{instance="b", printer="dnp"}}', values: '7200x10 1800x20'}}
      - {{series: 'booth_paper_missing_sheets{{instance="b"}}', values: '0x10 40x20'}}
    alert_rule_test:
      - eval_time: 1m
        alertname: BoothSubsystemFailed
      - eval_time: 4m
        alertname: BoothSubsystemFailed
        exp_alerts:
          - exp_labels: {{instance: b, subsystem: camera, severity: page}}
            exp_annotations:
              summary: camera of b has failed
              what_to_do: boothctl status names the cause and the remedy.
      - eval_time: 3m
        alertname: BoothPrintsStuck
        exp_alerts:
          - exp_labels: {{instance: b, severity: page}}
            exp_annotations:
              summary: the oldest print of b waits for 13m 40s
              what_to_do: 'Look at the printer: paper, ribbon, cover. boothctl prints shows the queue.'
      - eval_time: 15m
        alertname: BoothUploadsOld
      - eval_time: 10m
        alertname: BoothMediaEndsSoon
      - eval_time: 13m
        alertname: BoothMediaEndsSoon
        exp_alerts:
          - exp_labels: {{instance: b, printer: dnp, severity: ticket}}
            exp_annotations:
              summary: dnp of b is out of paper in about 17m 0s
              what_to_do: 'Load a new roll between two sessions, then say so: boothctl printer media PRINTER SHEETS.'
      - eval_time: 10m
        alertname: BoothPaperShort
      - eval_time: 17m
        alertname: BoothPaperShort
        exp_alerts:
          - exp_labels: {{instance: b, severity: ticket}}
            exp_annotations:
              summary: b needs 40 sheets more than are loaded
              what_to_do: Bring more rolls before the event ends; boothctl status shows the forecast.
"""


def run(*words, text=None):
    done = subprocess.run(words, input=text, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(words)}: {done.stdout}{done.stderr}")


def metrics_of(socket_path, booth):
    deadline = time.monotonic() + 60
    while booth.poll() is None:
        try:
            connection = http.client.HTTPConnection("localhost", timeout=30)
            connection.sock = socket.socket(socket.AF_UNIX)
            connection.sock.connect(socket_path)
            connection.request("GET", "/v1/metrics")
            answer = connection.getresponse()
            assert answer.status == 200, answer.status
            assert answer.getheader("Content-Type").startswith("text/plain; version=0.0.4")
            return answer.read().decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    raise SystemExit("the booth in memory did not start")


def named_in(expressions):
    """What an expression calls by a name that could be a metric."""
    return {name for text in expressions
            for name in re.findall(r"\b(?:booth|process)_[a-z0-9_]+", text)} - NOT_OURS


def main():
    program, folder = sys.argv[1:]
    promtool = shutil.which("promtool")
    if not promtool:
        print("SKIPPED: install the package prometheus for promtool")
        return 77
    with tempfile.TemporaryDirectory(prefix="booth-metrics-") as temporary:
        path = os.path.join(temporary, "booth.sock")
        booth = subprocess.Popen([program, path], stderr=subprocess.DEVNULL)
        try:
            text = metrics_of(path, booth)
        finally:
            booth.send_signal(signal.SIGTERM)
            booth.wait(timeout=60)
        run(promtool, "check", "metrics", text=text)
        rules = os.path.abspath(os.path.join(folder, "booth-alerts.yaml"))
        run(promtool, "check", "rules", rules)
        tests = os.path.join(temporary, "alerts-test.yaml")
        with open(tests, "w", encoding="utf-8") as file:
            file.write(ALERT_TESTS.format(rules=rules))
        run(promtool, "test", "rules", tests)

    known = set(re.findall(r"^([a-z0-9_]+)", text, re.MULTILINE))
    with open(rules, encoding="utf-8") as file:
        asked = named_in(re.findall(r"expr:(.*(?:\n {10}.*)?)", file.read()))
    with open(os.path.join(folder, "booth-dashboard.json"), encoding="utf-8") as file:
        board = json.load(file)
    asked |= named_in(target["expr"] for panel in board["panels"] for target in panel["targets"])
    if not asked or asked - known:
        raise SystemExit(f"named, but no metric of the booth: {sorted(asked - known)}")
    print(f"{len(known)} metrics, {len(asked)} of them watched")
    return 0


if __name__ == "__main__":
    sys.exit(main())
