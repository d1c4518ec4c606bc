"""boothd's API over its socket."""

import http.client
import json
import socket


class Api(http.client.HTTPConnection):
    """One connection."""

    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)

    def ask(self, method, target, body=None):
        text = None if body is None else json.dumps(body)
        self.request(method, target, text, {"Content-Type": "application/json"} if text else {})
        answer = self.getresponse()
        value = json.loads(answer.read())
        if answer.status >= 300:
            raise RuntimeError(f"{method} {target}: {value.get('title')} {value.get('detail', '')}")
        return value
