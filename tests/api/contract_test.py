#!/usr/bin/env python3
"""Holds the API to its own description: drives every operation of openapi.yaml against a booth in memory and checks
status, content type and body of every answer, a success and a refusal of each.

usage: contract_test.py BOOTH_FAKE_API OPENAPI_YAML
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

from contract_drive import NO_SUCH_ID, drive_all

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"SKIPPED: {missing}; install python3-yaml and python3-jsonschema")
    sys.exit(77)

HERE = os.path.dirname(os.path.abspath(__file__))
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
STREAMS = ("streamFrames", "streamFacts")


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(self.path)


class Contract:
    def __init__(self, spec, socket_path):
        self.spec = spec
        self.socket_path = socket_path
        self.driven = {}
        self.faults = []

    def resolved(self, node):
        while isinstance(node, dict) and "$ref" in node:
            node = self.at(node["$ref"])
        return node

    def at(self, ref):
        node = self.spec
        for part in ref.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
        return node

    def operations(self):
        for path, item in self.spec["paths"].items():
            for method in METHODS:
                if method in item:
                    yield method, path, item[method]

    def fault(self, operation, text):
        self.faults.append(f"{operation}: {text}")

    # --- the file itself ---
    def check_file(self):
        """First by the OpenAPI Initiative's own schema, which knows nothing of us."""
        with open(os.path.join(HERE, "openapi", "openapi-3.1-schema.json"), encoding="utf-8") as file:
            official = jsonschema.Draft202012Validator(json.load(file))
        for error in official.iter_errors(self.spec):
            self.fault("openapi.yaml", f"{error.json_path}: {error.message[:300]}")
        seen = set()
        for method, path, operation in self.operations():
            name = operation.get("operationId", f"{method} {path}")
            if name in seen:
                self.fault(name, "operationId stands twice")
            seen.add(name)
            if "summary" not in operation:
                self.fault(name, "has no summary")
            wanted = {part[1:part.index("}")] for part in path.split("/") if part.startswith("{")}
            given = {self.resolved(p)["name"] for p in self.spec["paths"][path].get("parameters", [])}
            if wanted != given:
                self.fault(name, f"path parameters {wanted} and {given} differ")
        for node in walk(self.spec):
            if isinstance(node, dict) and isinstance(node.get("$ref"), str):
                try:
                    self.at(node["$ref"])
                except KeyError:
                    self.fault(node["$ref"], "leads nowhere")
        for name, schema in self.spec["components"]["schemas"].items():
            try:
                jsonschema.Draft202012Validator.check_schema(schema)
            except jsonschema.SchemaError as error:
                self.fault(name, error.message)

    # --- one answer ---
    def drive(self, operation_id, expected, *, id=None, name=None, slug=None, version=None, slot=None, query="", body=None, headers=None):
        method, path, operation = next(
            (m, p, o) for m, p, o in self.operations() if o["operationId"] == operation_id)
        target = path.replace("{id}", id or "").replace("{name}", name or "")
        target = target.replace("{slug}", slug or "").replace("{version}", version or "").replace("{slot}", slot or "") + query
        connection = UnixConnection(self.socket_path)
        sent = dict(headers or {})
        raw = None
        if body is not None:
            sent["Content-Type"] = "application/json"
            raw = json.dumps(body)
        connection.request(method.upper(), target, raw, sent)
        answer = connection.getresponse()
        # Streams never end: their first piece is enough.
        content = answer.read1(65536) if operation_id in STREAMS and answer.status == 200 else answer.read()
        connection.close()

        label = f"{operation_id} {target}"
        self.driven.setdefault(operation_id, set()).add(answer.status)
        if answer.status != expected:
            self.fault(label, f"expected {expected}, got {answer.status}: {content[:300]!r}")
            return None
        declared = operation["responses"].get(str(answer.status)) or operation["responses"].get("default")
        if str(answer.status) not in operation["responses"] and answer.status < 400:
            self.fault(label, f"status {answer.status} is not declared")
        return self.check_answer(label, self.resolved(declared), answer, content)

    def check_answer(self, label, declared, answer, content):
        media = declared.get("content", {})
        if not media:
            if content:
                self.fault(label, "has a body, but none is declared")
            return None
        kind = (answer.getheader("Content-Type") or "").split(";")[0]
        if kind not in media:
            self.fault(label, f"content type {kind!r} is not declared")
            return None
        for header, what in declared.get("headers", {}).items():
            if answer.getheader(header) is None:
                self.fault(label, f"the header {header} is missing")
        if not kind.endswith("json"):
            if not content:
                self.fault(label, "is empty")
            return content
        value = json.loads(content)
        schema = {**media[kind]["schema"], "components": self.spec["components"]}
        for error in jsonschema.Draft202012Validator(schema).iter_errors(value):
            self.fault(label, f"{error.json_path}: {error.message[:300]}")
        return value

    def check_methods(self):
        """What the server says it allows is what the description has."""
        for path, item in self.spec["paths"].items():
            connection = UnixConnection(self.socket_path)
            target = path.replace("{id}", NO_SUCH_ID).replace("{name}", "iso").replace("{slug}", "a").replace("{version}", "1")
            connection.request("DELETE", target)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            allowed = set((answer.getheader("Allow") or "").lower().split(", ")) - {"head"}
            declared = {method for method in METHODS if method in item}
            if allowed != declared:
                self.fault(path, f"the server allows {sorted(allowed)}, described are {sorted(declared)}")

    def check_all_driven(self):
        for _, _, operation in self.operations():
            name = operation["operationId"]
            statuses = self.driven.get(name, set())
            if not any(status < 400 for status in statuses):
                self.fault(name, "was never seen to succeed")
            declared = {int(status) for status in operation["responses"] if status.isdigit()}
            for status in sorted(declared - statuses):
                self.fault(name, f"the declared status {status} was never seen")


def walk(node):
    yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from walk(child)


def wait_for(path, booth):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and booth.poll() is None:
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(path)
                return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the booth in memory did not start")


def main():
    program, description = sys.argv[1:]
    with open(description, encoding="utf-8") as file:
        spec = yaml.safe_load(file)
    with tempfile.TemporaryDirectory(prefix="booth-contract-") as folder:
        sheet = os.path.join(folder, "sheet.jpg")
        with open(sheet, "wb") as file:
            file.write(b"\xff\xd8 a sheet \xff\xd9")
        path = os.path.join(folder, "booth.sock")
        booth = subprocess.Popen([program, path, sheet], stderr=subprocess.DEVNULL)
        try:
            wait_for(path, booth)
            api = Contract(spec, path)
            api.check_file()
            drive_all(api)
            api.check_methods()
            session_shot(api, booth)
            api.check_all_driven()
        finally:
            booth.send_signal(signal.SIGTERM)
            code = booth.wait(timeout=30)
        if code != 0:
            api.fault("booth", f"ended with {code}")
    for fault in api.faults:
        print(fault)
    print(f"{len(api.driven)} operations driven, {len(api.faults)} faults")
    return 1 if api.faults else 0


def session_shot(api, booth):
    """SIGUSR1 puts the booth in memory into a session: the shot then belongs to it."""
    booth.send_signal(signal.SIGUSR1)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        quiet = Contract(api.spec, api.socket_path)
        if quiet.drive("shoot", 202) is not None:
            break
    api.drive("shoot", 202)


if __name__ == "__main__":
    sys.exit(main())
